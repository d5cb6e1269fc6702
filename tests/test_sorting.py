"""The heads of a table's columns that sort it."""

import pytest
from django.http import QueryDict

from tkm.lib.sorting import Column, headings

COLUMNS = (Column("Nama", "nama", "nama-turun"), Column("Tanggal", "lama", ""), Column("No", ""), Column("Status"))


@pytest.mark.parametrize(
    ("current", "orders", "urls"),
    [
        ("", ["", "descending", "ascending", ""], ["?q=a&urut=nama", "?q=a&urut=lama", "", ""]),
        ("nama", ["ascending", "", "", ""], ["?q=a&urut=nama-turun", "?q=a&urut=lama", "?q=a", ""]),
        ("nama-turun", ["descending", "", "", ""], ["?q=a&urut=nama", "?q=a&urut=lama", "?q=a", ""]),
        ("lama", ["", "ascending", "", ""], ["?q=a&urut=nama", "?q=a", "?q=a", ""]),
    ],
)
def test_a_head_turns_its_order_round_and_keeps_the_filters(current: str, orders: list[str], urls: list[str]):
    shown = headings(QueryDict("q=a&page=3&urut=x"), COLUMNS, current)
    assert [heading.order for heading in shown] == orders
    assert [heading.url for heading in shown] == urls
