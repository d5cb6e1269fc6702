"""What is chosen when certificates are issued, and why one is revoked."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, cast

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from accounts.models import User
from documents.models import Signatory
from participants.certificate_paper import Occasion
from participants.certificates import check_occasion, issue, revoke
from participants.forms.graduation import REASON_LENGTH
from participants.models import Certificate, Registration
from tkm.lib.errors import DomainError
from tkm.lib.forms import DateField, LineField, show_error
from training.models import TrainingSession

CHOOSE_SIGNER = "Pilih penanda tangan dari daftar."


class OccasionForm(forms.Form):
    """The date on the certificates and who signs them; sent as an address, so that looking writes nothing."""

    dated_on = DateField(label="Tanggal sertifikat", help_text="Tercetak di atas tanda tangan.")
    signatory = forms.ChoiceField(
        label="Penanda tangan", error_messages={"required": CHOOSE_SIGNER, "invalid_choice": CHOOSE_SIGNER}
    )

    def __init__(
        self,
        data: Any,
        *,
        session: TrainingSession,
        waiting: Sequence[Registration],
        signers: Sequence[Signatory],
        on: date,
    ) -> None:
        super().__init__(data)
        self.session, self.waiting, self.on = session, waiting, on
        self.signers = {str(signer.pk): signer for signer in signers}
        choices = [("", "Pilih penanda tangan"), *((pk, _as_printed(signer)) for pk, signer in self.signers.items())]
        cast("Any", self.fields["signatory"]).choices = choices
        self.helper = FormHelper()
        self.helper.form_tag = False
        columns = (Column("dated_on", css_class="col-md-4"), Column("signatory", css_class="col-md-8"))
        self.helper.layout = Layout(Row(*columns, css_class="gx-3"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                check_occasion(self.waiting, self.occasion, on=self.on)
            except DomainError as error:
                show_error(self, error)
        return cleaned

    @property
    def occasion(self) -> Occasion:
        return Occasion(self.cleaned_data["dated_on"], self.signers[self.cleaned_data["signatory"]])

    def issue(self, chosen: Collection[int], *, version: str, at: datetime, actor: User) -> list[Certificate] | None:
        """Issue for the chosen as it was planned; or show the rule's sentence and return None."""
        try:
            return issue(self.session.pk, chosen, self.occasion, version=version, on=self.on, at=at, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None


def _as_printed(signer: Signatory) -> str:
    return f"{signer.plain_name or signer.name}, {signer.printed_position}"


class RevokeForm(forms.Form):
    """Why a certificate no longer holds."""

    reason = LineField(
        label="Alasan dicabut",
        max_length=REASON_LENGTH,
        help_text="Tercatat bersama nomornya, misalnya “nama salah ketik, diganti”. Tidak tampil untuk umum.",
    )

    def revoke(self, certificate: Certificate, *, at: datetime, actor: User) -> Certificate | None:
        try:
            return revoke(certificate.pk, reason=self.cleaned_data["reason"], at=at, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return None
