"""What PostgreSQL refuses of a person by itself, broken from each side by plain SQL and in bulk."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from participants.models import NikLook, Participant, Registration
from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tkm.lib.db import breached

pytestmark = pytest.mark.django_db

WOMAN_OF_1992 = "6372045708920012"


def write(table: str, pk: int, **columns: Any) -> str:
    """Set `columns` by plain SQL; the name of the constraint that refuses, or an empty text."""
    assignments = ", ".join(f"{column} = %s" for column in columns)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {assignments} WHERE id = %s", [*columns.values(), pk])
    except IntegrityError as error:
        return breached(error)
    return ""


def write_person(**columns: Any) -> str:
    return write("participants_participant", ParticipantFactory(nik=WOMAN_OF_1992).pk, **columns)


@pytest.mark.parametrize(
    "nik",
    ["", "637204570892001", "637204570892001a", "6372 4570892001", "1111111111111111",
     "6372040008920012", "6372043208920012", "6372044008920012", "6372047208920012", "6372045700920012",
     "6372045713920012"],
)  # fmt: skip
def test_malformed_nik_is_refused(nik):
    assert write_person(nik=nik, nik_reason="ktp") == "participant_nik_is_well_formed"


@pytest.mark.parametrize("nik", ["6372040108920012", "6372043112920012", "6372044101920012", "6372047112920012"])
def test_nik_of_every_possible_day_passes(nik):
    assert write_person(nik=nik, nik_reason="ktp") == ""


@pytest.mark.parametrize(
    "columns",
    [{"birth_date": date(1991, 8, 17)}, {"birth_date": date(1992, 7, 17)}, {"birth_date": date(1992, 8, 18)},
     {"sex": "L"}, {"nik": "6372041708920012"}, {"nik": "6372045808920012"}],
)  # fmt: skip
def test_nik_that_tells_otherwise_needs_a_reason(columns):
    assert write_person(**columns) == "participant_nik_agrees_or_has_reason"
    Participant.objects.all().delete()
    assert write_person(**columns, nik_reason="ktp") == ""


def test_reason_of_a_contradiction_cannot_be_taken_away():
    person = ParticipantFactory(nik=WOMAN_OF_1992, sex="L", nik_reason="ktp")
    refused = write("participants_participant", person.pk, nik_reason="")
    assert refused == "participant_nik_agrees_or_has_reason"


def test_agreeing_nik_needs_no_reason():
    assert write_person(birth_date=date(1992, 8, 17), sex="P", nik_reason="") == ""


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"kk_number": "637204031209000"}, "participant_kk_is_well_formed"),
        ({"kk_number": "2222222222222222"}, "participant_kk_is_well_formed"),
        ({"kk_number": ""}, ""),
        ({"kk_number": "6372040312090007"}, ""),
        ({"phone": "+6281250112233"}, "participant_phone_is_normal"),
        ({"phone": "0812-5011"}, "participant_phone_is_normal"),
        ({"phone": "0812"}, "participant_phone_is_normal"),
        ({"phone": "05116749523"}, ""),
        ({"phone": ""}, ""),
        ({"name": ""}, "participant_has_a_name"),
        ({"name": "   "}, "participant_has_a_name"),
        ({"name": "Ai"}, ""),
        ({"birth_date": date(1899, 12, 31), "nik_reason": "ktp"}, "participant_born_before_recorded"),
        ({"birth_date": date(1900, 1, 1), "nik_reason": "ktp"}, ""),
    ],
)
def test_shape_of_a_person(columns, constraint):
    assert write_person(**columns) == constraint


def test_nobody_is_recorded_before_being_born():
    person = ParticipantFactory()
    recorded = person.created_at.date()
    after, on = recorded + timedelta(days=2), recorded
    refused = write("participants_participant", person.pk, birth_date=after, nik_reason="ktp")
    assert refused == "participant_born_before_recorded"
    assert write("participants_participant", person.pk, birth_date=on, nik_reason="ktp") == ""


def test_one_nik_is_one_person_also_in_bulk():
    known = ParticipantFactory(nik=WOMAN_OF_1992)
    twin = ParticipantFactory.build(nik=WOMAN_OF_1992, kelurahan=known.kelurahan)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Participant.objects.bulk_create([twin])
    assert breached(refused.value) == "participants_participant_nik_key"


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"nik": "6372045799920012"}, "participant_nik_is_well_formed"),
        ({"sex": "L"}, "participant_nik_agrees_or_has_reason"),
        ({"phone": "812"}, "participant_phone_is_normal"),
    ],
)
def test_bulk_create_obeys_the_same_shape(changes, constraint):
    district = ParticipantFactory().kelurahan
    row = ParticipantFactory.build(**{"nik": WOMAN_OF_1992, "kelurahan": district, **changes})
    if constraint == "participant_nik_is_well_formed":
        row.nik_reason = "ktp"
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Participant.objects.bulk_create([row])
    assert breached(refused.value) == constraint


def test_who_proposes_somebody_sends_a_letter():
    registration = RegistrationFactory()
    table = "participants_registration"
    assert write(table, registration.pk, origin="pokir") == "registration_letter_unless_self"
    assert write(table, registration.pk, origin="pokir", origin_letter="140/12/2025") == ""
    assert write(table, registration.pk, origin_letter="") == "registration_letter_unless_self"
    assert write(table, registration.pk, origin="self", origin_letter="") == ""


def test_registered_twice_in_bulk_is_refused():
    first = RegistrationFactory()
    twin = RegistrationFactory.build(
        participant=first.participant, session=first.session, registered_by=first.registered_by,
        privacy_notice=first.privacy_notice,
    )  # fmt: skip
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Registration.objects.bulk_create([twin])
    assert breached(refused.value) == "registration_once_per_session"


def test_look_at_a_nik_has_a_reason_and_never_changes():
    look = NikLook.objects.create(
        participant=ParticipantFactory(), user=UserFactory(), place="Halaman peserta", reason="menyusun SK"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        NikLook.objects.bulk_create([NikLook(participant=look.participant, user=look.user, place="x", reason="")])
    with pytest.raises(DatabaseError), transaction.atomic():
        NikLook.objects.update(reason="lain")
    with pytest.raises(DatabaseError), transaction.atomic():
        look.delete()
    assert NikLook.objects.get().reason == "menyusun SK"
