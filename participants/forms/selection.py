"""What is typed when a registration is decided, and when somebody leaves."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from participants.decisions import DECISIONS, Decision
from participants.leaving import drop_out, withdraw
from participants.models import Registration
from participants.places import Leaving
from participants.transitions import ReasonMissingError
from tkm.lib.errors import DomainError
from tkm.lib.forms import DateField, LineField, show_error

REASON_LENGTH = 300


class DecisionForm(forms.Form):
    """The pressed button and the reason; which people is for the view to know."""

    decision = forms.ChoiceField(
        choices=[(code, decision.verb) for code, decision in DECISIONS.items()],
        error_messages={"required": "Tekan salah satu tombol.", "invalid_choice": "Tekan salah satu tombol."},
    )
    reason = LineField(label="Alasan TMS", required=False, max_length=REASON_LENGTH)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "decision" in cleaned and self.chosen.needs_reason and not cleaned.get("reason") and not self.errors:
            show_error(self, ReasonMissingError())
        return cleaned

    @property
    def chosen(self) -> Decision:
        return DECISIONS[self.cleaned_data["decision"]]


class LeavingForm(forms.Form):
    """Why and since when somebody leaves."""

    left_on = DateField(label="Keluar sejak")
    reason = LineField(label="Alasan", max_length=REASON_LENGTH)

    def withdraw(self, registration: Registration, *, on: date, actor: User) -> Leaving | None:
        """Record the withdrawal; or show the rule's sentence and return None."""
        try:
            return withdraw(registration.pk, **self.cleaned_data, on=on, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None

    def drop_out(self, registration: Registration, *, on: date, actor: User) -> Registration | None:
        """Record gugur; or show the rule's sentence and return None."""
        try:
            return drop_out(registration.pk, **self.cleaned_data, on=on, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None
