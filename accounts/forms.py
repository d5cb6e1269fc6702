"""Forms of the own account: allauth's, in our words and with our rules."""

import struct
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey_forms
from cryptography.exceptions import InvalidSignature
from django import forms

from tkm.lib.forms import LineField

LONGEST_NAME = 60
# What the library lets through of an answer that no browser would give.
BENT = (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, struct.error, InvalidSignature)


class ChangePasswordForm(account_forms.ChangePasswordForm):  # type: ignore[misc]
    """A new password that is a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Kata sandi sekarang",
            "password1": "Kata sandi baru",
            "password2": "Ulangi kata sandi baru",
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)

    def clean_password1(self) -> str:
        password = str(self.cleaned_data["password1"])
        if self.user.check_password(password):
            raise forms.ValidationError("Kata sandi baru harus berbeda dari kata sandi sekarang.")
        return password


class AnsweredByPasskey:
    """A bent or forged answer is a wrong one, never an error page."""

    def clean_credential(self) -> Authenticator:
        try:
            return super().clean_credential()  # type: ignore[misc]  # of the form it is mixed into
        except BENT as error:
            raise get_adapter().validation_error("incorrect_code") from error


class LogInPasskeyForm(AnsweredByPasskey, passkey_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class SecondStepPasskeyForm(AnsweredByPasskey, passkey_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AskAgainPasskeyForm(AnsweredByPasskey, passkey_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(passkey_forms.AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey of ours can do without the password: one kind to explain."""

    name = LineField(label="Nama kunci sandi", max_length=LONGEST_NAME, required=False)
    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput, initial=True)

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except BENT as error:
            raise get_adapter().validation_error("incorrect_code") from error
        return cleaned


class RenamePasskeyForm(passkey_forms.EditWebAuthnForm):  # type: ignore[misc]
    name = LineField(label="Nama kunci sandi", max_length=LONGEST_NAME)


class ReasonForm(forms.Form):
    """Why an administrator takes away somebody's second factor."""

    reason = LineField(label="Alasan", max_length=200, help_text="Misalnya: HP hilang, melapor langsung di kantor.")
