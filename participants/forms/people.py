"""A person's data, as typed from the KTP; and the small forms beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from participants.enums import Education, NikReason, Occupation, Sex
from participants.forms.fields import KkField, NikField, PhoneField
from participants.models import Participant
from participants.nik_looks import reveal_nik
from participants.people import PersonData, check_birth_date, doubts, update_participant, version_of
from regions.forms import KelurahanField
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from tkm.lib.formats import nik_utuh, telepon
from tkm.lib.forms import DateField, LineField, renew_version, show_error

ASK = ("", "Pilih")
DOUBTS = {"nik_date": "birth_date", "nik_sex": "sex"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the form and the record of a known person differ."""

    label: str
    recorded: str


class PersonChecks(forms.BaseForm):
    """What every door asks of a person: the pages here, and /admin/. `on` is today: nobody is born after it."""

    on: date

    def check_birth(self, cleaned: dict[str, Any]) -> None:
        """What the rule will ask too, told together with everything else that is wrong."""
        nik, birth_date, sex = (cleaned.get(name) for name in ("nik", "birth_date", "sex"))
        if birth_date is None:
            return
        try:
            check_birth_date(birth_date, on=self.on)
        except DomainError as error:
            self.show(error)
        else:
            if nik and sex and not cleaned.get("nik_reason"):
                self.warn(doubts(nik, birth_date, sex, on=self.on))

    def warn(self, warnings: Iterable[Warn]) -> None:
        """Show each doubt beside its field; the reason field appears and answers all of them."""
        for warning in warnings:
            self.add_error(warning.field, ValidationError(warning.message, code=warning.code))

    def show(self, error: DomainError) -> None:
        """Show what a rule refused, or doubted."""
        if isinstance(error, UnansweredError):
            self.warn(error.warnings)
        else:
            show_error(self, error)

    @property
    def asks_reason(self) -> bool:
        """Whether something differs from the NIK, or did when the person was recorded."""
        doubted = any(self.has_error(field, code) for code, field in DOUBTS.items())
        return doubted or bool(self["nik_reason"].value())

    def person_data(self) -> PersonData:
        return PersonData(**{name: self.cleaned_data[name] for name in PersonData.__dataclass_fields__})


class PersonForm(PersonChecks, forms.Form):
    """What every page about a person asks."""

    nik = NikField(label="NIK", help_text="16 digit. Tanggal lahir dan jenis kelamin terisi sendiri.")
    kk_number = KkField(label="Nomor KK", required=False)
    name = LineField(label="Nama lengkap, seperti di KTP", max_length=120)
    birth_place = LineField(label="Tempat lahir", max_length=60, required=False)
    birth_date = DateField(label="Tanggal lahir")
    sex = forms.ChoiceField(label="Jenis kelamin", choices=Sex, widget=forms.RadioSelect)
    nik_reason = forms.ChoiceField(
        label="Alasan berbeda dari NIK", choices=[("", "Pilih alasan"), *NikReason.choices], required=False
    )
    kecamatan = forms.ChoiceField(label="Kecamatan", required=False)
    kelurahan = KelurahanField(label="Kelurahan")
    address = LineField(label="Alamat, RT/RW", max_length=200, required=False)
    phone = PhoneField(label="Nomor HP", required=False)
    education = forms.ChoiceField(label="Pendidikan terakhir", choices=[ASK, *Education.choices], required=False)
    occupation = forms.ChoiceField(label="Pekerjaan sekarang", choices=[ASK, *Occupation.choices], required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        kelurahan, kecamatan = cast("Any", self.fields["kelurahan"]), cast("Any", self.fields["kecamatan"])
        kelurahan.choices = groups = list(iter(kelurahan.choices))  # read once, for both selects
        names = [str(group).removeprefix("Kec. ") for group, _ in groups[1:]]
        kecamatan.choices = [("", "Pilih kecamatan"), *((name, name) for name in names)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kelurahan, kecamatan = cleaned.get("kelurahan"), cleaned.get("kecamatan")
        if kelurahan and kecamatan and kelurahan.kecamatan.name != kecamatan:
            self.add_error(
                "kelurahan",
                f"Kel. {kelurahan.name} terletak di Kec. {kelurahan.kecamatan.name}, bukan Kec. {kecamatan}. "
                "Pilih kelurahan lain, atau ubah kecamatannya.",
            )
        self.check_birth(cleaned)
        return cleaned

    def differences(self, person: Participant) -> list[Difference]:
        """Where saving would change the record."""
        recorded = as_typed(person)
        del recorded["kecamatan"]
        differing = [name for name in recorded if self._differs(name, recorded[name])]
        return [Difference(str(self[name].label), self._words(name, recorded[name])) for name in differing]

    def _differs(self, name: str, recorded: str) -> bool:
        shown = str(self[name].value() or "")
        if name == "kelurahan" or shown == recorded:
            return shown != recorded
        field = self.fields[name]
        try:
            return bool(field.clean(shown) != field.clean(recorded))
        except ValidationError:
            return True

    def _words(self, name: str, recorded: str) -> str:
        """The answer as people read it."""
        for value, label in _flat(getattr(self.fields[name], "choices", [])):
            if str(value) == recorded:
                return str(label) if recorded else "kosong"
        return recorded or "kosong"


class PersonEditForm(PersonForm):
    """Correcting a person. The full NIK is not shown: a new one is typed only when the recorded one is wrong."""

    nik = NikField(
        label="NIK baru", required=False, help_text="Kosongkan bila NIK yang tercatat sudah benar. Diisi: 16 digit."
    )
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Participant, **kwargs: Any) -> None:
        initial = {**as_typed(person), "version": version_of(person)}
        super().__init__(*args, initial=initial, **kwargs)
        self.person = person

    def clean_nik(self) -> str:
        return self.cleaned_data["nik"] or self.person.nik

    def save(self, *, actor: User) -> Participant | None:
        """Correct the person; or show the rule's sentence and return None."""
        data, version = self.person_data(), self.cleaned_data["version"]
        try:
            return update_participant(self.person.pk, data, version=version, on=self.on, actor=actor)
        except DomainError as error:
            self.show(error)
            if isinstance(error, StaleError):
                self.person = Participant.objects.select_related("kelurahan__kecamatan").get(pk=self.person.pk)
                renew_version(self, version_of(self.person))
            return None


class RevealForm(forms.Form):
    """Why a full NIK is needed."""

    reason = LineField(label="Untuk keperluan apa?", max_length=200)

    def save(self, *, person: Participant, place: str, actor: User) -> str:
        """The full NIK, logged; or an empty text with the rule's sentence at its field."""
        try:
            return reveal_nik(person.pk, reason=self.cleaned_data["reason"], place=place, actor=actor)
        except DomainError as error:
            show_error(self, error)
            return ""


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    """Choices without their groups."""
    for value, label in choices:
        yield from label if isinstance(label, list) else [(value, label)]


def as_typed(person: Participant) -> dict[str, str]:
    """The person's data as a clerk would type them into the form, the NIK left out."""
    return {
        "name": person.name,
        "birth_place": person.birth_place,
        "birth_date": f"{person.birth_date:%d-%m-%Y}",
        "sex": person.sex,
        "nik_reason": person.nik_reason,
        "kk_number": nik_utuh(person.kk_number),
        "kecamatan": person.kelurahan.kecamatan.name,
        "kelurahan": str(person.kelurahan_id),
        "address": person.address,
        "phone": telepon(person.phone),
        "education": person.education,
        "occupation": person.occupation,
    }
