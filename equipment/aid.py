"""Aid of a kind that a person or household already has within the waiting period, from us or from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.access import Action, ForbiddenError, require
from accounts.models import User
from equipment.bast import months_after
from equipment.models import EarlierAid, EquipmentType, HandoverItem
from participants.models import Participant
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from tkm.lib.text import tidy


@dataclass(frozen=True, slots=True)
class Aid:
    """One thing that was given: who has it, since when, and by which paper or from whom."""

    type_id: int
    type_name: str
    given_on: date
    person_id: int
    person_name: str
    source: str

    def told(self, *, of: int) -> str:
        """`Sudah menerima mesin jahit pada 4 September 2025 (BAST …)`; who of the household, when it is another."""
        what = f"menerima {self.type_name.lower()} pada {tanggal(self.given_on)} ({self.source})"
        return f"Sudah {what}" if self.person_id == of else f"{self.person_name}, satu KK, sudah {what}"


class AidInFutureError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tanggal bantuan belum tiba. Tulis tanggal bantuan itu diterima.", field="given_on")


def waiting_since(on: date, years: int) -> date:
    """Aid given after this day still counts on the day `on`; a trigger counts the same way."""
    return months_after(on, -12 * years)


def aid_within(
    types: Iterable[int], *, participant_id: int, kk_number: str, since: date, apart_from: int
) -> tuple[Aid, ...]:
    """What the person, or somebody of the household `kk_number`, was given after `since`, the newest first.

    `apart_from` is the handover that is asked for. One query; an empty `kk_number` is nobody's household.
    """
    household = Q(pk=participant_id) | (Q(kk_number=kk_number) if kk_number else Q())
    people = Participant.objects.filter(household)
    issued_to = Q(handover__registration__participant__in=people)
    if kk_number:
        issued_to |= Q(handover__kk_number=kk_number)  # as it was when that BAST was issued
    ours = HandoverItem.objects.filter(issued_to, is_binding=True).exclude(handover=apart_from)
    elsewhere = EarlierAid.objects.filter(participant__in=people)
    rows = given_by_us(ours, types, since).union(given_elsewhere(elsewhere, types, since), all=True)
    return tuple(Aid(*row) for row in sorted(rows, key=lambda row: row[2], reverse=True))


def given_by_us(items: QuerySet[HandoverItem], types: Iterable[int], since: date) -> Any:
    """The columns of Aid; a BAST that is not handed over yet counts from its date."""
    return (
        items.annotate(day=Coalesce("handover__handed_over_on", "handover__dated_on"))
        .filter(unit__procurement__type__in=types, day__gt=since)
        .order_by()
        .values_list(
            "unit__procurement__type",
            "unit__procurement__type__name",
            "day",
            "handover__registration__participant",
            "handover__registration__participant__name",
            "handover__number__text",
        )
    )


def given_elsewhere(aids: QuerySet[EarlierAid], types: Iterable[int], since: date) -> Any:
    """The columns of Aid."""
    found = aids.filter(type__in=types, given_on__gt=since).order_by()
    return found.values_list("type", "type__name", "given_on", "participant", "participant__name", "source")


def refuse_aid_in_future(given_on: date, *, on: date) -> None:
    """Raises AidInFutureError."""
    if given_on > on:
        raise AidInFutureError


@transaction.atomic
def record_earlier_aid(
    participant_id: int, *, type: EquipmentType, given_on: date, source: str, on: date, actor: User
) -> EarlierAid:
    """Take down aid from elsewhere; the same again gives the row that is there.

    Raises AidInFutureError, ForbiddenError beyond the actor's reach.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    refuse_aid_in_future(given_on, on=on)
    people = Participant.objects.visible_to(actor, Action.MANAGE_EQUIPMENT)
    participant = people.select_for_update(of=("self",), no_key=True).filter(pk=participant_id).first()
    if participant is None:
        raise ForbiddenError(Action.MANAGE_EQUIPMENT)
    aid, _ = EarlierAid.objects.get_or_create(
        participant=participant, type=type, given_on=given_on, source=tidy(source), defaults={"recorded_by": actor}
    )
    return aid
