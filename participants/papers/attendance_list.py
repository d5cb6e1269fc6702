"""Daftar hadir to be signed on paper: a sheet for each meeting, or for each week with its meetings side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from documents.enums import PaperKind
from documents.letterhead import letterhead
from documents.parts import LetterheadData, SignerData
from documents.qr import qr_svg
from documents.working import FootData, NothingToPrintError, WorkingPaper, as_of, official_signer
from participants.models import Registration
from participants.papers.class_rows import ClassRows, NoMeetingError, class_rows, sits
from participants.papers.codes import attendance_code
from participants.papers.weeks import Week
from tkm.lib.formats import DAYS, hari_tanggal, jam, rentang, tanggal_singkat
from training.models import Meeting, TrainingSession

KIND = PaperKind.ATTENDANCE_LIST
MOST_COLUMNS = 6  # meetings side by side on a sheet of a week
TO_FILL_IN = "." * 30
Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PersonData:
    """A row: the number, the name, and what stands in the cell of each meeting before anybody signs."""

    number: str
    name: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetData:
    """One list: of a single meeting with signatures left and right, of a week as a table with a column for each."""

    facts: Facts
    columns: tuple[tuple[str, ...], ...]  # of a week: the lines above each column
    rows: tuple[PersonData, ...]
    count: str
    signers: tuple[SignerData, ...]
    foot: FootData


@dataclass(frozen=True, slots=True)
class AttendanceListData:
    title: str
    paper: str
    letterhead: LetterheadData
    sheets: tuple[SheetData, ...]


class MeetingCancelledError(NothingToPrintError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting} dibatalkan, jadi tidak ada daftar hadirnya. Pilih pertemuan lain.")


def meeting_lists(session: TrainingSession, meetings: Sequence[Meeting]) -> WorkingPaper:
    """A sheet for each of `meetings`. Raises NoMeetingError, NobodyInClassError, TamperedError."""
    if not meetings:
        raise NoMeetingError
    known = class_rows(session, KIND)
    part = f"-pertemuan-{meetings[0].number}" if len(meetings) == 1 else ""
    return _paper(known, meetings, [_meeting_sheet(known, meeting) for meeting in meetings], part)


def week_lists(session: TrainingSession, weeks: Sequence[Week]) -> WorkingPaper:
    """A sheet for each of `weeks`, more for one with very many meetings. Raises as `meeting_lists`."""
    if not weeks:
        raise NoMeetingError
    known = class_rows(session, KIND)
    meetings = [meeting for week in weeks for meeting in week.meetings]
    part = f"-minggu-{weeks[0].number}" if len(weeks) == 1 else "-mingguan"
    return _paper(known, meetings, [sheet for week in weeks for sheet in _week_sheets(known, week)], part)


def _paper(known: ClassRows, meetings: Sequence[Meeting], sheets: Sequence[SheetData], part: str) -> WorkingPaper:
    name = f"daftar-hadir-{known.session.code}{part}"
    data = AttendanceListData(
        title=f"Daftar hadir {known.session.code}",
        paper=known.office.size,
        letterhead=letterhead(known.office),
        sheets=tuple(sheets),
    )
    return WorkingPaper("attendance_list", data, at=known.changed_at(meetings), name=name)


def _meeting_sheet(known: ClassRows, meeting: Meeting) -> SheetData:
    day = hari_tanggal(meeting.held_on)
    facts = (
        ("Pelatihan", known.training),
        ("Pertemuan", f"ke-{meeting.number}, {day}"),
        ("Jam", _hours(meeting)),
        ("Materi", meeting.topic or TO_FILL_IN),
        *_teaching(known),
    )
    rows = tuple(_person(row, ("",)) for row in known.on(meeting.held_on))
    words = f"Daftar hadir {known.session.code}, pertemuan {meeting.number}, {day}"
    return _sheet(known, [meeting], facts=facts, columns=(), rows=rows, words=words)


def _week_sheets(known: ClassRows, week: Week) -> list[SheetData]:
    parts = [week.meetings[at : at + MOST_COLUMNS] for at in range(0, len(week.meetings), MOST_COLUMNS)]
    return [_week_sheet(known, week, meetings) for meetings in parts]


def _week_sheet(known: ClassRows, week: Week, meetings: Sequence[Meeting]) -> SheetData:
    days = f"minggu ke-{week.number}, {rentang(meetings[0].held_on, meetings[-1].held_on)}"
    facts = (("Pelatihan", known.training), ("Waktu", days), *_teaching(known))
    rows = tuple(
        _person(row, tuple("" if sits(row, meeting.held_on) else "keluar" for meeting in meetings))
        for row in known.on(meetings[0].held_on)
    )
    words = f"Daftar hadir {known.session.code}, {days}"
    return _sheet(known, meetings, facts=facts, columns=tuple(map(_column, meetings)), rows=rows, words=words)


def _sheet(
    known: ClassRows,
    meetings: Sequence[Meeting],
    *,
    facts: Facts,
    columns: tuple[tuple[str, ...], ...],
    rows: tuple[PersonData, ...],
    words: str,
) -> SheetData:
    teacher = known.instructors[0] if len(known.instructors) == 1 else ""
    official = official_signer(KIND, known.signatories, day=meetings[-1].held_on, place=known.office.place)
    qr = qr_svg(attendance_code(known.office, meetings))
    state = as_of(known.changed_at(meetings))
    return SheetData(
        facts=facts,
        columns=columns,
        rows=rows,
        count=f"Jumlah peserta: {len(rows)} orang.",
        signers=(SignerData(("", "Instruktur,"), teacher), official),
        foot=FootData((words, "QR ini membuka halaman kehadirannya; jangan ditulisi atau distaples.", state), qr),
    )


def _teaching(known: ClassRows) -> Facts:
    return ("Instruktur", ", ".join(known.instructors) or TO_FILL_IN), ("Tempat", known.session.place)


def _hours(meeting: Meeting) -> str:
    return f"{jam(meeting.starts_at)}–{jam(meeting.ends_at)} ({meeting.lesson_hours} JP)"


def _column(meeting: Meeting) -> tuple[str, ...]:
    day = f"{DAYS[meeting.held_on.weekday()]}, {tanggal_singkat(meeting.held_on)}"
    return (f"Pertemuan {meeting.number}", day, _hours(meeting))


def _person(registration: Registration, notes: tuple[str, ...]) -> PersonData:
    return PersonData(str(registration.seat_number or "–"), registration.participant.name, notes)
