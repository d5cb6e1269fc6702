"""Fields that everybody types into: what is understood, and what is asked about instead of being guessed."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from tkm.lib.forms import DateField, RupiahField, TimeField


@pytest.mark.parametrize("typed", ["2.500.000", "2500000", "Rp2.500.000", "2.500.000,00", "2.500.000,-"])
def test_rupiah_are_read_as_people_write_them(typed: str):
    assert RupiahField().clean(typed) == 2_500_000


@pytest.mark.parametrize("typed", ["2.500.00", "98.500.00", "2,5", "2.5", "1e6", "dua juta", "٢٥٠٠"])
def test_a_slip_in_rupiah_is_never_another_sum(typed: str):
    with pytest.raises(ValidationError, match="jumlah rupiah dengan angka"):
        RupiahField().clean(typed)


@pytest.mark.parametrize("typed", ["01-11-2025", "1/11/2025", "1.11.2025", "1 11 2025", "01112025", "2025-11-01"])
def test_a_day_is_read_with_and_without_separators(typed: str):
    assert DateField().clean(typed) == date(2025, 11, 1)


@pytest.mark.parametrize("typed", ["1112025", "11-12025", "1-112025", "111-2025", "1-11-25"])
def test_a_day_that_could_be_two_is_asked_about(typed: str):
    with pytest.raises(ValidationError, match="Tulis tanggal"):
        DateField().clean(typed)


@pytest.mark.parametrize(("typed", "hour"), [("08.30", time(8, 30)), ("8:05", time(8, 5)), (" 13.00 ", time(13))])
def test_an_hour_is_read_with_dot_or_colon(typed: str, hour: time):
    assert TimeField().clean(typed) == hour


@pytest.mark.parametrize("typed", ["8.5", "8", "830", "8.300", "25.00"])
def test_an_hour_with_half_its_minutes_is_asked_about(typed: str):
    with pytest.raises(ValidationError, match="Tulis jam seperti"):
        TimeField().clean(typed)
