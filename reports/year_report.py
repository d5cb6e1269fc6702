"""A year at a glance: built once from a handful of queries; page, PDF and XLSX only print it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from accounts.access import Action, Reach, reach
from accounts.models import User
from equipment.realisation import Realisation
from reports import figures
from reports.figures import FigureValue, Term
from reports.year_counts import SessionCounts, by_person, by_session, kelurahan_of_city, sessions_with_goods, years_of
from reports.year_tables import COLUMNS, YearTable, realisation_of, year_tables
from tkm.lib.formats import ribuan

if TYPE_CHECKING:
    from reports.year_counts import YearSession

YEAR = Term(
    "Tahun",
    "Semua angkatan yang tahun anggarannya tahun itu, juga bila pelatihannya berlangsung di luar tahun itu dan juga "
    "yang dibatalkan; rancangan tidak dihitung. Orang yang mendaftar di dua angkatan dihitung dua kali.",
)
BEFORE = Term(
    "Dibanding tahun lalu",
    "Angka yang sama untuk semua angkatan tahun anggaran sebelumnya, menurut keadaan hari ini. Selisih bagian "
    "ditulis dalam poin persentase.",
)
PLACE = Term(
    "Domisili",
    "Kelurahan tempat tinggal menurut data warga sekarang, bukan tempat pelatihan. Yang kelurahannya bukan di kota ini "
    "masuk “Luar kota atau tidak diketahui”.",
)
BUDGET = Term("Pagu", "Jumlah pagu semua angkatan tahun itu yang pagunya diisi.")
REALISED = Term(
    "Realisasi",
    "Jumlah SP2D yang tercatat sampai dengan tanggal laporan, tidak batal, dari kontrak pengadaan untuk angkatan yang "
    "pagunya diisi; bagiannya dari pagu. Sebelum ada pembayaran yang tercatat tidak ditulis.",
)
PLACES = 2  # where the table by kelurahan stands among `year_tables`
DEFINITIONS = (
    *((term.label, term.definition) for term in (YEAR, BEFORE, PLACE)),
    *((figure.label, figure.definition) for figure in figures.YEAR),
    *((term.label, term.definition) for term in (figures.UNITS, BUDGET, REALISED)),
)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside that of the year before: the difference in number, and that of the shares in points."""

    now: FigureValue
    before: FigureValue

    @property
    def difference(self) -> str:
        return signed(self.now.value - self.before.value, ribuan)

    @property
    def points(self) -> str:
        """Of the shares as printed, so that who subtracts them finds the same; empty where one is missing."""
        if self.now.rate is None or self.before.rate is None:
            return ""
        tenths = int(self.now.rate * 1000) - int(self.before.rate * 1000)
        return f"{signed(tenths, lambda number: f'{number // 10},{number % 10}')} poin"


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the way from application to machine; widths in percent of the longest of both years."""

    value: FigureValue
    width: int
    before: int | None
    before_width: int


@dataclass(frozen=True, slots=True)
class YearReport:
    """`changes` is empty when nobody registered in the year before; `scope` tells whose angkatan are counted."""

    year: int
    on: date
    scope: str
    years: tuple[int, ...]
    sessions: "tuple[YearSession, ...]"
    values: Mapping[str, FigureValue]
    changes: tuple[Change, ...]
    tables: tuple[YearTable, ...]

    @property
    def funnel(self) -> tuple[FigureValue, ...]:
        return tuple(self.values[figure.code] for figure in figures.YEAR_FUNNEL)

    @property
    def before(self) -> int:
        """The year that this one is compared with."""
        return self.year - 1

    @property
    def bars(self) -> tuple[Bar, ...]:
        earlier = {change.now.figure.code: change.before.value for change in self.changes}
        longest = max([value.value for value in self.funnel] + list(earlier.values())) or 1
        return tuple(
            Bar(
                value,
                round(100 * value.value / longest),
                earlier.get(value.figure.code),
                round(100 * earlier.get(value.figure.code, 0) / longest),
            )
            for value in self.funnel
        )

    @property
    def others(self) -> tuple[FigureValue, ...]:
        """The figures beside the line from application to machine."""
        return tuple(value for value in self.values.values() if value not in self.funnel)

    @property
    def column_totals(self) -> tuple[FigureValue, ...]:
        """The last row of every table."""
        return tuple(self.values[code] for code in COLUMNS)

    @property
    def units(self) -> int:
        return sum(session.units for session in self.sessions)

    @property
    def units_value(self) -> int:
        return sum(session.units_value for session in self.sessions)

    @property
    def budget(self) -> int | None:
        realised = realisation_of(self.sessions, self.on)
        return realised.whole if realised else None

    @property
    def realised(self) -> Realisation | None:
        """Of the pagu; None while no payment is known, which is not 0 %."""
        realised = realisation_of(self.sessions, self.on)
        return realised if realised and realised.paid else None

    @property
    def places(self) -> YearTable:
        return self.tables[PLACES]

    @property
    def wide_tables(self) -> tuple[YearTable, ...]:
        """By angkatan and by funding source: lines with a note below their name."""
        return self.tables[:PLACES]

    @property
    def personal_tables(self) -> tuple[YearTable, ...]:
        return self.tables[PLACES + 1 :]


def signed(number: int, written: Callable[[int], str]) -> str:
    """`+12`, `−3` (the sign that is as wide as the plus), `0`, with the digits as `written`."""
    if number == 0:
        return written(0)
    return f"{'+' if number > 0 else '−'}{written(abs(number))}"


def build_year(user: User, year: int, *, on: date) -> YearReport:
    """Everything the yearly view says to `user` on the day `on`; four queries at any size, five in an empty year."""
    sessions, counted = sessions_with_goods(user, year, on), by_session(user, year)
    now = [row for row in counted if row.year == year]
    before = [row for row in counted if row.year == year - 1]
    values = figures.valued(_totals(now), figures.YEAR)
    return YearReport(
        year=year,
        on=on,
        scope=_scope(user),
        years=tuple(sessions[0].years if sessions else years_of(user)),
        sessions=tuple(sessions),
        values=values,
        changes=_changes(values, before),
        tables=year_tables(sessions, now, by_person(user, year), kelurahan_of_city(), on),
    )


def _totals(rows: Sequence[SessionCounts]) -> dict[str, int]:
    return {figure.code: sum(row.counts[figure.code] for row in rows) for figure in figures.YEAR}


def _changes(values: Mapping[str, FigureValue], before: Sequence[SessionCounts]) -> tuple[Change, ...]:
    if not before:
        return ()
    earlier = figures.valued(_totals(before), figures.YEAR)
    return tuple(Change(values[figure.code], earlier[figure.code]) for figure in figures.YEAR_FUNNEL)


def _scope(user: User) -> str:
    """Whose angkatan a limited user's report counts: on paper nobody sees who printed it. Empty: all of the office."""
    if reach(user, Action.REPORT) == Reach.OWN:
        return "Hanya angkatan yang diampu pencetak laporan ini."
    if user.kecamatan_ids:
        return "Hanya angkatan yang tempatnya di kecamatan wewenang pencetak laporan ini."
    return ""
