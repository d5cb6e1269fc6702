"""The one page on which a citizen is registered."""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from documents.models import PrivacyNotice
from participants.enums import Origin
from participants.forms.people import PersonForm, as_typed
from participants.known import Look
from participants.models import Participant, Registration
from participants.people import doubts
from participants.registration import Application, PersonKnownError, register, token_of
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.forms import LineField
from training.models import TrainingSession

# What stands in the block that is drawn anew whenever the NIK, the birth date or the sex changes.
BIRTH = ("birth_place", "birth_date", "sex", "nik_reason")

BROKEN = "Halaman ini tidak lengkap termuat. Muat ulang, lalu isi lagi."


class RegistrationForm(PersonForm):
    """Person and registration on one page.

    `known` is the token of the person whose record the clerk has seen, `checked_nik` the NIK the fields were last
    filled from: what came from a mistyped NIK leaves again when it is corrected, what was typed stays.
    `notice` is the one a fresh page shows; a form that comes back carries the version it had shown.
    """

    origin = forms.ChoiceField(label="Asal usulan", choices=Origin, initial=Origin.SELF)
    origin_letter = LineField(
        label="Nomor surat pengantar", max_length=120, required=False, help_text="Wajib, kecuali untuk mandiri."
    )
    photo_consent = forms.BooleanField(
        label="Warga setuju fotonya dipakai untuk publikasi kegiatan. Boleh menolak; pendaftaran tetap berlaku.",
        required=False,
    )
    notice = forms.IntegerField(widget=forms.HiddenInput, max_value=32767)
    submission = forms.UUIDField(widget=forms.HiddenInput, error_messages={"invalid": BROKEN, "required": BROKEN})
    known = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    checked_nik = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, session: TrainingSession, notice: PrivacyNotice | None, **kwargs: Any) -> None:
        initial = {"notice": notice.version if notice else "", "submission": uuid4(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.session = session
        look = {"hx-post": reverse("registration-nik", args=[session.code])}
        self.fields["nik"].widget.attrs |= {**look, "hx-trigger": "input changed delay:400ms"}
        for name in ("birth_date", "sex"):
            self.fields[name].widget.attrs |= {**look, "hx-trigger": "change"}
        self.refilled: list[forms.BoundField] = []

    @classmethod
    def after_look(cls, typed: Mapping[str, str], *, now: Look, before: Look, **kwargs: Any) -> "RegistrationForm":
        """The form as typed, filled with what the NIK `now` tells; `before` is the NIK it was last filled from."""
        shown = {name: typed.get(name, "") for name in cls.base_fields if typed.get(name)}
        filled = shown if now.refusal or now.nik == before.nik else {**shown, **_refill(shown, now=now, before=before)}
        if not now.refusal:
            filled |= {"known": token_of(now.person) if now.person else "", "checked_nik": now.nik}
        form = cls(initial=filled, **kwargs)
        changed = [name for name in filled if filled[name] != shown.get(name, "") and not form[name].is_hidden]
        form.refilled = [form[name] for name in changed if name not in BIRTH]
        form.doubt(now)
        return form

    def doubt(self, look: Look) -> None:
        """Show on a form that was not sent yet why its NIK cannot be one, or where it tells otherwise."""
        self.cleaned_data: dict[str, Any] = {}
        if look.nik and look.refusal and not look.is_unfinished:
            self.add_error("nik", look.refusal)
        try:
            birth_date = self.fields["birth_date"].clean(self["birth_date"].value())
            sex = self.fields["sex"].clean(self["sex"].value())
        except ValidationError:
            return
        if look.reading and not self["nik_reason"].value():
            self.warn(doubts(look.nik, birth_date, sex, on=self.on))

    def clean_notice(self) -> PrivacyNotice:
        notice = PrivacyNotice.objects.filter(version=self.cleaned_data["notice"]).first()
        if notice is None:
            raise ValidationError("Pemberitahuan data pribadi ini tidak dikenal. Muat ulang halaman, lalu isi lagi.")
        return notice

    def save(self, *, actor: User) -> Registration | None:
        """Register; or show the rule's sentence and return None."""
        typed = self.cleaned_data
        application = Application(
            privacy_notice=typed["notice"],
            origin=typed["origin"],
            origin_letter=typed["origin_letter"],
            photo_consent=typed["photo_consent"],
            submission=typed["submission"],
        )
        person = self.person_data()
        try:
            return register(self.session.pk, person, application, known=typed["known"], on=self.on, actor=actor)
        except DomainError as error:
            self.show(error)
            if isinstance(error, PersonKnownError | StaleError):
                self.acquaint(person.nik, fill=isinstance(error, PersonKnownError))
        return None

    def acquaint(self, nik: str, *, fill: bool) -> None:
        """The clerk sees the record of this NIK now, so saving once more counts against it.

        With `fill` it is put where nothing was typed.
        """
        person = Participant.objects.select_related("kelurahan__kecamatan").get(nik=nik)
        data: QueryDict = cast("QueryDict", self.data).copy()
        for name, recorded in as_typed(person).items() if fill else ():
            data[name] = data.get(name) or recorded
        data["known"], data["checked_nik"] = token_of(person), nik
        self.data = data


def _refill(shown: Mapping[str, str], *, now: Look, before: Look) -> dict[str, str]:
    """What each field shows from now on: typed text stays, unless it came from the earlier NIK."""
    offered, stale = _offers(now), _offers(before)
    return {
        name: offered.get(name, "") for name in {**offered, **stale} if shown.get(name, "") in ("", stale.get(name, ""))
    }


def _offers(look: Look) -> dict[str, str]:
    """What is known without asking: the record of the person, else what the digits tell."""
    if look.person:
        return as_typed(look.person)
    if look.reading is None:
        return {}
    born_on: date | None = look.reading.born_on
    return {"birth_date": f"{born_on:%d-%m-%Y}" if born_on else "", "sex": look.reading.sex}
