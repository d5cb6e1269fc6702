"""What needs attention, for who answers for it all: one list of kinds, read by front page, page, rows and PDF.

Who has to do the work finds it in the own to-do list (`reports.todo`); here stands what was not done in time, and what
somebody should know of.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    DateField,
    ExpressionWrapper,
    F,
    IntegerField,
    JSONField,
    Min,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User
from documents.models import Office
from reports.todo import Task

Rows = QuerySet[Any, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that needs attention, in words, and the page where it is settled."""

    title: str
    note: str
    url: str


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """A kind of thing that needs attention.

    `rows` gives all that the user may report on, on a day, each annotated with `since`, the day from which its age
    counts. `definition` may name terms of the office ("{office.scan_due_days}"). `settled_by`: who may do this has it
    in the own to-do list. What is `for_knowledge` was allowed by somebody: there is nothing left to do.
    """

    code: str
    label: str
    definition: str
    rows: Callable[[User, date], Rows]
    related: tuple[str, ...]
    line: Callable[[Any], Line]
    settled_by: Action | None = None
    for_knowledge: bool = False

    def found(self, user: User, on: date) -> Rows:
        """The rows with all that a line shows, the oldest first."""
        return self.rows(user, on).select_related(*self.related).order_by("since", "pk")


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind as counted on a day: how many, the age of the oldest, and the definition in full."""

    kind: Kind
    count: int
    oldest_days: int
    definition: str

    @property
    def url(self) -> str:
        return reverse("attention-rows", args=[self.kind.code])


@dataclass(frozen=True, slots=True)
class AgedLine:
    line: Line
    since: date
    days: int


def findings(kinds: tuple[Kind, ...], user: User, on: date) -> list[Finding]:
    """Every one of `kinds`, those without rows too: one query, however many there are."""
    office = Office.objects.annotate(**{f"told_{at}": _told(kind, user, on) for at, kind in enumerate(kinds)}).get()
    found = [getattr(office, f"told_{at}") or NOTHING for at in range(len(kinds))]
    return [
        Finding(kind, told["count"], _days(told["since"], on), kind.definition.format(office=office))
        for kind, told in zip(kinds, found, strict=True)
    ]


NOTHING: dict[str, Any] = {"count": 0, "since": None}


def _told(kind: Kind, user: User, on: date) -> Subquery:
    """A column of the office: how many rows the kind has and since when, in one reading of them; None without rows."""
    whole = kind.rows(user, on).order_by().annotate(all_of_them=Value(1)).values("all_of_them")
    told = JSONObject(count=Count("pk", distinct=True), since=Min("since"))
    return Subquery(whole.annotate(told=told).values("told"), output_field=JSONField())


def _days(since: str | None, on: date) -> int:
    return (on - date.fromisoformat(since)).days if since else 0


def aged(rows: Iterable[Any], kind: Kind, on: date) -> list[AgedLine]:
    """The lines of `rows`, each with the days since it began."""
    return [AgedLine(kind.line(row), row.since, (on - row.since).days) for row in rows]


def attention_tasks(kinds: tuple[Kind, ...], user: User, on: date) -> Iterator[Task]:
    """The short list of the front page, without what stands in the user's own to-do list anyway."""
    others = tuple(kind for kind in kinds if kind.settled_by is None or not may(user, kind.settled_by))
    for finding in findings(others, user, on):
        if finding.count:
            yield Task(finding.count, finding.kind.label, "", "Lihat", finding.url)


def days_before(on: date, term: str) -> Combinable:
    """The day that lies as many days before `on` as the office's `term` says."""
    days = Subquery(Office.objects.values(term)[:1], output_field=IntegerField())
    return ExpressionWrapper(Value(on) - days, output_field=DateField())


def days_after(column: str, term: str) -> Combinable:
    """The day as many days after the one in `column` as the office's `term` says."""
    days = Subquery(Office.objects.values(term)[:1], output_field=IntegerField())
    return ExpressionWrapper(F(column) + days, output_field=DateField())
