"""All that is known about one handover, read in few queries: the panel, the paper and the rules look at the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf, Trim

from documents.enums import PaperKind, WaitingRule
from documents.models import Office, Wording
from documents.wording import BastWording
from equipment.aid import Aid, aid_within, waiting_since
from equipment.enums import HandoverStatus
from equipment.handover_locks import HandoverGoneError
from equipment.models import DecreeRecipient, Handover, HandoverItem, RecipientDecree, WaitingOverride
from equipment.querysets import HandoverQuerySet
from participants.models import Participant
from training.models import TrainingSession

RELATED = (
    *("registration__participant__kelurahan__kecamatan", "registration__session__program", "registration__graduation"),
    *("recipient__decree__number", "recipient__decree__amended_by__number", "signatory", "number", "paper", "scan"),
    *("scan_uploaded_by", "checked_by", "voided_by", "paper__created_by"),
)


def name_of(user: str) -> Coalesce:
    """What `str(user)` says, in SQL: the full name, else the user name; empty where there is nobody."""
    full = Trim(Concat(f"{user}__first_name", Value(" "), f"{user}__last_name"))
    return Coalesce(NullIf(full, Value("")), f"{user}__username", Value(""))


# Rides along with the handover instead of being a query of its own.
OVERRIDES = (
    WaitingOverride.objects.filter(registration=OuterRef("registration"))
    .order_by("pk")
    .values(
        row=JSONObject(
            pk="pk",
            type_id="type_id",
            reason="reason",
            asked_by_id="asked_by_id",
            asked_by=name_of("asked_by"),
            granted_by=name_of("granted_by"),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Override:
    """An exception from the waiting period: asked for by one; `granted_by` another, empty while it waits."""

    pk: int
    type_id: int
    reason: str
    asked_by_id: int
    asked_by: str
    granted_by: str


@dataclass(frozen=True, slots=True)
class Case:
    """One handover with its units; `aids` is what forbids it, `overrides` what may permit it nevertheless."""

    handover: Handover
    items: tuple[HandoverItem, ...]
    foreign_types: frozenset[str]  # kinds among the units that the decree does not grant
    is_named_again: bool  # by the decree that amends this one, if there is any
    aids: tuple[Aid, ...]
    overrides: tuple[Override, ...]
    office: Office
    wording: BastWording

    @property
    def participant(self) -> Participant:
        return self.handover.registration.participant

    @property
    def session(self) -> TrainingSession:
        return self.handover.registration.session

    @property
    def decree(self) -> RecipientDecree:
        return self.handover.recipient.decree

    @property
    def type_ids(self) -> frozenset[int]:
        return frozenset(item.unit.procurement.type_id for item in self.items)

    @property
    def type_names(self) -> tuple[str, ...]:
        """The kind of each unit, in the order of the units."""
        return tuple(item.unit.procurement.type.name for item in self.items)

    @property
    def total(self) -> int:
        """Whole rupiah of all units."""
        return sum(item.unit.procurement.unit_price for item in self.items)

    def override_for(self, type_id: int) -> Override | None:
        """What permits this kind to be given again: granted, or with a reason where the office is content with one."""
        content = self.office.waiting_rule == WaitingRule.REASON
        return next((o for o in self.overrides if o.type_id == type_id and (o.granted_by or content)), None)


def load_case(handover_id: int, among: HandoverQuerySet | None = None) -> Case:
    """The case as it stands now; earlier aid, looked up for a draft, is that within the waiting period before its date.

    Raises HandoverGoneError when it is not `among` those a user may see.
    """
    handover = load_handover(handover_id, Handover.objects.all() if among is None else among)
    granted = RecipientDecree.types.through.objects.filter(
        recipientdecree=OuterRef("handover__recipient__decree"), equipmenttype=OuterRef("unit__procurement__type")
    )
    items = list(
        handover.items.select_related("unit__procurement__type", "unit__procurement__funding_source")
        .annotate(is_granted=Exists(granted))
        .order_by("position", "pk")
    )
    newest_words = Wording.objects.newest_first(PaperKind.BAST).values("parts")[:1]
    office = Office.objects.annotate(words=Subquery(newest_words)).get()
    aids = aids_against(handover, items, office) if handover.status == HandoverStatus.DRAFT else ()
    return Case(
        handover=handover,
        items=tuple(items),
        foreign_types=frozenset(item.unit.procurement.type.name for item in items if not item.is_granted),
        is_named_again=handover.is_named_again,  # type: ignore[attr-defined]
        aids=aids,
        overrides=tuple(Override(**row) for row in handover.asked),  # type: ignore[attr-defined]
        office=office,
        wording=BastWording.from_texts(office.words),
    )


def load_handover(handover_id: int, among: HandoverQuerySet) -> Handover:
    """With all that the panel and the paper name. Raises HandoverGoneError."""
    again = DecreeRecipient.objects.filter(
        decree__amends=OuterRef("recipient__decree"), registration=OuterRef("registration")
    )
    related = among.select_related(*RELATED).defer("paper__data", "scan__content")
    told = related.annotate(asked=ArraySubquery(OVERRIDES), is_named_again=Exists(again))
    if (handover := told.filter(pk=handover_id).first()) is None:
        raise HandoverGoneError
    return handover


def aids_against(handover: Handover, items: Iterable[HandoverItem], office: Office) -> tuple[Aid, ...]:
    """What the person or the household has of the kinds on this draft."""
    return aid_within(
        {item.unit.procurement.type_id for item in items},
        participant_id=handover.registration.participant_id,
        kk_number=handover.registration.participant.kk_number,
        since=waiting_since(handover.dated_on, office.waiting_years),
        apart_from=handover.pk,
    )
