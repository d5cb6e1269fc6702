"""What the database itself refuses of contracts and units: each guard from both sides, by plain SQL and in bulk."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from equipment.enums import UnitStatus
from equipment.models import EquipmentUnit, HandoverItem, Procurement
from equipment.serials import serial_key
from tests.accounts.factories import UserFactory
from tests.equipment.factories import HandoverFactory, ProcurementFactory, UnitFactory, available_unit, issue_by_hand
from tests.equipment.judged import refused_by, sql
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


def units(procurement, *numbers, **fields):
    clerk = UserFactory()
    return [
        EquipmentUnit(
            **{"procurement": procurement, "serial_number": number, "received_on": DAY, "received_by": clerk, **fields}
        )
        for number in numbers
    ]


@pytest.mark.parametrize("number", ["JM100-250731-0001", "JM1OO 7/B", "OIL-011", "A_B.C"])
def test_the_database_reads_a_number_as_the_code_does(number):
    unit = UnitFactory(serial_number=number)
    unit.refresh_from_db()
    assert unit.serial_key == serial_key(number)


def test_a_look_alike_is_refused_in_bulk_and_by_sql():
    first, second = UnitFactory(serial_number="JM100-1"), UnitFactory(serial_number="JM100-2")
    with refused_by("unit_serial_once"):
        EquipmentUnit.objects.bulk_create(units(first.procurement, "JM1OO 1"))
    with refused_by("unit_serial_once"):
        sql("UPDATE equipment_equipmentunit SET serial_number = 'JMI00-1' WHERE id = %s", second.pk)
    EquipmentUnit.objects.bulk_create(units(first.procurement, "JM100-3"))
    assert first.procurement.units.count() == 2


@pytest.mark.parametrize("number", ["", "jm100-1", "-JM100", "JM100 ", "JM100é", "JM100\n", "JM,100"])
def test_only_readable_numbers_are_stored(number):
    procurement = ProcurementFactory()
    with refused_by("unit_serial_is_readable"):
        EquipmentUnit.objects.bulk_create(units(procurement, number))


def test_a_new_unit_is_not_inspected_yet():
    procurement = ProcurementFactory()
    fields = {"status": UnitStatus.AVAILABLE, "inspected_on": DAY, "inspected_by": UserFactory()}
    with refused_by("unit_goes_its_way"):
        EquipmentUnit.objects.bulk_create(units(procurement, "JM100-1", **fields))


def test_no_unit_becomes_available_without_an_inspection():
    unit = UnitFactory()
    with refused_by("unit_inspected_before_use"):
        sql("UPDATE equipment_equipmentunit SET status = 'available' WHERE id = %s", unit.pk)
    with refused_by("unit_inspected_before_use"):
        EquipmentUnit.objects.filter(pk=unit.pk).update(inspected_on=DAY, inspected_by=UserFactory())


def test_an_inspection_is_not_dated_before_the_receipt():
    unit, clerk = UnitFactory(), UserFactory()
    with refused_by("unit_inspected_after_received"):
        EquipmentUnit.objects.filter(pk=unit.pk).update(
            status="available", inspected_on=DAY - timedelta(days=1), inspected_by=clerk
        )
    EquipmentUnit.objects.filter(pk=unit.pk).update(status="available", inspected_on=DAY, inspected_by=clerk)
    assert EquipmentUnit.objects.ready().count() == 1


def test_a_defect_is_described():
    unit = available_unit()
    with refused_by("unit_defective_has_note"):
        sql("UPDATE equipment_equipmentunit SET status = 'defective' WHERE id = %s", unit.pk)
    sql("UPDATE equipment_equipmentunit SET status = 'defective', condition_note = 'retak' WHERE id = %s", unit.pk)


@pytest.mark.parametrize("new", ["received", "handed_over", "returned", "written_off"])
def test_an_available_unit_makes_no_leap(new):
    unit = available_unit()
    with pytest.raises(IntegrityError), transaction.atomic():
        sql("UPDATE equipment_equipmentunit SET status = %s WHERE id = %s", new, unit.pk)


def test_writing_off_needs_a_reason_a_day_and_somebody():
    unit = available_unit(serial_number="JM100-1")
    sql("UPDATE equipment_equipmentunit SET status = 'defective', condition_note = 'retak' WHERE id = %s", unit.pk)
    with refused_by("unit_written_off_iff_reason"):
        sql("UPDATE equipment_equipmentunit SET status = 'written_off' WHERE id = %s", unit.pk)
    with refused_by("unit_written_off_iff_reason"):
        sql("UPDATE equipment_equipmentunit SET write_off_reason = 'rusak' WHERE id = %s", unit.pk)
    EquipmentUnit.objects.filter(pk=unit.pk).update(
        status="written_off", written_off_on=DAY, written_off_by=UserFactory(), write_off_reason="rusak berat"
    )
    with refused_by("unit_goes_its_way"):
        EquipmentUnit.objects.filter(pk=unit.pk).update(
            status="available", written_off_on=None, written_off_by=None, write_off_reason=""
        )


def test_only_what_was_never_inspected_can_be_deleted():
    inspected, fresh = available_unit(), UnitFactory()
    with refused_by("unit_never_deleted"):
        sql("DELETE FROM equipment_equipmentunit WHERE id = %s", inspected.pk)
    sql("DELETE FROM equipment_equipmentunit WHERE id = %s", fresh.pk)


def test_more_than_the_contract_says_needs_a_reason():
    procurement = ProcurementFactory(quantity=2)
    with refused_by("unit_within_contract"):
        EquipmentUnit.objects.bulk_create(units(procurement, "A1", "A2", "A3"))
    EquipmentUnit.objects.bulk_create(units(procurement, "A1", "A2"))
    EquipmentUnit.objects.bulk_create(units(procurement, "A3", surplus_reason="pengganti A1"))
    with refused_by("unit_within_contract"):
        sql("UPDATE equipment_equipmentunit SET surplus_reason = '' WHERE serial_number = 'A3'")
    with refused_by("unit_within_contract"):
        Procurement.objects.filter(pk=procurement.pk).update(quantity=1)


def test_a_contract_never_follows_its_goods():
    procurement = ProcurementFactory(contract_date=DAY)
    with refused_by("unit_received_after_contract"):
        EquipmentUnit.objects.bulk_create(units(procurement, "A1", received_on=DAY - timedelta(days=1)))
    EquipmentUnit.objects.bulk_create(units(procurement, "A1"))
    with refused_by("unit_received_after_contract"):
        Procurement.objects.filter(pk=procurement.pk).update(contract_date=DAY + timedelta(days=1))
    with refused_by("unit_received_after_contract"):
        sql("UPDATE equipment_equipmentunit SET received_on = %s", DAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("unit_price", 1),
        ("model_name", "Lain"),
        ("contract_number", "028"),
        ("contract_date", date(2025, 7, 1)),
    ],
)
def test_what_a_bast_says_of_a_contract_is_frozen(field, value):
    unit = issue_by_hand().items.get().unit
    with refused_by("procurement_in_use_is_frozen"):
        Procurement.objects.filter(pk=unit.procurement_id).update(**{field: value})
    Procurement.objects.filter(pk=unit.procurement_id).update(supplier="CV Contoh Baru")
    unused = ProcurementFactory(contract_number="099")
    assert Procurement.objects.filter(pk=unused.pk).update(**{field: value}) == 1


def test_a_unit_on_a_bast_keeps_its_serial_number():
    bound, free = issue_by_hand().items.get().unit, available_unit()
    with refused_by("unit_identity_frozen"):
        sql("UPDATE equipment_equipmentunit SET serial_number = 'LAIN-1' WHERE id = %s", bound.pk)
    sql("UPDATE equipment_equipmentunit SET serial_number = 'LAIN-1' WHERE id = %s", free.pk)


def test_no_unit_is_bound_before_it_is_available():
    draft = HandoverFactory()
    with refused_by("item_binds_available_unit"):
        HandoverItem.objects.create(handover=draft, unit=UnitFactory(), is_binding=True)
    HandoverItem.objects.create(handover=draft, unit=available_unit(), is_binding=True)


def test_every_write_of_a_unit_leaves_an_event():
    unit = UnitFactory()
    sql("UPDATE equipment_equipmentunit SET serial_number = 'JM9' WHERE id = %s", unit.pk)
    assert list(unit.events.order_by("pgh_id").values_list("pgh_label", "serial_number")) == [
        ("insert", unit.serial_number),
        ("update", "JM9"),
    ]


def test_a_contract_is_about_something():
    procurement = ProcurementFactory()
    with refused_by("procurement_has_goods"):
        sql("UPDATE equipment_procurement SET quantity = 0 WHERE id = %s", procurement.pk)
    sql("UPDATE equipment_procurement SET quantity = 1 WHERE id = %s", procurement.pk)
