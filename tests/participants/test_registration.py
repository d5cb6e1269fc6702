"""Registering a citizen: once per angkatan, only while it is open, and never two people for one NIK."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from accounts.access import ForbiddenError
from participants.enums import Origin, RegistrationStatus
from participants.models import Participant, Registration
from participants.people import PersonData
from participants.registration import (
    AlreadyRegisteredError,
    Application,
    LetterMissingError,
    PersonKnownError,
    RegistrationClosedError,
    register,
    token_of,
)
from tests.accounts.factories import UserFactory
from tests.documents.factories import privacy_notice
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.race import second_while_first_is_open
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import DAY, TrainingSessionFactory
from tkm.lib.errors import StaleError, UnansweredError
from training.enums import SessionStatus

pytestmark = pytest.mark.django_db
NIK = "6372045708920012"
FIRST, SECOND = UUID(int=1), UUID(int=2)


def typed(**changes) -> PersonData:
    data = PersonData(nik=NIK, name="Siti Rahmah", birth_date=date(1992, 8, 17), sex="P", kelurahan=kelurahan("Komet"))
    return replace(data, **changes)


def shown(person: Participant, **changes) -> dict:
    """The person as found on the form, with what the clerk changed."""
    names = PersonData.__dataclass_fields__
    data = replace(PersonData(**{name: getattr(person, name) for name in names}), **changes)
    return {"person": data, "known": token_of(person)}


def enrol(session, *, person=None, known="", submission=FIRST, actor=None, on=DAY, **application) -> Registration:
    return register(
        session.pk,
        person or typed(),
        Application(privacy_notice=privacy_notice(), submission=submission, **application),
        known=known,
        on=on,
        actor=actor or UserFactory(role="petugas"),
    )


def test_a_clerk_of_another_kecamatan_registers_nobody_here():
    stranger = UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")])
    with pytest.raises(ForbiddenError):
        enrol(TrainingSessionFactory(), actor=stranger)
    assert not Registration.objects.exists()


def test_citizen_waits_for_verification():
    clerk = UserFactory(role="petugas")
    registration = enrol(TrainingSessionFactory(), actor=clerk, photo_consent=True)
    assert registration.status == RegistrationStatus.SUBMITTED
    assert (registration.registered_on, registration.registered_by) == (DAY, clerk)
    assert (registration.privacy_notice, registration.photo_consent) == (privacy_notice(), True)
    assert registration.participant.name == "Siti Rahmah"


@pytest.mark.parametrize("role", ["instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_clerks_register(role):
    with pytest.raises(ForbiddenError):
        enrol(TrainingSessionFactory(), actor=UserFactory(role=role))


@pytest.mark.parametrize(
    ("session", "words"),
    [
        ({"registration_opens_on": DAY + timedelta(days=1)}, "baru dibuka 5 Agustus 2025"),
        ({"closed": True}, "sudah ditutup"),
        ({"running": True}, "sudah ditutup"),
        ({"draft": True}, "masih rancangan"),
        ({"status": SessionStatus.CANCELLED, "cancel_reason": "dana dialihkan"}, "dibatalkan"),
    ],
)
def test_nobody_is_registered_while_registration_is_not_open(session, words):
    with pytest.raises(RegistrationClosedError, match=words):
        enrol(TrainingSessionFactory(**session))
    assert not Participant.objects.exists()


def test_last_day_of_the_window_counts():
    session = TrainingSessionFactory()
    assert enrol(session, on=session.registration_closes_on).registered_on == session.registration_closes_on


@pytest.mark.parametrize("origin", [o for o in Origin if o != Origin.SELF])
def test_proposal_by_others_needs_its_letter(origin):
    session = TrainingSessionFactory()
    with pytest.raises(LetterMissingError):
        enrol(session, origin=origin, origin_letter="  ")
    assert enrol(session, origin=origin, origin_letter=" 140/12 ").origin_letter == "140/12"


def test_doubt_leaves_nothing_behind():
    with pytest.raises(UnansweredError):
        enrol(TrainingSessionFactory(), person=typed(sex="L"))
    assert not Participant.objects.exists()
    assert enrol(TrainingSessionFactory(), person=typed(sex="L", nik_reason="ktp")).participant.nik_reason == "ktp"


@pytest.mark.parametrize("status", [RegistrationStatus.SUBMITTED, RegistrationStatus.ELIGIBLE])
def test_second_registration_is_refused_and_names_the_first(status):
    first = RegistrationFactory(status=status)
    with pytest.raises(AlreadyRegisteredError, match="sudah terdaftar di angkatan ini sejak 4 Agustus 2025") as raised:
        enrol(first.session, **shown(first.participant, name="Lain"))
    assert raised.value.registration == first
    first.participant.refresh_from_db()
    assert first.participant.name != "Lain"


def test_coming_back_opens_the_same_row_again():
    gone = RegistrationFactory(withdrawn=True, registered_on=DAY - timedelta(days=3))
    back = enrol(gone.session, **shown(gone.participant))
    assert back.pk == gone.pk
    assert (back.status, back.left_on, back.status_reason) == (RegistrationStatus.SUBMITTED, None, "")
    assert (back.registered_on, back.submission) == (DAY, FIRST)


def test_known_person_is_not_overwritten_unseen():
    known = ParticipantFactory(nik=NIK, address="Jl. Lama RT 001/RW 001")
    with pytest.raises(PersonKnownError):
        enrol(TrainingSessionFactory(), person=typed(address="Jl. Baru RT 002/RW 002"))
    known.refresh_from_db()
    assert known.address == "Jl. Lama RT 001/RW 001"


def test_somebody_elses_token_does_not_open_a_person():
    ParticipantFactory(nik=NIK)
    with pytest.raises(PersonKnownError):
        enrol(TrainingSessionFactory(), known=token_of(ParticipantFactory()))


def test_known_person_is_updated_with_what_is_typed_now():
    known = ParticipantFactory(nik=NIK)
    registration = enrol(TrainingSessionFactory(), **shown(known, phone="0812-5011-2233", address="Jl. Baru"))
    known.refresh_from_db()
    assert registration.participant == known
    assert (known.phone, known.address) == ("081250112233", "Jl. Baru")


def test_person_changed_meanwhile_is_not_overwritten():
    known = ParticipantFactory(nik=NIK)
    opened = shown(known, name="Siti Rohmah")
    known.address = "Jl. Baru"
    known.save()
    with pytest.raises(StaleError):
        enrol(TrainingSessionFactory(), **opened)
    assert not Registration.objects.exists()


def test_form_sent_twice_gives_the_first_result():
    session = TrainingSessionFactory()
    first = enrol(session)
    assert enrol(session) == first
    assert Registration.objects.count() == 1


def test_page_gone_back_to_registers_the_next_citizen():
    session = TrainingSessionFactory()
    first = enrol(session)
    other = enrol(session, person=typed(nik="6372045708920013", name="Norhayati"))
    assert other.pk != first.pk
    assert other.submission != FIRST


def test_form_sent_twice_for_a_person_coming_back():
    gone = RegistrationFactory(withdrawn=True)
    opened = shown(gone.participant)
    assert enrol(gone.session, **opened) == enrol(gone.session, **opened)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_register_one_citizen_at_once():
    session, clerk, other = TrainingSessionFactory(), UserFactory(role="petugas"), UserFactory(role="petugas")
    outcome = second_while_first_is_open(
        lambda: enrol(session, actor=clerk), lambda: enrol(session, actor=other, submission=SECOND)
    )
    assert isinstance(outcome, AlreadyRegisteredError)  # without the lock on the session: PersonKnownError
    assert (Participant.objects.count(), Registration.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_register_a_known_citizen_at_once():
    session, clerk, known = TrainingSessionFactory(), UserFactory(role="petugas"), ParticipantFactory(nik=NIK)
    opened = shown(known)
    outcome = second_while_first_is_open(
        lambda: enrol(session, actor=clerk, **opened), lambda: enrol(session, actor=clerk, submission=SECOND, **opened)
    )
    assert isinstance(outcome, AlreadyRegisteredError)  # without the lock on the session: IntegrityError, a page 500
    assert Registration.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_new_citizen_in_two_angkatan_at_once_is_one_person():
    first, second, clerk = TrainingSessionFactory(), TrainingSessionFactory(), UserFactory(role="petugas")
    outcome = second_while_first_is_open(
        lambda: enrol(first, actor=clerk), lambda: enrol(second, actor=clerk, submission=SECOND)
    )
    assert isinstance(outcome, PersonKnownError)  # without `violation`: IntegrityError, a page 500
    assert (Participant.objects.count(), Registration.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_double_click_acts_once():
    session, clerk = TrainingSessionFactory(), UserFactory(role="petugas")
    outcome = second_while_first_is_open(lambda: enrol(session, actor=clerk), lambda: enrol(session, actor=clerk))
    assert outcome == Registration.objects.get()


@pytest.mark.django_db(transaction=True)
def test_nobody_slips_in_while_registration_is_being_closed():
    session, clerk = TrainingSessionFactory(), UserFactory(role="petugas")

    def close() -> None:
        session.registration_closed_at, session.registration_closed_by = "2025-08-04T02:00Z", clerk
        session.save(update_fields=["registration_closed_at", "registration_closed_by"])

    outcome = second_while_first_is_open(close, lambda: enrol(session, actor=clerk))
    assert isinstance(outcome, RegistrationClosedError)  # without the lock: registered after closing
