"""A BAST for an invented person, to see what a change of the words looks like before it is saved."""

from datetime import date, datetime

from documents.enums import PaperSize
from documents.letterhead import letterhead
from documents.models import Office
from documents.typeset import typeset
from documents.wording import BastWording
from equipment.bast import BastData, BastTerms, ItemData, official, recipient, totals
from equipment.bast_data import SECOND_PARTY, TEMPLATE
from tkm.lib.formats import ribuan, tanggal

PRICE = 2_500_000
DAY = date(2025, 9, 4)


def sample_pdf(words: BastWording, office: Office, at: datetime) -> bytes:
    """The preview with these words and this office's letterhead. Raises UnprintableError."""
    return typeset(TEMPLATE, sample_data(words, office), at=at)


def sample_data(words: BastWording, office: Office) -> BastData:
    total, in_words = totals([PRICE])
    return BastData(
        paper=PaperSize(office.size),
        letterhead=letterhead(office),
        issue=None,
        wording=words.filled(sample_terms(office).values()),
        first_party_label=office.first_party,
        second_party_label=SECOND_PARTY,
        first_party=official(
            name="H. CONTOH PEJABAT, S.Sos., M.M.",
            nip="197001011995031001",
            rank="Pembina Utama Muda (IV/c)",
            position="Kepala Dinas",
            address=office.address,
        ),
        second_party=recipient(
            name="SITI CONTOH",
            nik="6372045708920012",
            occupation="Pekerja informal",
            address="Jl. Contoh RT 012/RW 003, Kel. Landasan Ulin Selatan, Kec. Liang Anggang",
        ),
        items=(ItemData("Mesin jahit portabel, Contoh JM-100", "JM100-250731-0147", "1 unit", "baik", ribuan(PRICE)),),
        total=total,
        total_in_words=in_words,
        place_and_date=f"{office.place}, {tanggal(DAY)}",
    )


def sample_terms(office: Office) -> BastTerms:
    return BastTerms(
        handed_over_on=DAY,
        place="Kelurahan Landasan Ulin Selatan",
        city=office.city,
        decree_issuer="Kepala Dinas",
        decree_number="500.15/41/KEP/2025",
        decree_date=date(2025, 9, 2),
        decree_subject="Penetapan Penerima Bantuan Peralatan Kerja",
        budget_year=2025,
        fund_source="APBD",
        account_code="5.1.02.01.01.0039",
        no_transfer_months=office.no_transfer_months,
        monitoring_months=office.monitoring_months,
        waiting_years=office.waiting_years,
        copies=office.copies,
        first_party_label=office.first_party,
        second_party_label=SECOND_PARTY,
    )
