"""The fixed words of a paper as texts that the office edits, with `{isian}` where data is filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from typing import ClassVar, Self

from tkm.lib.errors import DomainError

TOKEN = re.compile(r"\{([^{}]*)\}")

# What may stand in curly brackets in a BAST, and what it becomes; the edit page shows this table.
BAST_TOKENS = {
    "hari": "hari penyerahan, misalnya Kamis",
    "tanggal": "tanggal penyerahan dengan huruf, misalnya empat",
    "bulan": "bulan penyerahan, misalnya September",
    "tahun": "tahun penyerahan dengan huruf, misalnya dua ribu dua puluh lima",
    "tanggal_angka": "tanggal penyerahan dengan angka, misalnya 4-9-2025",
    "tempat": "tempat penyerahan",
    "kota": "nama daerah, misalnya Kota Banjarbaru",
    "jenis_sk": "jenis SK penerima, misalnya Keputusan Wali Kota Banjarbaru",
    "nomor_sk": "nomor SK penerima",
    "tanggal_sk": "tanggal SK penerima, misalnya 2 September 2025",
    "tentang_sk": "judul SK penerima",
    "tahun_anggaran": "tahun anggaran pengadaan, misalnya 2025",
    "sumber_dana": "sumber dana pengadaan, misalnya APBD",
    "kode_rekening": "kode rekening belanja pengadaan",
    "pihak_pertama": "sebutan yang menyerahkan, PIHAK PERTAMA atau PIHAK KESATU",
    "pihak_kedua": "sebutan penerima, PIHAK KEDUA",
    "batas_pindah_tangan": "tanggal terakhir larangan memindahtangankan barang",
    "batas_monev": "tanggal terakhir kunjungan monitoring dan evaluasi",
    "masa_tunggu": "lama penerima tidak diusulkan lagi, misalnya 5 (lima) tahun",
    "rangkap": "banyaknya rangkap, misalnya 2 (dua)",
}


class BrokenTokenError(DomainError):
    """A curly bracket without its partner."""

    def __init__(self, place: str, field: str | None = None) -> None:
        super().__init__(f"Kurung kurawal pada “{place}” tidak berpasangan. Tulis isian seperti {{hari}}.", field)


class UnknownTokenError(DomainError):
    """A name in curly brackets that this paper cannot fill."""

    def __init__(self, name: str, allowed: Mapping[str, str], field: str | None = None) -> None:
        near = get_close_matches(name.strip().lower(), allowed, n=1)
        hint = f"Maksudnya {{{near[0]}}}?" if near else "Pilih dari daftar isian yang tersedia."
        super().__init__(f"Isian {{{name}}} tidak dikenal. {hint}", field)


class EmptyTokenError(DomainError):
    """The paper names something that nobody has entered yet."""

    def __init__(self, meaning: str) -> None:
        super().__init__(f"Naskah menyebut {meaning.split(',')[0]}, tetapi datanya belum diisi. Lengkapi dulu datanya.")


class EmptyWordingError(DomainError):
    """A part of the wording without which the paper makes no sense."""

    def __init__(self, field: str) -> None:
        super().__init__("Bagian naskah ini tidak boleh kosong.", field)


def check(text: str, allowed: Mapping[str, str], field: str | None = None) -> None:
    """Raise BrokenTokenError or UnknownTokenError for the first `{isian}` of `text` that is not in `allowed`."""
    for name in TOKEN.findall(text):
        if name not in allowed:
            raise UnknownTokenError(name, allowed, field)
    if found := re.search(r"[{}]", TOKEN.sub(lambda token: "." * len(token.group()), text)):
        raise BrokenTokenError(text[max(found.start() - 20, 0) : found.end() + 20].strip(), field)


def fill(text: str, values: Mapping[str, str], meanings: Mapping[str, str]) -> str:
    """The checked `text` with every `{isian}` replaced once; what a value brings along is never read as an isian.

    Raises EmptyTokenError for a value that is blank, so that no paper is printed with holes.
    """

    def value(found: re.Match[str]) -> str:
        if not (filled := values[found.group(1)].strip()):
            raise EmptyTokenError(meanings[found.group(1)])
        return filled

    return TOKEN.sub(value, text)


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The fixed words of one kind of paper: a field per part, in the order in which they stand on it.

    A part is one text; a tuple is a list, of which the office types one entry a line.
    """

    TOKENS: ClassVar[Mapping[str, str]]  # what may stand in curly brackets, and what it becomes
    OPTIONAL: ClassVar[frozenset[str]] = frozenset()  # parts without which the paper makes sense

    @classmethod
    def lists(cls) -> frozenset[str]:
        """The parts that are lists."""
        return frozenset(part.name for part in fields(cls) if part.type == tuple[str, ...])

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Self:
        """The wording typed into one text per part; blank lines and doubled blanks are dropped.

        Raises EmptyWordingError, BrokenTokenError or UnknownTokenError with the part as its field.
        """
        lines = {part.name: tidied(texts[part.name]) for part in fields(cls)}
        for name, found in lines.items():
            if not found and name not in cls.OPTIONAL:
                raise EmptyWordingError(name)
            check("\n".join(found), cls.TOKENS, name)
        return cls(**{name: tuple(found) if name in cls.lists() else "\n".join(found) for name, found in lines.items()})

    def texts(self) -> dict[str, str]:
        """One text per part, as it is stored and edited; `from_texts` reads it back."""
        parts = {part.name: getattr(self, part.name) for part in fields(self)}
        return {name: part if isinstance(part, str) else "\n".join(part) for name, part in parts.items()}

    def filled(self, values: Mapping[str, str]) -> Self:
        """The words as printed; `values` has every name of TOKENS.

        Raises EmptyTokenError when a value that the words mention is blank.
        """
        texts = {part.name: getattr(self, part.name) for part in fields(self)}
        return type(self)(
            **{
                name: fill(part, values, self.TOKENS)
                if isinstance(part, str)
                else tuple(fill(line, values, self.TOKENS) for line in part)
                for name, part in texts.items()
            }
        )


@dataclass(frozen=True, slots=True)
class BastWording(PaperWords):
    """The fixed words of a BAST."""

    TOKENS: ClassVar[Mapping[str, str]] = BAST_TOKENS

    title: str
    opening: str
    first_party_clause: str
    second_party_clause: str
    delivery: str
    ownership: str
    obligations: tuple[str, ...]
    closing: str


def tidied(text: str) -> list[str]:
    """The lines of `text` that say something, with single blanks."""
    return [line for line in (" ".join(line.split()) for line in text.splitlines()) if line]


DEFAULT_BAST_WORDING = BastWording(
    title="BERITA ACARA SERAH TERIMA\nBANTUAN PERALATAN KERJA",
    opening=(
        "Pada hari ini, {hari}, tanggal {tanggal} bulan {bulan} tahun {tahun} ({tanggal_angka}), bertempat di "
        "{tempat}, berdasarkan {jenis_sk} Nomor {nomor_sk} tanggal {tanggal_sk} tentang {tentang_sk}, atas beban DPA "
        "Tahun Anggaran {tahun_anggaran} (sumber dana {sumber_dana}, kode rekening {kode_rekening}), kami yang "
        "bertanda tangan di bawah ini:"
    ),
    first_party_clause=("bertindak untuk dan atas nama Pemerintah {kota}, selanjutnya disebut {pihak_pertama};"),
    second_party_clause="bertindak untuk diri sendiri sebagai penerima manfaat, selanjutnya disebut {pihak_kedua}.",
    delivery=(
        "{pihak_pertama} menyerahkan kepada {pihak_kedua}, dan {pihak_kedua} menerima dari {pihak_pertama} dalam "
        "keadaan baik dan lengkap, barang sebagai berikut:"
    ),
    ownership="Sejak berita acara ini ditandatangani, barang menjadi milik {pihak_kedua}, dan {pihak_kedua}:",
    obligations=(
        "menggunakan barang untuk usaha sendiri, merawatnya, dan menanggung risiko atasnya;",
        "sampai dengan {batas_pindah_tangan} tidak menjual, menggadaikan, meminjamkan, atau memindahtangankan barang "
        "tanpa izin tertulis {pihak_pertama}; bila melanggar, mengembalikan barang atau nilainya dan tidak diusulkan "
        "menerima bantuan sejenis selama {masa_tunggu};",
        "bersedia dikunjungi untuk monitoring dan evaluasi sampai dengan {batas_monev}.",
    ),
    closing="Demikian berita acara ini dibuat dalam rangkap {rangkap} untuk dipergunakan sebagaimana mestinya.",
)
