"""Leaving: mengundurkan diri frees the number, gugur keeps it."""

from datetime import date

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from participants.enums import WITHDRAWABLE, RegistrationStatus
from participants.models import Graduation, Registration
from participants.places import Leaving, leaving
from participants.selection import WHY_NOT, NotEligibleError
from participants.transitions import check_not_over, lock_registration, move_to, required_reason
from tkm.lib.errors import DomainError
from tkm.lib.formats import hari_tanggal, tanggal
from training.enums import MeetingStatus
from training.models import Meeting

S = RegistrationStatus


class LeavingDateError(DomainError):
    def __init__(self, message: str) -> None:
        super().__init__(message, field="left_on")


class LaterMarkError(LeavingDateError):
    def __init__(self, registration: Registration, meeting: Meeting) -> None:
        super().__init__(
            f"{registration.participant} masih ditandai di pertemuan {meeting.number}, "
            f"{hari_tanggal(meeting.held_on)}. Pilih tanggal itu atau sesudahnya."
        )


class NotDroppableError(DomainError):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"Gugur hanya untuk peserta yang lolos; {registration.participant} {WHY_NOT[registration.state]}"
        )


class NotDroppedOutError(DomainError):
    def __init__(self, registration: Registration) -> None:
        super().__init__(f"{registration.participant} tidak tercatat gugur.")


def check_withdrawable(registration: Registration, on: date) -> None:
    """From any state before graduation, until the angkatan is over. Raises NotEligibleError, SessionOverError."""
    if registration.status not in WITHDRAWABLE:
        raise NotEligibleError(registration)
    check_not_over(registration.session)


def check_droppable(registration: Registration, on: date) -> None:
    """Only who sits in a class that has begun. Raises NotDroppableError, SessionOverError, LeavingDateError."""
    if registration.status != S.ACCEPTED:
        raise NotDroppableError(registration)
    check_not_over(registration.session)
    if on < registration.session.starts_on:
        raise LeavingDateError(
            f"Pelatihan baru mulai {tanggal(registration.session.starts_on)}. "
            "Yang berhenti sebelum itu dicatat mengundurkan diri."
        )


@transaction.atomic
def withdraw(registration_id: int, *, reason: str, left_on: date, on: date, actor: User) -> Leaving:
    """Mengundurkan diri since `left_on`; the number falls free, marks stay. Who has withdrawn is returned unchanged.

    Raises ReasonMissingError, LeavingDateError, LaterMarkError and what `check_withdrawable` does.
    """
    require(actor, Action.REGISTER)
    reason = required_reason(reason)
    registration = lock_registration(registration_id, actor=actor, action=Action.REGISTER)
    if registration.status == S.WITHDRAWN:
        return Leaving(registration, None, None)
    check_withdrawable(registration, on)
    _check_day(registration, left_on, on)
    _drop_proposal(registration)
    freed = registration.seat_number
    return leaving(move_to(registration, S.WITHDRAWN, on=on, actor=actor, reason=reason, left_on=left_on), freed)


@transaction.atomic
def drop_out(registration_id: int, *, reason: str, left_on: date, on: date, actor: User) -> Registration:
    """Gugur since `left_on`: stopped coming, and keeps the number. Who dropped out is returned unchanged.

    Raises ReasonMissingError, LeavingDateError, LaterMarkError and what `check_droppable` does.
    """
    require(actor, Action.SELECT)
    reason = required_reason(reason)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.DROPPED_OUT:
        return registration
    check_droppable(registration, on)
    if left_on < registration.session.starts_on:
        raise LeavingDateError(f"Pelatihan mulai {tanggal(registration.session.starts_on)}. Pilih tanggal sesudahnya.")
    _check_day(registration, left_on, on)
    _drop_proposal(registration)
    number = registration.seat_number
    return move_to(registration, S.DROPPED_OUT, on=on, actor=actor, seat_number=number, reason=reason, left_on=left_on)


@transaction.atomic
def undo_drop_out(registration_id: int, *, on: date, actor: User) -> Registration:
    """Back into the class under the number that was kept: gugur was a mistake. Raises what `check_dropped_out` does."""
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.ACCEPTED:
        return registration
    check_dropped_out(registration, on)
    return move_to(registration, S.ACCEPTED, on=on, actor=actor, seat_number=registration.seat_number)


def check_dropped_out(registration: Registration, on: date) -> None:
    """Raises NotDroppedOutError, SessionOverError."""
    if registration.status != S.DROPPED_OUT:
        raise NotDroppedOutError(registration)
    check_not_over(registration.session)


def _check_day(registration: Registration, left_on: date, on: date) -> None:
    """Between the day of registering and today, and not before a mark: who was there cannot have left.

    A mark at a meeting that was cancelled afterwards counts for nobody, and nobody can take it back.
    """
    if left_on > on:
        raise LeavingDateError("Tanggal keluar belum tiba. Pilih hari ini atau sebelumnya.")
    if left_on < registration.registered_on:
        raise LeavingDateError(
            f"Baru mendaftar {tanggal(registration.registered_on)}. Pilih tanggal itu atau sesudahnya."
        )
    marks = registration.attendances.exclude(meeting__status=MeetingStatus.CANCELLED)
    later = marks.filter(meeting__held_on__gt=left_on).select_related("meeting")
    if mark := later.order_by("-meeting__held_on").first():
        raise LaterMarkError(registration, mark.meeting)


def _drop_proposal(registration: Registration) -> None:
    """Who leaves is no candidate for graduation; the history keeps what was proposed."""
    Graduation.objects.filter(registration=registration, confirmed_at=None).delete()
