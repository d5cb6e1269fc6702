"""The form of the public page: the code of a paper that somebody wants to check."""

from typing import Any

from django import forms

from documents.codes import read_code, written
from documents.verification import is_holder
from tkm.lib.forms import LineField


class CodeField(LineField):
    """A code however it was copied from paper; comes out as it is written there."""

    def clean(self, value: Any) -> str:
        typed: str = super().clean(value)
        code = read_code(typed)
        if code is None:
            raise forms.ValidationError(
                "Kode terdiri dari delapan huruf dan angka, misalnya 8K4M-2Q7T. Salin lagi dari bawah QR."
            )
        return written(code)


class VerificationForm(forms.Form):
    kode = CodeField(
        label="Kode verifikasi",
        max_length=40,
        widget=forms.TextInput(
            attrs={"placeholder": "8K4M-2Q7T", "autocomplete": "off", "autocapitalize": "characters", "autofocus": True}
        ),
    )


class HolderForm(forms.Form):
    """The name somebody reads on a certificate, to be compared with its holder's."""

    nama = LineField(
        label="Nama pemegang, seperti tertulis di sertifikat",
        max_length=160,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "spellcheck": "false"}),
        error_messages={"required": "Tulis nama yang tercetak di sertifikat."},
    )

    def matches(self, code: str) -> bool:
        return is_holder(code, self.cleaned_data["nama"])
