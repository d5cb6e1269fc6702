"""The filters in force on a list, each with the address that drops it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Chip:
    label: str
    url: str


def chips(query: QueryDict, shown: Mapping[str, str]) -> list[Chip]:
    """One chip for each parameter of `shown` (its name → the words for its value); empty words show nothing.

    The address keeps the other filters and goes back to the first page.
    """
    return [Chip(words, without(query, name)) for name, words in shown.items() if words]


def without(query: QueryDict, name: str) -> str:
    rest = query.copy()
    for key in (name, "page"):
        rest.pop(key, None)
    return f"?{rest.urlencode()}"
