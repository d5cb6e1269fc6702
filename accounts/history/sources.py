"""Which event rows belong to a subject, and the acts among them: what one person did at one moment.

A page costs one statement here: the acts of a page, how many there are, and who all did something.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Case, F, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Concat, JSONObject, NullIf, Trim, TruncDate
from django.db.models.lookups import IsNull

from accounts.history.places import SQL, SYSTEM, named
from tkm.lib.told import told_of

SHOWN = 50  # rows of one kind in one act that are told one by one; the others are counted
SQL_KEY, SYSTEM_KEY = "sql", "sistem"


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of `model`'s events, or of a log that is its own event (`at` and `by` then name its columns).

    `together` names columns: what one person wrote in the course of a day with equal values there is one act, such as
    the marks of a meeting, which are saved one by one.
    """

    model: type[models.Model]
    rows: models.QuerySet[Any]
    together: tuple[str, ...] = ()
    at: str = "pgh_created_at"
    by: str = ""

    @property
    def key(self) -> str:
        return "pk" if self.by else "pgh_id"

    @property
    def kind(self) -> str:
        return told_of(self.model).kind


def events(model: type[models.Model], *where: Any, together: tuple[str, ...] = (), **columns: Any) -> Source:
    """The events of `model` with those values in the event's row."""
    return Source(model, events_of(model)._default_manager.filter(*where, **columns), together)


def log(rows: models.QuerySet[Any], *, at: str, by: str) -> Source:
    """The rows of a log, that are written once and never changed; `at` and `by` name its columns."""
    return Source(rows.model, rows, at=at, by=by)


def events_of(model: type[models.Model]) -> Any:
    """The model of its events, whose rows outlive the row itself."""
    return model._meta.get_field("events").related_model


def row_and_links(row: models.Model, links: Iterable[type[models.Model]] = ()) -> list[Source]:
    """One row, with the tracked many-to-many tables that point at it (`UserRole` at a user)."""
    if not hasattr(row, "events"):  # counters and logs that never change
        return []
    return [events(type(row), pgh_obj=row.pk), *(_link(row, link) for link in links)]


def _link(row: models.Model, link: type[models.Model]) -> Source:
    ours = next(field for field in link._meta.concrete_fields if isinstance(row, field.related_model or ()))
    return events(link, **{ours.attname: row.pk})


@dataclass(frozen=True, slots=True)
class Asked:
    """What of it: by whom (a key of `Found.people`), from and to which day; empty asks for all."""

    by: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What an act did to rows of one source: how many, and the event keys of the first of them."""

    source: int
    deed: str  # insert, update or delete
    number: int
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    at: datetime
    context: dict[str, Any] | None
    written: tuple[Written, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of acts, newest first; how many there are in all; who did any of what was looked at, by key."""

    groups: list[Group] = field(default_factory=list)
    number: int = 0
    people: dict[str, str] = field(default_factory=dict)


# The sources as one list; the acts of a page of it; what these wrote. `step` orders acts that a command tells inside
# one transaction.
ACTS = """
WITH told (source, event, at, act, deed, context) AS MATERIALIZED ({arms}),
page AS (
  SELECT act, max(at) AS at, max((context ->> 'step')::int) AS step, count(*) OVER () AS acts
    FROM told WHERE {by} GROUP BY act ORDER BY at DESC, step DESC NULLS LAST, act DESC LIMIT %s OFFSET %s),
written AS (
  SELECT act, source, deed, count(*) AS number, (array_agg(event ORDER BY event))[1:%s] AS events,
         min(context::text) AS context
    FROM told WHERE act IN (SELECT act FROM page) GROUP BY act, source, deed),
people (id, name, source, is_sql) AS (
  SELECT DISTINCT context ->> 'user', context ->> 'name', context ->> 'source', context IS NULL FROM told)
SELECT acts.*, found FROM (SELECT jsonb_agg(jsonb_build_array(id, name, source, is_sql)) FROM people) everybody (found)
  LEFT JOIN (
    SELECT page.at, min(context)::jsonb, jsonb_agg(jsonb_build_array(source, deed, number, events) ORDER BY source),
           acts, step, act
      FROM page JOIN written USING (act) GROUP BY act, page.at, step, acts) acts ON true
 ORDER BY at DESC, step DESC NULLS LAST, act DESC
"""


def find(sources: Sequence[Source], asked: Asked, *, first: int, size: int) -> Found:
    """The acts from the one numbered `first` (0 is the newest). One statement, none without sources."""
    if not sources:
        return Found()
    arms = [_arm(at, source, asked).query.sql_with_params() for at, source in enumerate(sources)]
    by, values = _condition(asked.by)
    statement = ACTS.format(arms=" UNION ALL ".join(f"({sql})" for sql, _ in arms), by=by)
    given = [value for _, params in arms for value in params]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*given, *values, size, first, SHOWN])
        rows = cursor.fetchall()
    groups = [Group(at, _json(context), _written(_json(parts))) for at, context, parts, *_ in rows if at]
    return Found(groups, rows[0][3] or 0, _people(_json(rows[0][-1]) or []))


def _arm(at: int, source: Source, asked: Asked) -> models.QuerySet[Any, Any]:
    rows = source.rows
    if asked.since:
        rows = rows.filter(**{f"{source.at}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{source.at}__lt": asked.until})
    number = Value(at, output_field=models.IntegerField())
    columns = _log(source) if source.by else _event(source)
    return rows.order_by().values_list(number, source.key, source.at, *columns)


def _event(source: Source) -> tuple[Any, Any, Any]:
    author, step = KeyTextTransform("user", "pgh_context"), KeyTextTransform("step", "pgh_context")
    act: Any = Concat(
        Cast("pgh_context_id", TextField()), Cast("pgh_created_at", TextField()), step, output_field=TextField()
    )
    if source.together:
        columns = [Cast(column, TextField()) for column in source.together]
        day = Cast(TruncDate(source.at), TextField())
        whole = Concat(Value("bersama "), *columns, Value(" "), author, Value(" "), day, output_field=TextField())
        act = Case(When(IsNull(author, False), then=whole), default=act)
    return act, F("pgh_label"), F("pgh_context")


def _log(source: Source) -> tuple[Any, Any, Any]:
    """A log names its author in a column of its own."""
    name = Trim(Concat(f"{source.by}__first_name", Value(" "), f"{source.by}__last_name"))
    author = JSONObject(user=f"{source.by}_id", name=Coalesce(NullIf(name, Value("")), f"{source.by}__username"))
    act = Concat(Value(f"{source.model._meta.label} "), Cast("pk", TextField()), output_field=TextField())
    return act, Value("insert", output_field=TextField()), author


def _condition(by: str) -> tuple[str, list[str]]:
    """As SQL over `context`, with its values."""
    if not by:
        return "true", []
    if by == SQL_KEY:
        return "context IS NULL", []
    if by == SYSTEM_KEY:
        return "coalesce(context ->> 'user', context ->> 'source') IS NULL AND context IS NOT NULL", []
    if by.isascii() and by.isdigit():
        return "context ->> 'user' = %s", [by]
    return "context ->> 'user' IS NULL AND context ->> 'source' = %s", [by]


def _people(authors: list[list[Any]]) -> dict[str, str]:
    """Key and name of each, by name; of two names of one user any."""
    found = {}
    for user, name, source, is_sql in authors:
        if user is not None:
            found[user] = named(name, source)
        elif source:
            found[source] = named(None, source)
        else:
            found[SQL_KEY if is_sql else SYSTEM_KEY] = SQL if is_sql else SYSTEM
    return dict(sorted(found.items(), key=lambda item: item[1].lower()))


def _written(parts: list[list[Any]]) -> tuple[Written, ...]:
    return tuple(Written(source, deed, number, tuple(keys)) for source, deed, number, keys in parts)


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
