"""A NIK as people type it."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participants.forms.fields import KkField, NikField, PhoneField
from regions.nik import check_nik

DAY = st.one_of(st.integers(1, 31), st.integers(41, 71))
GAPS = st.lists(st.sampled_from(["", " ", ".", "-", "\u00a0", "  "]), min_size=17, max_size=17)


@st.composite
def niks(draw) -> str:
    """Well formed: any district, a possible day and month, any serial."""
    district, day, month = draw(st.integers(0, 999999)), draw(DAY), draw(st.integers(1, 12))
    rest = draw(st.integers(0, 999999))
    return f"{district:06d}{day:02d}{month:02d}{rest:06d}"


@given(niks().filter(lambda nik: len(set(nik)) > 1), GAPS)
def test_gaps_between_the_digits_do_not_matter(nik, gaps):
    typed = "".join(gap + digit for gap, digit in zip(gaps, nik, strict=False)) + gaps[-1]
    assert NikField().clean(typed) == nik


def refusals(field, typed: str) -> list[str]:
    try:
        field.clean(typed)
    except ValidationError as error:
        return error.messages
    return []


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_nik_or_one_sentence(typed):
    if told := refusals(NikField(), typed):
        assert len(told) == 1
        assert told[0].endswith(".")
    else:
        nik = NikField().clean(typed)
        check_nik(nik)
        assert NikField().clean(nik) == nik


@given(st.text(alphabet="0123456789 .-", max_size=30))
def test_cleaning_a_kk_number_again_changes_nothing(typed):
    try:
        number = KkField(required=False).clean(typed)
    except ValidationError:
        return
    assert KkField(required=False).clean(number) == number


@pytest.mark.parametrize("field", [NikField, KkField, PhoneField])
def test_empty_is_empty_where_it_may_be(field):
    assert field(required=False).clean("  ") == ""


def test_five_megabytes_are_a_sentence():
    with pytest.raises(ValidationError, match="5000000 digit"):
        NikField().clean("6" * 5_000_000)
    with pytest.raises(ValidationError, match="tidak lengkap atau kelebihan"):
        PhoneField().clean("0" * 5_000_000)
