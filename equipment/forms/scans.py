"""Forms after handing over: the scan and its check, voiding, and what concerns the waiting period."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from equipment.aid import record_earlier_aid
from equipment.enums import UnitStatus
from equipment.forms.handovers import refuse
from equipment.forms.layout import sheet
from equipment.models import EarlierAid, EquipmentType, EquipmentUnit, Handover, WaitingOverride
from equipment.overrides import OverrideWithoutReasonError, ask_override
from equipment.scans import RefusalWithoutReasonError, refuse_scan, upload_scan
from equipment.voiding import WHEREABOUTS, VoidWithoutReasonError, WhereaboutsUnknownError, void_bast
from tkm.lib.errors import DomainError
from tkm.lib.forms import DateField, LineField, show_error

WHERE = {
    UnitStatus.AVAILABLE: "Kembali ke gudang, siap diserahkan",
    UnitStatus.DEFECTIVE: "Kembali ke gudang, rusak",
    UnitStatus.LOST: "Hilang",
}


class ScanForm(forms.Form):
    scan = forms.FileField(
        label="BAST yang sudah ditandatangani",
        help_text="PDF, JPG atau PNG, paling besar 10 MB. Semua halaman dalam satu berkas.",
        widget=forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
        error_messages={"required": "Pilih berkas pindaiannya.", "empty": "Berkas kosong. Pilih berkas lain."},
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet("scan")

    def save(self, handover: Handover, *, at: datetime, actor: User) -> Handover | None:
        try:
            return upload_scan(handover.pk, self.cleaned_data["scan"], at=at, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class RefusalForm(forms.Form):
    """Why the scan is not good enough."""

    scan_id = forms.IntegerField(widget=forms.HiddenInput)
    reason = LineField(
        label="Apa yang kurang?",
        max_length=300,
        help_text="Terbaca oleh pengunggah, misalnya: tanda tangan penerima belum ada.",
        error_messages={"required": RefusalWithoutReasonError().message},
    )

    def save(self, handover: Handover, *, actor: User) -> Handover | None:
        try:
            return refuse_scan(handover.pk, **self.cleaned_data, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class VoidForm(forms.Form):
    """Why the BAST does not hold, and where each of its units is now."""

    version = forms.CharField(widget=forms.HiddenInput)
    reason = LineField(
        label="Alasan pembatalan",
        max_length=300,
        help_text="Tercatat bersama nomornya.",
        error_messages={"required": VoidWithoutReasonError().message},
    )

    def __init__(self, *args: Any, units: Sequence[EquipmentUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        for unit in units:
            self.fields[f"unit-{unit.pk}"] = forms.ChoiceField(
                label=f"Di mana {unit.serial_number} sekarang?",
                choices=[(status.value, WHERE[status]) for status in WHEREABOUTS],
                widget=forms.RadioSelect,
                error_messages={"required": WhereaboutsUnknownError(unit).message},
            )

    def save(self, handover: Handover, *, at: datetime, actor: User) -> Handover | None:
        typed = self.cleaned_data
        where = {unit.pk: typed[f"unit-{unit.pk}"] for unit in self.units}
        reason, version = typed["reason"], typed["version"]
        try:
            return void_bast(handover.pk, reason=reason, whereabouts=where, version=version, at=at, actor=actor)
        except DomainError as error:
            refuse(self, handover, error)
            return None


class EarlierAidForm(forms.Form):
    """Aid from elsewhere that the person turned out to have."""

    type = forms.ModelChoiceField(EquipmentType.objects.all(), label="Jenis bantuan", empty_label="Pilih jenis")
    given_on = DateField(label="Tanggal diterima")
    source = LineField(label="Dari", max_length=120, help_text="Misalnya Dinas Sosial, Disnakertrans provinsi, Baznas.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = sheet("type", "given_on", "source")

    def save(self, handover: Handover, *, on: date, actor: User) -> EarlierAid | None:
        person = handover.registration.participant_id
        try:
            return record_earlier_aid(person, **self.cleaned_data, on=on, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class OverrideForm(forms.Form):
    """Why the aid is given again within the waiting period."""

    reason = LineField(
        label="Alasan",
        max_length=300,
        help_text="Terbaca oleh pejabat dan pemeriksa, misalnya: mesin lama hanyut banjir, surat keterangan terlampir.",
        error_messages={"required": OverrideWithoutReasonError().message},
    )

    def __init__(self, *args: Any, kinds: "QuerySet[EquipmentType]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"] = forms.ModelChoiceField(kinds, label="Jenis bantuan", empty_label=None)
        self.order_fields(["type", "reason"])
        self.helper = sheet("type", "reason")

    def save(self, handover: Handover, *, actor: User) -> WaitingOverride | None:
        try:
            return ask_override(
                handover.registration_id, self.cleaned_data["type"], reason=self.cleaned_data["reason"], actor=actor
            )
        except DomainError as error:
            show_error(self, error)
            return None
