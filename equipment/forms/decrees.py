"""Forms of decrees: the paper as it was issued, and the list of people it carries."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from equipment.decrees import LABELS, DecreeData, record_decree, update_decree
from equipment.forms.goods import TickedField
from equipment.forms.layout import row, sheet
from equipment.models import EquipmentType, RecipientDecree
from equipment.recipients import ListChange, Sort, revise_list
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.formats import tanggal
from tkm.lib.forms import DateField, LineField, renew_version, show_error
from tkm.lib.text import row_id

PLACE = "urutan-"  # before the line's number, in the name of the box for its place


class DecreeChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, {tanggal(obj.issued_on)}: {obj.title}"


class DecreeForm(forms.Form):
    """What stands on the decree."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    number = LineField(label="Nomor SK", max_length=120, help_text="Seperti tertulis pada SK.")
    issued_on = DateField(label="Tanggal SK")
    in_force_from = DateField(label="Berlaku sejak")
    issuer = LineField(
        label="Ditetapkan oleh",
        max_length=120,
        initial="Kepala Dinas",
        help_text="Misalnya Kepala Dinas atau Wali Kota Banjarbaru.",
    )
    title = LineField(
        label="Tentang", max_length=200, help_text="Tercetak pada BAST, misalnya Penetapan Penerima Bantuan."
    )
    types = forms.ModelMultipleChoiceField(
        EquipmentType.objects.all(),
        label="Jenis bantuan",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Centang paling sedikit satu jenis bantuan."},
    )
    amends = DecreeChoiceField(
        RecipientDecree.objects.none(),
        label="Mengubah SK",
        required=False,
        empty_label="Tidak mengubah SK lain",
        help_text="Sejak berlaku, SK ini menggantikan daftar SK yang diubahnya.",
    )
    scan = forms.FileField(
        label="Pindaian SK",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        help_text="PDF, JPG atau PNG, paling besar 10 MB.",
    )

    def __init__(self, *args: Any, decree: RecipientDecree | None = None, frozen: bool = False, **kwargs: Any) -> None:
        if decree:
            kwargs["initial"] = stored(decree)
        super().__init__(*args, **kwargs)
        self.decree = decree
        earlier: Any = self.fields["amends"]
        open_ones = Q(amended_by=None) | (Q(amended_by=decree) if decree else Q())
        earlier.queryset = RecipientDecree.objects.filter(open_ones).select_related("number")
        if decree:
            earlier.queryset = earlier.queryset.exclude(pk=decree.pk)
        for name in LABELS if frozen else ():
            self.fields[name].disabled = True
        self.helper = sheet("submission", "version", *self._fieldsets())

    def _fieldsets(self) -> list[Fieldset]:
        dates = row("issued_on", "in_force_from")
        return [
            Fieldset("Surat keputusan", "number", dates, "title", "issuer"),
            Fieldset("Isi", "types", "amends"),
            Fieldset("Berkas", "scan"),
        ]

    def save(self, *, at: datetime, actor: User) -> RecipientDecree | None:
        """The decree; or None with the rule's sentence at its field."""
        typed, on = self.cleaned_data, timezone.localdate(at)
        data = DecreeData(**{**{name: typed[name] for name in LABELS}, "types": tuple(typed["types"])})
        try:
            if self.decree is None:
                return record_decree(data, scan=typed["scan"], submission=typed["submission"], on=on, actor=actor)
            return update_decree(self.decree.pk, data, scan=typed["scan"], version=typed["version"], at=at, actor=actor)
        except DomainError as error:
            if self.decree and isinstance(error, StaleError):
                renew_version(self, RecipientDecree.objects.get(pk=self.decree.pk).updated_at.isoformat())
            show_error(self, error)
            return None

    def remind_of_the_file(self) -> None:
        """A browser never sends a file again by itself: said beside it when something else was refused."""
        if self.files and "scan" not in self.errors:
            self.add_error("scan", "Pilih lagi berkasnya: isian lain masih ada, berkas tidak ikut tersimpan.")


def stored(decree: RecipientDecree) -> dict[str, Any]:
    """What the edit form shows first, with the version it was opened on."""
    columns = {name: getattr(decree, name) for name in ("issued_on", "in_force_from", "issuer", "title", "amends")}
    return {
        **columns,
        "number": decree.number.text,
        "types": list(decree.types.all()),
        "version": decree.updated_at.isoformat(),
    }


class RecipientsForm(forms.Form):
    """Who is added, who is taken off, and the place written beside each line."""

    version = forms.CharField(widget=forms.HiddenInput)
    added = TickedField(required=False)
    removed = TickedField(required=False)
    sort = forms.ChoiceField(choices=Sort.choices, required=False)

    def clean(self) -> dict[str, Any]:
        boxes = typed_places(self.data)
        wrong = [value for value in boxes.values() if not (value.isdecimal() and len(value) < 6)]
        if wrong:
            raise ValidationError(f"Urutan ditulis dengan angka, misalnya 7; yang tertulis: “{wrong[0][:20]}”.")
        return {**self.cleaned_data, "positions": {line: int(value) for line, value in boxes.items()}}

    def save(self, decree: RecipientDecree, *, actor: User) -> RecipientDecree | None:
        """The decree; or None with the rule's sentence on top."""
        typed = dict(self.cleaned_data)
        version = typed.pop("version")
        try:
            return revise_list(decree.pk, ListChange(**typed), version=version, actor=actor)
        except DomainError as error:
            if isinstance(error, StaleError):
                renew_version(self, RecipientDecree.objects.get(pk=decree.pk).updated_at.isoformat())
            self.add_error(None, error.message)
            return None


def typed_places(data: Mapping[str, Any]) -> dict[int, str]:
    """What stands in the boxes beside the lines, by the line's number."""
    boxes = {name.removeprefix(PLACE): str(value).strip() for name, value in data.items() if name.startswith(PLACE)}
    return {line: value for name, value in boxes.items() if (line := row_id(name)) is not None}
