"""Typing the units of a programme: one line each, empty lines are left out."""

from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import User
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import LineField, NumberField
from training.curriculum import MOST_UNITS, CodeRepeatedError, UnitData, set_units, units_of, version_of
from training.models import Program

SPARE_LINES = 3


class UnitLineForm(forms.Form):
    code = LineField(label="Kode unit", max_length=30, required=False)
    title = LineField(label="Judul unit", max_length=160, required=False)
    lesson_hours = NumberField(label="JP", min_value=1, max_value=999, required=False)

    @property
    def is_empty(self) -> bool:
        """Nothing typed; asked before anything is cleaned."""
        return not any(str(self[name].value() or "").strip() for name in self.fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.is_empty:
            if not cleaned.get("title") and "title" not in self.errors:
                self.add_error("title", "Tulis judul unitnya.")
            if not cleaned.get("lesson_hours") and "lesson_hours" not in self.errors:
                self.add_error("lesson_hours", "Tulis JP-nya.")
        return cleaned

    @property
    def unit(self) -> UnitData:
        return UnitData(**self.cleaned_data)


class CurriculumForm:
    """All lines of one programme, with the version they were read in; `refusal` is about all of them together."""

    def __init__(self, data: Mapping[str, Any] | None, *, program: Program) -> None:
        self.program = program
        self.refusal = ""
        self.standing = standing = units_of(program)
        self.hours = sum(unit.lesson_hours for unit in standing)
        self.version = str(data.get("version", "")) if data is not None else version_of(standing)
        if data is None:
            initial: list[dict[str, Any]] = [
                {"code": unit.code, "title": unit.title, "lesson_hours": unit.lesson_hours} for unit in standing
            ]
            initial += [{}] * max(SPARE_LINES, 8 - len(standing))
            self.lines = [UnitLineForm(prefix=f"u{at}", initial=line) for at, line in enumerate(initial)]
        else:
            self.lines = [UnitLineForm(data, prefix=f"u{at}") for at in range(_lines_sent(data))]

    def save(self, *, actor: User) -> int | None:
        """Write the units and return how many; or show what is wrong beside its line and return None."""
        typed = [line for line in self.lines if not line.is_empty]
        if [line for line in typed if line.errors]:
            self.refusal = "Perbaiki baris yang bertanda merah, lalu simpan lagi."
            return None
        try:
            return set_units(self.program.pk, [line.unit for line in typed], version=self.version, actor=actor)
        except CodeRepeatedError as error:
            typed[error.index].add_error("code", error.message)
            self.refusal = "Perbaiki baris yang bertanda merah, lalu simpan lagi."
        except DomainError as error:
            self.refusal = error.message
            if isinstance(error, StaleError):
                self.version = version_of(units_of(self.program))
        return None


def _lines_sent(data: Mapping[str, Any]) -> int:
    """How many lines the page had; a made-up form gets no more than can be saved, and one to say so."""
    at = 0
    while f"u{at}-title" in data and at < MOST_UNITS + SPARE_LINES:
        at += 1
    return at
