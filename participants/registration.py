"""Registering a citizen in an angkatan."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.models import PrivacyNotice
from participants.enums import Origin, RegistrationStatus
from participants.models import Participant, Registration
from participants.people import (
    ONE_NIK_ONE_PERSON,
    PersonData,
    check_person,
    update_participant,
    version_of,
)
from participants.transitions import lock_session
from tkm.lib.db import violation
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from tkm.lib.text import tidy
from training.enums import Phase
from training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class Application:
    """What is typed of the registration itself. `submission` is the form's own number: sent twice, it acts once."""

    privacy_notice: PrivacyNotice
    origin: str = Origin.SELF
    origin_letter: str = ""
    photo_consent: bool = False
    submission: UUID = field(default_factory=uuid4)


class RegistrationClosedError(DomainError):
    """Registration is open only within the window of a published angkatan, until somebody closes it by hand."""

    def __init__(self, session: TrainingSession, on: date) -> None:
        super().__init__(closed_sentence(session, on))


class AlreadyRegisteredError(DomainError):
    """`registration` is the one that stands."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            f"{registration.participant} sudah terdaftar di angkatan ini sejak {tanggal(registration.registered_on)} "
            f"({registration.get_status_display()}).",
            field="nik",
        )
        self.registration = registration


class PersonKnownError(DomainError):
    """Somebody with this NIK is on record, and the form was filled without seeing that."""

    def __init__(self) -> None:
        super().__init__(
            "NIK ini sudah tercatat di dinas. Bandingkan isian dengan data yang ada, lalu simpan lagi.", field="nik"
        )


class LetterMissingError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis nomor surat pengantar dari pengusul.", field="origin_letter")


def closed_sentence(session: TrainingSession, on: date) -> str:
    """Why nobody can be registered in `session` on that day, and what to do."""
    phase = session.phase(on)
    if phase == Phase.NOT_OPEN:
        return f"Pendaftaran {session} baru dibuka {tanggal(session.registration_opens_on)}."
    if phase == Phase.DRAFT:
        return f"{session} masih rancangan. Pendaftaran dibuka setelah verifikator membuka angkatan ini."
    if phase == Phase.CANCELLED:
        return f"{session} dibatalkan. Pilih angkatan lain."
    return f"Pendaftaran {session} sudah ditutup. Pilih angkatan lain."


@transaction.atomic
def register(
    session_id: int, person: PersonData, application: Application, *, known: str, on: date, actor: User
) -> Registration:
    """Put the person into the queue of the angkatan; a withdrawn registration is opened again, on the same row.

    `known` is `token_of` the person the clerk was shown, empty where the NIK was new: a known person is updated only
    when the form was filled with what is on record in view. Sent twice, the first result is returned.
    Raises RegistrationClosedError, LetterMissingError, AlreadyRegisteredError, PersonKnownError, and what
    `check_person` and `update_participant` raise.
    """
    require(actor, Action.REGISTER)
    session = lock_session(session_id, actor=actor, action=Action.REGISTER)
    same = session.registrations.filter(submission=application.submission, participant__nik=person.nik)
    if first := same.select_related("participant").first():
        return first
    if not session.is_registration_open(on):
        raise RegistrationClosedError(session, on)
    if application.origin != Origin.SELF and not tidy(application.origin_letter):
        raise LetterMissingError
    _refuse_second(session, person.nik)
    participant = _record(person, known=known, on=on, actor=actor)
    return _enter(session, participant, application, on=on, actor=actor)


def token_of(person: Participant) -> str:
    """Who was shown to the clerk, and in which version."""
    return f"{person.pk}:{version_of(person)}"


def _refuse_second(session: TrainingSession, nik: str) -> None:
    """One registration per person; only a withdrawn one is opened again. The lock on the session keeps it so."""
    standing = session.registrations.filter(participant__nik=nik).exclude(status=RegistrationStatus.WITHDRAWN)
    if earlier := standing.select_related("participant").first():
        raise AlreadyRegisteredError(earlier)


def _record(data: PersonData, *, known: str, on: date, actor: User) -> Participant:
    """The one person of this NIK, with what was typed now."""
    found = Participant.objects.filter(nik=data.nik).first()
    if found is None:
        checked = check_person(data, on=on)
        with violation(ONE_NIK_ONE_PERSON, PersonKnownError()):
            return Participant.objects.create(**checked.values())
    who, _, version = known.partition(":")
    if who != str(found.pk):
        raise PersonKnownError
    return update_participant(found.pk, data, version=version, on=on, actor=actor)


def _enter(
    session: TrainingSession, participant: Participant, application: Application, *, on: date, actor: User
) -> Registration:
    """A new row, or the withdrawn one as if it were new."""
    values = {
        "status": RegistrationStatus.SUBMITTED,
        "status_reason": "",
        "left_on": None,
        "decided_on": None,
        "decided_by": None,
        "origin": application.origin,
        "origin_letter": tidy(application.origin_letter),
        "registered_on": on,
        "registered_by": actor,
        "privacy_notice": application.privacy_notice,
        "photo_consent": application.photo_consent,
        "submission": _unused(application.submission),
    }
    withdrawn = Registration.objects.select_for_update(of=("self",), no_key=True)
    registration = withdrawn.filter(participant=participant, session=session).first()
    if registration is None:
        return Registration.objects.create(participant=participant, session=session, **values)
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save(update_fields=[*values, "updated_at"])
    return registration


def _unused(submission: UUID) -> UUID:
    """A page gone back to and filled with the next person carries the last one's number: this one gets its own."""
    return uuid4() if Registration.objects.filter(submission=submission).exists() else submission
