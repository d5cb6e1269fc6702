"""Planning, adding, moving and cancelling the meetings of an angkatan; what is locked (held) never changes here."""

from datetime import date

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from training.enums import MeetingStatus
from training.models import Meeting, TrainingSession
from training.schedule import MeetingData, Proposal, Schedule, check_day, data_of, number_by_date, proposals
from training.sessions import EDITABLE, ReasonMissingError, require_planner

READ_AT = "di daftar pertemuan"


class NotPlannableError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        status = session.get_status_display().lower()
        super().__init__(f"{session} sudah {status}, jadi pertemuannya tidak berubah lagi.")


class MeetingLockedError(DomainError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"Daftar hadir {meeting} sudah dikunci, jadi pertemuannya tidak berubah lagi. Buka kuncinya dahulu."
        )


class MeetingCancelledError(DomainError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"{meeting} sudah dibatalkan. Tambahkan pertemuan baru sebagai gantinya.")


class MarksInFutureError(DomainError):
    def __init__(self, marks: int) -> None:
        super().__init__(
            f"Sudah ada {marks} tanda kehadiran, jadi pertemuan ini tidak dapat dipindah ke hari yang belum tiba.",
            field="held_on",
        )


class MarksAfterLeavingError(DomainError):
    def __init__(self) -> None:
        super().__init__("Ada tanda kehadiran peserta yang sudah keluar sebelum hari itu. Pilih hari lain.", "held_on")


class LatenessError(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "Ada peserta yang ditandai terlambat lebih lama daripada pertemuan ini. Perbaiki tandanya dahulu.",
            field="lesson_hours",
        )


def propose(session: TrainingSession, schedule: Schedule, *, replace: bool) -> list[Proposal]:
    """What `plan` would make, for the preview; nothing is written. Raises what `schedule.proposals` raises."""
    gone = giving_way(session, schedule) if replace else []
    return proposals(schedule, session, [one for one in session.meetings.not_cancelled() if one not in gone])


def giving_way(session: TrainingSession, schedule: Schedule) -> list[Meeting]:
    """What a new plan replaces: planned, nobody marked, never locked before, and not in the schedule itself."""
    planned = session.meetings.filter(status=MeetingStatus.PLANNED, attendances=None, unlocks=None)
    return [meeting for meeting in planned if not schedule.includes(meeting)]


@transaction.atomic
def plan(session_id: int, schedule: Schedule, *, replace: bool, actor: User) -> list[Meeting]:
    """Make the meetings of `schedule` that do not exist yet and return them; the same plan twice makes nothing new.

    With `replace` the planned meetings that nobody was marked at give way. Raises NotPlannableError,
    BeforeLockedError and what `schedule.proposals` raises.
    """
    require(actor, Action.MANAGE_TRAINING)
    session = _locked_session(session_id)
    found = propose(session, schedule, replace=replace)
    if replace:
        session.meetings.filter(pk__in=[one.pk for one in giving_way(session, schedule)]).delete()
    new = [_unsaved(session, proposal.data) for proposal in found if proposal.existing is None]
    _renumber(session, *new)
    return Meeting.objects.bulk_create(new)


@transaction.atomic
def add_meeting(session_id: int, data: MeetingData, *, actor: User) -> Meeting:
    """One more meeting; an equal one that stands already (the form sent twice) is returned.

    Raises NotPlannableError, BeforeLockedError and what `schedule.check_day` raises.
    """
    require_planner(actor)
    session = _locked_session(session_id)
    others = list(session.meetings.not_cancelled())
    for other in others:
        if other.status == MeetingStatus.PLANNED and data_of(other) == data:
            return other
    check_day(data, session, others)
    meeting = _unsaved(session, data)
    _renumber(session, meeting)
    meeting.save(force_insert=True)
    return meeting


@transaction.atomic
def change_meeting(
    meeting_id: int, data: MeetingData, *, reason: str, confirmed: bool, version: str, on: date, actor: User
) -> Meeting:
    """Write day, hours and topic; another day or hour needs a reason, and marks that move along a confirmation.

    Raises NotPlannableError, MeetingLockedError, MeetingCancelledError, StaleError, ReasonMissingError,
    UnansweredError, BeforeLockedError, what `schedule.check_day` raises, and a refusal for marks that do not fit.
    """
    require_planner(actor)
    meeting = _locked_meeting(meeting_id)
    if meeting.updated_at.isoformat() != version:
        raise StaleError("Pertemuan ini")
    is_moved = (data.held_on, data.starts_at) != (meeting.held_on, meeting.starts_at)
    if is_moved and not reason:
        raise ReasonMissingError(READ_AT)
    others = meeting.session.meetings.not_cancelled().exclude(pk=meeting.pk)
    check_day(data, meeting.session, others)
    _check_marks(meeting, data, confirmed=confirmed, on=on)
    meeting.held_on, meeting.starts_at = data.held_on, data.starts_at
    meeting.lesson_hours, meeting.topic = data.lesson_hours, data.topic
    if is_moved:
        meeting.reason = reason
        _renumber(meeting.session, meeting)
    meeting.save(update_fields=["held_on", "starts_at", "lesson_hours", "topic", "reason", "updated_at"])
    return meeting


@transaction.atomic
def cancel_meeting(meeting_id: int, *, reason: str, confirmed: bool, actor: User) -> Meeting:
    """It counts for nobody from now on and keeps its number; a cancelled one is returned unchanged.

    Raises NotPlannableError, MeetingLockedError, ReasonMissingError; UnansweredError when people were marked.
    """
    require(actor, Action.MANAGE_TRAINING)
    meeting = _locked_meeting(meeting_id, allow_cancelled=True)
    if meeting.status == MeetingStatus.CANCELLED:
        return meeting
    if not reason:
        raise ReasonMissingError(READ_AT)
    if (marks := meeting.attendances.count()) and not confirmed:
        sentence = f"Sudah ada {marks} tanda kehadiran; bila dibatalkan, tanda itu tidak dihitung lagi."
        raise UnansweredError([Warn("marks", sentence, "confirmed")])
    meeting.status, meeting.reason = MeetingStatus.CANCELLED, reason
    meeting.save(update_fields=["status", "reason", "updated_at"])
    return meeting


def _locked_session(session_id: int) -> TrainingSession:
    locked = TrainingSession.objects.select_for_update(of=("self",), no_key=True)
    session = locked.select_related("program").get(pk=session_id)
    if session.status not in EDITABLE:
        raise NotPlannableError(session)
    return session


def _locked_meeting(meeting_id: int, *, allow_cancelled: bool = False) -> Meeting:
    """The meeting below its locked session; raises MeetingLockedError, MeetingCancelledError."""
    session = _locked_session(Meeting.objects.values_list("session_id", flat=True).get(pk=meeting_id))
    meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting_id)
    meeting.session = session
    if meeting.is_locked:
        raise MeetingLockedError(meeting)
    if meeting.status == MeetingStatus.CANCELLED and not allow_cancelled:
        raise MeetingCancelledError(meeting)
    return meeting


def _unsaved(session: TrainingSession, data: MeetingData) -> Meeting:
    return Meeting(
        session=session,
        number=0,
        held_on=data.held_on,
        starts_at=data.starts_at,
        lesson_hours=data.lesson_hours,
        topic=data.topic,
    )


def _renumber(session: TrainingSession, *touched: Meeting) -> None:
    """Number all meetings of `session` by date; `touched` are new or changed and not saved yet."""
    stored = session.meetings.exclude(pk__in=[meeting.pk for meeting in touched if meeting.pk])
    changed = number_by_date([*stored, *touched])
    Meeting.objects.bulk_update([meeting for meeting in changed if meeting.pk], ["number"])


def _check_marks(meeting: Meeting, data: MeetingData, *, confirmed: bool, on: date) -> None:
    """Marks stay true: not in the future, not after somebody left, not later than the meeting lasts."""
    marks = meeting.attendances.count()
    if not marks:
        return
    minutes = (data.end - data.begin).seconds // 60
    if meeting.attendances.filter(late_minutes__gte=minutes).exists():
        raise LatenessError
    if data.held_on == meeting.held_on:
        return
    if data.held_on > on:
        raise MarksInFutureError(marks)
    if meeting.attendances.filter(registration__left_on__lt=data.held_on).exists():
        raise MarksAfterLeavingError
    if not confirmed:
        sentence = f"Sudah ada {marks} tanda kehadiran; tanda itu ikut pindah ke hari yang baru."
        raise UnansweredError([Warn("marks", sentence, "confirmed")])
