"""What happened to one unit, told from its own row and the BASTs it stands on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from equipment.enums import HandoverStatus, UnitStatus
from equipment.models import EquipmentUnit, Handover, HandoverItem


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: when, what, by whom or why, and where more of it stands."""

    day: date
    title: str
    words: str
    url: str = ""


def life_of(unit: EquipmentUnit, user: User) -> list[Event]:
    """The newest first. A BAST whose angkatan `user` may not see is told without the person. Two queries."""
    events = sorted([*_own_events(unit), *_papers(unit, user)], key=lambda event: event.day)
    return events[::-1]  # turned over whole: of one day, too, the later stands above


def _own_events(unit: EquipmentUnit) -> Iterator[Event]:
    beyond = f", di luar jumlah kontrak: {unit.surplus_reason}" if unit.surplus_reason else ""
    yield Event(unit.received_on, "Diterima", f"Dicatat oleh {unit.received_by}{beyond}")
    if unit.inspected_on:
        fit = unit.status not in (UnitStatus.DEFECTIVE, UnitStatus.WRITTEN_OFF)
        by = f"Oleh {unit.inspected_by}" + (f": {unit.condition_note}" if unit.condition_note else "")
        yield Event(unit.inspected_on, "Diperiksa: baik" if fit else "Diperiksa: rusak", by)
    if unit.written_off_on:
        yield Event(unit.written_off_on, "Dihapuskan", f"Oleh {unit.written_off_by}: {unit.write_off_reason}")


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
