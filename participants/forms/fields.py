"""Numbers of a citizen as people type them: with blanks, dots and dashes between the groups."""

from collections.abc import Callable
from typing import Any

from django import forms

from participants.phone import normalise_phone
from regions.nik import check_kk, check_nik, digits_only


class DigitsField(forms.CharField):
    """Digits typed in groups. `check` raises the one sentence that says what is wrong."""

    check: Callable[[str], None]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = [type(self).check]
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "maxlength": "24"}

    def to_python(self, value: Any) -> str:
        return digits_only(super().to_python(value) or "")


class NikField(DigitsField):
    check = staticmethod(check_nik)


class KkField(DigitsField):
    check = staticmethod(check_kk)


class PhoneField(forms.CharField):
    """A phone number in any usual spelling; gives 0812…"""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []
        self.widget.attrs |= {"inputmode": "tel", "autocomplete": "off", "maxlength": "30"}

    def clean(self, value: Any) -> str:
        return normalise_phone(super().clean(value))
