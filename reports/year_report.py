"""A year at a glance: built once from a handful of queries; page, PDF, XLSX and open data only print it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.access import Action, Reach, reach
from accounts.models import User
from equipment.enums import FROZEN
from equipment.models import HandoverItem
from participants.models import Registration
from participants.querysets import RegistrationQuerySet
from regions.models import Kelurahan
from reports import breakdowns, figures
from reports.boundaries import CITY
from reports.breakdowns import Dimension, Group
from reports.figures import FigureValue
from reports.year_terms import WHOLE_CITY, scope_words
from tkm.lib.formats import ribuan
from training.enums import SessionStatus
from training.models import TrainingSession
from training.querysets import TrainingSessionQuerySet

COLUMNS = tuple(figure.code for figure in figures.YEAR_COLUMNS)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside that of the year before: both numbers, the difference, and that of the shares in points."""

    now: FigureValue
    before: FigureValue

    @property
    def difference(self) -> str:
        return signed(self.now.value - self.before.value)

    @property
    def points(self) -> str:
        """Of the shares as printed, so that a reader who subtracts finds the same; empty where one is missing."""
        if self.now.rate is None or self.before.rate is None:
            return ""
        tenths = int(self.now.rate * 1000) - int(self.before.rate * 1000)
        whole, tenth = divmod(abs(tenths), 10)
        sign = "+" if tenths > 0 else "−" if tenths else "±"
        return f"{sign}{whole},{tenth} poin"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the year; `is_sum` stands above the lines it sums up (a kecamatan)."""

    dimension: Dimension
    group: Group
    note: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class YearTable:
    code: str
    title: str
    head: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class YearReport:
    """`changes` is empty when the year before has no angkatan; `scope` says whose angkatan are counted."""

    year: int
    on: date
    scope: str
    years: tuple[int, ...]
    sessions: tuple[TrainingSession, ...]
    values: Mapping[str, FigureValue]
    changes: tuple[Change, ...]
    tables: tuple[YearTable, ...]
    units: int
    units_value: int
    budget: int | None

    @property
    def funnel(self) -> tuple[FigureValue, ...]:
        return tuple(self.values[figure.code] for figure in figures.YEAR_FUNNEL)

    @property
    def column_totals(self) -> tuple[FigureValue, ...]:
        """The last row of every table."""
        return tuple(self.values[code] for code in COLUMNS)

    @property
    def places(self) -> YearTable:
        return self.table("wilayah")

    def table(self, code: str) -> YearTable:
        return next(table for table in self.tables if table.code == code)


def signed(number: int) -> str:
    """`+12`, `−3` (with the sign for minus, as wide as a plus), `0`."""
    return f"+{ribuan(number)}" if number > 0 else f"−{ribuan(-number)}" if number else "0"


def sessions_of(user: User) -> TrainingSessionQuerySet:
    """The angkatan that the yearly view of `user` counts: all that were opened, the cancelled too."""
    return TrainingSession.objects.visible_to(user, Action.REPORT).exclude(status=SessionStatus.DRAFT)


def base_of(user: User, *years: int) -> RegistrationQuerySet:
    """The registrations that every figure of those years counts over."""
    return Registration.objects.filter(session__year__in=years, session__in=sessions_of(user))


def goods_of_year(user: User, year: int) -> QuerySet[HandoverItem]:
    """The rows behind the figure UNITS, one a unit."""
    given = HandoverItem.objects.filter(handover__status__in=FROZEN)
    return given.filter(handover__registration__session__in=sessions_of(user).filter(year=year))


def newest_year(user: User) -> int | None:
    return sessions_of(user).order_by("-year").values_list("year", flat=True).first()


def build_year(user: User, year: int, *, on: date) -> YearReport:
    """Everything the yearly view says to `user` on the day `on`; five queries at any size."""
    sessions = _sessions(user, year)
    counted = _by_session(user, year)
    groups = _by_person(user, year)
    kelurahan = kelurahan_of_city()
    totals = {which: _sum(counts for at, _, counts in counted if at == which) for which in (year, year - 1)}
    return YearReport(
        year=year,
        on=on,
        scope=scope_words(is_own=reach(user, Action.REPORT) == Reach.OWN, is_limited=bool(user.kecamatan_ids)),
        years=tuple(sessions[0].years) if sessions else years_of(user),  # type: ignore[attr-defined]
        sessions=tuple(sessions),
        values=figures.valued(totals[year], figures.YEAR),
        changes=_changes(totals[year], totals[year - 1]) if any(at == year - 1 for at, _, _ in counted) else (),
        tables=(
            _session_table(sessions, {code: counts for at, code, counts in counted if at == year}),
            _funding_table(sessions, {code: counts for at, code, counts in counted if at == year}),
            _place_table(groups, kelurahan),
            *(_table(dimension, groups) for dimension in (breakdowns.SEX, breakdowns.AGE, breakdowns.EDUCATION)),
        ),
        units=sum(session.units for session in sessions),  # type: ignore[attr-defined]
        units_value=sum(session.units_value for session in sessions),  # type: ignore[attr-defined]
        budget=_total_budget(sessions),
    )
