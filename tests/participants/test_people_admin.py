"""People through the second door: the same validation, and the NIK stays masked."""

from datetime import date

import pytest
from django.urls import reverse

from participants.models import NikLook, Participant
from participants.people import version_of
from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.participants.pages import NIK, typed_person
from tests.regions.factories import kelurahan

pytestmark = pytest.mark.django_db
LIST = reverse("admin:participants_participant_changelist")


def change_address(person: Participant) -> str:
    return reverse("admin:participants_participant_change", args=[person.pk])


def change(client, person: Participant, **changes):
    return client.post(change_address(person), typed_person(**{"nik": "", "version": version_of(person), **changes}))


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


@pytest.fixture
def client(login):
    return login("administrator")


def test_full_nik_is_nowhere_in_the_admin(client):
    person = ParticipantFactory(nik=NIK)
    change(client, person, nik="6372045708920013")
    for url in (LIST, change_address(person), reverse("admin:participants_participant_history", args=[person.pk])):
        page = client.get(url).content.decode()
        assert "6372 04•• •••• ••1" in page
        assert NIK not in page
        assert "6372045708920013" not in page
    assert not NikLook.objects.exists()


def test_person_is_corrected_through_the_rule(client):
    person = ParticipantFactory(nik=NIK)
    assert change(client, person, name="  Siti   Rohmah ", phone="+62 812 5011 2233").status_code == 302
    person.refresh_from_db()
    assert (person.nik, person.name, person.phone) == (NIK, "Siti Rohmah", "081250112233")


def test_mistyped_nik_is_corrected_without_reading_it(client):
    person = ParticipantFactory(nik=NIK)
    change(client, person, nik="6372 0457 0892 0013")
    person.refresh_from_db()
    assert person.nik == "6372045708920013"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"nik": "123"}, "nik", "yang diketik 3 digit"),
        ({"nik": "6372045708920099"}, "nik", "sudah tercatat"),
        ({"birth_date": "17-08-1991"}, "birth_date", "Berbeda dari NIK (17 Agustus 1992)"),
        ({"birth_date": "17-08-2092"}, "birth_date", "belum tiba"),
        ({"sex": "L"}, "sex", "Berbeda dari NIK (perempuan)"),
        ({"name": "Siti \U0001f600"}, "name", "emoji"),
        ({"name": "S\x00"}, "name", "tidak terlihat"),
        ({"name": "S" * 5_000_000}, "name", "120"),
        ({"phone": "0812"}, "phone", "tidak lengkap"),
        ({"kk_number": "1"}, "kk_number", "16 digit"),
        ({"kelurahan": "999999"}, "kelurahan", ""),
        ({"version": "2020-01-01"}, "__all__", "sudah diubah orang lain"),
    ],
)
def test_same_refusals_as_on_the_page(client, changes, field, sentence):
    ParticipantFactory(nik="6372045708920099")
    person = ParticipantFactory(nik=NIK, name="Siti Rahmah")
    response = change(client, person, **changes)
    assert response.status_code == 200
    assert sentence in " ".join(errors(response)[field])
    assert list(errors(response)) == [field]
    before = version_of(person)
    person.refresh_from_db()
    assert version_of(person) == before


def test_new_person_needs_a_whole_nik(client):
    url = reverse("admin:participants_participant_add")
    assert "nik" in errors(client.post(url, typed_person(nik="")))
    assert client.post(url, typed_person()).status_code == 302
    assert Participant.objects.get().nik == NIK
    assert "sudah tercatat" in errors(client.post(url, typed_person()))["nik"][0]


def test_people_are_searched_by_words_of_the_name(client):
    ParticipantFactory(name="Hj.Siti Rahmah")
    ParticipantFactory(name="Norhayati")
    found = client.get(LIST, {"q": "sit rah"}).context["cl"].result_list
    assert [person.name for person in found] == ["Hj.Siti Rahmah"]
    for odd in ("\0", "' & !", "x" * 5000):
        assert client.get(LIST, {"q": odd}).status_code in (200, 302)


def test_kelurahan_is_looked_up_by_typing(client):
    query = {"app_label": "participants", "model_name": "participant", "field_name": "kelurahan", "term": "kom"}
    results = client.get(reverse("admin:autocomplete"), query).json()["results"]
    assert [row["text"] for row in results] == [kelurahan("Komet").name]


def test_registered_person_is_not_deleted(client):
    person = RegistrationFactory().participant
    client.post(reverse("admin:participants_participant_delete", args=[person.pk]), {"post": "yes"})
    assert Participant.objects.filter(pk=person.pk).exists()


def test_history_tells_who_changed_what(client):
    person = ParticipantFactory(birth_date=date(1992, 8, 17), nik=NIK, name="Siti Rahmah")
    change(client, person, name="Siti Rohmah")
    page = client.get(reverse("admin:participants_participant_history", args=[person.pk])).content.decode()
    assert "Siti Rahmah" in page
    assert "Siti Rohmah" in page


def test_list_costs_the_same_for_two_and_for_twenty(client, count_queries):
    ParticipantFactory.create_batch(2)
    client.get(LIST)
    few = count_queries(lambda: client.get(LIST))
    ParticipantFactory.create_batch(18)
    assert count_queries(lambda: client.get(LIST)) == few <= 8


def test_log_of_looks_is_read_and_never_written(client):
    look = NikLook.objects.create(
        participant=ParticipantFactory(), user=UserFactory(), place="Halaman peserta", reason="mencocokkan KTP"
    )
    assert "mencocokkan KTP" in client.get(reverse("admin:participants_niklook_changelist")).content.decode()
    assert client.get(reverse("admin:participants_niklook_change", args=[look.pk])).status_code == 200
    assert client.post(reverse("admin:participants_niklook_change", args=[look.pk]), {"reason": "x"}).status_code == 403
    assert client.post(reverse("admin:participants_niklook_delete", args=[look.pk])).status_code == 403


@pytest.mark.parametrize("number", [NIK, "6372 0457 0892 0012", "0012", "0812-5011-2233"])
def test_no_number_is_searched_for_in_an_address(client, number):
    ParticipantFactory(nik=NIK, phone="081250112233")
    response = client.get(LIST, {"q": number}, follow=True)
    assert response.request["QUERY_STRING"] == ""
    assert "dicari di halaman Peserta" in response.content.decode()
    query = {"app_label": "participants", "model_name": "registration", "field_name": "participant", "term": number}
    assert client.get(reverse("admin:autocomplete"), query).json()["results"] == []
