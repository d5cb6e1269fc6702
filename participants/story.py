"""The way of one registration: the steps behind and before it, and who decided what when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

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


def steps(registration: Registration) -> list[Step]:
    """Mendaftar, verifikasi, seleksi, pelatihan, kelulusan; `registration` comes from `with_minutes()`."""
    state = registration.state
    done = [Step("Mendaftar", tanggal(registration.registered_on), DONE), _verification(state)]
    if state in VERIFIABLE or (state == S.WITHDRAWN and registration.held_minutes == 0):
        return [*done, *_ending(registration)]
    return [*done, _selection(registration), *_training(registration)]


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


def _selection(registration: Registration) -> Step:
    words = {
        S.WAITLISTED: f"Cadangan {registration.waitlist_rank}",
        S.NOT_SELECTED: "Tidak lolos",
        S.OFFERED: "Dipanggil",
        S.WITHDRAWN: "Lolos",
    }
    told = words.get(registration.state, f"Lolos, No. {registration.seat_number}")
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
            told.append(Event(event.pgh_created_at, _who(event.pgh_context), _what(event), event.status_reason))
        before = event.status
    return told[::-1]


def _who(context: dict[str, Any] | None) -> str:
    if context is None:
        return "SQL langsung"
    return str(context.get("name") or context.get("source") or "Sistem")


def _what(event: Any) -> str:
    label = S(event.status).label
    return f"{label}, No. {event.seat_number}" if event.seat_number else label
