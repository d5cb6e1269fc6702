"""One event in words: the phrase that fits it, and the columns that changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from string import Formatter
from typing import Any

from django.db import models

from accounts.history.names import Reference
from accounts.history.rows import Row
from accounts.history.values import EMPTY, SILENT, Names, change, label, shown
from accounts.models import User
from tkm.lib.formats import ribuan
from tkm.lib.text import tidy
from tkm.lib.told import Phrase, told_of


@dataclass(frozen=True, slots=True)
class Change:
    """A column; `after` is empty where the whole row is gone."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One row of an act with the phrase that fits it; the lowest `rank` is what the act is told by."""

    row: Row
    model: type[models.Model]
    phrase: Phrase
    rank: int

    @classmethod
    def of(cls, model: type[models.Model], row: Row) -> "Event":
        told = told_of(model)
        if row.deed == "update" and row.before is not None:
            for rank, turn in enumerate(told.turns):
                column = model._meta.get_field(turn.column).attname  # type: ignore[union-attr]
                if turn.happened(row.before[column], row.values[column]):
                    return cls(row, model, turn.words, rank)
        plain = {"insert": told.made, "update": told.changed, "delete": told.gone}
        return cls(row, model, plain[row.deed], len(told.turns) + list(plain).index(row.deed))

    @property
    def order(self) -> tuple[int, int]:
        return self.row.source, self.row.key

    @property
    def is_silent(self) -> bool:
        """Whether nothing but stamps changed."""
        return self.row.deed == "update" and self.row.before is not None and not any(self._changed())

    def references(self) -> Iterator[Reference]:
        """The rows whose names the sentence and the changes need."""
        named = {name for _, name, _, _ in Formatter().parse(self.phrase[0] + self.phrase[1]) if name}
        for field in self._fields():
            if field.is_relation and field.name in named:
                yield field.related_model, self.row.values[field.attname]
        for field in (*self._changed(), *self._held()):
            if field.is_relation:
                yield field.related_model, self.row.values[field.attname]
                yield field.related_model, (self.row.before or {}).get(field.attname)

    def sentence(self, names: Names, n: int = 1) -> str:
        """For this row, or for the `n` rows that it stands for."""
        words = _Sentence(self, names, n).format(self.phrase[0] if n == 1 else self.phrase[1])
        return tidy(words).rstrip(" :,")

    def changes(self, names: Names, author: Any) -> tuple[Change, ...]:
        """What changed; that `author` is who is meant by "oleh" is told by the sentence already."""
        before = self.row.before or {}
        told = [
            Change(label(field), *change(field, before[field.attname], self.row.values[field.attname], names))
            for field in self._changed()
            if not (field.related_model is User and author == self.row.values[field.attname])
        ]
        held = [Change(label(field), shown(field, self.row.values[field.attname], names), "") for field in self._held()]
        return (*told, *held)

    def _fields(self) -> list[Any]:
        columns = self.model._meta.concrete_fields
        return [field for field in columns if field.attname in self.row.values]

    def _changed(self) -> Iterator[Any]:
        before = self.row.before
        if self.row.deed == "update" and before is not None:
            for field in self._fields():
                if field.name not in SILENT and before[field.attname] != self.row.values[field.attname]:
                    yield field

    def _held(self) -> Iterator[Any]:
        """What a deleted row said."""
        if self.row.deed == "delete":
            for field in self._fields():
                if field.name not in SILENT and self.row.values[field.attname] not in (None, "", False):
                    yield field


class _Sentence(Formatter):
    """`{column}` as people read it, nothing for an empty one; `{column:kecil}` in small letters; `{n}`."""

    def __init__(self, event: Event, names: Names, n: int) -> None:
        self.event, self.names, self.n = event, names, n

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> str:
        if key == "n":
            return ribuan(self.n)
        field: Any = self.event.model._meta.get_field(str(key))
        words = shown(field, self.event.row.values[field.attname], self.names)
        return "" if words == EMPTY else words

    def format_field(self, value: Any, format_spec: str) -> str:
        return str(value).lower() if format_spec == "kecil" else str(value)
