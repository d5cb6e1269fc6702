"""The figures of a training: each is defined once, in words and as one condition; screen, PDF and XLSX read it here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from equipment.enums import FROZEN, HandoverStatus
from equipment.models import Handover
from participants import rates
from participants.enums import IN_CLASS, RegistrationStatus
from participants.querysets import RegistrationQuerySet
from tkm.lib.formats import persen

S = RegistrationStatus


def has_handover(*statuses: str) -> Q:
    """Asked row by row: a join would count a person with one void and one good BAST twice, and miss the "not"."""
    return Q(Exists(Handover.objects.filter(registration=OuterRef("pk"), status__in=statuses)))


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of registrations. Page, PDF and XLSX print it, the page links to its rows: they cannot disagree.

    `of` is the code of the figure that 100 % means, and `of_word` what it is called after the percentage.
    """

    code: str
    label: str
    definition: str
    where: Q
    of: str = ""
    of_word: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """What a report shows that is no count of people: its label, and its definition in words."""

    label: str
    definition: str


APPLICANTS = Figure("pendaftar", "Mendaftar", "Semua yang mendaftar, apa pun hasilnya.", Q(pk__isnull=False))
ELIGIBLE = Figure(
    "memenuhi-syarat",
    "Memenuhi syarat",
    "Pendaftar yang diputuskan memenuhi syarat (MS), termasuk yang kemudian lolos, cadangan atau tidak lolos.",
    Q(status__in=[S.ELIGIBLE, S.WAITLISTED, S.NOT_SELECTED, S.OFFERED, *IN_CLASS]),
    of="pendaftar",
    of_word="pendaftar",
)
PARTICIPANTS = Figure(
    "peserta",
    "Lolos seleksi",
    "Pemegang nomor urut: lolos, lulus, tidak lulus atau gugur. Yang mengundurkan diri melepas nomornya.",
    Q(status__in=IN_CLASS),
    of="pendaftar",
    of_word="pendaftar",
)
ATTENDED = Figure(
    "hadir-cukup",
    "Kehadiran cukup",
    "Peserta yang kehadirannya (jam pelajaran hadir dibagi jam pelajaran terlaksana) mencapai batas minimum angkatan.",
    Q(
        status__in=IN_CLASS,
        held_minutes__gt=0,
        present_minutes__gte=F("session__min_attendance") * F("held_minutes") / 100.0,
    ),
    of="peserta",
    of_word="peserta",
)
GRADUATES = Figure(
    "lulus",
    "Lulus",
    "Peserta yang kelulusannya sudah disahkan.",
    Q(status=S.COMPLETED),
    of="peserta",
    of_word="peserta",
)
NOT_GRADUATED = Figure(
    "tidak-lulus", "Tidak lulus", "Peserta yang disahkan tidak lulus.", Q(status=S.NOT_COMPLETED), "peserta", "peserta"
)
DROPPED_OUT = Figure("gugur", "Gugur", "Peserta yang berhenti datang.", Q(status=S.DROPPED_OUT), "peserta", "peserta")
WITHDRAWN = Figure(
    "mengundurkan-diri", "Mengundurkan diri", "Pendaftar yang mengundurkan diri.", Q(status=S.WITHDRAWN), "pendaftar",
    "pendaftar",
)  # fmt: skip
WAITLISTED = Figure("cadangan", "Cadangan", "Pendaftar di daftar cadangan.", Q(status=S.WAITLISTED))
RECIPIENTS = Figure(
    "menerima",
    "Menerima barang",
    "Lulusan yang barangnya sudah diserahkan dengan BAST yang tidak batal.",
    has_handover(*FROZEN),
    of="lulus",
    of_word="lulusan",
)
SCAN_CHECKED = Figure(
    "bast-lengkap",
    "BAST lengkap",
    "Penerima yang BAST bertanda tangannya sudah diunggah dan diperiksa orang kedua.",
    has_handover(HandoverStatus.COMPLETE),
    of="menerima",
    of_word="penerima",
)
SCAN_MISSING = Figure(
    "bast-belum-lengkap",
    "BAST belum lengkap",
    "Penerima yang BAST bertanda tangannya belum diunggah atau belum diperiksa.",
    has_handover(HandoverStatus.HANDED_OVER),
    of="menerima",
    of_word="penerima",
)
WITHOUT_GOODS = Figure(
    "lulus-belum-menerima",
    "Lulus, belum menerima barang",
    "Lulusan yang belum menerima barang dengan BAST yang berlaku.",
    Q(status=S.COMPLETED) & ~has_handover(*FROZEN),
    of="lulus",
    of_word="lulusan",
)
UNDECIDED = Figure(
    "belum-diputuskan",
    "Belum diputuskan",
    "Pendaftar yang masih menunggu verifikasi, atau memenuhi syarat tetapi belum diseleksi.",
    Q(status__in=[S.SUBMITTED, S.ELIGIBLE, S.OFFERED]),
)

FIGURES = (
    APPLICANTS, ELIGIBLE, PARTICIPANTS, ATTENDED, GRADUATES, NOT_GRADUATED, DROPPED_OUT, WITHDRAWN, WAITLISTED,
    RECIPIENTS, SCAN_CHECKED, SCAN_MISSING, WITHOUT_GOODS, UNDECIDED,
)  # fmt: skip
ATTENDANCE = Term("Kehadiran seorang peserta", rates.DEFINITION)
CLASS_RATE = Term(
    "Rata-rata kehadiran",
    "Jam pelajaran yang diikuti semua pemegang nomor urut, dijumlahkan, dibagi jam pelajaran terlaksana yang dihitung "
    "bagi mereka masing-masing; bagi yang gugur hitungannya berhenti pada hari keluar. Yang mengundurkan diri tidak "
    "memegang nomor urut, jadi tidak ikut dihitung.",
)
UNITS = Term(
    "Barang diserahkan",
    "Barang pada BAST yang sudah diserahkan dan tidak batal, satu nomor seri dihitung satu. Nilainya menurut harga "
    "satuan pengadaannya.",
)
# What each label of a report means, the same on page, PDF and XLSX.
DEFINITIONS = (
    *((figure.label, figure.definition) for figure in FIGURES),
    *((term.label, term.definition) for term in (ATTENDANCE, CLASS_RATE, UNITS)),
)
BY_CODE = {figure.code: figure for figure in FIGURES}
# The line from application to machine, and the columns of every breakdown.
FUNNEL = (APPLICANTS, PARTICIPANTS, ATTENDED, GRADUATES, RECIPIENTS)
# Of a year: all but the attendance, which is read per angkatan.
YEAR = tuple(figure for figure in FIGURES if figure is not ATTENDED)
YEAR_FUNNEL = (APPLICANTS, ELIGIBLE, PARTICIPANTS, GRADUATES, RECIPIENTS)
STRIP = (APPLICANTS, PARTICIPANTS, GRADUATES)
BREAKDOWN = (APPLICANTS, PARTICIPANTS, GRADUATES, RECIPIENTS)


def rows(figure: Figure, base: RegistrationQuerySet) -> RegistrationQuerySet:
    """The registrations of `base` (with minutes) behind the figure."""
    return base.filter(figure.where)


def flagged(base: RegistrationQuerySet, figures: Sequence[Figure] = FIGURES) -> RegistrationQuerySet:
    """`base` (with minutes) with one yes or no per figure, named by `flag`: breakdowns are sums over these."""
    yes_or_no = {flag(figure): Case(When(figure.where, then=Value(True)), default=Value(False)) for figure in figures}
    return base.annotate(**yes_or_no)


def counts(figures: Sequence[Figure]) -> dict[str, Count]:
    """One column per figure, in their order, for `annotate` over a grouped base."""
    return {f"n_{at}": Count("pk", filter=figure.where) for at, figure in enumerate(figures)}


@dataclass(frozen=True, slots=True)
class FigureValue:
    """A figure as printed: the number, and its share of another figure ("90% peserta") or an empty text."""

    figure: Figure
    value: int
    rate: Fraction | None

    @property
    def share(self) -> str:
        return f"{persen(self.rate)} {self.figure.of_word}" if self.rate is not None else ""


def valued(counted: Mapping[str, int], figures: Sequence[Figure] = FIGURES) -> dict[str, FigureValue]:
    """`figures` as printed, by code, from their counts by code."""
    return {figure.code: FigureValue(figure, counted[figure.code], _rate(figure, counted)) for figure in figures}


def _rate(figure: Figure, counted: Mapping[str, int]) -> Fraction | None:
    whole = counted.get(figure.of, 0)
    return Fraction(counted[figure.code], whole) if whole else None


def flag(figure: Figure) -> str:
    return f"is_{figure.code.replace('-', '_')}"
