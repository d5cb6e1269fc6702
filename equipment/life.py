"""What happened to one unit, told from its own row and the BASTs it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from equipment.enums import UNBOUND, HandoverStatus, UnitStatus
from equipment.models import EquipmentUnit, Handover, HandoverItem


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, by whom or why, and where more of it stands."""

    day: date
    title: str
    words: str
    url: str = ""


def life_of(unit: EquipmentUnit, user: User) -> list[Event]:
    """The newest first. A BAST whose angkatan `user` may not see is told without the person. Three queries."""
    told = [_received(unit), *_inspections(unit), *_papers(unit, user), *_written_off(unit)]
    return sorted(told, key=lambda event: event.day)[::-1]  # turned over whole: of one day, too, the later stands above


def _received(unit: EquipmentUnit) -> Event:
    beyond = f", di luar jumlah kontrak: {unit.surplus_reason}" if unit.surplus_reason else ""
    return Event(unit.received_on, "Diterima", f"Dicatat oleh {unit.received_by}{beyond}")


def _written_off(unit: EquipmentUnit) -> Iterator[Event]:
    if unit.written_off_on:
        yield Event(unit.written_off_on, "Dihapuskan", f"Oleh {unit.written_off_by}: {unit.write_off_reason}")


def _inspections(unit: EquipmentUnit) -> Iterator[Event]:
    """Each finding as it was written down: what became of the unit later says nothing about it."""
    rows = list(unit.events.select_related("inspected_by").order_by("pgh_id"))  # type: ignore[attr-defined]
    for before, now in zip([None, *rows], rows, strict=False):
        if now.inspected_on and _is_finding(before, now):
            title = "Diperiksa: baik" if now.status == UnitStatus.AVAILABLE else "Diperiksa: rusak"
            note = f": {now.condition_note}" if now.condition_note else ""
            yield Event(now.inspected_on, title, f"Oleh {now.inspected_by}{note}")


def _is_finding(before: Any, now: Any) -> bool:
    """Whether an inspection wrote this row of the history, and not a BAST that took the unit or gave it back."""
    if before is None or (before.inspected_on, before.inspected_by_id) != (now.inspected_on, now.inspected_by_id):
        return True
    on_the_shelf = before.status in UNBOUND and now.status in UNBOUND
    return on_the_shelf and (before.status, before.condition_note) != (now.status, now.condition_note)


def _papers(unit: EquipmentUnit, user: User) -> Iterator[Event]:
    items = HandoverItem.objects.filter(unit=unit).select_related("handover__number")
    visible = set(Handover.objects.visible_to(user).filter(items__unit=unit).values_list("pk", flat=True))
    loaded = items.select_related("handover__registration__participant", "handover__registration__session__program")
    for item in loaded.order_by("handover__dated_on", "pk"):
        yield _paper(item.handover, item.handover_id in visible)


def _paper(handover: Handover, is_visible: bool) -> Event:
    status = HandoverStatus(handover.status)
    title = f"BAST {handover.number}: {status.label.lower()}" if handover.number else "Draf BAST"
    day = handover.handed_over_on or handover.dated_on
    if not is_visible:
        return Event(day, title, "Untuk penerima di angkatan lain.")
    registration = handover.registration
    words = f"{registration.participant}, {registration.session.short_name}"
    reason = f". Dibatalkan: {handover.void_reason}" if status == HandoverStatus.VOIDED else ""
    return Event(day, title, f"{words}{reason}", handover.get_absolute_url())
