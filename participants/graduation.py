"""Graduation: proposed by the rate and the instructor, confirmed by another person; then the angkatan is finished."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.access import Action, require
from accounts.models import User
from participants.enums import IN_CLASS, UNANSWERED, Outcome, RegistrationStatus
from participants.models import Graduation, Registration
from participants.querysets import RegistrationQuerySet
from participants.rates import is_enough
from participants.transitions import check_published, lock_session, names, required_reason
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
        super().__init__(
            "Tidak ada peserta yang menunggu kelulusan di angkatan ini. Siapa yang lolos dan siapa yang keluar "
            "terbaca di Peserta."
        )


class NotProposedError(DomainError):
    def __init__(self, missing: Sequence[Registration]) -> None:
        super().__init__(f"Kelulusan belum diusulkan: {names(missing)}. Usulkan dulu, lalu orang lain mengesahkannya.")


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
    """Nobody graduated, somebody still waits for it, or the training lasts on."""


@dataclass(frozen=True, slots=True)
class Proposal:
    outcome: str
    reason: str = ""


def suggested(registration: Registration) -> Outcome:
    """What the rate alone says; `registration` comes from `with_minutes()`, with its session."""
    rate = registration.rate
    enough = rate is not None and is_enough(rate, registration.session.min_attendance)
    return Outcome.COMPLETED if enough else Outcome.NOT_COMPLETED


def check_graduation_time(session: TrainingSession, on: date) -> None:
    """A published angkatan, every meeting locked or cancelled, and the last day reached.

    Raises SessionNotRunningError, TrainingNotOverError, ListsOpenError.
    """
    check_published(session)
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
def propose(session_id: int, proposals: Mapping[int, Proposal], *, version: str, at: datetime, actor: User) -> int:
    """Propose an outcome for everyone who waits for it; who is not in `proposals` gets what the rate suggests.

    Made again until it is confirmed, over what the proposer saw (`version_of`); what stands already is not written
    again, else it stores the minutes it was made on. Returns for how many it stands now.
    Raises what `check_graduation_time` does, NobodyToGraduateError, OutcomeReasonError, StaleError.
    """
    require(actor, Action.MARK_ATTENDANCE)
    session = lock_session(session_id, actor=actor, action=Action.MARK_ATTENDANCE)
    check_graduation_time(session, timezone.localdate(at))
    candidates = _locked_candidates(session)
    if not candidates:
        raise NobodyToGraduateError
    wanted = [(row, _wanted(row, proposals.get(row.pk))) for row in candidates]
    if all(_stands(row, values) for row, values in wanted):
        return len(candidates)
    if version != version_of(candidates):
        raise StaleError("Usulan kelulusan")
    for row, values in wanted:
        made = {**values, "proposed_at": at, "proposed_by": actor}
        Graduation.objects.update_or_create(registration=row, defaults=made)
    return len(candidates)


@transaction.atomic
def confirm(session_id: int, *, version: str, at: datetime, actor: User) -> int:
    """Confirm the whole proposal as it was shown (`version_of`), and write it to the registrations.

    Returns for how many; 0 where all was confirmed before. Raises what `check_graduation_time` and `check_confirmable`
    do, StaleError.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    session = lock_session(session_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    candidates = _locked_candidates(session)
    if not candidates and session.registrations.graduated().exists():
        return 0
    check_graduation_time(session, timezone.localdate(at))
    check_confirmable(candidates, actor)
    if version != version_of(candidates):
        raise StaleError("Usulan kelulusan", keeps_input=False)
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
    candidates = _locked_candidates(session)
    check_proposed(candidates)
    waiting = Graduation.objects.filter(registration__in=candidates, returned_at=None)
    if not waiting.exists():
        return 0
    if version != version_of(candidates):
        raise StaleError("Usulan kelulusan")
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
    """Published, over, a class that ran, and nobody who waits for an answer. Raises NotFinishableError."""
    if session.status != SessionStatus.PUBLISHED:
        raise NotFinishableError(f"Status angkatan ini {session.get_status_display().lower()}.")
    if not session.registrations.filter(status__in=IN_CLASS).exists():
        raise NotFinishableError(
            "Belum ada yang lulus, tidak lulus atau gugur di sini. Yang tidak jadi berjalan dibatalkan, di Ringkasan."
        )
    unanswered = session.registrations.filter(status__in=UNANSWERED).select_related("participant")
    by_number = list(unanswered.order_by("seat_number", "pk"))
    if left := [row for row in by_number if row.seat_number]:
        raise NotFinishableError(f"Kelulusan belum disahkan: {names(left)}.")
    if by_number:
        raise NotFinishableError(
            f"Pendaftar ini belum mendapat jawaban: {names(by_number)}. Tetapkan TMS atau tidak lolos, di tab Peserta."
        )
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


def version_of(candidates: Collection[Registration]) -> str:
    """Which proposal a page shows: it changes whenever one is made anew or sent back."""
    standing = [proposal for row in candidates if (proposal := proposal_of(row))]
    moments = [at.isoformat() for one in standing for at in (one.proposed_at, one.returned_at) if at]
    return f"{len(candidates)}:{max(moments, default='')}"


def candidates_of(session: TrainingSession) -> RegistrationQuerySet:
    """Who waits for graduation, with minutes and proposal; those who left are none."""
    accepted = session.registrations.filter(status=RegistrationStatus.ACCEPTED).with_minutes()
    return accepted.select_related("participant", "graduation").order_by("pk")


def _locked_candidates(session: TrainingSession) -> list[Registration]:
    return list(candidates_of(session).select_for_update(of=("self",), no_key=True))


def _minutes(row: Registration | Graduation) -> tuple[int, int]:
    return row.present_minutes, row.held_minutes


def _wanted(registration: Registration, proposal: Proposal | None) -> dict[str, Any]:
    """What the proposal says of one person, on the minutes of now. Raises OutcomeReasonError."""
    by_rate = suggested(registration)
    proposal = proposal or Proposal(by_rate)
    reason = tidy(proposal.reason)
    if proposal.outcome != by_rate and not reason:
        raise OutcomeReasonError(registration)
    present, held = _minutes(registration)
    return {
        "outcome": proposal.outcome,
        "reason": reason,
        "present_minutes": present,
        "held_minutes": held,
        "returned_at": None,
        "returned_by": None,
        "return_reason": "",
    }


def _stands(registration: Registration, values: Mapping[str, Any]) -> bool:
    """Whether just that is proposed already: nothing to write, and nobody's page gets old."""
    standing = proposal_of(registration)
    return standing is not None and all(getattr(standing, name) == value for name, value in values.items())


def _confirm(registration: Registration, *, at: datetime, actor: User) -> None:
    """The decision first: the database lets nobody graduate without it."""
    decision = registration.graduation
    decision.confirmed_at, decision.confirmed_on, decision.confirmed_by = at, timezone.localdate(at), actor
    decision.save(update_fields=["confirmed_at", "confirmed_on", "confirmed_by"])
    registration.status = decision.outcome
    registration.save(update_fields=["status", "updated_at"])
