"""Ages in completed years, and charts that stay within their frame."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.ages import age_on
from reports.breakdowns import AGE_BANDS
from reports.charts import Bar, columns, funnel


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(1990, 8, 4), date(2025, 8, 4), 35),
        (date(1990, 8, 5), date(2025, 8, 4), 34),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
    ],
)
def test_age_is_in_completed_years(born, day, age):
    assert age_on(born, day) == age


@given(st.integers(min_value=0, max_value=200))
def test_every_age_has_exactly_one_band(age):
    assert len([band for band in AGE_BANDS if band[0] <= age <= band[1]]) == 1


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 1, 1)), st.integers(min_value=0, max_value=20000))
def test_nobody_gets_younger(born, days):
    assert age_on(born, born + timedelta(days=days)) <= age_on(born, born + timedelta(days=days + 1))


def test_a_chart_writes_labels_as_text_not_as_markup():
    drawn = funnel([Bar("<script>", 3, "a & b")], title='"><x')
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert 'aria-label="&quot;&gt;&lt;x"' in drawn


def test_charts_draw_nothing_and_zero_without_failing():
    assert columns([], title="kosong", whole=0).endswith("</svg>")
    assert "<rect" in funnel([Bar("Mendaftar", 0)], title="nol")


def test_the_exception_is_red():
    drawn = columns([Bar("1", 20), Bar("2", 3, is_exception=True)], title="hadir", whole=20)
    assert drawn.count("#9f2420") == 2
