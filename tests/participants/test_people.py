"""Recording and correcting a person."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from accounts.access import ForbiddenError
from participants.models import Participant
from participants.people import (
    BornTooLongAgoError,
    NikTakenError,
    NotYetBornError,
    PersonData,
    add_participant,
    check_person,
    doubts,
    update_participant,
    version_of,
)
from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory
from tests.race import second_while_first_is_open
from tests.regions.factories import kelurahan
from tests.training.factories import DAY
from tkm.lib.db import breached
from tkm.lib.errors import DomainError, StaleError, UnansweredError

NIK = "6372045708920012"


@pytest.fixture
def clerk(db):
    return UserFactory(role="petugas")


def typed(**changes) -> PersonData:
    """A woman born on 17 August 1992, as her KTP and NIK say."""
    data = PersonData(nik=NIK, name="Siti Rahmah", birth_date=date(1992, 8, 17), sex="P", kelurahan=kelurahan("Komet"))
    return replace(data, **changes)


def data_of(person: Participant, **changes) -> PersonData:
    names = PersonData.__dataclass_fields__
    return replace(PersonData(**{name: getattr(person, name) for name in names}), **changes)


def update(person: Participant, *, actor, version: str = "", **changes) -> Participant:
    opened = version or version_of(person)
    return update_participant(person.pk, data_of(person, **changes), version=opened, on=DAY, actor=actor)


@pytest.mark.django_db
def test_what_is_typed_is_tidied():
    checked = check_person(typed(name="  Siti   Rahmah ", phone="+62 812-5011-2233"), on=DAY)
    assert (checked.name, checked.phone) == ("Siti Rahmah", "081250112233")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"birth_date": date(1991, 8, 17)}, ["nik_date"]),
        ({"sex": "L"}, ["nik_sex"]),
        ({"birth_date": date(1992, 8, 16), "sex": "L"}, ["nik_date", "nik_sex"]),
        ({"nik": "6372047102920012", "birth_date": date(1992, 2, 28)}, ["nik_date"]),
    ],
)
def test_contradiction_is_doubted_until_a_reason_is_given(changes, codes):
    data = typed(**changes)
    if codes:
        with pytest.raises(UnansweredError) as raised:
            check_person(data, on=DAY)
        assert [warning.code for warning in raised.value.warnings] == codes
    assert check_person(replace(data, nik_reason="ktp"), on=DAY).nik_reason == ("ktp" if codes else "")


@pytest.mark.django_db
def test_warning_tells_what_the_nik_says():
    [warning] = doubts(NIK, date(1991, 8, 17), "P", on=DAY)
    assert warning.message == "Berbeda dari NIK (17 Agustus 1992). Perbaiki, atau pilih alasan."
    [warning] = doubts("6372047102920012", date(1992, 2, 28), "P", on=DAY)
    assert "tidak ada di kalender" in warning.message


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"nik": "637204570892001"}, "nik", "yang diketik 15 digit"),
        ({"nik": "1111111111111111"}, "nik", "berulang"),
        ({"name": ""}, "name", "Belum diisi"),
        ({"name": "Siti \U0001f600"}, "name", "emoji"),
        ({"name": "Siti\x00Rahmah"}, "name", "tidak terlihat"),
        ({"name": "S" * 121}, "name", "120"),
        ({"kk_number": "123"}, "kk_number", "16 digit"),
        ({"phone": "0812"}, "phone", "tidak lengkap"),
        ({"birth_date": DAY + timedelta(days=1)}, "birth_date", "belum tiba"),
        ({"birth_date": date(1899, 12, 31)}, "birth_date", "1900"),
        ({"sex": "X"}, "sex", "Pilihan itu tidak ada"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes, field, words):
    with pytest.raises(DomainError, match=words) as raised:
        check_person(typed(nik_reason="ktp", **{"nik": NIK, **changes}), on=DAY)
    assert raised.value.field == field


def test_dates_that_cannot_be_have_errors_of_their_own():
    assert NotYetBornError(DAY).message == "4 Agustus 2025 belum tiba. Periksa tahun lahirnya."
    assert BornTooLongAgoError().field == "birth_date"


@pytest.mark.django_db
@given(
    born=st.dates(date(1930, 1, 1), date(2010, 1, 1)),
    sex=st.sampled_from("PL"),
    told=st.dates(date(1930, 1, 1), date(2010, 1, 1)),
    told_sex=st.sampled_from("PL"),
)
def test_rule_and_database_doubt_the_same(born, sex, told, told_sex):
    nik = f"637204{told.day + (40 if told_sex == 'P' else 0):02d}{told:%m%y}0012"
    with connection.cursor() as cursor:
        cursor.execute("SELECT participants_nik_agrees(%s, %s, %s)", [nik, born, sex])
        agrees = cursor.fetchone()[0]
    assert (doubts(nik, born, sex, on=DAY) == []) == agrees


def test_person_is_recorded_once(clerk):
    person = add_participant(typed(), on=DAY, actor=clerk)
    assert Participant.objects.get() == person
    with pytest.raises(NikTakenError):
        add_participant(typed(name="Siti Rohmah"), on=DAY, actor=clerk)


@pytest.mark.parametrize("role", ["instruktur", "pengurus_barang", "pejabat"])
def test_only_clerks_and_the_administrator_change_people(db, role):
    person = ParticipantFactory()
    with pytest.raises(ForbiddenError):
        update(person, actor=UserFactory(role=role), name="Lain")
    assert update(person, actor=UserFactory(role="administrator"), name="Siti Rohmah").name == "Siti Rohmah"


def test_only_what_differs_is_written(clerk):
    person = ParticipantFactory()
    Participant.objects.filter(pk=person.pk).update(phone="081250119999")  # by SQL: the version stays
    update(person, actor=clerk, phone="081250119999", name="Siti Rohmah")
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Siti Rohmah", "081250119999")


def test_stale_form_is_refused_and_nothing_written(clerk):
    person = ParticipantFactory()
    opened = version_of(person)
    update(person, actor=clerk, address="Jl. Baru RT 001/RW 001")
    with pytest.raises(StaleError):
        update(person, actor=clerk, version=opened, name="Siti Rohmah")
    person.refresh_from_db()
    assert person.address == "Jl. Baru RT 001/RW 001"
    assert person.name != "Siti Rohmah"


def test_sent_twice_acts_once(clerk):
    person = ParticipantFactory()
    opened = version_of(person)
    first = update(person, actor=clerk, version=opened, name="Siti Rohmah")
    again = update(person, actor=clerk, version=opened, name="Siti Rohmah")
    assert version_of(again) == version_of(first)


def test_mistyped_nik_is_corrected_and_history_keeps_the_old_one(clerk):
    person = ParticipantFactory(nik=NIK)
    update(person, actor=clerk, nik="6372045708920013")
    before, after = person.events.order_by("pgh_id").values_list("nik", flat=True)
    assert (before, after) == (NIK, "6372045708920013")


def test_corrected_nik_is_doubted_like_a_new_one(clerk):
    person = ParticipantFactory(nik=NIK)
    with pytest.raises(UnansweredError):
        update(person, actor=clerk, nik="6372041708920013")
    assert update(person, actor=clerk, nik="6372041708920013", nik_reason="dukcapil").nik_reason == "dukcapil"


def test_corrected_nik_may_not_be_somebody_elses(clerk):
    ParticipantFactory(nik="6372045708920013")
    with pytest.raises(NikTakenError):
        update(ParticipantFactory(nik=NIK), actor=clerk, nik="6372045708920013")


@pytest.mark.django_db(transaction=True)
def test_second_of_two_corrections_at_once_is_stale():
    clerk, person = UserFactory(role="petugas"), ParticipantFactory(nik=NIK)
    opened = version_of(person)
    outcome = second_while_first_is_open(
        lambda: update(person, actor=clerk, version=opened, name="Siti Rohmah"),
        lambda: update(person, actor=clerk, version=opened, address="Jl. Lain RT 001/RW 001"),
    )
    assert isinstance(outcome, StaleError)  # without the lock: the second never saw the first, and both say "saved"


@pytest.mark.django_db(transaction=True)
def test_two_people_corrected_to_one_nik_at_once():
    clerk = UserFactory(role="petugas")
    first, second = ParticipantFactory(), ParticipantFactory()
    outcome = second_while_first_is_open(
        lambda: update(first, actor=clerk, nik=NIK), lambda: update(second, actor=clerk, nik=NIK)
    )
    assert isinstance(outcome, NikTakenError)
    assert Participant.objects.filter(nik=NIK).count() == 1


@pytest.mark.django_db
def test_the_name_of_the_unique_constraint_is_the_one_postgresql_gives():
    person = ParticipantFactory(nik=NIK)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Participant.objects.bulk_create([ParticipantFactory.build(nik=NIK, kelurahan=person.kelurahan)])
    assert breached(refused.value) == "participants_participant_nik_key"
