"""Graduation: proposed by the rate and the instructor, confirmed by another person; then the angkatan is finished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.access import Action, require
from accounts.models import User
from participants.enums import Outcome, RegistrationStatus
from participants.models import Graduation, Registration
from participants.rates import is_enough
from participants.transitions import lock_session, names, required_reason
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.formats import tanggal
from tkm.lib.text import tidy
from training.enums import MeetingStatus, SessionStatus
from training.models import Meeting, TrainingSession


class TrainingNotOverError(DomainError):
    """Nothing to decide yet: meetings are still to come, or the training lasts on."""


class ListsOpenError(DomainError):
    def __init__(self, meetings: Sequence[Meeting]) -> None:
        days = ", ".join(f"pertemuan {meeting.number} ({tanggal(meeting.held_on)})" for meeting in meetings)
        super().__init__(f"Daftar hadir belum dikunci: {days}. Kunci atau batalkan dulu.")


class OutcomeReasonError(DomainError):
    """`registration_id` tells the row that lacks its reason."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(f"{registration.participant}: hasil berbeda dari kehadiran, tulis alasannya.", field="reason")
        self.registration_id = registration.pk


class NobodyToGraduateError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tidak ada peserta yang menunggu kelulusan di angkatan ini.")


class NotProposedError(DomainError):
    def __init__(self, missing: Sequence[Registration]) -> None:
        super().__init__(f"Kelulusan belum diusulkan: {names(missing)}.")


class ProposalReturnedError(DomainError):
    def __init__(self) -> None:
        super().__init__("Usulan kelulusan sudah dikembalikan. Tunggu sampai diusulkan lagi.")


class SamePersonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Kelulusan disahkan oleh orang lain, bukan yang mengusulkan.")


class AttendanceChangedError(DomainError):
    def __init__(self, changed: Sequence[Registration]) -> None:
        super().__init__(f"Kehadiran berubah sejak diusulkan: {names(changed)}. Kembalikan supaya diusulkan lagi.")


class NotFinishableError(DomainError):
    """Somebody still waits for graduation, or the training lasts on."""


@dataclass(frozen=True, slots=True)
class Proposal:
    outcome: str
    reason: str = ""


def suggested(registration: Registration) -> Outcome:
    """What the rate alone says; `registration` comes from `with_minutes()`, with its session."""
    rate = registration.rate
    enough = rate is not None and is_enough(rate, registration.session.min_attendance)
    return Outcome.COMPLETED if enough else Outcome.NOT_COMPLETED


def check_training_over(session: TrainingSession, on: date) -> None:
    """Every meeting locked or cancelled, and the last day reached. TrainingNotOverError, ListsOpenError."""
    meetings = list(session.meetings.not_cancelled().order_by("number"))
    open_lists = [meeting for meeting in meetings if not meeting.is_locked]
    if to_come := [meeting for meeting in open_lists if meeting.held_on > on]:
        raise TrainingNotOverError(
            f"Pelatihan masih berjalan: pertemuan {to_come[-1].number} baru {tanggal(to_come[-1].held_on)}."
        )
    if open_lists:
        raise ListsOpenError(open_lists)
    if on < session.ends_on:
        raise TrainingNotOverError(f"Pelatihan masih berjalan sampai {tanggal(session.ends_on)}.")
    if not meetings:
        raise TrainingNotOverError("Belum ada pertemuan yang terlaksana, jadi kehadiran belum dapat dihitung.")


@transaction.atomic
def propose(session_id: int, proposals: Mapping[int, Proposal], *, at: datetime, actor: User) -> int:
    """Propose an outcome for everyone who waits for it; who is not in `proposals` gets what the rate suggests.

    Made again until it is confirmed; each time it stores the minutes it was made on. Returns for how many.
    Raises what `check_training_over` does, NobodyToGraduateError, OutcomeReasonError.
    """
    require(actor, Action.MARK_ATTENDANCE)
    session = lock_session(session_id, actor=actor, action=Action.MARK_ATTENDANCE)
    check_training_over(session, timezone.localdate(at))
    candidates = _candidates(session)
    if not candidates:
        raise NobodyToGraduateError
    for registration in candidates:
        proposal = proposals.get(registration.pk) or Proposal(suggested(registration))
        reason = tidy(proposal.reason)
        if proposal.outcome != suggested(registration) and not reason:
            raise OutcomeReasonError(registration)
        _store(registration, proposal.outcome, reason, at=at, actor=actor)
    return len(candidates)


@transaction.atomic
def confirm(session_id: int, *, version: str, at: datetime, actor: User) -> int:
    """Confirm the whole proposal as it was shown (`version_of`), and write it to the registrations.

    Returns for how many; 0 where all was confirmed before. Raises what `check_training_over` does, NotProposedError,
    ProposalReturnedError, SamePersonError, StaleError, AttendanceChangedError.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    session = lock_session(session_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    candidates = _candidates(session)
    if not candidates and session.registrations.graduated().exists():
        return 0
    check_training_over(session, timezone.localdate(at))
    check_confirmable(candidates, actor)
    if version != version_of(candidates):
        raise StaleError("Usulan kelulusan")
    for registration in candidates:
        _confirm(registration, at=at, actor=actor)
    return len(candidates)


@transaction.atomic
def send_back(session_id: int, *, reason: str, version: str, at: datetime, actor: User) -> int:
    """Kembalikan: the proposal has to be made again, for the reason. One that is back already stays as it is.

    Returns for how many. Raises ReasonMissingError, NobodyToGraduateError, NotProposedError, StaleError.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    reason = required_reason(reason)
    session = lock_session(session_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    candidates = _candidates(session)
    check_proposed(candidates)
    if version != version_of(candidates):
        raise StaleError("Usulan kelulusan")
    waiting = Graduation.objects.filter(registration__in=candidates, returned_at=None)
    return waiting.update(returned_at=at, returned_by=actor, return_reason=reason)


@transaction.atomic
def finish(session_id: int, *, on: date, actor: User) -> TrainingSession:
    """Selesaikan angkatan, once graduation is confirmed; a finished one is returned unchanged. NotFinishableError."""
    require(actor, Action.SELECT)
    session = lock_session(session_id, actor=actor, action=Action.SELECT)
    if session.status == SessionStatus.FINISHED:
        return session
    check_finishable(session, on)
    session.status = SessionStatus.FINISHED
    session.save(update_fields=["status", "updated_at"])
    return session


def check_finishable(session: TrainingSession, on: date) -> None:
    """Published, over, and nobody waits for graduation. Raises NotFinishableError."""
    if session.status != SessionStatus.PUBLISHED:
        raise NotFinishableError(f"Status angkatan ini {session.get_status_display().lower()}.")
    waiting = session.registrations.filter(status__in=[RegistrationStatus.ACCEPTED, RegistrationStatus.OFFERED])
    if left := list(waiting.select_related("participant").order_by("seat_number")):
        raise NotFinishableError(f"Kelulusan belum disahkan: {names(left)}.")
    if on < session.ends_on or session.meetings.filter(status=MeetingStatus.PLANNED).exists():
        raise NotFinishableError("Masih ada pertemuan yang belum dikunci, atau pelatihan belum berakhir.")


def check_proposed(candidates: Sequence[Registration]) -> None:
    """Raises NobodyToGraduateError, NotProposedError."""
    if not candidates:
        raise NobodyToGraduateError
    if missing := [row for row in candidates if not proposal_of(row)]:
        raise NotProposedError(missing)


def check_confirmable(candidates: Sequence[Registration], actor: User) -> None:
    """Raises what `check_proposed` does, ProposalReturnedError, SamePersonError, AttendanceChangedError."""
    check_proposed(candidates)
    proposals = [row.graduation for row in candidates]
    if any(proposal.returned_at for proposal in proposals):
        raise ProposalReturnedError
    if any(proposal.proposed_by_id == actor.pk for proposal in proposals):
        raise SamePersonError
    if changed := [row for row in candidates if _minutes(row) != _minutes(row.graduation)]:
        raise AttendanceChangedError(changed)


def proposal_of(registration: Registration) -> Graduation | None:
    """The proposal or decision, if there is one; the caller has loaded it."""
    return getattr(registration, "graduation", None)


def version_of(candidates: Sequence[Registration]) -> str:
    """Which proposal a page shows: it changes whenever one is made anew."""
    made = [proposal.proposed_at.isoformat() for row in candidates if (proposal := proposal_of(row))]
    return f"{len(candidates)}:{max(made, default='')}"


def _candidates(session: TrainingSession) -> list[Registration]:
    """Who waits for graduation, locked, with minutes and proposal; those who left are none."""
    accepted = session.registrations.filter(status=RegistrationStatus.ACCEPTED).with_minutes()
    locked = accepted.select_for_update(of=("self",), no_key=True).select_related("participant", "graduation")
    return list(locked.order_by("pk"))


def _minutes(row: Registration | Graduation) -> tuple[int, int]:
    return row.present_minutes, row.held_minutes


def _store(registration: Registration, outcome: str, reason: str, *, at: datetime, actor: User) -> None:
    present, held = _minutes(registration)
    values = {
        "outcome": outcome,
        "reason": reason,
        "present_minutes": present,
        "held_minutes": held,
        "proposed_at": at,
        "proposed_by": actor,
        "returned_at": None,
        "returned_by": None,
        "return_reason": "",
    }
    Graduation.objects.update_or_create(registration=registration, defaults=values)


def _confirm(registration: Registration, *, at: datetime, actor: User) -> None:
    """The decision first: the database lets nobody graduate without it."""
    decision = registration.graduation
    decision.confirmed_at, decision.confirmed_on, decision.confirmed_by = at, timezone.localdate(at), actor
    decision.save(update_fields=["confirmed_at", "confirmed_on", "confirmed_by"])
    registration.status = decision.outcome
    registration.save(update_fields=["status", "updated_at"])
