"""Recording and correcting a person: one NIK is one person, and what the NIK tells is a doubt, never a verdict."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.access import Action, may, require
from accounts.models import User
from participants.enums import Sex
from participants.models import Participant
from participants.phone import normalise_phone
from regions.models import Kelurahan
from regions.nik import NikReading, read_nik
from tkm.lib.db import violation
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from tkm.lib.formats import tanggal
from tkm.lib.text import tidy

ONE_NIK_ONE_PERSON = "participants_participant_nik_key"  # PostgreSQL's own name for the unique column
OLDEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class PersonData:
    """What is typed of a person, mostly from the KTP; what may be left out is an empty text."""

    nik: str
    name: str
    birth_date: date
    sex: str
    kelurahan: Kelurahan
    nik_reason: str = ""
    birth_place: str = ""
    kk_number: str = ""
    address: str = ""
    phone: str = ""
    education: str = ""
    occupation: str = ""

    def values(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


class NotYetBornError(DomainError):
    def __init__(self, birth_date: date) -> None:
        super().__init__(f"{tanggal(birth_date)} belum tiba. Periksa tahun lahirnya.", field="birth_date")


class BornTooLongAgoError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tahun lahir sebelum 1900. Periksa tahunnya.", field="birth_date")


class NikTakenError(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "NIK ini sudah tercatat atas nama orang lain. Periksa angkanya, atau cari NIK itu di halaman Peserta.",
            field="nik",
        )


def doubts(nik: str, birth_date: date, sex: str, *, on: date) -> list[Warn]:
    """Where the digits of a well-formed `nik` tell another birth date or sex; the database judges the same way."""
    reading = read_nik(nik, on=on)
    found = []
    if (int(nik[6:8]) - (40 if reading.sex == Sex.FEMALE else 0), int(nik[8:10]), int(nik[10:12])) != (
        birth_date.day,
        birth_date.month,
        birth_date.year % 100,
    ):
        found.append(Warn("nik_date", _date_doubt(nik, reading), "birth_date"))
    if reading.sex != sex:
        told = Sex(reading.sex).label.lower()
        found.append(Warn("nik_sex", f"Berbeda dari NIK ({told}). Perbaiki, atau pilih alasan.", "sex"))
    return found


def _date_doubt(nik: str, reading: NikReading) -> str:
    if reading.born_on is None:
        return f"Tanggal pada NIK ({nik[6:12]}) tidak ada di kalender. Periksa NIK, atau pilih alasan."
    return f"Berbeda dari NIK ({tanggal(reading.born_on)}). Perbaiki, atau pilih alasan."


def check_person(data: PersonData, *, on: date) -> PersonData:
    """`data` as it is stored: tidied, the phone normalised, without a reason where nothing differs.

    Raises DomainError for what cannot be, UnansweredError while a difference from the NIK has no reason.
    """
    try:
        tidied = replace(
            data,
            name=tidy(data.name),
            birth_place=tidy(data.birth_place),
            address=tidy(data.address),
            phone=normalise_phone(data.phone),
        )
        Participant(**tidied.values()).clean_fields(exclude=["kelurahan"])
    except ValidationError as error:
        raise _refusal(error) from error
    check_birth_date(tidied.birth_date, on=on)
    if not (found := doubts(tidied.nik, tidied.birth_date, tidied.sex, on=on)):
        return replace(tidied, nik_reason="")
    if not tidied.nik_reason:
        raise UnansweredError(found)
    return tidied


def check_birth_date(birth_date: date, *, on: date) -> None:
    """Raises NotYetBornError, BornTooLongAgoError."""
    if birth_date > on:
        raise NotYetBornError(birth_date)
    if birth_date < OLDEST:
        raise BornTooLongAgoError


def _refusal(error: ValidationError) -> DomainError:
    """The first sentence of the model's own validators; a bare one is about the phone number."""
    if not hasattr(error, "error_dict"):
        return DomainError(error.messages[0], field="phone")
    field, messages = next(iter(error.message_dict.items()))
    return DomainError(messages[0], field=field)


def add_participant(data: PersonData, *, on: date, actor: User) -> Participant:
    """Record a person whose NIK is not known yet. Raises NikTakenError and what `check_person` raises."""
    _require_editor(actor)
    checked = check_person(data, on=on)
    with violation(ONE_NIK_ONE_PERSON, NikTakenError()):
        return Participant.objects.create(**checked.values())


@transaction.atomic
def update_participant(participant_id: int, data: PersonData, *, version: str, on: date, actor: User) -> Participant:
    """Correct a person, the NIK too; history keeps what was. `version` is what `version_of` said when the form opened.

    Raises StaleError, NikTakenError and what `check_person` raises. Nothing differs: nothing is written.
    """
    _require_editor(actor)
    locked = Participant.objects.select_for_update(of=("self",), no_key=True)
    person = locked.select_related("kelurahan").get(pk=participant_id)
    values = check_person(data, on=on).values()
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if not changed:
        return person
    if version != version_of(person):
        raise StaleError("Data peserta")
    for name in changed:
        setattr(person, name, values[name])
    with violation(ONE_NIK_ONE_PERSON, NikTakenError()):
        person.save(update_fields=[*changed, "updated_at"])
    return person


def version_of(person: Participant) -> str:
    """What a form keeps to notice that somebody else changed the person meanwhile."""
    return person.updated_at.isoformat()


def _require_editor(actor: User) -> None:
    """Clerks correct people on the pages; the administrator does so in the admin."""
    if not may(actor, Action.ADMINISTER):
        require(actor, Action.EDIT_PERSON)
