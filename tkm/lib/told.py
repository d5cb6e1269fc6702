"""In which words the history of a model is told: a plain table, filled by each app's `told.py`.

A phrase is a pair, for one row and for `{n}` of them, and follows the name of who did it: "Rina menerima Siti (lolos)".
`{column}` in it stands for the value of the event's row as people read it (`{mark:kecil}` in small letters).
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import models

Phrase = tuple[str, str]


class Now(Enum):
    """What a column has become, where the value itself does not matter."""

    FILLED = "had nothing, has something"
    EMPTIED = "had something, has nothing"
    CHANGED = "has another value"


@dataclass(frozen=True, slots=True)
class Turn:
    """An update that has words of its own: `column` became `to`, from one of `was` (from anything if empty)."""

    column: str
    to: object
    words: Phrase
    was: tuple[object, ...] = ()

    def happened(self, before: Any, after: Any) -> bool:
        """Whether the column went this way; the two are its values."""
        if before == after or (self.was and before not in self.was):
            return False
        match self.to:
            case Now.FILLED:
                return before in (None, "") and after not in (None, "")
            case Now.EMPTIED:
                return after in (None, "")
            case Now.CHANGED:
                return after not in (None, "")
        return bool(after == self.to)


@dataclass(frozen=True, slots=True)
class Told:
    """The words of one model.

    `kind` is what the history is filtered by. `name` is how a row is called where another points at it: columns, also
    of rows it points at itself; after a bar another name, for rows of which the first column says nothing.
    """

    kind: str
    made: Phrase
    changed: Phrase
    gone: Phrase
    name: str = "{name}"
    turns: tuple[Turn, ...] = ()

    @classmethod
    def of(cls, kind: str, one: str, many: str, *, made: str = "menambahkan", **more: Any) -> "Told":
        """For a thing that is simply added, changed and deleted: `one` calls a row, `many` several of them."""
        plain = {
            name: (f"{verb} {one}", f"{verb} {{n}} {many}")
            for name, verb in (("made", made), ("changed", "mengubah"), ("gone", "menghapus"))
        }
        return cls(kind, **{**plain, **more})


_words: dict[type[models.Model], Told] = {}


def tell(model: type[models.Model], told: Told) -> None:
    """Once for each model, when the apps are loaded."""
    _words[model] = told


def told_of(model: type[models.Model]) -> Told:
    """The words of `model`; one that has none is told by its plain name, so that no event is ever left out."""
    return _words.get(model) or _plainly(model)


def has_words(model: type[models.Model]) -> bool:
    return model in _words


def _plainly(model: type[models.Model]) -> Told:
    noun = str(model._meta.verbose_name)
    columns = {field.name for field in model._meta.concrete_fields}
    name = "{name}" if "name" in columns else f"{noun} {{pk}}"
    return Told.of(str(model._meta.verbose_name_plural).capitalize(), noun, noun, made="mencatat", name=name)
