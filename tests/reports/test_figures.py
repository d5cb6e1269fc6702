"""Every figure is one condition: counted by the database, flagged row by row, and listed, it is the same number."""

import pytest

from reports import figures
from reports.session_report import base_of
from tests.reports.world import make_world

pytestmark = pytest.mark.django_db

EXPECTED = {
    "pendaftar": 12,
    "memenuhi-syarat": 9,
    "peserta": 6,
    "hadir-cukup": 5,
    "lulus": 4,
    "tidak-lulus": 1,
    "gugur": 1,
    "mengundurkan-diri": 1,
    "cadangan": 1,
    "menerima": 2,
    "bast-lengkap": 1,
    "bast-belum-lengkap": 1,
    "lulus-belum-menerima": 2,
    "belum-diputuskan": 2,
}


def test_each_figure_counts_what_its_definition_says():
    counted = {value.figure.code: value.value for value in make_world().report().all_values}
    assert counted == EXPECTED


def test_flags_rows_and_counts_agree():
    base = base_of(make_world().session)
    flagged = list(figures.flagged(base))
    for figure in figures.FIGURES:
        by_flag = {row.pk for row in flagged if getattr(row, figures.flag(figure))}
        by_rows = set(figures.rows(figure, base).values_list("pk", flat=True))
        assert by_flag == by_rows, figure.code
        assert len(by_rows) == EXPECTED[figure.code], figure.code


def test_void_and_good_bast_of_one_person_count_once():
    base = base_of(make_world().session)
    assert figures.rows(figures.RECIPIENTS, base).count() == 2


def test_every_code_and_label_is_used_once():
    assert len(figures.BY_CODE) == len(figures.FIGURES) == len({figure.label for figure in figures.FIGURES})
    assert all(figure.definition.endswith(".") for figure in figures.FIGURES)


def test_every_share_names_a_figure_that_exists():
    assert {figure.of for figure in figures.FIGURES if figure.of} <= set(figures.BY_CODE)


def test_breakdowns_add_up_to_the_figures():
    report = make_world().report()
    for breakdown in report.breakdowns:
        for figure in figures.BREAKDOWN:
            assert sum(row.counts[figure.code] for row in breakdown.groups) == EXPECTED[figure.code]
