"""The units of a programme: typed as a table, in order, by two people at once, and judged by the database."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from accounts.access import ForbiddenError
from tests.accounts.factories import UserFactory
from tests.training.factories import ProgramFactory, ProgramUnitFactory
from tests.typed import forms_in
from tkm.lib.errors import StaleError
from training.curriculum import (
    MOST_UNITS,
    CodeRepeatedError,
    TooManyUnitsError,
    UnitData,
    set_units,
    units_of,
    version_of,
)
from training.models import ProgramUnit

pytestmark = pytest.mark.django_db
MEASURE, PATTERN, SEW = (
    UnitData("GAR.CM02.002.01", "Mengukur tubuh pelanggan", 12),
    UnitData("GAR.CM02.003.01", "Membuat pola busana", 30),
    UnitData("", "Menghitung harga jual", 6),
)


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def planner():
    return UserFactory(role="verifikator")


def write(program, units, planner):
    return set_units(program.pk, units, version=version_of(units_of(program)), actor=planner)


def test_units_stand_in_the_order_typed_and_change_places(program, planner):
    assert write(program, [MEASURE, PATTERN, SEW], planner) == 3
    write(program, [PATTERN, MEASURE], planner)
    assert units_of(program) == [PATTERN, MEASURE]


def test_the_same_again_writes_nothing(program, planner):
    write(program, [MEASURE, PATTERN], planner)
    before = ProgramUnit.objects.get(position=1).events.model.objects.count()
    assert set_units(program.pk, [MEASURE, PATTERN], version="lama", actor=planner) == 2
    assert ProgramUnit.objects.get(position=1).events.model.objects.count() == before


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(program, planner):
    seen = version_of(units_of(program))
    write(program, [MEASURE], planner)
    with pytest.raises(StaleError):
        set_units(program.pk, [PATTERN], version=seen, actor=planner)
    assert units_of(program) == [MEASURE]


def test_a_code_stands_once(program, planner):
    with pytest.raises(CodeRepeatedError) as refusal:
        write(program, [MEASURE, UnitData("gar.cm02.002.01 ", "Lain", 3)], planner)
    assert refusal.value.index == 1


def test_no_more_than_the_back_of_a_certificate_holds(program, planner):
    with pytest.raises(TooManyUnitsError):
        write(program, [UnitData("", f"Unit {n}", 1) for n in range(MOST_UNITS + 1)], planner)


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pejabat", "administrator"])
def test_only_who_manages_training_writes_them(program, role):
    with pytest.raises(ForbiddenError):
        write(program, [MEASURE], UserFactory(role=role))


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"position": 1}, "program_unit_one_per_position"),
        ({"code": "GAR.CM02.001.01"}, "program_unit_code_once"),
        ({"title": " "}, "program_unit_has_a_title"),
        ({"lesson_hours": 0}, "program_unit_has_lesson_hours"),
        ({"lesson_hours": 1000}, "program_unit_has_lesson_hours"),
        ({"position": 0}, "program_unit_has_lesson_hours"),
    ],
)
def test_the_database_judges_too(program, wrong, constraint):
    ProgramUnitFactory(program=program)
    with pytest.raises(IntegrityError, match=constraint):
        ProgramUnitFactory(program=program, **wrong)


def test_two_units_without_a_code_are_no_repetition(program):
    ProgramUnitFactory(program=program, code="")
    assert ProgramUnitFactory(program=program, code="").position == 2


def line(at: int, unit: UnitData) -> dict[str, str]:
    return {f"u{at}-{name}": str(getattr(unit, name)) for name in ("code", "title", "lesson_hours")}


def test_the_page_saves_lines_and_leaves_empty_ones_out(login, program):
    client, page = login("verifikator"), reverse("program-units", args=[program.pk])
    form = next(form for form in forms_in(client.get(page).content.decode(), page) if form.action == page)
    sent = {name: values[0] if values else "" for name, values in form.fields.items()}
    assert len([name for name in sent if name.endswith("-title")]) == 8
    answer = client.post(page, {**sent, **line(0, MEASURE), **line(3, SEW)})
    assert answer.status_code == 302
    assert units_of(program) == [MEASURE, SEW]
    told = client.get(reverse("program-list")).content.decode()
    assert ">18<" in told


def test_what_is_wrong_stands_beside_its_line_and_all_else_stays_typed(login, program):
    client, page = login("verifikator"), reverse("program-units", args=[program.pk])
    typed = {"version": version_of([]), **line(0, MEASURE), **line(1, MEASURE), **line(2, UnitData("X", "", 0))}
    answer = client.post(page, typed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert form.lines[2].errors.keys() == {"title", "lesson_hours"}
    answer = client.post(page, {**typed, **line(2, SEW)})
    assert answer.context["form"].lines[1].errors["code"] == ["Kode GAR.CM02.002.01 sudah dipakai di baris lain."]
    assert answer.content.decode().count("Mengukur tubuh pelanggan") == 2
    assert not program.units.exists()
