"""Choosing a kelurahan under its kecamatan: one select with groups, so it works without JavaScript."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.forms.models import ModelChoiceIterator

from regions.models import Kelurahan


class _ByKecamatan(ModelChoiceIterator):  # type: ignore[type-arg]
    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        rows = self.queryset.select_related("kecamatan").order_by(Lower("kecamatan__name"), Lower("name"))
        for kecamatan, group in groupby(rows, key=lambda row: row.kecamatan.name):
            yield (f"Kec. {kecamatan}", [self.choice(row) for row in group])


class KelurahanField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A kelurahan of this city; any other is refused in a sentence. One query per page."""

    iterator = _ByKecamatan
    default_error_messages = {"invalid_choice": "Pilih kelurahan yang ada di daftar kota ini."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"queryset": Kelurahan.objects.all(), "empty_label": "Pilih kelurahan", **kwargs})
