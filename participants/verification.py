"""Papers and eligibility: memenuhi syarat (MS) or not (TMS)."""

from datetime import date

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from participants.enums import VERIFIABLE, RegistrationStatus
from participants.models import Registration
from participants.transitions import check_not_over, lock_registration, move_to, required_reason
from tkm.lib.errors import DomainError


class AlreadySelectedError(DomainError):
    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"{registration.participant} sudah melewati verifikasi ({registration.get_status_display().lower()}). "
            "Kembalikan ke MS dulu bila pelatihan belum mulai."
        )


def check_verifiable(registration: Registration, on: date) -> None:
    """Raises AlreadySelectedError, SessionOverError."""
    if registration.status not in VERIFIABLE:
        raise AlreadySelectedError(registration)
    check_not_over(registration.session)


@transaction.atomic
def mark_eligible(registration_id: int, *, on: date, actor: User) -> Registration:
    """Memenuhi syarat (MS); those who are it already are returned unchanged. Raises what `check_verifiable` does."""
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == RegistrationStatus.ELIGIBLE:
        return registration
    check_verifiable(registration, on)
    return move_to(registration, RegistrationStatus.ELIGIBLE, on=on, actor=actor)


@transaction.atomic
def mark_ineligible(registration_id: int, *, reason: str, on: date, actor: User) -> Registration:
    """Tidak memenuhi syarat (TMS), with the reason; a second call may correct the reason.

    Raises ReasonMissingError and what `check_verifiable` does.
    """
    require(actor, Action.SELECT)
    reason = required_reason(reason)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    check_verifiable(registration, on)
    if (registration.status, registration.status_reason) == (RegistrationStatus.INELIGIBLE, reason):
        return registration
    return move_to(registration, RegistrationStatus.INELIGIBLE, on=on, actor=actor, reason=reason)
