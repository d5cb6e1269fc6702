"""The form in which the fixed words of a paper are edited: one field per part."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, NamedTuple

from crispy_forms.helper import FormHelper
from django import forms

from accounts.models import User
from documents.enums import PaperKind
from documents.models import Wording
from documents.wording import PaperWords
from documents.wordings import WORDINGS, change_wording, checked, newest
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import LineField, TextAreaField, renew_version, show_error


class Asked(NamedTuple):
    """How one part is asked for."""

    label: str
    help_text: str
    rows: int


TITLE = Asked("Judul", "Satu baris per baris judul.", 2)
# For every kind of WORDINGS every part of its words, under the name of that part.
PARTS: Mapping[PaperKind, Mapping[str, Asked]] = {
    PaperKind.BAST: {
        "title": TITLE,
        "opening": Asked("Pembukaan", "Hari, tempat dan dasar penyerahan.", 6),
        "first_party_clause": Asked("Kedudukan pihak pertama", "Di bawah nama pejabat.", 2),
        "second_party_clause": Asked("Kedudukan pihak kedua", "Di bawah nama penerima.", 2),
        "delivery": Asked("Pernyataan penyerahan", "Di atas daftar barang.", 3),
        "ownership": Asked("Pernyataan kepemilikan", "Di atas daftar kewajiban.", 2),
        "obligations": Asked("Kewajiban penerima", "Satu baris per butir; huruf a, b, c ditulis sendiri.", 7),
        "closing": Asked("Penutup", "Di atas tanda tangan.", 2),
    },
    PaperKind.REGISTRATION_FORM: {
        "title": TITLE,
        "opening": Asked("Pembukaan", "Di atas isian.", 3),
        "attachments": Asked("Berkas yang dilampirkan", "Satu baris per berkas; kotak centang ditulis sendiri.", 5),
        "declaration": Asked("Pernyataan pendaftar", "Di atas tanda tangan.", 3),
    },
    PaperKind.STATEMENT: {
        "title": TITLE,
        "opening": Asked("Pembukaan", "Di atas nama yang menyatakan.", 2),
        "promise": Asked("Kalimat pernyataan", "Di atas butir-butirnya.", 3),
        "points": Asked("Butir pernyataan", "Satu baris per butir; nomornya ditulis sendiri.", 8),
        "closing": Asked("Penutup", "Di atas tanda tangan.", 3),
        "stamp": Asked("Tempat meterai", "Tertulis di kotak meterai. Kosong: tanpa kotak meterai.", 2),
    },
    PaperKind.PROOF: {
        "title": TITLE,
        "opening": Asked("Pembukaan", "Di atas data pendaftar.", 2),
        "next_steps": Asked("Langkah berikutnya", "Satu baris per langkah; nomornya ditulis sendiri.", 6),
        "caution": Asked("Yang perlu diingat", "Ditulis tebal di bawah langkah-langkah itu.", 2),
    },
    PaperKind.CARD: {
        "title": TITLE,
        "footnote": Asked("Catatan", "Di kaki kartu; tempatnya hanya cukup untuk dua atau tiga baris.", 2),
    },
}


class WordingForm(forms.Form):
    """One field per part of the words of a kind of paper, under the name of that part."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: PaperKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        for part in fields(WORDINGS[kind]):
            self.fields[part.name] = _part_field(kind, part.name)
        self.fields["note"] = LineField(
            label="Yang berubah",
            max_length=200,
            help_text="Supaya orang lain tahu mengapa ada versi baru, misalnya “sanksi diperjelas”.",
            error_messages={"required": "Tulis dengan singkat apa yang berubah."},
        )
        self.helper = FormHelper()
        self.helper.form_tag = False

    @classmethod
    def for_version(cls, wording: Wording, *, based_on: int) -> "WordingForm":
        """The form filled with the words of one version, to be saved on top of version `based_on`."""
        return cls(initial={**wording.parts, "version": based_on}, kind=PaperKind(wording.kind))

    def words(self) -> PaperWords | None:
        """The words as typed, for a preview; or None with the sentence at its field. The note may be missing."""
        self.errors.pop("note", None)
        if self.errors:
            return None
        try:
            return checked(self.kind, self.cleaned_data)
        except DomainError as error:
            show_error(self, error)
            return None

    def save(self, *, actor: User) -> Wording | None:
        """The version now in use; or None with the rule's sentence at its field."""
        typed = dict(self.cleaned_data)
        try:
            return change_wording(self.kind, typed, note=typed["note"], based_on=typed["version"], actor=actor)
        except DomainError as error:
            if isinstance(error, StaleError):
                renew_version(self, str(newest(self.kind).version))
            show_error(self, error)
            return None


def _part_field(kind: PaperKind, name: str) -> TextAreaField:
    asked = PARTS[kind][name]
    return TextAreaField(
        label=asked.label,
        help_text=asked.help_text,
        max_length=4000,
        required=name not in WORDINGS[kind].OPTIONAL,
        widget=forms.Textarea(attrs={"rows": asked.rows}),
    )
