"""Marking a meeting, locking its list (which makes it held), and opening it again with a reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.access import Action, require
from accounts.models import User
from participants.enums import Mark
from participants.joining import joined_after
from participants.models import Attendance, AttendanceUnlock, Registration
from participants.querysets import RegistrationQuerySet
from participants.transitions import check_published, lock_session, names, required_reason
from tkm.lib.errors import DomainError
from tkm.lib.formats import hari_tanggal, jam, tanggal
from tkm.lib.text import tidy
from training.enums import MeetingStatus
from training.models import Meeting


class MeetingNotYetError(DomainError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"Pertemuan {meeting.number} baru berlangsung {hari_tanggal(meeting.held_on)}. "
            "Kehadiran ditandai mulai hari itu."
        )


class MeetingCancelledError(DomainError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(f"Pertemuan {meeting.number} dibatalkan ({meeting.reason}), kehadirannya tidak ditandai.")


class ListLockedError(DomainError):
    def __init__(self, meeting: Meeting) -> None:
        super().__init__(
            f"Daftar hadir pertemuan {meeting.number} sudah dikunci. "
            "Verifikator atau pejabat dapat membukanya dengan alasan."
        )


class NotInClassError(DomainError):
    def __init__(self, registration: Registration, meeting: Meeting) -> None:
        left = f" sejak {tanggal(registration.left_on)}" if registration.left_on else ""
        super().__init__(
            f"{registration.participant} {registration.get_status_display().lower()}{left}: "
            f"pertemuan {meeting.number} tidak ditandai."
        )


class LateMinutesError(DomainError):
    def __init__(self, message: str) -> None:
        super().__init__(message, field="arrival")


class MarksMissingError(DomainError):
    """`late` of the missing joined after that day: nobody marks them present unseen."""

    def __init__(self, missing: Sequence[Registration], late: Sequence[Registration] = ()) -> None:
        advice = "Tandai dulu" if len(late) == len(missing) else "Tandai dulu, atau tekan “Sisanya hadir”"
        joined = f" {names(late)} baru masuk sesudah hari itu: tandai satu per satu." if late else ""
        super().__init__(f"Belum ditandai: {names(missing)}. {advice}.{joined}")


class EmptyClassError(DomainError):
    def __init__(self) -> None:
        super().__init__("Belum ada peserta yang lolos di angkatan ini, jadi belum ada kehadiran untuk dikunci.")


class GraduationConfirmedError(DomainError):
    def __init__(self) -> None:
        super().__init__("Kelulusan angkatan ini sudah disahkan, jadi kehadirannya tidak berubah lagi.")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is written beside one name; minutes belong to `Mark.LATE` alone."""

    mark: str
    late_minutes: int = 0
    note: str = ""


def minutes_late(meeting: Meeting, arrival: time) -> int:
    """From the start to the arrival. Raises LateMinutesError outside the meeting."""
    minutes = (arrival.hour - meeting.starts_at.hour) * 60 + arrival.minute - meeting.starts_at.minute
    if minutes < 1:
        raise LateMinutesError(f"Pertemuan mulai {jam(meeting.starts_at)}: jam {jam(arrival)} belum terlambat.")
    check_late_minutes(meeting, minutes)
    return minutes


def check_late_minutes(meeting: Meeting, minutes: int) -> None:
    """Raises LateMinutesError unless the person came after the start and before the end."""
    if minutes < 1:
        raise LateMinutesError("Tulis jam datang (misalnya 08.40) atau berapa menit terlambat.")
    if minutes >= meeting.minutes:
        raise LateMinutesError(
            f"Pertemuan {jam(meeting.starts_at)}–{jam(meeting.ends_at)} hanya {meeting.minutes} menit. "
            "Yang datang sesudahnya tidak hadir."
        )


def check_markable(meeting: Meeting, on: date) -> None:
    """Raises what `check_unlockable` does, MeetingCancelledError, MeetingNotYetError, ListLockedError."""
    if meeting.status == MeetingStatus.CANCELLED:
        raise MeetingCancelledError(meeting)
    check_published(meeting.session)
    if meeting.held_on > on:
        raise MeetingNotYetError(meeting)
    if meeting.is_locked:
        raise ListLockedError(meeting)
    _refuse_after_graduation(meeting)


def check_unlockable(meeting: Meeting) -> None:
    """While people are still marked here, so that the list can be locked again.

    Raises SessionNotRunningError, GraduationConfirmedError.
    """
    check_published(meeting.session)
    _refuse_after_graduation(meeting)


@transaction.atomic
def mark_attendance(meeting_id: int, entries: Mapping[int, Entry], *, on: date, actor: User) -> int:
    """Write the marks, by registration; what stands already is left as it is. Returns how many were written.

    The last of two markers wins, the history keeps both. Ids of another angkatan are nobody here.
    Raises what `check_markable` and `check_late_minutes` do, NotInClassError.
    """
    require(actor, Action.MARK_ATTENDANCE)
    meeting = _lock_meeting(meeting_id, actor=actor, action=Action.MARK_ATTENDANCE)
    check_markable(meeting, on)
    listed = meeting.session.registrations.filter(pk__in=entries).select_related("participant").order_by("pk")
    inside = set(listed.in_class_on(meeting.held_on).values_list("pk", flat=True))
    standing = {mark.registration_id: mark for mark in meeting.attendances.filter(registration__in=entries)}
    written = 0
    for registration in listed:
        if registration.pk not in inside:
            raise NotInClassError(registration, meeting)
        mark = standing.get(registration.pk) or Attendance(registration=registration, meeting=meeting)
        written += _write(mark, entries[registration.pk], actor)
    return written


@transaction.atomic
def mark_rest_present(meeting_id: int, *, on: date, actor: User) -> int:
    """Sisanya hadir: everyone in class who has no mark yet, but for those who joined after that day.

    Returns how many were marked. Raises what `check_markable` does.
    """
    require(actor, Action.MARK_ATTENDANCE)
    meeting = _lock_meeting(meeting_id, actor=actor, action=Action.MARK_ATTENDANCE)
    check_markable(meeting, on)
    unmarked = list(_unmarked(meeting))
    late = joined_after(unmarked, meeting.held_on)
    rest = [registration for registration in unmarked if registration not in late]
    for registration in rest:
        _write(Attendance(registration=registration, meeting=meeting), Entry(Mark.PRESENT), actor)
    return len(rest)


@transaction.atomic
def lock_list(meeting_id: int, *, at: datetime, actor: User) -> Meeting:
    """Kunci daftar hadir: the meeting is held. A locked one is returned unchanged.

    Raises what `check_markable` does, EmptyClassError, MarksMissingError.
    """
    require(actor, Action.MARK_ATTENDANCE)
    meeting = _lock_meeting(meeting_id, actor=actor, action=Action.MARK_ATTENDANCE)
    if meeting.is_locked:
        return meeting
    check_markable(meeting, timezone.localdate(at))
    if missing := list(_unmarked(meeting).select_related("participant")):
        raise MarksMissingError(missing, joined_after(missing, meeting.held_on))
    if not meeting.attendances.exists():
        raise EmptyClassError
    meeting.status, meeting.locked_at, meeting.locked_by = MeetingStatus.HELD, at, actor
    meeting.save(update_fields=["status", "locked_at", "locked_by", "updated_at"])
    return meeting


@transaction.atomic
def unlock_list(meeting_id: int, *, reason: str, at: datetime, actor: User) -> Meeting:
    """Open a locked list again, until graduation is confirmed; the reason stays on record.

    One that is not locked is returned unchanged. Raises ReasonMissingError and what `check_unlockable` does.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    reason = required_reason(reason)
    meeting = _lock_meeting(meeting_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    if not meeting.is_locked:
        return meeting
    check_unlockable(meeting)
    AttendanceUnlock.objects.create(meeting=meeting, reason=reason, at=at, by=actor)
    meeting.status, meeting.locked_at, meeting.locked_by = MeetingStatus.PLANNED, None, None
    meeting.save(update_fields=["status", "locked_at", "locked_by", "updated_at"])
    return meeting


def _lock_meeting(meeting_id: int, *, actor: User, action: Action) -> Meeting:
    """The meeting, locked after its angkatan: nobody joins, leaves or is marked meanwhile."""
    session_id = Meeting.objects.values_list("session", flat=True).get(pk=meeting_id)
    session = lock_session(session_id, actor=actor, action=action)
    meeting = Meeting.objects.select_for_update(of=("self",), no_key=True).get(pk=meeting_id)
    meeting.session = session
    return meeting


def _refuse_after_graduation(meeting: Meeting) -> None:
    """The minutes were decided upon: neither an old list nor a late meeting changes them. GraduationConfirmedError."""
    if meeting.session.registrations.graduated().exists():
        raise GraduationConfirmedError


def _unmarked(meeting: Meeting) -> RegistrationQuerySet:
    """Who needs a mark and has none, by number."""
    needed = meeting.session.registrations.in_class_on(meeting.held_on)
    return needed.exclude(attendances__meeting=meeting).order_by("seat_number", "pk")


def _write(mark: Attendance, entry: Entry, actor: User) -> bool:
    """Save what differs; False if nothing does."""
    minutes = entry.late_minutes if entry.mark == Mark.LATE else 0
    if entry.mark == Mark.LATE:
        check_late_minutes(mark.meeting, minutes)
    values = {"mark": entry.mark, "late_minutes": minutes, "note": tidy(entry.note)}
    if mark.pk and all(getattr(mark, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(mark, name, value)
    mark.marked_by = actor
    mark.save(update_fields=[*values, "marked_by", "marked_at"] if mark.pk else None)
    return True
