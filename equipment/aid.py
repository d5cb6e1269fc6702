"""Aid of a kind that a person or household already has within the waiting period, from us or from elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from accounts.access import Action, require
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
    given = (
        HandoverItem.objects.filter(is_binding=True, unit__procurement__type__in=types)
        .filter(
            Q(handover__registration__participant__in=people)
            | (Q(handover__kk_number=kk_number) if kk_number else Q(pk=None))
        )
        .exclude(handover=apart_from)
        .annotate(
            kind=F("unit__procurement__type"),
            kind_name=F("unit__procurement__type__name"),
            day=Coalesce("handover__handed_over_on", "handover__dated_on"),
            person=F("handover__registration__participant"),
            person_name=F("handover__registration__participant__name"),
            told=F("handover__number__text"),
        )
        .filter(day__gt=since)
    )
    earlier = EarlierAid.objects.filter(participant__in=people, type__in=types, given_on__gt=since).annotate(
        kind=F("type"),
        kind_name=F("type__name"),
        day=F("given_on"),
        person=F("participant"),
        person_name=F("participant__name"),
        told=F("source"),
    )
    columns = ("kind", "kind_name", "day", "person", "person_name", "told")
    rows = given.order_by().values_list(*columns).union(earlier.order_by().values_list(*columns), all=True)
    return tuple(Aid(*row) for row in sorted(rows, key=lambda row: row[2], reverse=True))


@transaction.atomic
def record_earlier_aid(
    participant_id: int, *, type: EquipmentType, given_on: date, source: str, on: date, actor: User
) -> EarlierAid:
    """Take down aid from elsewhere; the same again gives the row that is there. Raises AidInFutureError."""
    require(actor, Action.MANAGE_EQUIPMENT)
    if given_on > on:
        raise AidInFutureError
    participant = Participant.objects.select_for_update(of=("self",), no_key=True).get(pk=participant_id)
    aid, _ = EarlierAid.objects.get_or_create(
        participant=participant, type=type, given_on=given_on, source=tidy(source), defaults={"recorded_by": actor}
    )
    return aid
