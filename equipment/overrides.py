"""Exceptions from the waiting period: asked for by one, granted by another."""

from datetime import datetime

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from equipment.models import EquipmentType, WaitingOverride
from participants.models import Registration
from tkm.lib.errors import DomainError
from tkm.lib.text import tidy


class OverrideWithoutReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis mengapa bantuan ini tetap perlu diberikan.", field="reason")


class OwnOverrideError(DomainError):
    def __init__(self) -> None:
        super().__init__("Pengecualian ini Anda minta sendiri. Minta pejabat lain memberikannya.")


@transaction.atomic
def ask_override(registration_id: int, type: EquipmentType, *, reason: str, actor: User) -> WaitingOverride:
    """Ask that this person gets aid of this kind again; while it waits, asking again gives it another reason.

    Raises OverrideWithoutReasonError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    if not tidy(reason):
        raise OverrideWithoutReasonError
    registration = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=registration_id)
    override, is_new = WaitingOverride.objects.get_or_create(
        registration=registration, type=type, defaults={"reason": tidy(reason), "asked_by": actor}
    )
    if not is_new and override.granted_at is None and override.reason != tidy(reason):
        override.reason, override.asked_by = tidy(reason), actor
        override.save(update_fields=["reason", "asked_by"])
    return override


@transaction.atomic
def grant_override(override_id: int, *, at: datetime, actor: User) -> WaitingOverride:
    """Let the aid be given; a granted one is returned unchanged. Raises OwnOverrideError."""
    require(actor, Action.VOID_BAST)
    override = WaitingOverride.objects.select_for_update(of=("self",), no_key=True).get(pk=override_id)
    if override.granted_at is not None:
        return override
    if override.asked_by_id == actor.pk:
        raise OwnOverrideError
    override.granted_at, override.granted_by = at, actor
    override.save(update_fields=["granted_at", "granted_by"])
    return override
