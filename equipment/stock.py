"""The stock in figures: how many units are in each status, each figure leading to its rows."""

from collections.abc import Mapping

from django.http import QueryDict

from equipment.enums import UnitStatus
from tkm.lib.formats import ribuan
from training.summary import Fact

ALWAYS_SHOWN = (UnitStatus.RECEIVED, UnitStatus.AVAILABLE, UnitStatus.RESERVED, UnitStatus.HANDED_OVER)


def status_facts(counts: Mapping[str, int], query: QueryDict) -> list[Fact]:
    """One figure for each status: the four of the usual way always, the others where there are any."""
    shown = [status for status in UnitStatus if status in ALWAYS_SHOWN or status.value in counts]
    return [
        Fact(status.short, ribuan(counts.get(status.value, 0)), "", with_status(query, status.value))
        for status in shown
    ]


def with_status(query: QueryDict, status: str) -> str:
    """The same list with only this status, its other filters kept, from the first page."""
    address = query.copy()
    address.pop("page", None)
    address["status"] = status
    return f"?{address.urlencode()}"
