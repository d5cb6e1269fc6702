"""The meetings of an angkatan by calendar week."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tkm.lib.formats import rentang
from training.models import Meeting


@dataclass(frozen=True, slots=True)
class Week:
    """The meetings of one week, in their order; the week of the first meeting is number 1."""

    number: int
    meetings: tuple[Meeting, ...]

    @property
    def dates(self) -> str:
        return rentang(self.meetings[0].held_on, self.meetings[-1].held_on)


def weeks_of(meetings: Iterable[Meeting]) -> list[Week]:
    """The weeks, from Monday to Sunday, in which there are meetings."""
    ordered = sorted(meetings, key=lambda meeting: (meeting.held_on, meeting.starts_at))
    if not ordered:
        return []
    first = _monday(ordered[0].held_on)
    by_week = groupby(ordered, key=lambda meeting: (_monday(meeting.held_on) - first).days // 7 + 1)
    return [Week(number, tuple(found)) for number, found in by_week]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
