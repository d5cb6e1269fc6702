"""Inspections: fit or defective, of one or many, and nobody writes over what somebody else just found."""

from datetime import timedelta

import pytest

from accounts.access import ForbiddenError
from equipment.enums import UnitStatus
from equipment.inspection import (
    InspectionDayError,
    NoteMissingError,
    NothingChosenError,
    NotInspectableError,
    NotWritableOffError,
    UnitsChangedError,
    WriteOffReasonError,
    inspect,
    write_off,
)
from equipment.models import EquipmentUnit
from tests.accounts.factories import UserFactory
from tests.equipment.factories import ProcurementFactory, UnitFactory, available_unit, issue_by_hand
from tests.race import second_while_first_is_open
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db
AVAILABLE, DEFECTIVE, RECEIVED = UnitStatus.AVAILABLE, UnitStatus.DEFECTIVE, UnitStatus.RECEIVED


def keeper():
    return UserFactory(role="pengurus_barang")


def look_at(units, outcome=AVAILABLE, **changed):
    given = {"seen": RECEIVED, "note": "", "inspected_on": DAY, "on": DAY}
    return inspect([unit.pk for unit in units], outcome=outcome, **{**given, "actor": keeper(), **changed})


def defective_unit(**kwargs):
    unit = UnitFactory(**kwargs)
    look_at([unit], DEFECTIVE, note="motor mati")
    unit.refresh_from_db()
    return unit


def test_a_delivery_is_inspected_at_once():
    units, actor = UnitFactory.create_batch(3, procurement=ProcurementFactory()), keeper()
    look_at(units, actor=actor)
    found = set(EquipmentUnit.objects.values_list("status", "inspected_on", "inspected_by", "condition_note"))
    assert found == {(AVAILABLE, DAY, actor.pk, "")}


def test_a_defect_is_described_and_repaired():
    unit = UnitFactory()
    with pytest.raises(NoteMissingError):
        look_at([unit], DEFECTIVE)
    look_at([unit], DEFECTIVE, note="motor mati")
    unit.refresh_from_db()
    assert (unit.status, unit.condition_note) == (DEFECTIVE, "motor mati")
    look_at(
        [unit], AVAILABLE, seen=DEFECTIVE, note="motor diganti", inspected_on=DAY + timedelta(3), on=DAY + timedelta(3)
    )
    unit.refresh_from_db()
    assert (unit.status, unit.inspected_on, unit.condition_note) == (AVAILABLE, DAY + timedelta(3), "motor diganti")


def test_nothing_chosen_is_said():
    with pytest.raises(NothingChosenError):
        look_at([])


@pytest.mark.parametrize(("shift", "said"), [(-1, "baru diterima 4 Agustus 2025"), (1, "5 Agustus 2025 belum tiba")])
def test_the_day_lies_between_receipt_and_today(shift, said):
    with pytest.raises(InspectionDayError) as refused:
        look_at([UnitFactory()], inspected_on=DAY + timedelta(days=shift))
    assert said in refused.value.message


def test_the_same_inspection_twice_acts_once():
    units, actor = UnitFactory.create_batch(2), keeper()
    look_at(units, actor=actor)
    events = [unit.events.count() for unit in units]
    look_at(units, actor=actor)
    assert [unit.events.count() for unit in units] == events == [2, 2]


def test_what_somebody_else_found_meanwhile_stays_and_is_named():
    fresh, other = UnitFactory(), UnitFactory(serial_number="JM100-7")
    look_at([other], DEFECTIVE, note="motor mati")
    with pytest.raises(UnitsChangedError) as refused:
        look_at([fresh, other])
    assert "JM100-7 kini rusak" in refused.value.message
    fresh.refresh_from_db()
    assert fresh.status == RECEIVED  # all or none


def test_a_unit_that_is_gone_is_said():
    unit, gone = UnitFactory(), UnitFactory()
    EquipmentUnit.objects.filter(pk=gone.pk).delete()
    with pytest.raises(UnitsChangedError) as refused:
        look_at([unit, gone])
    assert "1 barang sudah dihapus dari daftar" in refused.value.message


@pytest.mark.django_db(transaction=True)
def test_of_two_inspectors_at_the_same_moment_the_second_is_told():
    unit, first, second = UnitFactory(), keeper(), keeper()
    outcome = second_while_first_is_open(
        lambda: look_at([unit], DEFECTIVE, note="retak", actor=first), lambda: look_at([unit], actor=second)
    )
    assert isinstance(outcome, UnitsChangedError)  # without the lock: the crack is overwritten
    unit.refresh_from_db()
    assert (unit.status, unit.condition_note) == (DEFECTIVE, "retak")


def test_what_is_on_a_bast_is_not_inspected():
    unit = issue_by_hand().items.get().unit
    with pytest.raises(NotInspectableError):
        look_at([unit], DEFECTIVE, seen=UnitStatus.RESERVED, note="retak")


def test_an_available_unit_can_turn_out_defective():
    unit = available_unit()
    look_at([unit], DEFECTIVE, seen=AVAILABLE, note="jatuh di gudang")
    unit.refresh_from_db()
    assert unit.status == DEFECTIVE


def scrap(unit, **changed):
    given = {"seen": DEFECTIVE, "reason": "tidak dapat diperbaiki", "written_off_on": DAY, "on": DAY, "actor": keeper()}
    return write_off(unit.pk, **{**given, **changed})


def test_a_defective_unit_is_written_off_once():
    unit = defective_unit()
    scrap(unit)
    again = scrap(unit, reason="lain")
    assert (again.status, again.write_off_reason) == (UnitStatus.WRITTEN_OFF, "tidak dapat diperbaiki")


def test_writing_off_needs_a_reason_the_right_status_and_a_day():
    unit = defective_unit()
    with pytest.raises(WriteOffReasonError):
        scrap(unit, reason="")
    with pytest.raises(InspectionDayError) as refused:
        scrap(unit, written_off_on=DAY + timedelta(days=1))
    assert refused.value.field == "written_off_on"
    with pytest.raises(NotWritableOffError):
        scrap(available_unit(), seen=AVAILABLE)


def test_a_repaired_unit_is_not_written_off_by_an_old_page():
    unit = defective_unit()
    look_at([unit], AVAILABLE, seen=DEFECTIVE)
    with pytest.raises(UnitsChangedError):
        scrap(unit)


@pytest.mark.parametrize("role", ["petugas", "verifikator", "instruktur", "pejabat", "administrator"])
def test_only_the_keeper_of_goods_inspects_and_writes_off(role):
    with pytest.raises(ForbiddenError):
        look_at([UnitFactory()], actor=UserFactory(role=role))
    with pytest.raises(ForbiddenError):
        scrap(defective_unit(), actor=UserFactory(role=role))
