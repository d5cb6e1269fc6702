"""One line of the attendance list as it is typed: a mark, when the person came, a note."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from participants.attendance import Entry, check_late_minutes, minutes_late, unlock_list
from participants.enums import Mark
from participants.models import Registration
from tkm.lib.errors import DomainError
from tkm.lib.formats import jam
from tkm.lib.forms import LineField, show_error
from training.models import Meeting

NOTE_LENGTH = 120


class ArrivalField(forms.Field):
    """When somebody came: an hour (08.40) or how many minutes late (40)."""

    default_error_messages = {"shape": "Tulis jam datang seperti 08.40, atau menit terlambat seperti 40."}

    def to_python(self, value: Any) -> time | int | None:
        typed = str(value or "").strip()
        if not typed:
            return None
        if found := re.fullmatch(r"(\d{1,2})[.:](\d{2})", typed, re.ASCII):
            hour, minute = map(int, found.groups())
            if hour < 24 and minute < 60:
                return time(hour, minute)
        elif re.fullmatch(r"\d{1,4}", typed, re.ASCII):
            return int(typed)
        raise ValidationError(self.error_messages["shape"], code="shape")


@dataclass(frozen=True, slots=True)
class HiddenField:
    name: str
    value: str


class MarkForm(forms.Form):
    """The line of one registration. What the page showed travels along, so only what was changed is written."""

    mark = forms.ChoiceField(choices=Mark, required=False, show_hidden_initial=True)
    arrival = ArrivalField(required=False, show_hidden_initial=True)
    note = LineField(required=False, max_length=NOTE_LENGTH, show_hidden_initial=True)

    def __init__(self, data: Mapping[str, Any] | None, *, registration: Registration, meeting: Meeting) -> None:
        super().__init__(data, prefix=f"p{registration.pk}", initial=shown(registration, meeting))
        self.registration, self.meeting = registration, meeting

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.has_changed() and not cleaned.get("mark") and "mark" not in self.errors:
            self.add_error("mark", "Pilih kehadirannya dulu.")
        if cleaned.get("mark") == Mark.LATE and "arrival" not in self.errors:
            try:
                cleaned["late_minutes"] = self._minutes(cleaned.get("arrival"))
            except DomainError as error:
                show_error(self, error)
        return cleaned

    def _minutes(self, arrival: time | int | None) -> int:
        """Raises LateMinutesError."""
        if isinstance(arrival, time):
            return minutes_late(self.meeting, arrival)
        check_late_minutes(self.meeting, arrival or 0)
        return arrival or 0

    def hidden_initials(self) -> list[HiddenField]:
        """What the page shows now, to be sent along with the next save."""
        initial = shown(self.registration, self.meeting)
        return [HiddenField(self.add_initial_prefix(name), initial[name]) for name in self.fields]

    @property
    def entry(self) -> Entry:
        cleaned = self.cleaned_data
        return Entry(cleaned["mark"], cleaned.get("late_minutes", 0), cleaned["note"])


class UnlockForm(forms.Form):
    """Why a locked list is opened again."""

    reason = LineField(label="Alasan membuka kunci", max_length=300)

    def save(self, meeting: Meeting, *, at: datetime, actor: User) -> Meeting | None:
        """Open it; or show the rule's sentence and return None."""
        try:
            return unlock_list(meeting.pk, **self.cleaned_data, at=at, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


def shown(registration: Registration, meeting: Meeting) -> dict[str, str]:
    """What stands already, as it would be typed; `registration` comes from `for_attendance(meeting)`."""
    late = registration.mark_late_minutes or 0
    begin = datetime.combine(meeting.held_on, meeting.starts_at)
    return {
        "mark": registration.mark or "",
        "arrival": jam((begin + timedelta(minutes=late)).time()) if late else "",
        "note": registration.mark_note or "",
    }


def changed_entries(lines: Iterable[MarkForm]) -> dict[int, Entry] | None:
    """What is to be written, by registration; None if a changed line is wrong."""
    changed = [line for line in lines if line.has_changed()]
    if any(line.errors for line in changed):
        return None
    return {line.registration.pk: line.entry for line in changed}
