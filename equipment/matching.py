"""Decree, goods and handing over laid side by side, for one angkatan or one contract line: every number counted once.

Page, PDF and XLSX print one `Match`; what does not agree is named in `equipment.differences`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from equipment.enums import FROZEN, LIVE, HandoverStatus, SupplyKind, UnitStatus
from equipment.models import (
    DecreeRecipient,
    EquipmentType,
    EquipmentUnit,
    HandoverItem,
    Payment,
    Procurement,
    RecipientDecree,
    SupplyLine,
)
from equipment.querysets import LineQuerySet, ProcurementQuerySet, UnitQuerySet
from participants.enums import RegistrationStatus
from participants.models import Registration
from participants.querysets import RegistrationQuerySet
from training.models import TrainingSession

ISSUED = Q(handover__status=HandoverStatus.ISSUED)
GIVEN = Q(handover__status__in=FROZEN)
COMPLETE = Q(handover__status=HandoverStatus.COMPLETE)
INCOMPLETE = Q(handover__status=HandoverStatus.HANDED_OVER)
WAITING = Q(status=UnitStatus.RECEIVED)
GOOD = Q(inspected_on__isnull=False) & ~Q(status__in=[UnitStatus.DEFECTIVE, UnitStatus.WRITTEN_OFF])
DEFECTIVE = Q(status__in=[UnitStatus.DEFECTIVE, UnitStatus.WRITTEN_OFF], surplus_reason="")
REPLACEMENT = ~Q(surplus_reason="")
GRADUATED = Q(registration__status=RegistrationStatus.COMPLETED)
LEFT = ~Q(registration__status__in=[RegistrationStatus.ACCEPTED, RegistrationStatus.COMPLETED])

COLUMNS = (
    ("decreed", "Dalam SK", "Orang yang disebut SK yang berlaku, untuk jenis bantuan itu."),
    ("contracted", "Dikontrak", "Jumlah menurut kontrak dari pengadaan untuk angkatan ini."),
    ("delivered", "Diserahkan penyedia", "Jumlah pada BAST penyedia yang tidak batal."),
    ("good", "Baik", "Nomor seri yang diperiksa dan tidak rusak, juga yang sudah dialokasikan atau diserahkan."),
    ("reserved", "Dialokasikan", "Barang pada BAST yang terbit dan belum diserahkan."),
    ("given", "Diserahkan", "Barang pada BAST yang sudah diserahkan dan tidak batal."),
    ("complete", "Lengkap", "Barang pada BAST yang pindaiannya sudah diperiksa."),
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is laid side by side: all rows that belong to one angkatan, or to one contract line."""

    on: date
    procurements: ProcurementQuerySet
    units: UnitQuerySet
    items: "QuerySet[HandoverItem]"
    lines: LineQuerySet
    graduates: RegistrationQuerySet
    type_id: int | None
    session_id: int | None


@dataclass(frozen=True, slots=True)
class MatchRow:
    """The numbers of one kind of goods; None where no contract is known."""

    type: EquipmentType
    decreed: int
    contracted: int | None
    delivered: int | None
    good: int | None
    reserved: int
    given: int
    complete: int

    @property
    def labelled(self) -> tuple[tuple[str, int | None], ...]:
        """Label and number of each column."""
        return tuple((label, getattr(self, name)) for name, label, _ in COLUMNS)

    @property
    def cells(self) -> tuple[int | None, ...]:
        return tuple(getattr(self, name) for name, _, _ in COLUMNS)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the queries counted, by kind of goods (units, items, lines) and the contract lines themselves."""

    types: tuple[EquipmentType, ...]
    contracts: tuple[Any, ...]  # Procurement with what `_contracts` annotates
    units: Mapping[int, Mapping[str, int]]
    items: Mapping[int, Mapping[str, int]]
    lines: Mapping[int, Mapping[str, int]]
    unlisted: int


def session_scope(session: TrainingSession, *, on: date) -> Scope:
    """The people of the angkatan, and the contracts that are for it."""
    return Scope(
        on=on,
        procurements=Procurement.objects.filter(session=session),
        units=EquipmentUnit.objects.filter(procurement__session=session),
        items=HandoverItem.objects.filter(handover__registration__session=session),
        lines=_lines(session.pk, on),
        graduates=Registration.objects.filter(session=session, status=RegistrationStatus.COMPLETED),
        type_id=None,
        session_id=session.pk,
    )


def procurement_scope(procurement: Procurement, *, on: date) -> Scope:
    """The units of the contract line wherever they went, and the people of the angkatan it is for."""
    graduates = Registration.objects.filter(status=RegistrationStatus.COMPLETED, session=procurement.session_id)
    return Scope(
        on=on,
        procurements=Procurement.objects.filter(pk=procurement.pk),
        units=EquipmentUnit.objects.filter(procurement=procurement),
        items=HandoverItem.objects.filter(unit__procurement=procurement),
        lines=_lines(procurement.session_id, on),
        graduates=graduates if procurement.session_id else graduates.none(),
        type_id=procurement.type_id,
        session_id=procurement.session_id,
    )


def _lines(session_id: int | None, on: date) -> LineQuerySet:
    """The lines of decrees in force that name people of the angkatan, one for each kind (`type`) they are to get.

    `served` tells whether the person was given one of that kind.
    """
    given = HandoverItem.objects.filter(
        GIVEN, handover__registration=OuterRef("registration"), unit__procurement__type=OuterRef("type")
    )
    found = DecreeRecipient.objects.filter(decree__in=RecipientDecree.objects.in_force(on))
    found = found.filter(registration__session=session_id) if session_id else found.none()
    return found.annotate(type=F("decree__types")).alias(served=Exists(given))


def unnamed(on: date) -> Q:
    """Units on BASTs that count, under a decree that was amended by one that does not name the person any more."""
    named = DecreeRecipient.objects.filter(
        decree__amends=OuterRef("handover__recipient__decree"), registration=OuterRef("handover__registration")
    )
    replaced = Q(handover__recipient__decree__amended_by__in_force_from__lte=on)
    return Q(handover__status__in=LIVE) & replaced & ~Q(Exists(named))


def elsewhere(session_id: int | None) -> Q:
    """Units on BASTs that count, of people of another angkatan than the contract is for."""
    return Q(handover__status__in=LIVE) & ~Q(handover__registration__session=session_id)


def unlisted(scope: Scope) -> RegistrationQuerySet:
    """Graduates whom no decree in force names."""
    lines = DecreeRecipient.objects.filter(decree__in=RecipientDecree.objects.in_force(scope.on))
    return scope.graduates.exclude(pk__in=lines.values("registration"))


def count(scope: Scope) -> Counts:
    """Six queries at any size."""
    contracts = tuple(_contracts(scope))
    units = _by(scope.units, "procurement__type", good=GOOD, waiting=WAITING, defective=DEFECTIVE, spare=REPLACEMENT)
    conditions = {"reserved": ISSUED, "given": GIVEN, "complete": COMPLETE, "incomplete": INCOMPLETE}
    # Of an angkatan, every unit goes to its own people; of a contract that is for one, some may not.
    strays = elsewhere(scope.session_id) if scope.type_id and scope.session_id else Q(pk=None)
    items = _by(scope.items, "unit__procurement__type", unnamed=unnamed(scope.on), strays=strays, **conditions)
    waiting_people = GRADUATED & Q(served=False)
    lines = _by(scope.lines, "type", people=Q(), unserved=waiting_people, gone=LEFT & Q(served=False))
    known = {line.type_id for line in contracts} | set(units) | set(items) | set(lines)
    types = EquipmentType.objects.filter(pk__in=known & {scope.type_id} if scope.type_id else known)
    missing = unlisted(scope).count()
    return Counts(tuple(types), contracts, units, items, lines, missing)


def _by(found: Any, key: str, **conditions: Q) -> dict[int, dict[str, int]]:
    counted = {name: Count("pk", filter=condition, distinct=True) for name, condition in conditions.items()}
    return {row.pop(key): row for row in found.order_by().values(key).annotate(**counted)}


def _contracts(scope: Scope) -> ProcurementQuerySet:
    """With what the papers count, how many units there are, and what was paid by the day."""
    lines = SupplyLine.objects.filter(procurement=OuterRef("pk"), paper__voided_at=None).order_by()
    paid = Payment.objects.paid_until(scope.on).filter(procurement=OuterRef("pk")).order_by().values("procurement")
    units = EquipmentUnit.objects.filter(procurement=OuterRef("pk")).order_by().values("procurement")
    inspected = lines.filter(paper__kind=SupplyKind.INSPECTION)
    return scope.procurements.select_related("type").annotate(
        delivered=_sum(lines.filter(paper__kind=SupplyKind.DELIVERY), Sum("quantity")),
        counted=_sum(inspected, Sum("quantity")),
        counted_defective=_sum(inspected, Sum("defective")),
        recorded=Coalesce(Subquery(units.annotate(n=Count("pk")).values("n")), 0),
        good_units=Coalesce(Subquery(units.filter(GOOD).annotate(n=Count("pk")).values("n")), 0),
        paid=Coalesce(Subquery(paid.annotate(n=Sum("amount")).values("n")), 0),
    )


def _sum(lines: "QuerySet[SupplyLine]", sum_: Sum) -> Coalesce:
    return Coalesce(Subquery(lines.values("procurement").annotate(n=sum_).values("n")), 0)


def match_rows(counts: Counts) -> list[MatchRow]:
    return [_row(one, counts) for one in counts.types]


def _row(kind: EquipmentType, counts: Counts) -> MatchRow:
    contracts = [line for line in counts.contracts if line.type_id == kind.pk]
    units, items = counts.units.get(kind.pk, {}), counts.items.get(kind.pk, {})
    return MatchRow(
        type=kind,
        decreed=counts.lines.get(kind.pk, {}).get("people", 0),
        contracted=sum(line.quantity for line in contracts) if contracts else None,
        delivered=sum(line.delivered for line in contracts) if contracts else None,
        good=units.get("good", 0) if contracts else None,
        reserved=items.get("reserved", 0),
        given=items.get("given", 0),
        complete=items.get("complete", 0),
    )
