"""What all rules about a registration share: the locks, the reason, the write."""

from collections.abc import Sequence
from datetime import date

from accounts.access import Action, ForbiddenError
from accounts.models import User
from participants.enums import RegistrationStatus
from participants.models import Registration
from tkm.lib.errors import DomainError
from tkm.lib.text import tidy
from training.enums import SessionStatus
from training.models import TrainingSession

NAMED = 5  # people a sentence names before it counts the rest


class ReasonMissingError(DomainError):
    def __init__(self, field: str = "reason") -> None:
        super().__init__("Tulis alasannya, supaya dapat dijelaskan kepada yang bertanya.", field=field)


class SessionOverError(DomainError):
    """A finished angkatan is told in figures and reports, a cancelled one is no angkatan any more."""

    def __init__(self, session: TrainingSession) -> None:
        status = session.get_status_display().lower()
        super().__init__(f"{session} sudah {status}, jadi pendaftarannya tidak berubah lagi.")


class SessionNotRunningError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        status = session.get_status_display().lower()
        super().__init__(f"Status angkatan ini {status}: kehadiran dan kelulusannya tidak dicatat.")


def check_not_over(session: TrainingSession) -> None:
    """Raises SessionOverError once the angkatan is finished or cancelled."""
    if session.status in (SessionStatus.FINISHED, SessionStatus.CANCELLED):
        raise SessionOverError(session)


def check_published(session: TrainingSession) -> None:
    """Raises SessionNotRunningError unless people may be marked and graduate here."""
    if session.status != SessionStatus.PUBLISHED:
        raise SessionNotRunningError(session)


def required_reason(typed: str) -> str:
    """The reason in one tidy line. Raises ReasonMissingError."""
    if not (reason := tidy(typed)):
        raise ReasonMissingError
    return reason


def names(registrations: Sequence[Registration], *, at_most: int = NAMED) -> str:
    """`Siti Rahmah, Norhayati dan 3 lainnya`; the caller has loaded the participants."""
    listed = ", ".join(row.participant.name for row in registrations[:at_most])
    rest = len(registrations) - at_most
    return f"{listed} dan {rest} lainnya" if rest > 0 else listed


def lock_session(session_id: int, *, actor: User, action: Action) -> TrainingSession:
    """The angkatan, locked. Raises ForbiddenError where the actor's right does not reach it."""
    locked = TrainingSession.objects.visible_to(actor, action).select_for_update(of=("self",), no_key=True)
    session = locked.select_related("program").filter(pk=session_id).first()
    if session is None:
        raise ForbiddenError(action)
    return session


def lock_registration(registration_id: int, *, actor: User, action: Action) -> Registration:
    """The registration, locked after its angkatan (it never moves to another one)."""
    session_id = Registration.objects.values_list("session", flat=True).get(pk=registration_id)
    session = lock_session(session_id, actor=actor, action=action)
    locked = Registration.objects.select_for_update(of=("self",), no_key=True)
    registration = locked.select_related("participant").get(pk=registration_id)
    registration.session = session
    return registration


def move_to(
    registration: Registration,
    status: RegistrationStatus,
    *,
    on: date,
    actor: User,
    seat_number: int | None = None,
    waitlist_rank: int | None = None,
    reason: str = "",
    left_on: date | None = None,
) -> Registration:
    """Write the new status with all that belongs to it; what is not given does not belong to it."""
    values = {
        "status": status,
        "seat_number": seat_number,
        "waitlist_rank": waitlist_rank,
        "status_reason": reason,
        "left_on": left_on,
        "decided_on": on,
        "decided_by": actor,
    }
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=[*values, "updated_at"])
    return registration
