"""Exceptions from the waiting period: asked for by one, granted by another."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.access import Action, ForbiddenError, require
from accounts.models import User
from equipment.handover_locks import lock_registration
from equipment.models import EquipmentType, Handover, WaitingOverride
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.text import tidy


class OverrideWithoutReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis mengapa bantuan ini tetap perlu diberikan.", field="reason")


class OwnOverrideError(DomainError):
    def __init__(self) -> None:
        super().__init__("Pengecualian ini Anda minta sendiri. Minta pejabat lain memberikannya.")


class ReasonChangedError(StaleError):
    """Somebody wrote another reason since the page was opened on which the exception was to be granted."""

    def __init__(self) -> None:
        DomainError.__init__(
            self, "Alasannya sudah diubah sejak halaman ini dibuka. Baca alasan yang sekarang, lalu putuskan lagi."
        )


@transaction.atomic
def ask_override(registration_id: int, type: EquipmentType, *, reason: str, actor: User) -> WaitingOverride:
    """Ask that this person gets aid of this kind again; while it waits, asking again gives it another reason.

    One that is granted and not used up is returned unchanged; a used one makes room for another. Raises
    OverrideWithoutReasonError, ForbiddenError beyond the actor's reach.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    if not tidy(reason):
        raise OverrideWithoutReasonError
    registration = lock_registration(registration_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    asked = WaitingOverride.objects.select_for_update(of=("self",), no_key=True).filter(type=type)
    unused = list(asked.filter(registration=registration).unused().order_by("pk"))
    if granted := next((override for override in unused if override.granted_at is not None), None):
        return granted
    waiting = next((override for override in unused if override.handover_id is None), None)
    if waiting is None:
        return WaitingOverride.objects.create(registration=registration, type=type, reason=tidy(reason), asked_by=actor)
    if waiting.reason != tidy(reason):
        waiting.reason, waiting.asked_by = tidy(reason), actor
        waiting.save(update_fields=["reason", "asked_by", "updated_at"])
    return waiting


@transaction.atomic
def grant_override(override_id: int, *, version: str, at: datetime, actor: User) -> WaitingOverride:
    """Let the aid be given once, for the reason that the page of this `version` showed; a granted one is unchanged.

    Raises OwnOverrideError, ReasonChangedError, ForbiddenError beyond the actor's reach.
    """
    require(actor, Action.VOID_BAST)
    visible = WaitingOverride.objects.visible_to(actor, Action.VOID_BAST)
    override = visible.select_for_update(of=("self",), no_key=True).filter(pk=override_id).first()
    if override is None:
        raise ForbiddenError(Action.VOID_BAST)
    if override.granted_at is not None:
        return override
    if override.asked_by_id == actor.pk:
        raise OwnOverrideError
    if override.version != version:
        raise ReasonChangedError
    override.granted_at, override.granted_by = at, actor
    override.save(update_fields=["granted_at", "granted_by", "updated_at"])
    return override


def use_up(overrides: Iterable[WaitingOverride], handover: Handover) -> None:
    """Bind exceptions to the one BAST that is being issued by them; the caller holds the registration's lock."""
    for override in overrides:
        override.handover = handover
        override.save(update_fields=["handover", "updated_at"])
