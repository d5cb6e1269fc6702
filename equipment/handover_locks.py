"""Who else may touch what a BAST rests on: nobody, from here to the end of the transaction."""

from accounts.access import Action, ForbiddenError
from accounts.models import User
from equipment.models import EquipmentUnit, Handover
from participants.models import Participant, Registration
from tkm.lib.db import advisory_lock
from tkm.lib.errors import DomainError, StaleError

WHAT = "Serah terima ini"


class HandoverGoneError(DomainError):
    """The draft was thrown away; it has no page any more."""

    def __init__(self) -> None:
        super().__init__("Draf ini sudah dihapus. Bila masih diperlukan, siapkan BAST-nya lagi.")


def lock_handover(handover_id: int, *, actor: User, action: Action) -> Handover:
    """The handover alone, as it stands now. Raises HandoverGoneError; ForbiddenError beyond the actor's reach."""
    locked = Handover.objects.visible_to(actor, action).select_for_update(of=("self",), no_key=True)
    if (handover := locked.filter(pk=handover_id).first()) is not None:
        return handover
    if Handover.objects.filter(pk=handover_id).exists():
        raise ForbiddenError(action)
    raise HandoverGoneError


def lock_registration(registration_id: int, *, actor: User, action: Action) -> Registration:
    """The registration alone. Raises ForbiddenError beyond the actor's reach."""
    locked = Registration.objects.visible_to(actor, action).select_for_update(of=("self",), no_key=True)
    if (registration := locked.filter(pk=registration_id).first()) is None:
        raise ForbiddenError(action)
    return registration


def lock_all(handover_id: int, *, actor: User, action: Action) -> None:
    """Household, person, registration, units and handover, in the order in which every rule takes them.

    Raises StaleError when the household or the units changed while this waited, and what `lock_handover` raises.
    """
    people = Handover.objects.filter(pk=handover_id).values_list(
        "registration", "registration__participant", "registration__participant__kk_number"
    )
    if (found := people.first()) is None:
        raise HandoverGoneError
    registration_id, person_id, kk_number = found
    if kk_number:
        advisory_lock("kk", kk_number)
    person = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=person_id)
    if person.kk_number != kk_number:
        raise StaleError("Data peserta")
    lock_registration(registration_id, actor=actor, action=action)
    units = lock_units(handover_id)
    lock_handover(handover_id, actor=actor, action=action)
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
