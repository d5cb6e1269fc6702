"""Typing an angkatan, and the reason for giving one up."""

from datetime import date
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Fieldset, Layout
from django import forms
from django.db.models import Q
from django.urls import reverse

from accounts.models import User
from regions.forms import KelurahanField
from regions.models import Kelurahan
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import DateField, LineField, NumberField, RupiahField, TextAreaField, renew_version, show_error
from training.forms.layout import SAVEBAR, row
from training.models import CODE, FundingSource, Instructor, Program, TrainingSession
from training.sessions import COLUMNS, SessionData, cancel_session, create_session, date_refusals, update_session


class CodeField(LineField):
    """Typed in any case, kept in capitals."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value).upper()


class SessionForm(forms.Form):
    """What `training.sessions` needs to know; it makes a new angkatan, or changes `session`."""

    program = forms.ModelChoiceField(label="Program", queryset=Program.objects.none(), empty_label="Pilih program")
    year = NumberField(label="Tahun anggaran", min_value=2015, max_value=2100)
    number = NumberField(
        label="Angkatan ke", required=False, min_value=1, max_value=99, help_text="Kosong: nomor berikutnya."
    )
    code = CodeField(
        label="Kode", required=False, max_length=20, validators=[CODE], help_text="Kosong: kode berikutnya."
    )
    venue = LineField(label="Tempat", max_length=120, help_text="Nama gedung atau gang, seperti di undangan.")
    venue_address = LineField(label="Alamat tempat", required=False, max_length=200)
    kelurahan = KelurahanField(label="Kelurahan tempat")
    registration_opens_on = DateField(label="Pendaftaran dibuka")
    registration_closes_on = DateField(label="Pendaftaran ditutup")
    starts_on = DateField(label="Pelatihan mulai")
    ends_on = DateField(label="Pelatihan selesai")
    outside_year_reason = LineField(label="Alasan di luar tahun anggaran", required=False, max_length=300)
    quota = NumberField(label="Kuota", min_value=1, max_value=500, initial=16)
    min_attendance = NumberField(
        label="Kehadiran minimum (%)", min_value=1, max_value=100, initial=80, help_text="Syarat untuk lulus."
    )
    instructors = forms.ModelMultipleChoiceField(
        label="Instruktur",
        required=False,
        queryset=Instructor.objects.all(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Instruktur yang punya akun menandai kehadiran di angkatan ini.",
    )
    funding_source = forms.ModelChoiceField(
        label="Sumber dana", queryset=FundingSource.objects.all(), empty_label="Pilih sumber dana"
    )
    budget = RupiahField(label="Pagu (rupiah)", required=False)
    budget_account = LineField(label="Kode rekening", required=False, max_length=40)
    opened_by = LineField(label="Dibuka oleh", required=False, max_length=120, help_text="Nama dan jabatan pembuka.")
    notes = TextAreaField(label="Catatan", required=False, max_length=5000)
    submission = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, actor: User, on: date, session: TrainingSession | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = stored(session) if session else {"year": on.year}
        super().__init__(*args, **kwargs)
        self.session = session
        if session is None:
            follow = {"hx-get": reverse("session-create"), "hx-target": "#diketahui", "hx-trigger": "change"}
            for name in ("program", "year"):
                self.fields[name].widget.attrs |= {**follow, "hx-include": "[name=program], [name=year]"}
        offered = Q(is_active=True) | (Q(pk=session.program_id) if session else Q())
        programs: Any = self.fields["program"]
        programs.queryset = Program.objects.filter(offered)
        if actor.kecamatan_ids:
            districts: Any = self.fields["kelurahan"]
            districts.queryset = Kelurahan.objects.filter(kecamatan__in=actor.kecamatan_ids)

    @property
    def helper(self) -> FormHelper:
        """The layout at the time of drawing: a reason is asked for only when the rule doubts."""
        helper = FormHelper()
        helper.form_class = "sheet"
        helper.attrs = {"data-warn-unsaved": ""}
        helper.layout = Layout("submission", "version", Div(*self._fieldsets(), css_class="in"), SAVEBAR)
        return helper

    def _fieldsets(self) -> list[Fieldset]:
        asked = bool(self["outside_year_reason"].value()) or self.has_error("outside_year_reason")
        reason = [Field("outside_year_reason", wrapper_class="conditional")] if asked else []
        return [
            Fieldset("Angkatan", row("program", "year"), row("number", "code"), "instructors"),
            Fieldset("Tempat", "venue", row("venue_address", "kelurahan")),
            Fieldset(
                "Waktu",
                row("registration_opens_on", "registration_closes_on"),
                row("starts_on", "ends_on"),
                *reason,
            ),
            Fieldset("Peserta", row("quota", "min_attendance")),
            Fieldset("Pendanaan", row("funding_source", "budget"), "budget_account"),
            Fieldset("Keterangan", "opened_by", "notes"),
        ]

    def clean(self) -> dict[str, Any]:
        """Show every pair of dates that stands the wrong way round, not only the first."""
        names = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
        dates = [self.cleaned_data[name] for name in names if name in self.cleaned_data]
        if len(dates) == len(names):
            for refusal in date_refusals(*dates):
                show_error(self, refusal)
        return self.cleaned_data

    def session_data(self) -> SessionData:
        typed = {name: self.cleaned_data[name] for name in COLUMNS}
        return SessionData(**typed, instructors=tuple(self.cleaned_data["instructors"]))

    def save(self, *, actor: User) -> TrainingSession | None:
        """The new or changed angkatan; or None, with the rule's sentence at its field."""
        data, submission = self.session_data(), self.cleaned_data["submission"]
        try:
            if self.session is None:
                return create_session(data, submission=submission, actor=actor)
            return update_session(self.session.pk, data, version=self.cleaned_data["version"], actor=actor)
        except DomainError as error:
            if self.session and isinstance(error, StaleError):
                self.session.refresh_from_db()
                renew_version(self, self.session.updated_at.isoformat())
            show_error(self, error)
        return None


class CancelForm(forms.Form):
    """Why the angkatan is given up."""

    reason = LineField(label="Alasan dibatalkan", max_length=300, help_text="Terbaca di halaman angkatan.")

    def save(self, session: TrainingSession, *, actor: User) -> TrainingSession | None:
        try:
            return cancel_session(session.pk, reason=self.cleaned_data["reason"], actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


def stored(session: TrainingSession) -> dict[str, Any]:
    """What the edit form of `session` shows first, with the version it was opened on."""
    columns = {name: getattr(session, name) for name in COLUMNS}
    return {**columns, "instructors": session.instructors.all(), "version": session.updated_at.isoformat()}
