"""Choosing units for drafts: by serial number, or as many as there are people."""

from collections.abc import Iterable, Sequence

from django.db.models import Max

from equipment.enums import UnitStatus
from equipment.models import DecreeRecipient, EquipmentUnit, Handover, HandoverItem
from equipment.querysets import UnitQuerySet
from equipment.serials import serial_key
from tkm.lib.errors import DomainError


class UnitRefusedError(DomainError):
    """A typed serial number that cannot be on this BAST; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="serial")


def take_in(handover: Handover, typed: str) -> HandoverItem:
    """Put the unit with this serial number on the draft; one that is on it already stays once.

    Raises SerialRefusedError, UnitRefusedError. Whether it is still ready is asked again when the BAST is issued.
    """
    unit = EquipmentUnit.objects.select_related("procurement__type").filter(serial_key=serial_key(typed)).first()
    if unit is None:
        raise UnitRefusedError(f"Tidak ada barang dengan nomor seri {typed}. Periksa lagi nomornya.")
    if unit.status != UnitStatus.AVAILABLE:
        state = unit.get_status_display().lower()
        raise UnitRefusedError(f"{unit.serial_number} tidak siap diserahkan: {state}. Pilih barang lain.")
    if not handover.recipient.decree.types.filter(pk=unit.procurement.type_id).exists():
        raise UnitRefusedError(f"{unit.procurement.type} bukan jenis bantuan dalam {handover.recipient.decree}.")
    others = Handover.objects.drafts().filter(items__unit=unit).exclude(pk=handover.pk)
    if other := others.select_related("registration__participant").first():
        raise UnitRefusedError(
            f"{unit.serial_number} sudah ada di draf untuk {other.registration.participant}. Pilih barang lain."
        )
    refuse_second_of_a_kind(handover, unit)
    last = handover.items.aggregate(last=Max("position"))["last"] or 0
    item, _ = HandoverItem.objects.get_or_create(handover=handover, unit=unit, defaults={"position": last + 1})
    return item


def refuse_second_of_a_kind(handover: Handover, unit: EquipmentUnit) -> None:
    """One BAST gives one unit of a kind, whatever exceptions there are."""
    same_kind = handover.items.filter(unit__procurement__type=unit.procurement.type_id).exclude(unit=unit)
    if other := same_kind.select_related("unit").first():
        raise UnitRefusedError(
            f"Draf ini sudah memuat {unit.procurement.type.name.lower()} {other.unit.serial_number}. "
            "Satu BAST memuat satu barang sejenis: keluarkan dulu yang itu bila ingin menggantinya."
        )


def free_units(types: Iterable[int]) -> UnitQuerySet:
    """Ready, of one of these kinds, and on nobody's draft."""
    return EquipmentUnit.objects.ready().filter(procurement__type__in=types).not_on_a_draft()


def suggest(lines: Sequence[DecreeRecipient], types: Sequence[int]) -> dict[tuple[int, int], str]:
    """For each line and kind the serial number of a free unit, in the order of both; missing where none is left."""
    found: dict[tuple[int, int], str] = {}
    for type_id in types:
        serials = free_units([type_id]).order_by("received_on", "serial_key").values_list("serial_number", flat=True)
        found.update(zip(((line.pk, type_id) for line in lines), serials[: len(lines)], strict=False))
    return found
