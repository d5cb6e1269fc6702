"""What the database itself refuses of papers and payments: each guard, by plain SQL or in bulk."""

from datetime import date

import pytest

from equipment.enums import SupplyKind
from equipment.models import Payment, Procurement, SupplyLine, SupplyPaper
from tests.accounts.factories import UserFactory
from tests.equipment.factories import PaymentFactory, ProcurementFactory, SupplyPaperFactory
from tests.equipment.judged import refused_by, sql
from tests.training.factories import NOW

pytestmark = pytest.mark.django_db
K = SupplyKind
EARLY = date(2025, 7, 20)


def void(row) -> None:
    values = {"voided_at": NOW, "voided_by": UserFactory(), "void_reason": "salah"}
    type(row).objects.filter(pk=row.pk).update(**values)


def change(row, **values) -> None:
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def test_a_paper_is_not_dated_before_its_contract():
    with refused_by("supply_paper_after_contract"):
        SupplyPaperFactory(dated_on=date(2025, 7, 14), reason="tetap")
    paper = SupplyPaperFactory()
    with refused_by("supply_paper_after_contract"):
        change(paper, dated_on=date(2025, 7, 14))
    with refused_by("supply_paper_after_contract"):
        change(paper.lines.get().procurement, contract_date=date(2025, 8, 1))


def test_papers_out_of_order_carry_a_reason():
    procurement = ProcurementFactory()
    SupplyPaperFactory(line__procurement=procurement)
    with refused_by("supply_papers_in_order"):
        SupplyPaperFactory(kind=K.INSPECTION, dated_on=EARLY, line__procurement=procurement)
    inspection = SupplyPaperFactory(kind=K.INSPECTION, line__procurement=procurement)
    with refused_by("supply_papers_in_order"):
        change(inspection, dated_on=EARLY)
    change(inspection, dated_on=EARLY, reason="diperiksa di gudang penyedia")
    other = ProcurementFactory()
    SupplyPaperFactory(kind=K.RELEASE, dated_on=EARLY, line__procurement=other)
    with refused_by("supply_papers_in_order"):
        SupplyPaperFactory(line__procurement=other)


def test_counts_stay_within_the_contract_or_carry_a_reason():
    procurement = ProcurementFactory()
    SupplyPaperFactory(line__procurement=procurement, line__quantity=15)
    with refused_by("supply_within_contract"):
        SupplyPaperFactory(line__procurement=procurement, line__quantity=6)
    SupplyPaperFactory(line__procurement=procurement, line__quantity=6, reason="pengganti")


def test_only_an_inspection_counts_defective_ones_and_never_more_than_all():
    with refused_by("supply_defective_only_inspected"):
        SupplyPaperFactory(line__defective=1)
    with refused_by("supply_defective_within_counted"):
        SupplyPaperFactory(kind=K.INSPECTION, line__defective=21)
    paper = SupplyPaperFactory(kind=K.INSPECTION, line__defective=2)
    assert paper.lines.get().good == 18


def test_a_paper_counts_something():
    with refused_by("supply_line_counts_something"):
        SupplyPaperFactory(line__quantity=0)
    paper = SupplyPaperFactory()
    with refused_by("supply_paper_counts_something"):
        SupplyLine.objects.filter(paper=paper).delete()
        change(paper, number="lain")


def test_a_paper_has_number_and_people_and_a_known_kind():
    paper, inspection = SupplyPaperFactory(), SupplyPaperFactory(kind=K.INSPECTION)
    with refused_by("supply_paper_has_number"):
        change(paper, number="")
    with refused_by("supply_paper_names_its_people"):
        change(paper, to_whom="")
    with refused_by("supply_paper_names_its_people"):
        change(inspection, examiners="")
    with refused_by("supply_kind_is_known"):
        SupplyPaper.objects.bulk_create([SupplyPaper(kind="x", number="1", dated_on=EARLY, recorded_by=UserFactory())])


def test_a_number_is_unique_per_kind_and_year_among_those_that_stand():
    procurement = ProcurementFactory(quantity=90)
    first = SupplyPaperFactory(number="01/x", line__procurement=procurement)
    with refused_by("supply_number_once_per_kind_and_year"):
        SupplyPaperFactory(number="01/X", line__procurement=procurement)
    SupplyPaperFactory(number="01/X", dated_on=date(2026, 1, 5), line__procurement=procurement)
    void(first)
    assert SupplyPaperFactory(number="01/X", line__procurement=procurement).number == "01/X"


@pytest.mark.parametrize(
    ("factory", "table", "never"),
    [
        (SupplyPaperFactory, "equipment_supplypaper", "supply_paper_never_deleted"),
        (PaymentFactory, "equipment_payment", "payment_never_deleted"),
    ],
)
def test_papers_and_payments_are_voided_with_a_reason_and_never_deleted(factory, table, never):
    row = factory()
    with refused_by(never):
        sql(f"DELETE FROM {table} WHERE id = %s", row.pk)
    with refused_by({"equipment_payment": "payment_void_has_reason"}.get(table, "supply_paper_void_has_reason")):
        change(row, voided_at=NOW, voided_by=UserFactory())
    void(row)
    with refused_by({"equipment_payment": "payment_kept"}.get(table, "supply_paper_kept")):
        change(row, void_reason="lain")


def test_the_lines_of_a_void_paper_stay():
    paper = SupplyPaperFactory()
    line = paper.lines.get()
    with refused_by("supply_line_kept"):
        change(line, procurement=ProcurementFactory())
    void(paper)
    with refused_by("supply_paper_kept"):
        change(line, quantity=1)
    with refused_by("supply_paper_kept"):
        SupplyLine.objects.filter(pk=line.pk).delete()


def test_a_payment_is_some_money_with_a_number_after_the_contract():
    payment = PaymentFactory()
    with refused_by("payment_is_some_money"):
        change(payment, amount=0)
    with refused_by("payment_has_sp2d"):
        change(payment, sp2d_number="")
    with refused_by("payment_after_contract"):
        change(payment, paid_on=date(2025, 7, 14))
    with refused_by("payment_after_contract"):
        change(payment.procurement, contract_date=date(2025, 8, 21))
    with refused_by("payment_kept"):
        change(payment, procurement=ProcurementFactory())


def test_payments_stay_within_the_contract_or_carry_a_reason():
    payment = PaymentFactory(amount=40_000_000)
    with refused_by("payment_within_contract"):
        PaymentFactory(procurement=payment.procurement, amount=10_000_001)
    with refused_by("payment_within_contract"):
        Payment.objects.filter(pk=payment.pk).update(amount=50_000_001)
    with refused_by("payment_within_contract"):
        Procurement.objects.filter(pk=payment.procurement_id).update(quantity=15)
    PaymentFactory(procurement=payment.procurement, amount=10_000_001, reason="adendum")
    Procurement.objects.filter(pk=payment.procurement_id).update(quantity=15)
    assert payment.procurement.payments.count() == 2


def test_an_sp2d_is_recorded_once_a_year_or_shared_within_its_contract():
    payment = PaymentFactory(sp2d_number="0001/x", amount=1)
    sibling, foreign = ProcurementFactory(), ProcurementFactory(contract_number="027/16/2025")
    for procurement in (payment.procurement, foreign):
        with refused_by("payment_sp2d_once"):
            PaymentFactory(procurement=procurement, sp2d_number="0001/X", amount=1)
    with refused_by("payment_sp2d_once"):
        PaymentFactory(procurement=sibling, sp2d_number="0001/X", amount=1, paid_on=date(2025, 8, 21))
    PaymentFactory(procurement=sibling, sp2d_number="0001/X", amount=1)
    PaymentFactory(procurement=foreign, sp2d_number="0001/X", amount=1, paid_on=date(2026, 1, 5))
    assert Payment.objects.count() == 3
