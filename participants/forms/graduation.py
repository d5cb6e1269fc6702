"""What is typed when graduation is proposed, confirmed or sent back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms

from accounts.models import User
from participants.enums import Outcome
from participants.graduation import Proposal, confirm, proposal_of, send_back, suggested
from participants.models import Registration
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import LineField, renew_version, show_error
from training.models import TrainingSession

REASON_LENGTH = 300


class OutcomeForm(forms.Form):
    """The proposed outcome of one person; another one than the rate suggests needs a reason."""

    outcome = forms.ChoiceField(choices=Outcome, error_messages={"required": "Pilih lulus atau tidak lulus."})
    reason = LineField(required=False, max_length=REASON_LENGTH)

    def __init__(self, data: Mapping[str, Any] | None, *, registration: Registration) -> None:
        standing = proposal_of(registration)
        initial = {
            "outcome": standing.outcome if standing else suggested(registration),
            "reason": standing.reason if standing else "",
        }
        super().__init__(data, prefix=f"p{registration.pk}", initial=initial)
        self.registration = registration

    @property
    def proposal(self) -> Proposal:
        return Proposal(self.cleaned_data["outcome"], self.cleaned_data["reason"])


def proposals_of(forms_: Iterable[OutcomeForm]) -> dict[int, Proposal] | None:
    """What is proposed, by registration; None if a line is wrong."""
    lines = list(forms_)
    if any(line.errors for line in lines):
        return None
    return {line.registration.pk: line.proposal for line in lines}


class ConfirmForm(forms.Form):
    """Carries which proposal the page shows."""

    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def confirm(self, session: TrainingSession, version: str, *, at: datetime, actor: User) -> int | None:
        """Confirm; or show the rule's sentence and return None."""
        try:
            return confirm(session.pk, version=self.cleaned_data["version"], at=at, actor=actor)
        except DomainError as error:
            _show(self, error, version)
            return None


class ReturnForm(forms.Form):
    """Why the proposal goes back."""

    reason = LineField(label="Yang perlu diperbaiki", max_length=REASON_LENGTH)
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def send_back(self, session: TrainingSession, version: str, *, at: datetime, actor: User) -> bool:
        """Send it back; or show the rule's sentence and return False."""
        try:
            send_back(session.pk, **self.cleaned_data, at=at, actor=actor)
        except DomainError as error:
            _show(self, error, version)
            return False
        return True


def _show(form: forms.Form, error: DomainError, version: str) -> None:
    show_error(form, error)
    if isinstance(error, StaleError):
        renew_version(form, version)
