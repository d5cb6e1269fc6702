"""What a unit's page tells of it: each finding as it was written down, whatever became of the unit later."""

from datetime import timedelta

import pytest

from equipment.enums import UnitStatus
from equipment.inspection import inspect, write_off
from equipment.life import life_of
from equipment.models import EquipmentUnit
from tests.equipment.factories import UnitFactory
from tests.equipment.walk import handed_over, issued, keeper, voided
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


def findings(unit):
    unit = EquipmentUnit.objects.get(pk=unit.pk)
    return [event.title for event in life_of(unit, keeper()) if event.title.startswith("Diperiksa")][::-1]


def inspected(unit, outcome, note="", days=0):
    unit.refresh_from_db()
    day = DAY + timedelta(days=days)
    inspect([unit.pk], seen=unit.status, outcome=outcome, note=note, inspected_on=day, on=day, actor=keeper())


def test_good_unit_that_was_lost_and_written_off_was_found_good():
    handover = voided(handed_over(), where=UnitStatus.LOST)
    unit = handover.items.get().unit
    write_off(unit.pk, seen=UnitStatus.LOST, reason="hilang", written_off_on=DAY, on=DAY, actor=keeper())
    assert findings(unit) == ["Diperiksa: baik"]


@pytest.mark.parametrize("make", [issued, handed_over])
def test_unit_that_came_back_defective_from_a_void_bast_was_found_good(make):
    assert findings(voided(make(), where=UnitStatus.DEFECTIVE).items.get().unit) == ["Diperiksa: baik"]


def test_every_inspection_is_told_with_its_own_note():
    unit = UnitFactory()
    inspected(unit, UnitStatus.DEFECTIVE, "motor mati")
    inspected(unit, UnitStatus.AVAILABLE, "motor diganti", days=1)
    assert findings(unit) == ["Diperiksa: rusak", "Diperiksa: baik"]
    unit.refresh_from_db()
    assert [event.words.split(": ")[-1] for event in life_of(unit, keeper())[:2]] == ["motor diganti", "motor mati"]
