"""Goods, decrees, BASTs."""

from datetime import date

import factory

from equipment.enums import HandoverStatus, SupplyKind, UnitStatus
from equipment.models import (
    DecreeRecipient,
    EquipmentType,
    EquipmentUnit,
    Handover,
    HandoverItem,
    Payment,
    Procurement,
    RecipientDecree,
    SupplyLine,
    SupplyPaper,
)
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperFactory, PaperNumberFactory, SignatoryFactory
from tests.participants.factories import graduated_registration
from tests.training.factories import DAY, NOW, FundingSourceFactory


class EquipmentTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = EquipmentType
        django_get_or_create = ["name"]

    name = "Mesin jahit portabel"


class ProcurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Procurement

    contract_number = "027/15/2025"
    contract_date = date(2025, 7, 15)
    supplier = "CV Contoh Jaya"
    funding_source = factory.SubFactory(FundingSourceFactory)
    budget_account = "5.1.02.01.01.0039"
    type = factory.SubFactory(EquipmentTypeFactory)
    model_name = "Contoh JM-100"
    quantity = 20
    unit_price = 2_500_000


class UnitFactory(factory.django.DjangoModelFactory):
    """Received, not yet inspected."""

    class Meta:
        model = EquipmentUnit

    procurement = factory.SubFactory(ProcurementFactory)
    serial_number = factory.Sequence(lambda n: f"JM100-250731-{n:04d}")
    received_on = DAY
    received_by = factory.SubFactory(UserFactory)


def available_unit(**kwargs) -> EquipmentUnit:
    """Inspected and ready."""
    unit = UnitFactory(**kwargs)
    unit.status, unit.inspected_on, unit.inspected_by = UnitStatus.AVAILABLE, DAY, UserFactory()
    unit.save(update_fields=["status", "inspected_on", "inspected_by"])
    return unit


class DecreeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecipientDecree
        skip_postgeneration_save = True

    number = factory.SubFactory(PaperNumberFactory, year=factory.SelfAttribute("..issued_on.year"))
    issued_on = DAY
    in_force_from = DAY
    title = "Penetapan Penerima Bantuan Peralatan Kerja"
    recorded_by = factory.SubFactory(UserFactory)

    @factory.post_generation
    def types(self, create, extracted, **kwargs):
        if create:
            self.types.set(extracted or [EquipmentTypeFactory()])


class DecreeRecipientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DecreeRecipient

    decree = factory.SubFactory(DecreeFactory)
    registration = factory.LazyFunction(graduated_registration)
    position = factory.Sequence(lambda n: n + 1)


class HandoverFactory(factory.django.DjangoModelFactory):
    """A draft; issue it with the rule (equipment.handover)."""

    class Meta:
        model = Handover

    recipient = factory.SubFactory(DecreeRecipientFactory)
    registration = factory.SelfAttribute("recipient.registration")
    place = "Kelurahan Landasan Ulin Selatan"
    dated_on = DAY
    signatory = factory.SubFactory(SignatoryFactory)
    created_by = factory.SubFactory(UserFactory)


def draft_with_unit(**kwargs) -> Handover:
    handover = HandoverFactory(**kwargs)
    HandoverItem.objects.create(handover=handover, unit=available_unit())
    return handover


def issue_by_hand(handover: Handover | None = None) -> Handover:
    """What issuing leaves in the database, step by step, for tests of other rules."""
    handover = handover or draft_with_unit()
    for item in handover.items.all():
        HandoverItem.objects.filter(pk=item.pk).update(is_binding=True)
        EquipmentUnit.objects.filter(pk=item.unit_id).update(status=UnitStatus.RESERVED)
    paper = PaperFactory(dated_on=handover.dated_on)
    handover.number, handover.paper, handover.issued_at = paper.number, paper, NOW
    handover.status, handover.kk_number = HandoverStatus.ISSUED, handover.registration.participant.kk_number
    handover.save(update_fields=["number", "paper", "issued_at", "status", "kk_number"])
    return handover


class SupplyPaperFactory(factory.django.DjangoModelFactory):
    """A supplier's BAST of all 20 units; `line` says of which contract line and how many."""

    class Meta:
        model = SupplyPaper
        skip_postgeneration_save = True

    kind = SupplyKind.DELIVERY
    number = factory.Sequence(lambda n: f"{n + 1:03d}/BAST-P/2025")
    dated_on = date(2025, 7, 31)
    from_whom = factory.Maybe("is_inspection", "", "CV Contoh Jaya")
    to_whom = factory.Maybe("is_inspection", "", "PPK, Rahmad Hidayat")
    examiners = factory.Maybe("is_inspection", "Noor Aida\nSyamsul Bahri", "")
    recorded_by = factory.SubFactory(UserFactory)

    class Params:
        is_inspection = factory.LazyAttribute(lambda paper: paper.kind == SupplyKind.INSPECTION)

    @factory.post_generation
    def line(self, create, extracted, **kwargs):
        if create:
            procurement = kwargs.pop("procurement", None) or ProcurementFactory()
            SupplyLine.objects.create(paper=self, procurement=procurement, **{"quantity": 20, **kwargs})


class PaymentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Payment

    procurement = factory.SubFactory(ProcurementFactory)
    sp2d_number = factory.Sequence(lambda n: f"SP2D/{n + 1:04d}/2025")
    paid_on = date(2025, 8, 20)
    amount = 50_000_000
    recorded_by = factory.SubFactory(UserFactory)
