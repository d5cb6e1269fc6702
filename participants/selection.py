"""Selection under the quota, once registration is closed: lolos, cadangan in an order, tidak lolos."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from accounts.access import Action, require
from accounts.models import User
from participants.enums import ACCEPTABLE, SELECTED, RegistrationStatus
from participants.models import Registration
from participants.places import Leaving, QuotaFullError, leaving, lowest_free_number
from participants.transitions import check_not_over, lock_registration, lock_session, move_to
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from training.enums import Phase
from training.models import TrainingSession

S = RegistrationStatus
WHY_NOT = {
    S.SUBMITTED: "belum diverifikasi. Tetapkan MS atau TMS dulu.",
    S.INELIGIBLE: "tidak memenuhi syarat (TMS).",
    S.ELIGIBLE: "belum diseleksi.",
    S.ACCEPTED: "sudah lolos.",
    S.OFFERED: "sedang dipanggil.",
    S.NOT_SELECTED: "tidak lolos. Masukkan ke cadangan dulu.",
    S.WITHDRAWN: "sudah mengundurkan diri.",
    S.DROPPED_OUT: "sudah gugur.",
    S.COMPLETED: "sudah lulus.",
    S.NOT_COMPLETED: "sudah dinyatakan tidak lulus.",
    S.WAITLISTED: "sudah di cadangan.",
}


class RegistrationStillOpenError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"Pendaftaran masih dibuka sampai {tanggal(session.registration_closes_on)}. "
            "Seleksi dimulai setelah pendaftaran ditutup."
        )


class SelectionNotYetError(DomainError):
    """Nobody could register yet, so there is nobody to select."""

    def __init__(self, session: TrainingSession, phase: Phase) -> None:
        opens = f"Pendaftaran {session} baru dibuka {tanggal(session.registration_opens_on)}."
        sentence = opens if phase == Phase.NOT_OPEN else f"{session} masih rancangan. Buka dulu angkatannya."
        super().__init__(f"{sentence} Seleksi dimulai setelah pendaftaran ditutup.")


class SelectionOverError(DomainError):
    def __init__(self, session: TrainingSession, phase: Phase) -> None:
        super().__init__(f"Tempat tidak dapat diisi lagi: {session} {phase.label.lower()}.")


class NotEligibleError(DomainError):
    def __init__(self, registration: Registration) -> None:
        super().__init__(f"{registration.participant} {WHY_NOT[registration.state]}")


class TrainingStartedError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"Pelatihan sudah mulai {tanggal(session.starts_on)}, hasil seleksi tidak ditarik kembali. "
            "Yang berhenti dicatat mengundurkan diri atau gugur."
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of accepting several: who came in, whose turn came after the last place, whom a rule refused."""

    accepted: tuple[Registration, ...]
    without_place: tuple[Registration, ...]
    refusals: tuple[DomainError, ...]


def check_registration_closed(session: TrainingSession, on: date) -> None:
    """Raises SelectionNotYetError, RegistrationStillOpenError."""
    phase = session.phase(on)
    if phase in (Phase.DRAFT, Phase.NOT_OPEN):
        raise SelectionNotYetError(session, phase)
    if phase == Phase.OPEN:
        raise RegistrationStillOpenError(session)


def check_selection_time(session: TrainingSession, on: date) -> None:
    """Raises SelectionOverError and what `check_registration_closed` does."""
    check_registration_closed(session, on)
    phase = session.phase(on)
    if phase not in (Phase.SELECTION, Phase.RUNNING):
        raise SelectionOverError(session, phase)


def check_acceptable(registration: Registration, on: date) -> None:
    """Raises NotEligibleError and what `check_selection_time` does; whether a place is free is another question."""
    if registration.status not in ACCEPTABLE:
        raise NotEligibleError(registration)
    check_selection_time(registration.session, on)


def check_waitable(registration: Registration, on: date) -> None:
    """Raises NotEligibleError and what `check_selection_time` does."""
    if registration.status not in (S.ELIGIBLE, S.NOT_SELECTED):
        raise NotEligibleError(registration)
    check_selection_time(registration.session, on)


def check_refusable(registration: Registration, on: date) -> None:
    """From the close of registration until the angkatan is over: nobody is left without an answer.

    Raises NotEligibleError, SelectionNotYetError, RegistrationStillOpenError, SessionOverError.
    """
    if registration.status not in (S.ELIGIBLE, S.WAITLISTED):
        raise NotEligibleError(registration)
    check_not_over(registration.session)
    check_registration_closed(registration.session, on)


def check_takeable_back(registration: Registration, on: date) -> None:
    """Until training starts; on the first day until the person's first mark.

    Raises NotEligibleError, SessionOverError, TrainingStartedError.
    """
    if registration.status not in SELECTED:
        raise NotEligibleError(registration)
    check_not_over(registration.session)
    starts_on = registration.session.starts_on
    if on > starts_on or (on == starts_on and registration.attendances.exists()):
        raise TrainingStartedError(registration.session)


@transaction.atomic
def accept(registration_id: int, *, on: date, actor: User) -> Registration:
    """Give the lowest free place; the accepted are returned unchanged.

    Raises what `check_acceptable` does, QuotaFullError.
    """
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.ACCEPTED:
        return registration
    check_acceptable(registration, on)
    number = registration.seat_number or lowest_free_number(registration.session)  # the called-up hold one already
    return move_to(registration, S.ACCEPTED, on=on, actor=actor, seat_number=number)


@transaction.atomic
def accept_in_order(session_id: int, registration_ids: Sequence[int], *, on: date, actor: User) -> Batch:
    """Accept in the order given until the places are gone; who is in already is passed over.

    Ids of another angkatan are nobody here.
    """
    require(actor, Action.SELECT)
    session = lock_session(session_id, actor=actor, action=Action.SELECT)
    found = session.registrations.select_related("participant").in_bulk(registration_ids)
    accepted, without_place, refusals = [], [], []
    for registration in (found[pk] for pk in registration_ids if pk in found and found[pk].status != S.ACCEPTED):
        try:
            accepted.append(accept(registration.pk, on=on, actor=actor))
        except QuotaFullError:
            without_place.append(registration)
        except DomainError as error:
            refusals.append(error)
    return Batch(tuple(accepted), tuple(without_place), tuple(refusals))


@transaction.atomic
def put_on_waitlist(registration_id: int, *, on: date, actor: User) -> Registration:
    """Cadangan, behind those already there; who is on it is returned unchanged.

    Raises NotEligibleError and what `check_selection_time` does.
    """
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.WAITLISTED:
        return registration
    check_waitable(registration, on)
    last = registration.session.registrations.aggregate(last=Max("waitlist_rank", default=0))["last"]
    return move_to(registration, S.WAITLISTED, on=on, actor=actor, waitlist_rank=last + 1)


@transaction.atomic
def turn_down(registration_id: int, *, on: date, actor: User) -> Registration:
    """Tidak lolos; who is it already is returned unchanged. Raises what `check_refusable` does."""
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.NOT_SELECTED:
        return registration
    check_refusable(registration, on)
    return move_to(registration, S.NOT_SELECTED, on=on, actor=actor)


@transaction.atomic
def take_back(registration_id: int, *, on: date, actor: User) -> Leaving:
    """Back to MS before training starts; a number falls free. Raises what `check_takeable_back` does."""
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status == S.ELIGIBLE:
        return Leaving(registration, None, None)
    check_takeable_back(registration, on)
    freed = registration.seat_number
    return leaving(move_to(registration, S.ELIGIBLE, on=on, actor=actor), freed)


@transaction.atomic
def move_in_waitlist(registration_id: int, *, to_rank: int, actor: User) -> Registration:
    """Give the cadangan the rank `to_rank` (or the nearest there is); those in between move by one.

    The rank is where to, not how far: pressed twice it acts once. Raises NotEligibleError, SessionOverError.
    """
    require(actor, Action.SELECT)
    registration = lock_registration(registration_id, actor=actor, action=Action.SELECT)
    if registration.status != S.WAITLISTED:
        raise NotEligibleError(registration)
    check_not_over(registration.session)
    waiting = list(registration.session.registrations.waiting())
    ranks = [row.waitlist_rank or 0 for row in waiting]
    place = min(range(len(ranks)), key=lambda at: abs(ranks[at] - to_rank))
    waiting.insert(place, waiting.pop(waiting.index(registration)))
    for row, rank in zip(waiting, ranks, strict=True):
        row.waitlist_rank = rank
    Registration.objects.bulk_update(waiting, ["waitlist_rank"])  # one statement: ranks are judged at its end
    return next(row for row in waiting if row == registration)
