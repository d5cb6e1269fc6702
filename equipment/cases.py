"""All that is known about one handover, read in few queries: the panel, the paper and the rules look at the same."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from documents.enums import PaperKind, WaitingRule
from documents.letterhead import office_for
from documents.models import Office
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


@dataclass(frozen=True, slots=True)
class Case:
    """One handover with its units; `aids` is what forbids it, `overrides` what may permit it nevertheless.

    Of a draft these are the exceptions that no BAST has used up; of a BAST those it was issued by.
    """

    handover: Handover
    items: tuple[HandoverItem, ...]
    foreign_types: frozenset[str]  # kinds among the units that the decree does not grant
    is_named_again: bool  # by the decree that amends this one, if there is any
    aids: tuple[Aid, ...]
    overrides: tuple[WaitingOverride, ...]
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

    def override_for(self, type_id: int) -> WaitingOverride | None:
        """What permits this kind to be given again: granted, or with a reason where the office is content with one."""
        of_kind = [override for override in self.overrides if override.type_id == type_id]
        if granted := next((override for override in of_kind if override.granted_by), None):
            return granted
        return next(iter(of_kind), None) if self.office.waiting_rule == WaitingRule.REASON else None

    @property
    def needed_overrides(self) -> tuple[WaitingOverride, ...]:
        """By which the aid is given nevertheless, one for each kind that is forbidden otherwise."""
        found = (self.override_for(type_id) for type_id in dict.fromkeys(aid.type_id for aid in self.aids))
        return tuple(override for override in found if override is not None)

    @property
    def unasked_types(self) -> frozenset[int]:
        """Kinds that are forbidden and for which nobody has asked an exception yet."""
        return frozenset(aid.type_id for aid in self.aids) - {override.type_id for override in self.overrides}


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
    office = office_for(PaperKind.BAST).get()
    aids = aids_against(handover, items, office) if handover.status == HandoverStatus.DRAFT else ()
    return Case(
        handover=handover,
        items=tuple(items),
        foreign_types=frozenset(item.unit.procurement.type.name for item in items if not item.is_granted),
        is_named_again=handover.is_named_again,  # type: ignore[attr-defined]
        aids=aids,
        overrides=overrides_of(handover),
        office=office,
        wording=BastWording.from_texts(office.words),
    )


def load_handover(handover_id: int, among: HandoverQuerySet) -> Handover:
    """With all that the panel and the paper name. Raises HandoverGoneError."""
    again = DecreeRecipient.objects.filter(
        decree__amends=OuterRef("recipient__decree"), registration=OuterRef("registration")
    )
    people = WaitingOverride.objects.select_related("asked_by", "granted_by", "handover").order_by("pk")
    related = among.select_related(*RELATED).defer("paper__data", "scan__content")
    told = related.prefetch_related(Prefetch("registration__waiting_overrides", people))
    if (handover := told.annotate(is_named_again=Exists(again)).filter(pk=handover_id).first()) is None:
        raise HandoverGoneError
    return handover


def overrides_of(handover: Handover) -> tuple[WaitingOverride, ...]:
    """Of one loaded by `load_handover`: what its draft may use, or what it was issued by."""
    asked = handover.registration.waiting_overrides.all()
    if handover.status != HandoverStatus.DRAFT:
        return tuple(override for override in asked if override.handover_id == handover.pk)
    free = (None, HandoverStatus.VOIDED)
    return tuple(one for one in asked if (one.handover and one.handover.status) in free)


def aids_against(handover: Handover, items: Iterable[HandoverItem], office: Office) -> tuple[Aid, ...]:
    """What the person or the household has of the kinds on this draft."""
    return aid_within(
        {item.unit.procurement.type_id for item in items},
        participant_id=handover.registration.participant_id,
        kk_number=handover.registration.participant.kk_number,
        since=waiting_since(handover.dated_on, office.waiting_years),
        apart_from=handover.pk,
    )
