"""Who else may touch what a BAST rests on: nobody, from here to the end of the transaction."""

from equipment.models import EquipmentUnit, Handover
from participants.models import Participant, Registration
from tkm.lib.db import advisory_lock
from tkm.lib.errors import StaleError

WHAT = "Serah terima ini"


def lock_handover(handover_id: int) -> Handover:
    """The handover alone, as it stands now."""
    return Handover.objects.select_for_update(of=("self",), no_key=True).get(pk=handover_id)


def lock_all(handover_id: int) -> None:
    """Household, person, registration, units and handover, in the order in which every rule takes them.

    Raises StaleError when the household or the units changed while this waited.
    """
    registration_id, person_id, kk_number = Handover.objects.values_list(
        "registration", "registration__participant", "registration__participant__kk_number"
    ).get(pk=handover_id)
    if kk_number:
        advisory_lock("kk", kk_number)
    person = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    if person.kk_number != kk_number:
        raise StaleError("Data peserta")
    Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration_id)
    units = lock_units(handover_id)
    lock_handover(handover_id)
    if unit_ids(handover_id) != units:
        raise StaleError(WHAT)


def lock_units(handover_id: int) -> list[int]:
    """Lock the units on the handover by their number, so that two issues cannot wait for each other."""
    ids = unit_ids(handover_id)
    list(EquipmentUnit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk"))
    return ids


def unit_ids(handover_id: int) -> list[int]:
    return sorted(Handover.objects.filter(pk=handover_id, items__isnull=False).values_list("items__unit", flat=True))


def version_of(handover: Handover) -> str:
    """What a form carries, to notice that somebody else changed the handover meanwhile."""
    return handover.updated_at.isoformat()


def refuse_stale(handover: Handover, version: str) -> None:
    if version_of(handover) != version:
        raise StaleError(WHAT)
