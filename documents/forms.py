"""Forms of the papers: the code somebody wants to check, and the fixed words of a BAST."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from accounts.models import User
from documents.codes import read_code, written
from documents.models import Wording
from documents.wording import BastWording
from documents.wordings import change_wording, checked, newest
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import LineField, TextAreaField, renew_version, show_error


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


def words_field(label: str, help_text: str, rows: int) -> TextAreaField:
    return TextAreaField(label=label, help_text=help_text, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}))


class WordingForm(forms.Form):
    """One field per part of the BAST, under the name of that part."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = words_field("Judul", "Satu baris per baris judul.", 2)
    opening = words_field("Pembukaan", "Hari, tempat dan dasar penyerahan.", 6)
    first_party_clause = words_field("Kedudukan pihak pertama", "Di bawah nama pejabat.", 2)
    second_party_clause = words_field("Kedudukan pihak kedua", "Di bawah nama penerima.", 2)
    delivery = words_field("Pernyataan penyerahan", "Di atas daftar barang.", 3)
    ownership = words_field("Pernyataan kepemilikan", "Di atas daftar kewajiban.", 2)
    obligations = words_field("Kewajiban penerima", "Satu baris per butir; huruf a, b, c ditulis sendiri.", 7)
    closing = words_field("Penutup", "Di atas tanda tangan.", 2)
    note = LineField(
        label="Yang berubah",
        max_length=200,
        help_text="Supaya orang lain tahu mengapa ada versi baru, misalnya “sanksi diperjelas”.",
        error_messages={"required": "Tulis dengan singkat apa yang berubah."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    @classmethod
    def for_version(cls, wording: Wording, *, based_on: int) -> "WordingForm":
        """The form filled with the words of one version, to be saved on top of version `based_on`."""
        return cls(initial={**wording.parts, "version": based_on})

    def words(self) -> BastWording | None:
        """The words as typed, for a preview; or None with the sentence at its field. The note may be missing."""
        self.errors.pop("note", None)
        if self.errors:
            return None
        try:
            return checked(self.cleaned_data)
        except DomainError as error:
            show_error(self, error)
            return None

    def save(self, *, actor: User) -> Wording | None:
        """The version now in use; or None with the rule's sentence at its field."""
        typed = dict(self.cleaned_data)
        try:
            return change_wording(typed, note=typed["note"], based_on=typed["version"], actor=actor)
        except DomainError as error:
            if isinstance(error, StaleError):
                renew_version(self, str(newest().version))
            show_error(self, error)
            return None
