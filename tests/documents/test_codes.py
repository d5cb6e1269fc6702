"""The code under the QR survives being read aloud, copied by hand and typed on a phone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.codes import ALPHABET, LENGTH, new_code, read_code, written


def test_new_codes_differ_and_read_back():
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(read_code(code) == read_code(written(code)) == code for code in codes)


def test_alphabet_has_no_lookalikes():
    assert not set("OILSZBU") & set(ALPHABET)
    assert len(ALPHABET) ** LENGTH > 10**11


def test_it_is_written_in_two_groups():
    assert written("8K4M2Q7T") == "8K4M-2Q7T"


@pytest.mark.parametrize(
    "typed", ["8K4M-2Q7T", "8k4m2q7t", " 8K4M 2Q7T ", "8k4m–2q7t", "8K4M—2Q7T\n", "8K.4M.2Q.7T", "8\u00a0K4M_2Q7T"]
)
def test_however_it_is_typed(typed):
    assert read_code(typed) == "8K4M2Q7T"


def test_lookalikes_are_read_as_what_was_meant():
    assert read_code("OIL5-sZbu") == "0115528V"


@pytest.mark.parametrize("typed", ["", "8K4M-2Q7", "8K4M-2Q7TT", "8K4M-2Q7*", "８K4M2Q7T", "ß" * 4, "8" * 10_000_000])
def test_anything_else_is_no_code(typed):
    assert read_code(typed) is None


@given(st.text())
def test_no_text_breaks_it(typed):
    assert (code := read_code(typed)) is None or set(code) <= set(ALPHABET)
