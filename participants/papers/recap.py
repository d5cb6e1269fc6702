"""Rekap kehadiran of an angkatan: participants × meetings, once for the paper and the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Max

from documents.enums import PaperKind
from documents.letterhead import letterhead
from documents.parts import LetterheadData, SignerData
from documents.working import FootData, WorkingPaper, as_of, official_signer
from participants import rates
from participants.enums import Mark
from participants.models import Attendance, Registration
from participants.papers.class_rows import ClassRows, NoMeetingError, class_rows, sits
from tkm.lib.formats import jp, persen
from training.enums import MeetingStatus
from training.models import Meeting, TrainingSession

KIND = PaperKind.ATTENDANCE_RECAP
MOST_COLUMNS = 30  # meetings side by side
CAME = (Mark.PRESENT, Mark.LATE)
WITHOUT_MARK = "–"
LEGEND = (
    "H hadir, T terlambat, I izin, S sakit, A alpa, – tidak bertanda pada pertemuan yang terlaksana (dihitung tidak "
    "hadir). Kolom kosong: pertemuan belum terlaksana. Baris abu-abu: sudah keluar; tanda dalam kurung, yaitu sejak "
    "hari keluar, tidak dihitung."
)


@dataclass(frozen=True, slots=True)
class Column:
    """One meeting that was not cancelled; `came` is how many were there as far as it counts, None until it is held."""

    number: int
    day: str  # "4/8"
    lesson_hours: int
    came: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One person: a letter for each column, empty where there is nothing to tell."""

    number: int | None
    name: str
    has_left: bool
    marks: tuple[str, ...]
    present_minutes: int
    held_minutes: int
    rate: Fraction | None


@dataclass(frozen=True, slots=True)
class Recap:
    known: ClassRows
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    at: datetime


def build_recap(session: TrainingSession) -> Recap:
    """With the rates of the screen (`with_minutes`). Raises NobodyInClassError, NoMeetingError."""
    known = class_rows(session, KIND)
    meetings = list(session.meetings.not_cancelled().order_by("number"))
    if not meetings:
        raise NoMeetingError
    marks = _marks(meetings)
    columns = tuple(_column(meeting, known.people, marks) for meeting in meetings)
    lines = tuple(_line(row, meetings, marks) for row in known.people)
    marked_at = Attendance.objects.filter(meeting__session=session).aggregate(newest=Max("marked_at"))["newest"]
    return Recap(known, columns, lines, max(filter(None, (marked_at, known.changed_at(meetings)))))


Marks = dict[tuple[int, int], Mark]


def _marks(meetings: Sequence[Meeting]) -> Marks:
    """By registration and meeting."""
    found = Attendance.objects.filter(meeting__in=meetings).values_list("registration_id", "meeting_id", "mark")
    return {(registration, meeting): Mark(mark) for registration, meeting, mark in found.order_by()}


def _column(meeting: Meeting, people: Sequence[Registration], marks: Marks) -> Column:
    came = sum(sits(row, meeting.held_on) and marks.get((row.pk, meeting.pk)) in CAME for row in people)
    day = f"{meeting.held_on.day}/{meeting.held_on.month}"
    return Column(meeting.number, day, meeting.lesson_hours, came if meeting.status == MeetingStatus.HELD else None)


def _line(row: Registration, meetings: Sequence[Meeting], marks: Marks) -> Line:
    letters = tuple(_letter(row, meeting, marks.get((row.pk, meeting.pk))) for meeting in meetings)
    name = row.participant.name
    return Line(row.seat_number, name, row.has_left, letters, row.present_minutes, row.held_minutes, row.rate)


def _letter(row: Registration, meeting: Meeting, mark: Mark | None) -> str:
    """A mark counts once its meeting is held, and until the day somebody left: else in brackets, or not at all."""
    if not sits(row, meeting.held_on):
        return f"({mark.key})" if mark else ""
    if meeting.status != MeetingStatus.HELD:
        return ""
    return mark.key if mark else WITHOUT_MARK


@dataclass(frozen=True, slots=True)
class LineData:
    number: str
    name: str
    has_left: bool
    marks: tuple[str, ...]
    present: str  # JP
    held: str
    rate: str


@dataclass(frozen=True, slots=True)
class PageData:
    """As many meetings as stand side by side; the sums stand on the last."""

    columns: tuple[tuple[str, str, str, str], ...]  # number, day, JP, how many came
    lines: tuple[LineData, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class RecapData:
    title: str
    paper: str
    letterhead: LetterheadData
    facts: tuple[tuple[str, str], ...]
    pages: tuple[PageData, ...]
    legend: str
    definition: str
    signers: tuple[SignerData, ...]
    foot: FootData


def recap_paper(recap: Recap) -> WorkingPaper:
    """The recap as a paper. Raises TamperedError."""
    known, session = recap.known, recap.known.session
    held = [column for column in recap.columns if column.came is not None]
    facts = (
        ("Pelatihan", known.training),
        ("Waktu", session.dates),
        ("Tempat", session.place),
        ("Terlaksana", f"{len(held)} dari {len(recap.columns)} pertemuan, {sum(one.lesson_hours for one in held)} JP"),
    )
    starts = range(0, len(recap.columns), MOST_COLUMNS)
    data = RecapData(
        title=f"{KIND.label} {session.code}",
        paper=known.office.size,
        letterhead=letterhead(known.office),
        facts=facts,
        pages=tuple(_page(recap, slice(at, at + MOST_COLUMNS), is_last=at == starts[-1]) for at in starts),
        legend=LEGEND,
        definition=rates.DEFINITION,
        signers=(official_signer(KIND, known.signatories, day=session.ends_on, place=known.office.place),),
        foot=FootData((f"{KIND.label} {session.code}", as_of(recap.at))),
    )
    return WorkingPaper("attendance_recap", data, at=recap.at, name=f"rekap-kehadiran-{session.code}")


def _page(recap: Recap, part: slice, *, is_last: bool) -> PageData:
    columns = tuple(
        (str(one.number), one.day, str(one.lesson_hours), "" if one.came is None else str(one.came))
        for one in recap.columns[part]
    )
    return PageData(columns, tuple(_line_data(line, part) for line in recap.lines), is_last)


def _line_data(line: Line, part: slice) -> LineData:
    return LineData(
        number=str(line.number or "–"),
        name=line.name,
        has_left=line.has_left,
        marks=line.marks[part],
        present=jp(line.present_minutes),
        held=jp(line.held_minutes),
        rate=persen(line.rate) if line.rate is not None else "belum ada",
    )
