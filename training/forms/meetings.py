"""Typing a schedule, one meeting, and why one is moved or cancelled."""

import re
from datetime import date, time
from hashlib import sha256
from typing import Any

from crispy_forms.bootstrap import InlineCheckboxes
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.formats import DAYS
from tkm.lib.forms import DateField, LineField, NumberField, TimeField, renew_version, show_error
from training.forms.layout import SAVEBAR, row
from training.meetings import add_meeting, cancel_meeting, change_meeting, plan, propose
from training.models import Meeting, TrainingSession
from training.schedule import MeetingData, Proposal, Schedule

MOST_SKIPPED = 100


class DaysField(forms.CharField):
    """Several days, one a line or with commas between them."""

    widget = forms.Textarea(attrs={"rows": 2, "placeholder": "18-08-2025"})

    def to_python(self, value: Any) -> frozenset[date]:  # type: ignore[override]
        typed = [word for word in re.split(r"[,;\n]", super().to_python(value) or "") if word.strip()]
        if len(typed) > MOST_SKIPPED:
            raise ValidationError(f"Paling banyak {MOST_SKIPPED} hari.", code="many")
        return frozenset(self._day(word) for word in typed)

    def _day(self, word: str) -> date:
        try:
            day: date = DateField().clean(word)
        except ValidationError as error:
            raise ValidationError(f"“{word.strip()[:20]}”: {error.messages[0]}", code="invalid") from error
        return day

    def validate(self, value: Any) -> None:
        """Nothing to skip is fine; the length was judged as text."""

    def run_validators(self, value: Any) -> None:
        """Days need none."""


class PlanForm(forms.Form):
    """The same hours on some weekdays from a first to a last day."""

    weekdays = forms.MultipleChoiceField(
        label="Hari",
        choices=[(number, day[:3]) for number, day in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Pilih paling sedikit satu hari."},
    )
    first = DateField(label="Dari tanggal")
    last = DateField(label="Sampai tanggal")
    starts_at = TimeField(label="Jam mulai")
    lesson_hours = NumberField(label="JP tiap pertemuan", min_value=1, max_value=16, help_text="1 JP = 45 menit.")
    skipped = DaysField(label="Hari libur yang dilewati", required=False, help_text="Satu tanggal tiap baris.")
    replace = forms.BooleanField(
        label="Ganti pertemuan yang sudah direncanakan",
        required=False,
        help_text="Yang sudah dikunci atau sudah ada tanda kehadirannya tetap.",
    )

    def __init__(self, *args: Any, session: TrainingSession, **kwargs: Any) -> None:
        usual = {"weekdays": [0, 1, 2, 3, 4], "starts_at": time(8, 0), "lesson_hours": 6}
        kwargs["initial"] = {**usual, "first": session.starts_on, "last": session.ends_on}
        super().__init__(*args, **kwargs)
        self.session = session
        self.helper = FormHelper()
        self.helper.form_class = "sheet"
        body = Div(
            InlineCheckboxes("weekdays"),
            row("first", "last"),
            row("starts_at", "lesson_hours"),
            "skipped",
            "replace",
            css_class="in",
        )
        self.helper.layout = Layout(body, HTML('{% include "training/_plan_bar.html" %}'))

    def schedule(self) -> Schedule:
        typed = self.cleaned_data
        return Schedule(
            weekdays=frozenset(map(int, typed["weekdays"])),
            first=typed["first"],
            last=typed["last"],
            starts_at=typed["starts_at"],
            lesson_hours=typed["lesson_hours"],
            skipped=typed["skipped"],
        )

    @property
    def fingerprint(self) -> str:
        """Names exactly what was previewed: another schedule is previewed again before it is saved."""
        days = " ".join(day.isoformat() for day in self.schedule().days())
        hours = f"{self.cleaned_data['starts_at']} {self.cleaned_data['lesson_hours']} {self.cleaned_data['replace']}"
        return sha256(f"{days} {hours}".encode()).hexdigest()

    def preview(self) -> list[Proposal]:
        """What would be planned; empty, with the sentence at its field, when it cannot be."""
        try:
            return propose(self.session, self.schedule(), replace=self.cleaned_data["replace"])
        except DomainError as error:
            show_error(self, error)
            return []

    def save(self, *, actor: User) -> list[Meeting] | None:
        try:
            return plan(self.session.pk, self.schedule(), replace=self.cleaned_data["replace"], actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class MeetingForm(forms.Form):
    """One more meeting."""

    held_on = DateField(label="Tanggal")
    starts_at = TimeField(label="Jam mulai", initial=time(8, 0))
    lesson_hours = NumberField(label="JP", min_value=1, max_value=16, initial=6, help_text="1 JP = 45 menit.")
    topic = LineField(label="Materi", required=False, max_length=200)
    rows: tuple[Any, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "sheet narrow"
        self.helper.layout = Layout(
            Div(row("held_on", "starts_at", "lesson_hours"), "topic", *self.rows, css_class="in"), SAVEBAR
        )

    def meeting_data(self) -> MeetingData:
        names = ("held_on", "starts_at", "lesson_hours", "topic")
        return MeetingData(**{name: self.cleaned_data[name] for name in names})

    def save(self, session: TrainingSession, *, actor: User) -> Meeting | None:
        try:
            return add_meeting(session.pk, self.meeting_data(), actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


class MeetingEditForm(MeetingForm):
    """Another day, hour, length or topic; the reason is asked for when day or hour changes."""

    reason = LineField(
        label="Alasan dipindah", required=False, max_length=300, help_text="Wajib bila tanggal atau jam berubah."
    )
    confirmed = forms.BooleanField(label="Tanda kehadiran ikut pindah ke hari yang baru", required=False)
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, marks: int, on: date, **kwargs: Any) -> None:
        self.meeting, self.on = meeting, on
        asked = ["confirmed"] if marks else []
        self.rows = (Field("reason", wrapper_class="conditional"), *asked, "version")
        super().__init__(*args, initial=stored(meeting), **kwargs)

    def save(self, session: TrainingSession, *, actor: User) -> Meeting | None:
        typed = self.cleaned_data
        answers = {name: typed[name] for name in ("reason", "confirmed", "version")}
        try:
            return change_meeting(self.meeting.pk, self.meeting_data(), **answers, on=self.on, actor=actor)
        except DomainError as error:
            if isinstance(error, StaleError):
                self.meeting.refresh_from_db()
                renew_version(self, self.meeting.updated_at.isoformat())
            show_error(self, error)
            return None


class MeetingCancelForm(forms.Form):
    """Why a meeting does not take place."""

    reason = LineField(label="Alasan dibatalkan", max_length=300, help_text="Terbaca di daftar pertemuan.")
    confirmed = forms.BooleanField(label="Tanda kehadiran yang sudah ada tidak dihitung lagi", required=False)

    def __init__(self, *args: Any, meeting: Meeting, marks: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        if not marks:
            self.fields["confirmed"].widget = forms.HiddenInput()

    def save(self, *, actor: User) -> Meeting | None:
        typed = self.cleaned_data
        try:
            return cancel_meeting(self.meeting.pk, reason=typed["reason"], confirmed=typed["confirmed"], actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


def stored(meeting: Meeting) -> dict[str, Any]:
    names = ("held_on", "starts_at", "lesson_hours", "topic")
    return {**{name: getattr(meeting, name) for name in names}, "version": meeting.updated_at.isoformat()}
