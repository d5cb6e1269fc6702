"""The stock as at any day, derived from what was recorded: it always agrees with the units as they are."""

from datetime import date, timedelta

import pytest
from django.db.models import Count

from equipment.enums import UnitStatus
from equipment.inspection import inspect, write_off
from equipment.models import EquipmentType, EquipmentUnit, HandoverItem
from equipment.movements import movements_of, stock_by_type
from equipment.stock_card import card_tables, list_tables, stock_card, stock_list
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    HandoverFactory,
    ProcurementFactory,
    SupplyPaperFactory,
    UnitFactory,
    available_unit,
)
from tests.equipment.walk import handed_over, issued, keeper, void
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db
U = UnitStatus
LATER = DAY + timedelta(days=40)
BUCKETS = {
    "waiting": (U.RECEIVED, U.RETURNED),
    "good": (U.AVAILABLE, U.RESERVED),
    "defective": (U.DEFECTIVE,),
}


def left(on=LATER):
    """Of the only kind there is."""
    [moved] = stock_by_type(until=on).values()
    return moved.left


def lines(on=LATER) -> list[tuple[str, int, int]]:
    found = movements_of(EquipmentType.objects.get().pk, until=on)
    return [(one.kind.value, one.units, one.change.units) for one in found]


def agrees() -> bool:
    """What the movements leave is what the units say of themselves now."""
    now = dict(EquipmentUnit.objects.order_by().values_list("status").annotate(units=Count("pk")))
    return all(getattr(left(), name) == sum(now.get(one, 0) for one in states) for name, states in BUCKETS.items())


def look(unit, seen, outcome, *, on=DAY, note=""):
    inspect([unit.pk], seen=seen, outcome=outcome, note=note, inspected_on=on, on=LATER, actor=keeper())


def test_received_and_inspected_units_are_counted_by_what_is_known_of_them():
    procurement = ProcurementFactory()
    SupplyPaperFactory(number="01/BAST-P/2025", line__procurement=procurement)
    units = UnitFactory.create_batch(3, procurement=procurement, received_by=keeper())
    look(units[0], U.RECEIVED, U.AVAILABLE)
    look(units[1], U.RECEIVED, U.DEFECTIVE, note="motor mati")
    found = movements_of(procurement.type_id, until=DAY)
    assert [(one.kind.value, one.units, one.incoming, one.outgoing) for one in found] == [
        ("received", 3, 3, 0),
        ("available", 1, 0, 0),
        ("defective", 1, 0, 0),
    ]
    assert [one.document for one in found] == ["BAST penyedia 01/BAST-P/2025", *["Kontrak 027/15/2025"] * 2]
    assert (left().waiting, left().good, left().defective, left().value) == (1, 1, 1, 7_500_000)
    assert stock_by_type(until=DAY - timedelta(days=1)) == {}


def test_a_repair_and_a_later_defect_move_between_good_and_defective():
    unit = UnitFactory()
    look(unit, U.RECEIVED, U.DEFECTIVE, note="motor mati")
    look(unit, U.DEFECTIVE, U.AVAILABLE, on=DAY + timedelta(days=3))
    look(unit, U.AVAILABLE, U.DEFECTIVE, on=DAY + timedelta(days=9), note="jatuh")
    assert (left(DAY).defective, left(DAY + timedelta(days=3)).good, left().defective) == (1, 1, 1)
    assert agrees()


def test_handing_over_takes_out_and_names_the_bast():
    handover = handed_over()
    [*_, last] = movements_of(EquipmentType.objects.get().pk, until=LATER)
    assert (last.kind.value, last.day, last.outgoing) == ("handed_over", DAY, 1)
    assert last.document == f"BAST {handover.number}"
    assert agrees()


@pytest.mark.parametrize("where", [U.AVAILABLE, U.DEFECTIVE, U.LOST])
@pytest.mark.parametrize("was_given", [True, False])
def test_a_void_bast_puts_its_unit_where_it_is(where, was_given):
    void(handed_over() if was_given else issued(), where=where)
    assert agrees()
    assert left().units == (0 if where == U.LOST else 1)


def test_a_unit_given_voided_and_given_again_is_told_in_full():
    first = handed_over()
    unit = first.items.get().unit
    void(first, where=U.AVAILABLE)
    second = HandoverFactory()
    HandoverItem.objects.create(handover=second, unit=unit)
    handed_over(second)
    assert [kind for kind, *_ in lines()].count("handed_over") == 2
    assert (left().units, agrees()) == (0, True)


def test_a_write_off_takes_out_a_defective_unit_but_not_one_lost_before():
    unit = UnitFactory()
    look(unit, U.RECEIVED, U.DEFECTIVE, note="motor mati")
    gone = {"reason": "SK penghapusan 5", "written_off_on": DAY, "on": LATER, "actor": keeper()}
    write_off(unit.pk, seen=U.DEFECTIVE, **gone)
    assert (lines()[-1], left().units, agrees()) == (("written_off", 1, -1), 0, True)
    lost = handed_over()
    void(lost, where=U.LOST)
    write_off(lost.items.get().unit_id, seen=U.LOST, **gone)
    assert (left().units, agrees()) == (0, True)


def test_a_unit_found_missing_on_the_shelf_leaves_on_the_day_it_was_written_down():
    unit = available_unit()
    EquipmentUnit.objects.filter(pk=unit.pk).update(status=U.LOST)
    written = unit.events.order_by("-pgh_id")[0].pgh_created_at.date()
    assert lines(written + timedelta(days=1))[-1] == ("lost", 1, -1)
    assert stock_by_type(until=written + timedelta(days=1))[unit.procurement.type_id].left.units == 0


def test_the_card_opens_with_what_was_left_before_and_closes_with_the_stock_of_the_day():
    procurement = ProcurementFactory()
    UnitFactory.create_batch(2, procurement=procurement)
    UnitFactory(procurement=procurement, received_on=DAY + timedelta(days=5))
    card = stock_card(procurement.type, since=DAY + timedelta(days=1), until=LATER)
    assert (card.opening.units, card.incoming, card.closing.units) == (2, 1, 3)
    assert card.closing == left()
    year = stock_list(on=date(2025, 12, 31))
    assert [(line.type, line.moved.incoming, line.moved.left.units) for line in year.lines] == [
        (procurement.type, 3, 3)
    ]


def test_paper_and_workbook_carry_the_numbers_of_the_page():
    handed_over()
    UnitFactory(received_by=UserFactory())
    stock = stock_list(on=LATER)
    [table] = list_tables(stock, made_on=LATER).tables
    assert table.rows == (("Mesin jahit portabel", "unit", 2, 1, 1, 1, 0, 0, 2_500_000),)
    assert table.sums[2:] == table.rows[0][2:]
    card = stock_card(EquipmentType.objects.get(), since=date(2025, 1, 1), until=LATER)
    [table] = card_tables(card, made_on=LATER).tables
    assert len(table.rows) == len(card.rows) + 1
    assert table.sums[4:] == (2, 1, 1, 1, 0, 0, 2_500_000)
