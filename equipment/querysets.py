"""Reading units, decrees and handovers."""

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import (
    Case,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Reverse

from accounts.access import Action, may
from documents.models import Office, PaperNumber
from equipment.enums import EVER_ISSUED, LIVE, DecreeState, HandoverStatus, UnitStatus
from equipment.serials import SerialRefusedError, serial_key
from participants.enums import RegistrationStatus
from participants.models import Participant, Registration
from participants.querysets import number_typed
from tkm.lib.db import how_many
from training.models import TrainingSession
from training.querysets import within_reach

if TYPE_CHECKING:
    from accounts.models import User
    from equipment.models import (
        DecreeRecipient,
        EquipmentUnit,
        Handover,
        Payment,
        Procurement,
        RecipientDecree,
        SupplyPaper,
        WaitingOverride,
    )

# What a BAST that was handed over still needs: the scan (none yet, or it was refused), then a second person's look.
# `Handover.awaits_scan` and `.awaits_check` say the same of one row.
AWAITS_SCAN = Q(status=HandoverStatus.HANDED_OVER) & (Q(scan=None) | ~Q(scan_refusal=""))
AWAITS_CHECK = Q(status=HandoverStatus.HANDED_OVER, scan__isnull=False, scan_refusal="")


def to_check(user: "User") -> Q:
    """The scans that wait to be checked; without the user's own, where the user is one who checks."""
    return AWAITS_CHECK & ~Q(scan_uploaded_by=user.pk) if may(user, Action.CHECK_SCAN) else AWAITS_CHECK


def of_visible(user: "User", action: Action) -> Q:
    """Whether the row's registration is one the user may do `action` on; asked of nobody who may on all of them."""
    seen = Registration.objects.visible_to(user, action)
    return Q(registration__in=seen) if within_reach(user, action) else Q()


class ProcurementQuerySet(models.QuerySet["Procurement"]):
    def matching(self, typed: str) -> Self:
        """By any part of the contract's number, the supplier or the model."""
        if not typed:
            return self
        return self.filter(
            Q(contract_number__icontains=typed) | Q(supplier__icontains=typed) | Q(model_name__icontains=typed)
        )

    def for_list(self) -> Self:
        """With kind, fund source, and how many units came and still wait for inspection."""
        units: Any = self.model._meta.get_field("units").related_model
        waiting = units.objects.with_status(UnitStatus.RECEIVED)
        counted = self.annotate(
            received=how_many(units.objects.all(), "procurement"), waiting=how_many(waiting, "procurement")
        )
        return counted.select_related("type", "funding_source").order_by("-contract_date", "-pk")

    def years(self) -> list[int]:
        """The years that have contracts, the newest first."""
        found = self.order_by("-contract_date__year").values_list("contract_date__year", flat=True)
        return list(found.distinct())

    def with_session_for(self, user: "User") -> Self:
        """With the angkatan the goods are for; `is_session_seen` says whether `user` may know it."""
        seen = TrainingSession.objects.visible_to(user).filter(pk=OuterRef("session"))
        return self.select_related("session__program").annotate(is_session_seen=Exists(seen))

    def of_contract(self, procurement: "Procurement") -> Self:
        """The lines of this line's contract: same number, day and supplier, in the order of recording."""
        same = {name: getattr(procurement, name) for name in ("contract_number", "contract_date", "supplier")}
        return self.filter(**same).select_related("type").order_by("pk")


class SupplyPaperQuerySet(models.QuerySet["SupplyPaper"]):
    def standing(self) -> Self:
        """Not void."""
        return self.filter(voided_at=None)

    def of(self, procurement: "Procurement") -> Self:
        return self.filter(lines__procurement=procurement)


class PaymentQuerySet(models.QuerySet["Payment"]):
    def standing(self) -> Self:
        """Not void."""
        return self.filter(voided_at=None)

    def paid_until(self, on: date) -> Self:
        """What had been paid by the end of that day: of this every "realisasi" is made."""
        return self.standing().filter(paid_on__lte=on)


class UnitQuerySet(models.QuerySet["EquipmentUnit"]):
    def with_status(self, status: str) -> Self:
        return self.filter(status=status) if status in UnitStatus.values else self

    def with_serial(self, typed: str) -> Self:
        """Those whose number begins or ends as typed, look-alikes included; all of them when nothing was typed."""
        if not typed.strip():
            return self
        try:
            key = serial_key(typed)
        except SerialRefusedError:
            return self.none()
        found = self.alias(from_the_end=Reverse("serial_key"))
        return found.filter(Q(serial_key__startswith=key) | Q(from_the_end__startswith=key[::-1]))

    def waiting_first(self) -> Self:
        """Those that nobody has inspected yet, then the others, each by serial number."""
        return self.order_by(Case(When(status=UnitStatus.RECEIVED, then=0), default=1), "serial_number")

    def within_contract(self) -> Self:
        """Those that count towards the contract's quantity: all but the ones taken in beyond it, with a reason."""
        return self.filter(surplus_reason="")

    def count_by_status(self) -> dict[str, int]:
        """How many there are in each status that occurs."""
        return dict(self.order_by().values_list("status").annotate(units=Count("pk")))

    def ready(self) -> Self:
        """Inspected and free to be given."""
        return self.filter(status=UnitStatus.AVAILABLE)

    def not_on_a_draft(self) -> Self:
        """Not meant for anybody yet."""
        return self.exclude(handover_items__handover__status=HandoverStatus.DRAFT)

    def for_list(self) -> Self:
        return self.select_related("procurement__type")


class DecreeQuerySet(models.QuerySet["RecipientDecree"]):
    def in_force(self, on: date) -> Self:
        """In force on the day, and not replaced by an amending decree that is."""
        return self.filter(in_force_from__lte=on).exclude(amended_by__in_force_from__lte=on)

    def in_state(self, state: str, on: date) -> Self:
        """Those that `RecipientDecree.state(on)` gives `state`; all of them when it is not one of ours."""
        match state:
            case DecreeState.IN_FORCE:
                return self.in_force(on)
            case DecreeState.NOT_YET:
                return self.filter(in_force_from__gt=on)
            case DecreeState.REPLACED:
                return self.filter(amended_by__in_force_from__lte=on)
        return self

    def matching(self, typed: str) -> Self:
        """By parts of the number, or any part of what the decree is about."""
        numbered = Q(number__in=PaperNumber.objects.numbered(typed))
        return self.filter(numbered | Q(title__icontains=typed)) if typed else self

    def for_list(self) -> Self:
        """With number, successor, kinds of aid and the length of the list: the same queries at any length."""
        loaded = self.select_related("number", "amended_by__number").prefetch_related("types")
        lines: Any = self.model._meta.get_field("recipients").related_model
        return loaded.annotate(people=how_many(lines.objects.all(), "decree")).order_by("-issued_on", "-pk")

    def with_figures(self) -> Self:
        """Annotated over the whole list: `people`, `graduates`, `given` (a BAST counts), `issued` (one ever was)."""
        graduated = Q(recipients__registration__status=RegistrationStatus.COMPLETED)
        conditions = {
            "people": Q(),
            "graduates": graduated,
            "given": Q(recipients__handovers__status__in=LIVE),
            "issued": Q(recipients__handovers__status__in=EVER_ISSUED),
        }
        counted = {name: Count("recipients", filter=where, distinct=True) for name, where in conditions.items()}
        return self.annotate(**counted)


class LineQuerySet(models.QuerySet["DecreeRecipient"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        return self.filter(of_visible(user, action))

    def with_people(self) -> Self:
        """With person and angkatan, in the order of the list."""
        people = ("registration__participant__kelurahan", "registration__session__program")
        return self.select_related(*people).order_by("position")

    def for_annex(self) -> Self:
        """With all that the decree's annex prints, in the order of the list."""
        return self.with_people().select_related("registration__participant__kelurahan__kecamatan")

    def for_editing(self) -> Self:
        """With people, and `papers`: the numbers of their BASTs, or that there is a draft; None holds nobody back."""
        number = Coalesce("handovers__number__text", Value("Draf BAST"))
        numbers = StringAgg(number, ", ", filter=Q(handovers__isnull=False), order_by="handovers__pk")
        return self.with_people().annotate(papers=numbers)

    def for_list(self) -> Self:
        """With people and their BASTs."""
        papers = self.model._meta.get_field("handovers").related_model._default_manager.select_related("number")
        return self.with_people().prefetch_related(Prefetch("handovers", papers))


class OverrideQuerySet(models.QuerySet["WaitingOverride"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        return self.filter(of_visible(user, action))

    def unused(self) -> Self:
        """Those by which a BAST can still be issued: used by none, or by one that is void."""
        return self.filter(Q(handover=None) | Q(handover__status=HandoverStatus.VOIDED))


class HandoverQuerySet(models.QuerySet["Handover"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        return self.filter(of_visible(user, action))

    def with_status(self, status: str) -> Self:
        return self.filter(status=status) if status in HandoverStatus.values else self

    def drafts(self) -> Self:
        return self.filter(status=HandoverStatus.DRAFT)

    def standing(self) -> Self:
        """Not void: a draft, or a BAST that counts."""
        return self.exclude(status=HandoverStatus.VOIDED)

    def live(self) -> Self:
        """Issued and not void: the unit counts as this person's."""
        return self.filter(status__in=LIVE)

    def matching(self, typed: str) -> Self:
        """By the recipient's name, parts of the number, or the beginning of a serial number.

        Nobody is found by digits: what is looked for here stands in the address (docs/decisions/0005).
        """
        if not typed:
            return self
        found = [Q(number__in=PaperNumber.objects.numbered(typed))]
        if number_typed(typed) is None:
            found.append(Q(registration__participant__in=Participant.objects.matching(typed)))
        with suppress(SerialRefusedError):
            found.append(Q(items__unit__serial_key__startswith=serial_key(typed)))
        first, *others = (self.model._base_manager.filter(way).order_by().values("pk") for way in found)
        return self.filter(pk__in=first.union(*others))  # each way by its own index; joined by OR, by none

    def with_due_days(self) -> Self:
        """Annotated with `due_days`, the office's time for bringing back the signed paper."""
        return self.annotate(due_days=Subquery(Office.objects.values("scan_due_days")[:1]))

    def due_for(self, need: str, on: date, user: "User") -> Self:
        """Only those that need this now: an upload, a late one, a check, another scan; all for any other word."""
        match need:
            case "unggah":
                return self.filter(AWAITS_SCAN)
            case "terlambat":
                last_day = ExpressionWrapper(Value(on) - F("due_days"), output_field=DateField())
                return self.with_due_days().filter(AWAITS_SCAN, handed_over_on__lt=last_day)
            case "periksa":
                return self.filter(to_check(user))
            case "ditolak":
                return self.filter(AWAITS_SCAN).exclude(scan_refusal="")
        return self

    def for_stack(self) -> Self:
        """With people, serials and the bytes of the last printing, in the order of the class."""
        read = self.for_list().select_related("registration__participant__kelurahan", "paper__file")
        return read.defer("paper__data").order_by("registration__seat_number", "pk")

    def for_list(self) -> Self:
        """With all that one row shows, `due_days` and `serials` (one a line) too."""
        items: Any = self.model._meta.get_field("items").related_model
        own = items.objects.filter(handover=OuterRef("pk")).order_by().values("handover")
        serials = own.annotate(all=StringAgg("unit__serial_number", "\n", order_by=["position", "pk"])).values("all")
        related = ("registration__participant__kelurahan", "registration__session__program", "number")
        return self.select_related(*related).with_due_days().annotate(serials=Subquery(serials))
