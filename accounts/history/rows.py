"""What an act wrote: each event's row and the row before it, in one statement for a whole page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import JSONObject

from accounts.history.sources import Group, Source

Values = dict[str, Any]  # by attname


@dataclass(frozen=True, slots=True)
class Row:
    """One event; `before` is None where nothing came before it."""

    source: int
    key: int
    deed: str
    values: Values
    before: Values | None


def read(sources: Sequence[Source], groups: Iterable[Group]) -> dict[tuple[int, int], Row]:
    """The rows of all events that `groups` names, by source and event key."""
    wanted: dict[int, list[int]] = {}
    for group in groups:
        for part in group.written:
            wanted.setdefault(part.source, []).extend(part.keys)
    arms = [_arm(number, sources[number], keys) for number, keys in wanted.items()]
    if not arms:
        return {}
    found = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]
    return {
        (number, key): _row(sources[number], number, key, deed, now, then) for number, key, deed, now, then in found
    }


def columns_of(model: type[models.Model], event: type[models.Model]) -> list[Any]:
    """The columns of `model` that its events keep."""
    kept = {field.attname for field in event._meta.concrete_fields}
    return [field for field in model._meta.concrete_fields if field.attname in kept]


def _arm(number: int, source: Source, keys: list[int]) -> models.QuerySet[Any, Any]:
    model = source.rows.model
    names = [field.attname for field in columns_of(source.model, model)]
    now = JSONObject(**{name: F(name) for name in names})
    if source.by:
        deed: Any = Value("insert", output_field=models.TextField())
        then: Any = Value(None, output_field=models.JSONField())
    else:
        earlier = model._default_manager.filter(pgh_obj=OuterRef("pgh_obj"), pgh_id__lt=OuterRef("pgh_id"))
        deed, then = F("pgh_label"), Subquery(earlier.order_by("-pgh_id").values(row=now)[:1])
    rows = model._default_manager.filter(**{f"{source.key}__in": keys}).order_by()
    at: Any = Value(number, output_field=models.IntegerField())
    return rows.values_list(at, source.key, deed, now, then)  # type: ignore[no-any-return]  # a model found by name


def _row(source: Source, number: int, key: int, deed: str, now: Values, then: Values | None) -> Row:
    return Row(number, key, deed, _python(source, now), _python(source, then) if then else None)


def _python(source: Source, values: Values) -> Values:
    """From JSON to what the columns hold."""
    fields = {field.attname: field for field in columns_of(source.model, source.rows.model)}
    return {name: fields[name].to_python(value) for name, value in values.items()}
