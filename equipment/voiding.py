"""A BAST that does not hold: its number stays used, its units go where they really are."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.numbers import void_number
from equipment.enums import LIVE, HandoverStatus, UnitStatus
from equipment.handover import WrongStateError
from equipment.handover_locks import lock_handover, lock_units, refuse_stale
from equipment.models import EquipmentUnit, Handover
from tkm.lib.errors import DomainError
from tkm.lib.text import tidy

# Where a unit may be after its BAST is void.
WHEREABOUTS = (UnitStatus.AVAILABLE, UnitStatus.DEFECTIVE, UnitStatus.LOST)


class VoidWithoutReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis alasan pembatalan; alasan ini tercatat bersama nomornya.", field="reason")


class WhereaboutsUnknownError(DomainError):
    def __init__(self, unit: EquipmentUnit) -> None:
        super().__init__(f"Pilih di mana barang {unit.serial_number} sekarang.", field=f"unit-{unit.pk}")


@transaction.atomic
def void_bast(
    handover_id: int, *, reason: str, whereabouts: Mapping[int, str], version: str, at: datetime, actor: User
) -> Handover:
    """Make an issued, handed over or complete BAST void; a void one is returned unchanged.

    `whereabouts` tells for each unit (by its pk) whether it is available, defective or lost, as the page of this
    `version` was answered: where a unit is depends on how far the BAST has come.
    Raises WrongStateError (a draft is deleted instead), StaleError, VoidWithoutReasonError, WhereaboutsUnknownError.
    """
    require(actor, Action.VOID_BAST)
    units = lock_units(handover_id)
    handover = lock_handover(handover_id, actor=actor, action=Action.VOID_BAST)
    if handover.status == HandoverStatus.VOIDED:
        return handover
    if handover.status not in LIVE or handover.number_id is None:
        raise WrongStateError(handover, "tidak dapat dibatalkan; hapus drafnya")
    refuse_stale(handover, version)
    if not tidy(reason):
        raise VoidWithoutReasonError
    bound = bound_units(handover, units, whereabouts)
    handover.status, handover.void_reason = HandoverStatus.VOIDED, tidy(reason)
    handover.voided_at, handover.voided_by = at, actor
    handover.save(update_fields=["status", "void_reason", "voided_at", "voided_by", "updated_at"])
    handover.items.update(is_binding=False)
    for unit in bound:
        put_back(unit, UnitStatus(whereabouts[unit.pk]), note=f"BAST {handover.number} dibatalkan: {tidy(reason)}")
    void_number(handover.number_id, reason=tidy(reason), at=at)
    return handover


def bound_units(handover: Handover, units: Sequence[int], whereabouts: Mapping[int, str]) -> list[EquipmentUnit]:
    """Those that the BAST still binds, locked as `units`. Raises WhereaboutsUnknownError for the first without one."""
    binding = handover.items.filter(is_binding=True)
    bound = list(EquipmentUnit.objects.filter(pk__in=units, handover_items__in=binding).order_by("pk"))
    for unit in bound:
        if whereabouts.get(unit.pk) not in WHEREABOUTS:
            raise WhereaboutsUnknownError(unit)
    return bound


def put_back(unit: EquipmentUnit, where: UnitStatus, *, note: str) -> None:
    """Move a unit that is bound no longer to where it is: one that was with a person comes back first."""
    if unit.status == UnitStatus.HANDED_OVER and where != UnitStatus.LOST:
        unit.status = UnitStatus.RETURNED
        unit.save(update_fields=["status"])
    unit.status = where
    if where == UnitStatus.DEFECTIVE:
        unit.condition_note = note[:300]
    unit.save(update_fields=["status", "condition_note"])
