"""What happened to one row, told from its event rows: who, when, where, and what was there before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from django.db import models

from tkm.lib import formats

KEPT = 300  # the newest events that one history page tells
WORDS = {"insert": "dibuat", "update": "diubah", "delete": "dihapus"}
LINK_WORDS = {"insert": "ditambahkan", "update": "diganti", "delete": "dilepas"}
SILENT = ("updated_at",)
MASKED = ("nik", "kk_number")  # who may look at a history need not be one who may open a full NIK


Names = dict[tuple[Any, Any], str]  # what a foreign key shows, looked up once per page


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One event; `changes` is empty where a row was made or deleted."""

    at: datetime
    who: str
    what: str
    where: str
    changes: tuple[Change, ...]


def history_of(row: models.Model, links: Iterable[type[models.Model]] = ()) -> list[Entry]:
    """The newest first; `links` are tracked many-to-many tables that point at `row` (`UserRole` at a user)."""
    names: Names = {}
    own = _own_entries(row, names)
    linked = chain.from_iterable(_link_entries(row, link, names) for link in links)
    return sorted(chain(own, linked), key=lambda entry: entry.at)[::-1]  # equal moments stay in the order of writing


def _own_entries(row: models.Model, names: Names) -> Iterator[Entry]:
    events = getattr(row, "events", None)
    if events is None:  # a model without history: counters and logs that never change
        return
    newest = list(events.order_by("-pgh_id")[:KEPT])[::-1]
    for before, event in zip([None, *newest], newest, strict=False):
        changes = tuple(_changes(row, before, event, names)) if before and event.pgh_label == "update" else ()
        if changes or event.pgh_label != "update" or before is None:
            yield _entry(event, WORDS.get(event.pgh_label, event.pgh_label), changes)


def _link_entries(row: models.Model, link: type[models.Model], names: Names) -> Iterator[Entry]:
    relations: list[Any] = [field for field in link._meta.concrete_fields if field.is_relation]
    ours = next(field for field in relations if isinstance(row, field.related_model))
    theirs = next(field for field in relations if field is not ours)
    event_model: Any = link._meta.get_field("events").related_model
    label = str(link._meta.verbose_name)
    for event in event_model._default_manager.filter(**{ours.attname: row.pk}).order_by("-pgh_id")[:KEPT]:
        name = _shown(theirs, getattr(event, theirs.attname), names)
        yield _entry(event, f"{label} {name} {LINK_WORDS.get(event.pgh_label, event.pgh_label)}", ())


def _entry(event: Any, what: str, changes: tuple[Change, ...]) -> Entry:
    context = event.pgh_context
    if context is None:
        return Entry(event.pgh_created_at, "SQL langsung", what, "", changes)
    who = context.get("name") or context.get("source") or "Sistem"
    return Entry(event.pgh_created_at, who, what, context.get("url", ""), changes)


def _changes(row: models.Model, before: Any, after: Any, names: Names) -> Iterator[Change]:
    for field in row._meta.concrete_fields:
        if field.name in SILENT or not hasattr(after, field.attname):
            continue
        old, new = getattr(before, field.attname), getattr(after, field.attname)
        if old != new:
            label = str(field.verbose_name)
            yield Change(label[:1].upper() + label[1:], _shown(field, old, names), _shown(field, new, names))


def _shown(field: Any, value: Any, names: Names) -> str:
    """`value` of `field` as people read it; rows that are gone are told by their number."""
    if value is None or value == "":
        return "kosong"
    if field.is_relation:
        model = field.related_model
        if (model, value) not in names:
            names[model, value] = str(model._base_manager.filter(pk=value).first() or f"nomor {value} (sudah dihapus)")
        return names[model, value]
    if field.name in MASKED:
        return formats.nik_samar(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return f"{formats.tanggal(value)} {formats.jam(value)}"
    if isinstance(value, date):
        return formats.tanggal(value)
    return formats.jam(value) if isinstance(value, time) else str(value)
