"""The way of one registration: the steps behind and before it, and who decided what when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.history.places import who
from participants.enums import GRADUATING, IN_CLASS, VERIFIABLE, RegistrationStatus
from participants.models import Registration
from tkm.lib.formats import persen, tanggal

S = RegistrationStatus
DONE, NOW, LATER = "done", "now", "later"


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class Event:
    """One change of status as the history tells it."""

    at: datetime
    who: str
    what: str
    reason: str
    status: RegistrationStatus


def steps(registration: Registration, told: Sequence[Event]) -> list[Step]:
    """Mendaftar, verifikasi, seleksi, pelatihan, kelulusan; `registration` comes from `with_minutes()`.

    `told` is what `events` tells of it: whoever withdrew is shown as far as the person had come.
    """
    registered = Step("Mendaftar", tanggal(registration.registered_on), DONE)
    reached = _reached(registration, told)
    if registration.status == S.WITHDRAWN and reached == S.SUBMITTED:
        return [registered, *_ending(registration)]
    done = [registered, _verification(reached)]
    if reached in VERIFIABLE:
        return [*done, *_ending(registration)]
    done.append(_selection(registration, reached))
    if registration.status == S.WITHDRAWN and reached not in IN_CLASS:
        return [*done, *_ending(registration)]
    return [*done, *_training(registration)]


def _reached(registration: Registration, told: Sequence[Event]) -> RegistrationStatus:
    """The status; of who withdrew the one before that, and a mark tells that it was in the class."""
    if registration.status != S.WITHDRAWN:
        return registration.state
    if registration.attendances.all():
        return S.ACCEPTED
    return next((event.status for event in told if event.status != S.WITHDRAWN), S.SUBMITTED)


def _verification(state: RegistrationStatus) -> Step:
    if state == S.SUBMITTED:
        return Step("Verifikasi", "Menunggu", NOW)
    return Step("Verifikasi", "TMS" if state == S.INELIGIBLE else "MS", DONE)


def _ending(registration: Registration) -> list[Step]:
    """What is still before who was not selected yet, or who is out already."""
    if registration.status == S.WITHDRAWN:
        return [Step("Mengundurkan diri", tanggal(registration.left_on or registration.registered_on), NOW)]
    if registration.status == S.INELIGIBLE:
        return []
    now = NOW if registration.status == S.ELIGIBLE else LATER
    return [Step("Seleksi", "Menunggu", now), Step("Pelatihan", "", LATER), Step("Kelulusan", "", LATER)]


def _selection(registration: Registration, reached: RegistrationStatus) -> Step:
    rank, number = registration.waitlist_rank, registration.seat_number
    words = {
        S.WAITLISTED: f"Cadangan {rank}" if rank else "Cadangan",
        S.NOT_SELECTED: "Tidak lolos",
        S.OFFERED: "Dipanggil",
    }
    told = words.get(reached, f"Lolos, No. {number}" if number else "Lolos")
    return Step("Seleksi", told, DONE if registration.status in (*IN_CLASS, S.WITHDRAWN) else NOW)


def _training(registration: Registration) -> list[Step]:
    state = registration.state
    if state == S.NOT_SELECTED:
        return []
    words = f"Kehadiran {persen(registration.rate)}" if registration.rate is not None else ""
    if registration.has_left and registration.left_on:
        return [Step("Pelatihan", f"{state.label} {tanggal(registration.left_on)}", NOW)]
    if state not in GRADUATING:
        return [Step("Pelatihan", "", LATER), Step("Kelulusan", "", LATER)]
    if state == S.ACCEPTED:
        return [Step("Pelatihan", words, NOW), Step("Kelulusan", "", LATER)]
    return [Step("Pelatihan", words, DONE), Step("Kelulusan", state.label, DONE)]


def events(registration: Registration) -> list[Event]:
    """The changes of status, latest first; one query."""
    history: Any = Registration._meta.get_field("events").related_model
    told, before = [], ""
    for event in history.objects.filter(pgh_obj=registration.pk).order_by("pgh_id"):
        if event.status != before:
            author, status = who(event.pgh_context), S(event.status)
            told.append(Event(event.pgh_created_at, author, _what(event), event.status_reason, status))
        before = event.status
    return told[::-1]


def _what(event: Any) -> str:
    label = S(event.status).label
    return f"{label}, No. {event.seat_number}" if event.seat_number else label
