"""The report of one angkatan: built once from a handful of queries; page, PDF and XLSX only print it."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, TypedDict, cast

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q
from django.utils.safestring import SafeString
from django_stubs_ext import WithAnnotations

from documents.enums import PaperKind
from documents.paper_rules import RULES
from equipment.enums import FROZEN
from equipment.models import HandoverItem
from equipment.realisation import Realisation, realised_budget
from participants.enums import Mark
from participants.models import Registration
from participants.querysets import RegistrationQuerySet, counts_on
from participants.rates import attendance_rate
from reports import breakdowns, charts, figures
from reports.figures import Figure, FigureValue
from reports.open_points import OpenPoint, open_points
from tkm.lib.formats import rentang, rupiah
from training.enums import MeetingStatus
from training.models import TrainingSession
from training.querysets import TrainingSessionQuerySet


class Minutes(TypedDict):
    present_minutes: int
    held_minutes: int


class Names(TypedDict):
    instructor_names: list[str]


if TYPE_CHECKING:  # what the queries of this report add to the rows
    Counted = WithAnnotations[Registration, Minutes]
    Headed = WithAnnotations[TrainingSession, Names]


@dataclass(frozen=True, slots=True)
class Breakdown:
    dimension: breakdowns.Dimension
    groups: tuple[breakdowns.Group, ...]


@dataclass(frozen=True, slots=True)
class MeetingLine:
    number: int
    held_on: date
    lesson_hours: int
    status: str
    is_held: bool
    is_overdue: bool
    present: int
    late: int
    excused: int
    sick: int
    absent: int

    @property
    def came(self) -> int:
        return self.present + self.late

    @property
    def marked(self) -> int:
        return self.came + self.excused + self.sick + self.absent


@dataclass(frozen=True, slots=True)
class Given:
    """One unit that somebody was given, and the number of its BAST."""

    item: str
    bast: str

    def __str__(self) -> str:
        return f"{self.item}, BAST {self.bast}"


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list of people: never a full NIK."""

    url: str
    seat: str
    name: str
    nik: str
    kelurahan: str
    status: str
    rate: Fraction | None
    goods: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class SessionReport:
    session: "Headed"
    on: date
    facts: tuple[tuple[str, str], ...]
    values: dict[str, FigureValue]
    rate: Fraction | None
    units: int
    units_value: int
    meetings: tuple[MeetingLine, ...]
    breakdowns: tuple[Breakdown, ...]
    people: tuple[Person, ...]
    open_points: tuple[OpenPoint, ...]

    @property
    def funnel(self) -> tuple[FigureValue, ...]:
        return tuple(self.values[figure.code] for figure in figures.FUNNEL)

    @property
    def strip(self) -> tuple[FigureValue, ...]:
        """The figures on top of the page."""
        return tuple(self.values[figure.code] for figure in figures.STRIP)

    @property
    def column_totals(self) -> tuple[FigureValue, ...]:
        """The last row of every breakdown."""
        return tuple(self.values[figure.code] for figure in figures.BREAKDOWN)

    @property
    def all_values(self) -> tuple[FigureValue, ...]:
        return tuple(self.values.values())

    @property
    def held(self) -> tuple[MeetingLine, ...]:
        return tuple(meeting for meeting in self.meetings if meeting.is_held)

    @property
    def held_hours(self) -> int:
        return sum(meeting.lesson_hours for meeting in self.held)

    @property
    def attendance_chart(self) -> SafeString:
        """Who came to each held meeting, red where fewer than the minimum share; empty while nothing is held."""
        if not self.held:
            return SafeString()
        minimum = self.session.min_attendance
        bars = [
            charts.Bar(str(line.number), line.came, is_exception=line.came * 100 < minimum * line.marked)
            for line in self.held
        ]
        whole = max(line.marked for line in self.held)
        return charts.columns(bars, title="Peserta yang hadir pada tiap pertemuan", whole=whole)


def base_of(session: TrainingSession) -> RegistrationQuerySet:
    """The registrations that every figure of the report counts over."""
    return session.registrations.with_minutes()


def build_report(session: "Headed", *, on: date) -> SessionReport:
    """Everything the report of `session` says on the day `on`; six queries at any size."""
    registrations = report_rows(breakdowns.divided(figures.flagged(base_of(session))))
    counts = {figure.code: _total(registrations, figure) for figure in figures.FIGURES}
    lines, goods = _meetings(session, on), goods_of(session)
    return SessionReport(
        session=session,
        on=on,
        facts=_facts(session, realised_budget(session, on=on)),
        values=figures.valued(counts),
        rate=_class_rate(registrations),
        units=len(goods),
        units_value=sum(item.unit.procurement.unit_price for item in goods),
        meetings=lines,
        breakdowns=tuple(_breakdown(dimension, registrations) for dimension in breakdowns.DIMENSIONS),
        people=tuple(person(row, goods) for row in registrations if row.seat_number),
        open_points=open_points(session, counts, sum(line.is_overdue for line in lines), on),
    )


def report_rows(found: RegistrationQuerySet) -> "list[Counted]":
    """In the order of every list of the report: by number, then those without one by name."""
    return cast("list[Counted]", list(found.for_list().order_by("seat_number", "participant__name", "pk")))


def find_session(sessions: TrainingSessionQuerySet, code: str) -> "Headed | None":
    """The session with all that the head of a report prints, in one query."""
    names = ArrayAgg("instructors__name", filter=Q(instructors__isnull=False), order_by="instructors__name", default=[])
    return cast("Headed | None", sessions.for_list().annotate(instructor_names=names).filter(code=code).first())


def _total(registrations: "list[Counted]", figure: Figure) -> int:
    return sum(getattr(registration, figures.flag(figure)) for registration in registrations)


def _class_rate(registrations: "list[Counted]") -> Fraction | None:
    """Minutes present ÷ minutes held, over all who hold a number; None while nothing is held."""
    inside = [row for row in registrations if getattr(row, figures.flag(figures.PARTICIPANTS))]
    return attendance_rate(
        present_minutes=sum(row.present_minutes for row in inside), held_minutes=sum(row.held_minutes for row in inside)
    )


def _facts(session: "Headed", realised: Realisation | None) -> tuple[tuple[str, str], ...]:
    """Who, when, where, and with whose money: label and text, what is not known left out."""
    facts = (
        ("Program", session.program.name),
        ("Waktu", rentang(session.starts_on, session.ends_on)),
        ("Tempat", session.place),
        ("Alamat", session.venue_address),
        ("Dibuka oleh", session.opened_by),
        ("Instruktur", ", ".join(session.instructor_names)),
        ("Pendaftaran", rentang(session.registration_opens_on, session.registration_closes_on)),
        ("Kuota", f"{session.quota} tempat"),
        ("Kehadiran minimum", f"{session.min_attendance}% jam pelajaran"),
        ("Sumber dana", session.funding_source.name),
        ("Kode rekening", session.budget_account),
        ("Pagu", rupiah(session.budget) if session.budget is not None else ""),
        ("Realisasi pagu", str(realised) if realised else ""),
        ("Catatan", session.notes),
    )
    return tuple((label, text) for label, text in facts if text)


def _meetings(session: TrainingSession, on: date) -> tuple[MeetingLine, ...]:
    """The meetings by number, with the marks that count: those of the very day somebody left do not."""
    counting = counts_on("held_on", "attendances__registration__left_on")
    marks = {mark.value: Count("attendances", filter=Q(attendances__mark=mark) & counting) for mark in Mark}
    found = session.meetings.annotate(**{f"n_{name}": count for name, count in marks.items()}).order_by("number")
    return tuple(
        MeetingLine(
            number=meeting.number,
            held_on=meeting.held_on,
            lesson_hours=meeting.lesson_hours,
            status=meeting.get_status_display(),
            is_held=meeting.status == MeetingStatus.HELD,
            is_overdue=meeting.is_overdue(on),
            **{name: getattr(meeting, f"n_{name}") for name in marks},
        )
        for meeting in found
    )


def goods_of(session: TrainingSession) -> list[HandoverItem]:
    """The rows behind the figure UNITS, one a unit, with person and BAST."""
    items = HandoverItem.objects.filter(handover__registration__session=session, handover__status__in=FROZEN)
    related = ("unit__procurement__type", "handover__number", "handover__registration__participant")
    return list(items.select_related(*related).order_by("handover__number__sequence", "position", "pk"))


def person(registration: "Counted", goods: list[HandoverItem]) -> Person:
    """One line for `registration` (with minutes), with those of `goods` that are this person's."""
    own = [item for item in goods if item.handover.registration_id == registration.pk]
    participant = registration.participant
    return Person(
        url=registration.get_absolute_url(),
        seat=str(registration.seat_number or "–"),
        name=participant.name,
        nik=RULES[PaperKind.SESSION_REPORT].nik_of(participant.nik),
        kelurahan=participant.kelurahan.name,
        status=registration.get_status_display(),
        rate=attendance_rate(present_minutes=registration.present_minutes, held_minutes=registration.held_minutes),
        goods=tuple(Given(str(item.unit), str(item.handover.number)) for item in own),
    )


def _breakdown(dimension: breakdowns.Dimension, registrations: "list[Counted]") -> Breakdown:
    flags = {figure.code: figures.flag(figure) for figure in figures.BREAKDOWN}
    rows = (
        (getattr(row, dimension.attribute), {code: int(getattr(row, flag)) for code, flag in flags.items()})
        for row in registrations
    )
    groups = breakdowns.group(rows, words_of(dimension, registrations), tuple(flags))
    return Breakdown(dimension, groups if dimension.words else breakdowns.largest_first(groups))


def words_of(dimension: breakdowns.Dimension, registrations: "list[Counted]") -> dict[str, str]:
    """What the values of `dimension` are called; the kelurahan by their names on the rows."""
    if dimension.words:
        return dict(dimension.words)
    places = {getattr(row, dimension.attribute): row.participant.kelurahan.name for row in registrations}
    return {**places, breakdowns.OUT_OF_TOWN: breakdowns.OUT_OF_TOWN_WORDS}
