"""What foreign keys show: the names of the rows they point at, of those that are gone too, in one statement."""

from collections.abc import Iterable
from string import Formatter
from typing import Any

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import JSONObject

from accounts.history.sources import events_of
from accounts.history.values import Names
from tkm.lib import formats
from tkm.lib.text import tidy
from tkm.lib.told import told_of

Reference = tuple[type[models.Model], Any]


def load(references: Iterable[Reference]) -> Names:
    """The name of each row: as it is now, or as it last was."""
    wanted: dict[type[models.Model], set[Any]] = {}
    for model, pk in references:
        if pk is not None:
            wanted.setdefault(model, set()).add(pk)
    tables = list(wanted)
    arms = [arm for at, model in enumerate(tables) for arm in _arms(at, model, wanted[model])]
    if not arms:
        return {}
    found = arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]
    names: Names = {}
    for at, pk, is_there, columns in found:
        if is_there or (tables[at], pk) not in names:
            names[tables[at], pk] = name_of(tables[at], columns)
    return names


def name_of(model: type[models.Model], columns: dict[str, Any]) -> str:
    """The first of the model's names whose first column says something."""
    called = told_of(model).name.split("|")
    for template in called:
        first = next(iter(_paths(template)), "")
        if template == called[-1] or columns.get(first) not in (None, ""):
            return tidy(_Name(model).vformat(template, (), columns))
    return ""


def _arms(at: int, model: type[models.Model], keys: set[Any]) -> Iterable[models.QuerySet[Any, Any]]:
    number = Value(at, output_field=models.IntegerField())
    columns = JSONObject(**{path: F(path) for path in _paths(told_of(model).name)})
    there = model._base_manager.filter(pk__in=keys).order_by()
    yield there.values_list(number, "pk", Value(True), columns)
    if not hasattr(model, "events"):
        return
    events = events_of(model)._default_manager.filter(pgh_obj__in=keys).order_by("pgh_obj", "-pgh_id")
    yield events.distinct("pgh_obj").values_list(number, "pgh_obj", Value(False), columns)


def _paths(template: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(template) if name]


class _Name(Formatter):
    """Columns as JSON gives them, by path; `{held_on:tanggal}` and `{number:romawi}` as people write them."""

    def __init__(self, model: type[models.Model]) -> None:
        self.fields = {field.name: field for field in model._meta.concrete_fields}

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        value, field = kwargs[str(key)], self.fields.get(str(key))
        if field is not None and field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return field.to_python(value) if field is not None else value

    def format_field(self, value: Any, format_spec: str) -> str:
        if value is None:
            return ""
        if format_spec == "tanggal":
            return formats.tanggal(value)
        return formats.romawi(value) if format_spec == "romawi" else str(value)
