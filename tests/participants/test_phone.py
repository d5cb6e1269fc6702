"""Phone numbers: one spelling, forgiving of how people type."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from participants.phone import normalise_phone

MOBILE = st.from_regex(r"8[1-35-9][0-9]{7,10}", fullmatch=True)
GAP = st.sampled_from(["", " ", "-", ".", "  "])


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0812-5011-2233", "081250112233"),
        ("+62812-3456-7890", "081234567890"),
        ("62 812 3456 7890", "081234567890"),
        ("0062 812 3456 7890", "081234567890"),
        ("81234567890", "081234567890"),
        ("(0511) 6749523", "05116749523"),
        ("  ", ""),
        ("", ""),
    ],
)
def test_known_spellings(typed, stored):
    assert normalise_phone(typed) == stored


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0812", "Nomor HP tidak lengkap"),
        ("08123456789012", "Nomor HP tidak lengkap"),
        ("6749523", "Nomor HP tidak lengkap"),
        ("O8125011223", "dengan angka saja"),
        ("081250112233 / 081250112244", "dengan angka saja"),
        ("٠٨١٢٥٠١١٢٢٣٣", "dengan angka saja"),
        ("0812\x00", "dengan angka saja"),
        ("+60 12 345 6789", "nomor Indonesia"),
        ("+", "dengan angka saja"),
        ("0" * 400, "Nomor HP tidak lengkap"),
    ],
)
def test_what_is_no_number_is_told_why(typed, sentence):
    with pytest.raises(ValidationError, match=sentence):
        normalise_phone(typed)


@given(MOBILE, st.sampled_from(["0", "62", "+62", "+62 ", ""]), GAP, GAP)
def test_every_way_of_typing_a_mobile_number_is_the_same_number(number, prefix, first, second):
    typed = f"{prefix}{number[:3]}{first}{number[3:7]}{second}{number[7:]}"
    assert normalise_phone(typed) == f"0{number}"


@given(st.text(alphabet="0123456789+-.() ", max_size=20))
def test_normalising_again_changes_nothing(typed):
    try:
        once = normalise_phone(typed)
    except ValidationError:
        return
    assert normalise_phone(once) == once
    assert once == "" or (once.startswith("0") and once.isdigit() and len(once) <= 14)
