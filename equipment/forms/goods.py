"""Forms of goods: a contract, a list of serial numbers, what an inspection found."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import uuid4

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Fieldset, Layout
from django import forms

from accounts.models import User
from equipment.enums import UnitStatus
from equipment.forms.layout import row, sheet
from equipment.inspection import inspect, write_off
from equipment.models import EquipmentType, EquipmentUnit, Procurement
from equipment.receiving import (
    COLUMNS,
    PRINTED,
    ProcurementData,
    SerialsRefusedError,
    correct_serial,
    create_procurement,
    receive_units,
    update_procurement,
)
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import DateField, LineField, RupiahField, TextAreaField, renew_version, show_error
from tkm.lib.text import row_id
from training.models import FundingSource, TrainingSession

OUTCOMES = ((UnitStatus.AVAILABLE.value, "Baik, siap diserahkan"), (UnitStatus.DEFECTIVE.value, "Rusak"))


class ProcurementForm(forms.Form):
    """One contract line."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    contract_number = LineField(label="Nomor kontrak atau SPK", max_length=80)
    contract_date = DateField(label="Tanggal kontrak")
    supplier = LineField(label="Penyedia", max_length=120)
    type = forms.ModelChoiceField(EquipmentType.objects.all(), label="Jenis barang", empty_label="Pilih jenis")
    model_name = LineField(label="Merek dan tipe", max_length=80)
    quantity = forms.IntegerField(
        label="Jumlah menurut kontrak",
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Tulis jumlahnya dengan angka, misalnya 20."},
    )
    unit_price = RupiahField(label="Harga satuan (Rp)")
    funding_source = forms.ModelChoiceField(
        FundingSource.objects.all(), label="Sumber dana", empty_label="Pilih sumber dana"
    )
    budget_account = LineField(
        label="Kode rekening belanja",
        max_length=40,
        required=False,
        help_text="Tercetak pada BAST. Kosong: kode rekening angkatan yang dipakai.",
    )
    session = forms.ModelChoiceField(
        TrainingSession.objects.none(),
        label="Untuk angkatan",
        required=False,
        empty_label="Tidak untuk satu angkatan saja",
        help_text="Bila dibeli dari pagu satu angkatan: ikut dalam realisasi dan pencocokannya.",
    )
    notes = TextAreaField(label="Catatan", max_length=2000, required=False)

    def __init__(
        self,
        *args: Any,
        user: User,
        procurement: Procurement | None = None,
        frozen: bool = False,
        **kwargs: Any,
    ) -> None:
        if procurement:
            kwargs["initial"] = stored(procurement)
        super().__init__(*args, **kwargs)
        self.procurement = procurement
        for name in PRINTED if frozen else ():
            self.fields[name].disabled = True
        self._offer_sessions(user)
        self.helper = sheet(
            "submission",
            "version",
            Fieldset("Kontrak", row("contract_number", "contract_date"), "supplier"),
            Fieldset("Barang", row("type", "model_name"), row("quantity", "unit_price")),
            Fieldset("Dana", row("funding_source", "budget_account"), "session", "notes"),
        )

    def _offer_sessions(self, user: User) -> None:
        """The angkatan this user sees; one that is hidden from them stays as it is, unnamed."""
        sessions, field = TrainingSession.objects.visible_to(user), self.fields["session"]
        now = self.procurement.session_id if self.procurement else None
        field.queryset = sessions.for_list().order_by("-starts_on", "-code")  # type: ignore[attr-defined]
        if now and not sessions.filter(pk=now).exists():
            field.queryset = TrainingSession.objects.filter(pk=now)  # type: ignore[attr-defined]
            field.label_from_instance = lambda session: "Angkatan di luar wilayah Anda"  # type: ignore[attr-defined]
            field.disabled = True

    def save(self, *, on: date, actor: User) -> Procurement | None:
        """The contract; or None with the rule's sentence at its field."""
        typed = dict(self.cleaned_data)
        submission, version = typed.pop("submission"), typed.pop("version")
        data = ProcurementData(**typed)
        try:
            if self.procurement is None:
                return create_procurement(data, submission=submission, on=on, actor=actor)
            return update_procurement(self.procurement.pk, data, version=version, on=on, actor=actor)
        except DomainError as error:
            if self.procurement and isinstance(error, StaleError):
                self.procurement.refresh_from_db()
                renew_version(self, self.procurement.updated_at.isoformat())
            show_error(self, error)
        return None


def stored(procurement: Procurement) -> dict[str, Any]:
    """What the edit form shows first, with the version it was opened on."""
    columns = {name: getattr(procurement, name) for name in COLUMNS}
    return {**columns, "version": procurement.updated_at.isoformat()}


class SerialsField(forms.CharField):
    """A list of serial numbers, judged line by line by the rule: nothing of it is stored as it was typed."""

    widget = forms.Textarea(
        attrs={"rows": 12, "class": "font-monospace", "autocapitalize": "characters", "spellcheck": "false"}
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, **kwargs)
        self.validators = []


class ReceiptForm(forms.Form):
    """What arrived under a contract."""

    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    serials = SerialsField(
        label="Nomor seri",
        help_text="Satu nomor tiap baris: ketik, pindai satu per satu, atau tempel satu kolom dari lembar kerja.",
    )
    received_on = DateField(label="Tanggal diterima")
    surplus_reason = LineField(label="Alasan melebihi kontrak", max_length=300, required=False)

    def __init__(self, *args: Any, procurement: Procurement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.procurement = procurement

    @property
    def helper(self) -> FormHelper:
        """The layout at the time of drawing: a reason is asked for only when the rule doubts."""
        asked = bool(self["surplus_reason"].value()) or self.has_error("surplus_reason")
        reason = [Field("surplus_reason", wrapper_class="conditional")] if asked else []
        return sheet("submission", Field("serials", wrapper_class="conditional"), row("received_on"), *reason)

    def save(self, *, on: date, actor: User) -> list[EquipmentUnit] | None:
        """The new units; or None with a sentence for each line that cannot be taken."""
        try:
            return receive_units(self.procurement.pk, **self.cleaned_data, on=on, actor=actor)
        except SerialsRefusedError as error:
            for sentence in error.refusals:
                self.add_error("serials", sentence)
        except DomainError as error:
            show_error(self, error)
        return None


class TickedField(forms.Field):
    """The rows ticked in a list, by their number here; what is no number was never on the page."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> list[int]:
        return [pk for typed in value or [] if (pk := row_id(str(typed))) is not None]


class InspectionForm(forms.Form):
    """What was found, of one unit or of all that are ticked."""

    units = TickedField(required=False)
    seen = forms.ChoiceField(choices=UnitStatus.choices, widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="Hasil", choices=OUTCOMES, widget=forms.RadioSelect, error_messages={"required": "Pilih hasilnya."}
    )
    note = LineField(
        label="Catatan kondisi", max_length=300, required=False, help_text="Wajib bila rusak, misalnya motor mati."
    )
    inspected_on = DateField(label="Tanggal pemeriksaan")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            "seen", InlineRadios("outcome"), Field("note", wrapper_class="conditional"), "inspected_on"
        )

    def save(self, units: Collection[int], *, on: date, actor: User) -> list[EquipmentUnit] | None:
        """The inspected units; or None with the rule's sentence at its field."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "units"}
        try:
            return inspect(units, **typed, on=on, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class WriteOffForm(forms.Form):
    """Why a unit leaves the stock for good."""

    seen = forms.ChoiceField(choices=UnitStatus.choices, widget=forms.HiddenInput)
    reason = LineField(
        label="Alasan",
        max_length=300,
        help_text="Dengan nomor surat bila ada; tetap terbaca.",
        error_messages={"required": "Tulis alasan barang ini dihapuskan."},
    )
    written_off_on = DateField(label="Tanggal dihapuskan")

    def save(self, unit: EquipmentUnit, *, on: date, actor: User) -> EquipmentUnit | None:
        try:
            return write_off(unit.pk, **self.cleaned_data, on=on, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class SerialForm(forms.Form):
    """The number that really stands on the plate."""

    version = forms.CharField(widget=forms.HiddenInput)
    serial_number = forms.CharField(label="Nomor seri", max_length=120, strip=False)

    def __init__(self, *args: Any, unit: EquipmentUnit, **kwargs: Any) -> None:
        kwargs["initial"] = {"version": unit.serial_number, "serial_number": unit.serial_number}
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.fields["serial_number"].validators = []
        self.helper = sheet("version", "serial_number")

    def save(self, *, actor: User) -> EquipmentUnit | None:
        typed = self.cleaned_data
        try:
            return correct_serial(self.unit.pk, typed["serial_number"], seen=typed["version"], actor=actor)
        except DomainError as error:
            if isinstance(error, StaleError):
                self.unit.refresh_from_db()
                renew_version(self, self.unit.serial_number)
            show_error(self, error)
            return None
