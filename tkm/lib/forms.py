"""Form fields in the office's way of typing, and the bridge from a rule's refusal to its field."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from tkm.lib.errors import DomainError
from tkm.lib.text import refuse_unprintable, tidy


def show_error(form: forms.BaseForm, error: DomainError) -> None:
    """Put the rule's sentence beside its field if this form has it, else on top."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def renew_version(form: forms.BaseForm, version: str) -> None:
    """After a StaleError: the page told of the other change, so saving once more counts against the newest row."""
    typed: Any = form.data
    renewed = typed.copy()
    renewed["version"] = version
    form.data = renewed


class LineField(forms.CharField):
    """One line of text: tidied, printable, NUL refused in a sentence of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]
        self.validators.insert(0, refuse_unprintable)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")


class TextAreaField(forms.CharField):
    """Several lines of printable text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [v for v in self.validators if type(v).__name__ != "ProhibitNullCharactersValidator"]
        self.validators.insert(0, refuse_unprintable)


class DateField(forms.DateField):
    """A day typed as 17-08-1992 (also 17/8/1992, 17081992, 1992-08-17), shown back as 17-08-1992."""

    default_error_messages = {"invalid": "Tulis tanggal seperti 17-08-1992 (tanggal-bulan-tahun)."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(
            format="%d-%m-%Y", attrs={"inputmode": "numeric", "placeholder": "hh-bb-tttt", "autocomplete": "off"}
        )
        super().__init__(**{"widget": widget, **kwargs})

    def to_python(self, value: Any) -> date | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        typed = value.strip()
        if found := re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{2})(\d{2})(\d{4})", typed):
            day, month, year = (int(digits) for digits in found.groups() if digits)
        elif found := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", typed):
            year, month, day = map(int, found.groups())
        else:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(
                "Tanggal itu tidak ada di kalender. Periksa hari dan bulannya.", code="invalid"
            ) from error


class TimeField(forms.TimeField):
    """An hour typed as 08.00 or 08:00."""

    default_error_messages = {"invalid": "Tulis jam seperti 08.00."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H.%M", attrs={"inputmode": "numeric", "placeholder": "08.00"})
        super().__init__(**{"widget": widget, "input_formats": ["%H.%M", "%H:%M"], **kwargs})

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str) and value.strip() and not re.fullmatch(r"\d{1,2}[.:]\d{2}", value.strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")  # 8.5 may mean five past or half past
        return super().to_python(value)


class NumberField(forms.IntegerField):
    """A whole number."""

    default_error_messages = {"invalid": "Tulis dengan angka saja."}


class RupiahField(forms.IntegerField):
    """Whole rupiah typed with or without Rp and dots; shown back as 2.500.000."""

    default_error_messages = {"invalid": "Tulis jumlah rupiah dengan angka, misalnya 2.500.000."}
    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": 999_999_999_999, **kwargs})

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = re.sub(r"(?i)^rp\.?", "", value.strip())
            value = re.sub(r",(00|-)$", "", value.strip())
            value = re.sub(r"(?<=\d)[. ](?=\d{3}\b)", "", value)
            if value and not re.fullmatch(r"-?[0-9]+", value):  # 2.500.00 is a slip, not two and a half thousand
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}".replace(",", ".") if isinstance(value, int) else value
