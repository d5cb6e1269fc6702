"""The list of reports shows the numbers of the reports."""

import pytest

from reports.recap import recap
from tests.reports.world import make_world
from tests.training.factories import DAY, TrainingSessionFactory

pytestmark = pytest.mark.django_db


def test_a_line_shows_the_figures_of_its_report():
    world = make_world()
    (line,) = recap([world.session], on=DAY)
    report = world.report()
    assert {cell.code: cell.count for cell in line.cells} == {
        value.figure.code: value.value for value in report.column_totals
    }
    assert any(cell.count for cell in line.cells)


def test_an_angkatan_without_applicants_has_a_line_of_zeros():
    empty = TrainingSessionFactory()
    (line,) = recap([empty], on=DAY)
    assert [cell.count for cell in line.cells] == [0, 0, 0, 0]


def test_many_angkatan_cost_one_query(count_queries):
    sessions = [make_world().session, *TrainingSessionFactory.create_batch(5)]
    assert count_queries(lambda: recap(sessions, on=DAY)) == 1
