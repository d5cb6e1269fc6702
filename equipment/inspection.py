"""Looking at what arrived: fit to be given or defective; and writing off what nobody will use any more."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from equipment.enums import INSPECTABLE, WRITABLE_OFF, UnitStatus
from equipment.models import EquipmentUnit
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal


class NothingChosenError(DomainError):
    def __init__(self) -> None:
        super().__init__("Centang dulu barang yang diperiksa.", field="units")


class NoteMissingError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis apa yang rusak, misalnya motor mati.", field="note")


class InspectionDayError(DomainError):
    def __init__(self, sentence: str, field: str = "inspected_on") -> None:
        super().__init__(sentence, field=field)


class NotInspectableError(DomainError):
    def __init__(self, unit: EquipmentUnit) -> None:
        super().__init__(
            f"{unit.serial_number} berstatus {unit.get_status_display().lower()}, jadi tidak diperiksa di sini."
        )


class UnitsChangedError(DomainError):
    """Somebody else was faster with some of the units."""

    def __init__(self, units: Sequence[EquipmentUnit], missing: int) -> None:
        now = [f"{unit.serial_number} kini {unit.get_status_display().lower()}" for unit in units]
        gone = [f"{missing} barang sudah dihapus dari daftar"] if missing else []
        super().__init__(f"Sudah diubah orang lain sejak halaman ini dibuka: {', '.join(now + gone)}. Periksa lagi.")


class WriteOffReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis alasannya, dengan nomor surat bila ada; alasan ini tetap terbaca.", field="reason")


class NotWritableOffError(DomainError):
    def __init__(self, unit: EquipmentUnit) -> None:
        super().__init__(
            f"{unit.serial_number} berstatus {unit.get_status_display().lower()}. "
            "Hanya barang rusak atau hilang yang dihapuskan."
        )


@transaction.atomic
def inspect(
    unit_ids: Collection[int], *, seen: str, outcome: str, note: str, inspected_on: date, on: date, actor: User
) -> list[EquipmentUnit]:
    """Write down what an inspection found, for all of the units or none; `seen` is the status the page showed.

    `outcome` is AVAILABLE or DEFECTIVE, which needs a `note`. Those this very inspection already reached stay
    unchanged. Raises NothingChosenError, NoteMissingError, NotInspectableError, UnitsChangedError, InspectionDayError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    if not unit_ids:
        raise NothingChosenError
    if outcome == UnitStatus.DEFECTIVE and not note:
        raise NoteMissingError
    units = _locked(unit_ids)
    found = {"status": outcome, "inspected_on": inspected_on, "inspected_by_id": actor.pk, "condition_note": note}
    waiting = [unit for unit in units if any(getattr(unit, name) != value for name, value in found.items())]
    for unit in waiting:
        _check_inspection(unit, seen, inspected_on, on)
    changed = [unit for unit in waiting if unit.status != seen]
    if changed or len(units) < len(set(unit_ids)):
        raise UnitsChangedError(changed, len(set(unit_ids)) - len(units))
    for unit in waiting:
        for name, value in found.items():
            setattr(unit, name, value)
        unit.save(update_fields=["status", "inspected_on", "inspected_by", "condition_note"])
    return units


@transaction.atomic
def write_off(unit_id: int, *, seen: str, reason: str, written_off_on: date, on: date, actor: User) -> EquipmentUnit:
    """Take a defective or lost unit out of the stock for good; one written off already is returned unchanged.

    Raises WriteOffReasonError, NotWritableOffError, UnitsChangedError, InspectionDayError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    [unit] = _locked([unit_id])
    if unit.status == UnitStatus.WRITTEN_OFF:
        return unit
    if not reason:
        raise WriteOffReasonError
    if unit.status != seen:
        raise UnitsChangedError([unit], 0)
    if unit.status not in WRITABLE_OFF:
        raise NotWritableOffError(unit)
    _check_day(unit, written_off_on, on, field="written_off_on")
    unit.status, unit.written_off_on, unit.written_off_by = UnitStatus.WRITTEN_OFF, written_off_on, actor
    unit.write_off_reason = reason
    unit.save(update_fields=["status", "written_off_on", "written_off_by", "write_off_reason"])
    return unit


def _locked(unit_ids: Collection[int]) -> list[EquipmentUnit]:
    locked = EquipmentUnit.objects.select_for_update(of=("self",), no_key=True)
    return list(locked.filter(pk__in=unit_ids).order_by("pk"))


def _check_inspection(unit: EquipmentUnit, seen: str, inspected_on: date, on: date) -> None:
    if unit.status == seen and seen not in INSPECTABLE:
        raise NotInspectableError(unit)
    _check_day(unit, inspected_on, on, field="inspected_on")


def _check_day(unit: EquipmentUnit, day: date, on: date, *, field: str) -> None:
    if day > on:
        raise InspectionDayError(f"{tanggal(day)} belum tiba. Periksa tanggalnya.", field)
    if day < unit.received_on:
        raise InspectionDayError(
            f"{unit.serial_number} baru diterima {tanggal(unit.received_on)}. Perbaiki tanggalnya.", field
        )
