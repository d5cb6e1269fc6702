"""Forms of a BAST: the occasion, its units, its steps."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from documents.models import Signatory
from equipment.draft_units import suggest
from equipment.drafts import DraftsRefusedError, Occasion, add_unit, change_draft, create_drafts
from equipment.forms.layout import sheet
from equipment.handover import hand_over, issue, reprint
from equipment.handover_locks import HandoverGoneError, version_of
from equipment.models import DecreeRecipient, EquipmentType, Handover, HandoverItem
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import DateField, LineField, renew_version, show_error
from tkm.lib.text import row_id


def refuse(form: forms.BaseForm, handover: Handover, error: DomainError) -> None:
    """Show the rule's sentence; after somebody else's change, saving once more counts against the row as it is now.

    HandoverGoneError passes: what is gone has no page to show it on (`views.handovers.back_when_gone`).
    """
    if isinstance(error, HandoverGoneError):
        raise error
    if isinstance(error, StaleError):
        handover.refresh_from_db(fields=["updated_at"])
        renew_version(form, version_of(handover))
    show_error(form, error)


class SignatoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who signs for the office, with the time for which they may."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Signatory.objects.order_by("-valid_from", "name"), empty_label="Pilih penanda tangan", **kwargs
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} (sampai {obj.valid_until:%d-%m-%Y})" if obj.valid_until else str(obj)


class OccasionForm(forms.Form):
    """Where, when and by whom it is given."""

    place = LineField(label="Tempat penyerahan", max_length=160)
    dated_on = DateField(label="Tanggal penyerahan", help_text="Tercetak pada BAST sebagai hari penyerahan.")
    signatory = SignatoryField(label="Yang menyerahkan (pihak pertama)")

    def occasion(self) -> Occasion:
        return Occasion(**{name: self.cleaned_data[name] for name in ("place", "dated_on", "signatory")})


class DraftForm(OccasionForm):
    """Changing a draft; what was opened is what is changed."""

    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, handover: Handover, **kwargs: Any) -> None:
        names = ("place", "dated_on", "signatory")
        stored = {name: getattr(handover, name) for name in names}
        kwargs["initial"] = {**stored, "version": version_of(handover)}
        super().__init__(*args, **kwargs)
        self.handover = handover
        self.helper = sheet("version", *names)

    def save(self, *, actor: User) -> Handover | None:
        """The changed draft; or None with the rule's sentence at its field."""
        try:
            return change_draft(self.handover.pk, self.occasion(), version=self.cleaned_data["version"], actor=actor)
        except DomainError as error:
            refuse(self, self.handover, error)
            return None


class ReprintForm(DraftForm):
    """Printing again for another day, under the same number."""

    def reprint(self, *, on: date, at: datetime, actor: User) -> Handover | None:
        version = self.cleaned_data["version"]
        try:
            return reprint(self.handover.pk, self.occasion(), version=version, on=on, at=at, actor=actor)
        except DomainError as error:
            refuse(self, self.handover, error)
            return None


class DraftsForm(OccasionForm):
    """A draft for each graduate of a decree: a serial number for each kind that it grants, empty for none."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(
        self, *args: Any, lines: Sequence[DecreeRecipient], types: Sequence[EquipmentType], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.types = lines, types
        suggested = {} if self.is_bound else suggest(lines, [kind.pk for kind in types])
        for line in lines:
            for kind in types:
                label = f"Nomor seri {kind.name.lower()} untuk {line.registration.participant}"
                field = LineField(label=label, required=False, max_length=80)
                field.initial = suggested.get((line.pk, kind.pk), "")
                field.widget.attrs |= {
                    "list": f"barang-{kind.pk}",
                    "autocapitalize": "characters",
                    "autocomplete": "off",
                }
                self.fields[name_of(line, kind)] = field

    def clean(self) -> dict[str, Any]:
        if posted_lines(self.data) - {line.pk for line in self.lines}:
            raise ValidationError(
                "Ada penerima yang dikeluarkan dari SK sejak halaman ini dibuka. "
                "Periksa daftar di bawah, lalu simpan lagi."
            )
        return self.cleaned_data

    def rows(self) -> list[tuple[DecreeRecipient, list[forms.BoundField]]]:
        """Each graduate with the inputs that belong to them."""
        return [(line, [self[name_of(line, kind)] for kind in self.types]) for line in self.lines]

    def serials(self) -> dict[int, list[str]]:
        """What was typed for each line, without the lines that were left empty."""
        typed = {line.pk: [self.cleaned_data[name_of(line, kind)] for kind in self.types] for line in self.lines}
        return {line: [serial for serial in found if serial] for line, found in typed.items() if any(found)}

    def save(self, *, actor: User) -> list[Handover] | None:
        """All drafts; or None with a sentence at each line that cannot have one."""
        if not (serials := self.serials()):
            self.add_error(None, "Belum ada nomor seri yang diisi. Isi untuk setiap lulusan yang akan menerima.")
            return None
        try:
            return create_drafts(serials, self.occasion(), submission=self.cleaned_data["submission"], actor=actor)
        except DraftsRefusedError as error:
            fields = {line.pk: name_of(line, self.types[0]) for line in self.lines}
            for line_id, sentence in error.by_line.items():
                self.add_error(fields.get(line_id), sentence)
        except DomainError as error:
            show_error(self, error)
        return None


def posted_lines(data: Mapping[str, Any]) -> set[int]:
    """The lines for which a serial number was typed, read from the names of the fields."""
    names = (name.split("-") for name, value in data.items() if name.startswith("unit-") and str(value).strip())
    return {line for parts in names if (line := row_id(parts[1])) is not None}


def name_of(line: DecreeRecipient, kind: EquipmentType) -> str:
    return f"unit-{line.pk}-{kind.pk}"


class SerialForm(forms.Form):
    """The unit with this number, typed or read by a scanner that types."""

    serial = LineField(
        label="Nomor seri",
        max_length=80,
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Ketik nomor seri barangnya."},
    )

    def save(self, handover: Handover, *, actor: User) -> HandoverItem | None:
        try:
            return add_unit(handover.pk, self.cleaned_data["serial"], actor=actor)
        except DomainError as error:
            refuse(self, handover, error)
            return None


class IssueForm(forms.Form):
    """The last question before the number; the number itself is typed only where there is an agenda book."""

    version = forms.CharField(widget=forms.HiddenInput)
    number = LineField(label="Nomor BAST dari buku agenda", max_length=120, required=False)

    def __init__(self, *args: Any, automatic: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if automatic:
            del self.fields["number"]

    def save(self, handover: Handover, *, on: date, at: datetime, actor: User) -> Handover | None:
        typed = self.cleaned_data
        try:
            return issue(
                handover.pk,
                version=typed["version"],
                agenda_number=typed.get("number", ""),
                on=on,
                at=at,
                actor=actor,
            )
        except DomainError as error:
            refuse(self, handover, error)
            return None


class HandOverForm(forms.Form):
    version = forms.CharField(widget=forms.HiddenInput)
    handed_over_on = DateField(label="Tanggal diserahkan")

    def save(self, handover: Handover, *, on: date, actor: User) -> Handover | None:
        try:
            return hand_over(handover.pk, **self.cleaned_data, on=on, actor=actor)
        except DomainError as error:
            refuse(self, handover, error)
            return None
