"""The heads of a table's columns that sort it: each a link that keeps the filters and turns the order round."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.expressions import Combinable, OrderBy
from django.http import QueryDict

# One order of a list: its words in the choice beside the filters, and its columns.
Order = tuple[str, tuple[str | Combinable | OrderBy, ...]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the values of `?urut=` that sort by it upwards and downwards; None where it does not sort."""

    label: str
    up: str | None = None
    down: str | None = None
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What one head prints: `order` is "ascending" or "descending" while the list is sorted by it, else empty."""

    label: str
    url: str
    order: str
    is_number: bool


def headings(query: QueryDict, columns: Iterable[Column], current: str) -> list[Heading]:
    """The heads of `columns`; `current` is the value in force, the empty one for the list's own order."""
    return [_heading(query, column, current) for column in columns]


def _heading(query: QueryDict, column: Column, current: str) -> Heading:
    order = {column.up: "ascending", column.down: "descending"}.get(current, "")
    following = column.down if column.down is not None and order == "ascending" else column.up
    url = "" if following is None or following == current else _sorted_by(query, following)
    return Heading(column.label, url, order, column.is_number)


def _sorted_by(query: QueryDict, value: str) -> str:
    """The list's own order stands in no address; another order begins at the first page."""
    rest = query.copy()
    for name in ("urut", "page"):
        rest.pop(name, None)
    if value:
        rest["urut"] = value
    return f"?{rest.urlencode()}"
