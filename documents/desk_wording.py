"""The fixed words of what is printed at the desk: formulir, surat pernyataan, bukti pendaftaran, kartu peserta."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from documents.wording import PaperWords

# What may stand in curly brackets on these papers, and what it becomes; the edit page shows this table.
DESK_TOKENS = {
    "program": "nama program, misalnya Menjahit Dasar",
    "angkatan": "nomor dan tahun angkatan, misalnya Angkatan III Tahun 2025",
    "tempat": "tempat pelatihan",
    "tanggal_pelatihan": "tanggal pelatihan, misalnya 4 Agustus – 1 September 2025",
    "masa_pendaftaran": "masa pendaftaran, misalnya 1 – 25 Juli 2025",
    "kuota": "banyaknya tempat, misalnya 16 (enam belas)",
    "batas_kehadiran": "kehadiran paling sedikit, misalnya 80%",
    "masa_tunggu": "masa tunggu bantuan sejenis, misalnya 5 (lima) tahun",
    "kantor": "nama pendek kantor",
    "kota": "nama daerah, misalnya Kota Banjarbaru",
}


@dataclass(frozen=True, slots=True)
class DeskWords(PaperWords):
    TOKENS: ClassVar[Mapping[str, str]] = DESK_TOKENS


@dataclass(frozen=True, slots=True)
class FormWording(DeskWords):
    """Of a formulir pendaftaran."""

    title: str
    opening: str
    attachments: tuple[str, ...]
    declaration: str


@dataclass(frozen=True, slots=True)
class StatementWording(DeskWords):
    """Of a surat pernyataan; without `stamp` there is no box for a meterai."""

    OPTIONAL: ClassVar[frozenset[str]] = frozenset({"stamp"})

    title: str
    opening: str
    promise: str
    points: tuple[str, ...]
    closing: str
    stamp: str


@dataclass(frozen=True, slots=True)
class ProofWording(DeskWords):
    """Of a bukti pendaftaran, which promises no place."""

    title: str
    opening: str
    next_steps: tuple[str, ...]
    caution: str


@dataclass(frozen=True, slots=True)
class CardWording(DeskWords):
    """Of a kartu peserta; there is little room on it."""

    title: str
    footnote: str


DEFAULT_FORM_WORDING = FormWording(
    title="FORMULIR PENDAFTARAN PESERTA PELATIHAN\n{program}, {angkatan}",
    opening=(
        "Dengan ini saya mendaftarkan diri sebagai calon peserta pelatihan {program}, {angkatan}, yang "
        "diselenggarakan di {tempat} pada {tanggal_pelatihan}."
    ),
    attachments=(
        "fotokopi KTP elektronik",
        "fotokopi Kartu Keluarga",
        "pas foto berwarna 3 × 4 (2 lembar)",
        "surat pengantar, bila diusulkan kelurahan, musrenbang atau pokir",
    ),
    declaration=(
        "Isian di atas saya periksa dan sesuai dengan KTP dan Kartu Keluarga saya. Pemberitahuan tentang pemakaian "
        "data pribadi telah dibacakan kepada saya."
    ),
)
DEFAULT_STATEMENT_WORDING = StatementWording(
    title="SURAT PERNYATAAN\nCALON PESERTA PELATIHAN",
    opening="Yang bertanda tangan di bawah ini:",
    promise="dengan ini menyatakan dengan sebenarnya, sehubungan dengan pelatihan {program}, {angkatan}, bahwa saya:",
    points=(
        "bukan aparatur sipil negara (PNS/PPPK), prajurit TNI, atau anggota Polri;",
        "dalam {masa_tunggu} terakhir belum pernah menerima bantuan peralatan kerja sejenis dari pemerintah pusat, "
        "provinsi, kota, atau lembaga lain, dan tidak ada anggota keluarga dalam satu Kartu Keluarga yang menerimanya;",
        "bersedia mengikuti pelatihan pada {tanggal_pelatihan} sampai selesai, dengan kehadiran paling sedikit "
        "{batas_kehadiran};",
        "mengetahui bahwa pendaftaran ini tidak menjamin diterima sebagai peserta maupun sebagai penerima bantuan.",
    ),
    closing=(
        "Pernyataan ini saya buat dengan sadar dan tanpa paksaan. Bila ternyata tidak benar, saya bersedia dikeluarkan "
        "dari daftar peserta dan mengembalikan bantuan yang sudah saya terima."
    ),
    stamp="meterai\nRp10.000",
)
DEFAULT_PROOF_WORDING = ProofWording(
    title="BUKTI PENDAFTARAN",
    opening="Telah terdaftar sebagai calon peserta pelatihan {program}, {angkatan}:",
    next_steps=(
        "Berkas Anda diperiksa: memenuhi syarat (MS) atau tidak memenuhi syarat (TMS).",
        "Seleksi dilakukan setelah pendaftaran ditutup ({masa_pendaftaran}), untuk {kuota} tempat.",
        "Hasilnya, yaitu lolos, cadangan atau tidak lolos, diberitahukan {kantor}. Pastikan nomor HP Anda aktif.",
        "Pelatihan tidak dipungut biaya. Laporkan kepada kantor kami bila ada yang meminta uang.",
    ),
    caution="Bukti ini menyatakan Anda sudah terdaftar. Bukti ini bukan tanda diterima sebagai peserta.",
)
DEFAULT_CARD_WORDING = CardWording(
    title="KARTU PESERTA PELATIHAN",
    footnote="Bawa kartu ini pada setiap pertemuan. Bila ditemukan, mohon dikembalikan kepada {kantor}.",
)
