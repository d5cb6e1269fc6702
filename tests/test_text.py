"""What a typed text may be read as."""

import pytest

from tkm.lib.text import row_id


@pytest.mark.parametrize(("typed", "row"), [("7", 7), ("0", 0), ("9" * 18, 10**18 - 1), ("007", 7)])
def test_a_row_is_named_by_its_digits(typed, row):
    assert row_id(typed) == row


@pytest.mark.parametrize("typed", ["", "x", "-7", "7.0", " 7", "٧", "²", "9" * 19, "9" * 5_000, "7\0"])
def test_whatever_else_stands_there_names_no_row(typed):
    assert row_id(typed) is None
