"""What a BAST shows, all of it as printed; the template `papers/bast.typ` sees this and nothing else."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.enums import PaperKind, PaperSize
from documents.paper_rules import RULES
from documents.parts import IssueData, LetterheadData, SignerData
from documents.wording import BastWording
from documents.words import angka_dan_huruf, nip_terformat, tanggal_terbilang, terbilang
from tkm.lib.formats import ribuan, tanggal

RULE = RULES[PaperKind.BAST]


@dataclass(frozen=True, slots=True)
class PartyData:
    """One of the two who sign; the pairs are label and value, in the order in which they stand under the name."""

    name: str
    details: tuple[tuple[str, str], ...]
    position: str = ""  # above the signature: "Kepala Dinas"
    below_name: tuple[str, ...] = ()  # below it: pangkat/golongan, NIP


@dataclass(frozen=True, slots=True)
class ItemData:
    """One line of the table."""

    name: str  # with make and type: "Mesin jahit portabel, Contoh JM-100"
    serial_number: str
    quantity: str  # "1 unit"
    condition: str  # "baik"
    price: str  # "2.500.000"


@dataclass(frozen=True, slots=True)
class BastData:
    """One BAST on A4 or F4 (215 × 330 mm)."""

    paper: PaperSize
    letterhead: LetterheadData
    issue: IssueData | None  # None: a preview, without number, under a watermark
    wording: BastWording  # filled in
    first_party_label: str  # "PIHAK PERTAMA" or "PIHAK KESATU"
    second_party_label: str  # "PIHAK KEDUA"
    first_party: PartyData
    second_party: PartyData
    items: tuple[ItemData, ...]  # at least one, in the order of signing
    total: str  # "2.585.000"
    total_in_words: str  # "dua juta lima ratus delapan puluh lima ribu rupiah"
    place_and_date: str  # "Banjarbaru, 4 September 2025"
    acknowledged_by: SignerData | None = None
    witnesses: tuple[SignerData, ...] = ()


@dataclass(frozen=True, slots=True)
class BastTerms:
    """The facts that the fixed words mention; `first_party_label` is a setting of the office."""

    handed_over_on: date
    place: str
    city: str  # "Kota Banjarbaru"
    decree_issuer: str  # "Kepala Dinas", "Wali Kota Banjarbaru"
    decree_number: str
    decree_date: date
    decree_subject: str
    budget_year: int
    fund_source: str
    account_code: str
    no_transfer_months: int
    monitoring_months: int
    waiting_years: int
    copies: int
    first_party_label: str = "PIHAK PERTAMA"
    second_party_label: str = "PIHAK KEDUA"

    def values(self) -> dict[str, str]:
        """What each name of BAST_TOKENS becomes."""
        weekday, day, month, year = tanggal_terbilang(on := self.handed_over_on)
        return {
            "hari": weekday,
            "tanggal": day,
            "bulan": month,
            "tahun": year,
            "tanggal_angka": f"{on.day}-{on.month}-{on.year}",
            "tempat": self.place,
            "kota": self.city,
            "jenis_sk": f"Keputusan {self.decree_issuer}",
            "nomor_sk": self.decree_number,
            "tanggal_sk": tanggal(self.decree_date),
            "tentang_sk": self.decree_subject,
            "tahun_anggaran": str(self.budget_year),
            "sumber_dana": self.fund_source,
            "kode_rekening": self.account_code,
            "pihak_pertama": self.first_party_label,
            "pihak_kedua": self.second_party_label,
            "batas_pindah_tangan": tanggal(months_after(on, self.no_transfer_months)),
            "batas_monev": tanggal(months_after(on, self.monitoring_months)),
            "masa_tunggu": f"{angka_dan_huruf(self.waiting_years)} tahun",
            "rangkap": angka_dan_huruf(self.copies),
        }


def official(*, name: str, nip: str, rank: str, position: str, address: str) -> PartyData:
    """The one who hands over; `rank` is pangkat and golongan, "Pembina Utama Muda (IV/c)"."""
    number = nip_terformat(nip)
    details = (("NIP", number), ("Jabatan", position), ("Alamat", address))
    name = RULE.name_of(name)
    return PartyData(name, known(details), position, tuple(line for line in (rank, number and f"NIP {number}") if line))


def recipient(*, name: str, nik: str, occupation: str, address: str) -> PartyData:
    """The citizen who receives."""
    return PartyData(name, known((("NIK", RULE.nik_of(nik)), ("Pekerjaan", occupation), ("Alamat", address))))


def known(details: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Without the lines that have nothing to say."""
    return tuple((label, value) for label, value in details if value)


def totals(prices: Sequence[int]) -> tuple[str, str]:
    """The sum of whole rupiah in figures and in words: `2.585.000`, `dua juta … ribu rupiah`."""
    return ribuan(sum(prices)), f"{terbilang(sum(prices))} rupiah"


def months_after(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
