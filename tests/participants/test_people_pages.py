"""Finding people, the page of one, correcting the data, seeing the full NIK."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.models import Handover
from participants.models import NikLook, Participant
from participants.people import version_of
from tests.accounts.factories import UserFactory
from tests.equipment.factories import DecreeRecipientFactory, EquipmentTypeFactory, draft_with_unit, issue_by_hand
from tests.participants.factories import ParticipantFactory, RegistrationFactory, graduated_registration
from tests.participants.pages import NIK, typed_person
from tests.participants.test_registration_pages import typed_values
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import InstructorFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LIST = "/peserta/"


def found(client, typed: str, **kwargs) -> list[str]:
    """The names on the list after that search."""
    response = client.post(LIST, {"q": typed, **kwargs}, follow=True)
    return [person.name for person in response.context["page"]]


@pytest.fixture
def people():
    names = ("Hj.Siti Rahmah", "Siti Aminah", "M.Yusuf/A.Noor", "Norhayati", "É. Ñandu")
    return [ParticipantFactory(name=name, n=at) for at, name in enumerate(names)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("siti", ["Hj.Siti Rahmah", "Siti Aminah"]),
        ("SIT RAH", ["Hj.Siti Rahmah"]),
        ("rahmah siti", ["Hj.Siti Rahmah"]),
        ("yus noor", ["M.Yusuf/A.Noor"]),
        ("ñan", ["É. Ñandu"]),
        ("n\u0303an", ["É. Ñandu"]),
        ("amin'ah", []),
        ("iti", []),
        ("' & !", []),
        ("siti:*", ["Hj.Siti Rahmah", "Siti Aminah"]),
        ("a" * 5000, []),
        ("\x00siti", ["Hj.Siti Rahmah", "Siti Aminah"]),
    ],
)
def test_people_are_found_by_the_beginnings_of_words(login, people, typed, names):
    assert found(login("pejabat"), typed) == names


@pytest.mark.parametrize(
    "typed", ["6372045708920003", "6372 0457 0892 0003", "0892 0003", "0003", "0812-0000-0002", "+62 812 0000 0002"]
)
def test_number_finds_by_start_or_end_of_nik_and_phone(login, people, typed):
    assert "M.Yusuf/A.Noor" in found(login("petugas"), typed)


@pytest.mark.parametrize("typed", ["123", "²²²²", "9999999999999999999999"])
def test_number_that_fits_nobody(login, people, typed):
    assert found(login("petugas"), typed) == []


def test_words_go_into_the_address_and_numbers_never(login, people):
    client = login("petugas")
    assert client.post(LIST, {"q": "siti"}).url == f"{LIST}?q=siti"
    part = client.post(LIST, {"q": NIK, "wilayah": "63.72.06"}, headers=HTMX)
    assert part.headers["HX-Replace-Url"] == f"{LIST}?wilayah=63.72.06"
    assert client.get(LIST, {"q": NIK}).url == LIST
    assert client.get(LIST, {"q": "siti"}, headers=HTMX).headers["HX-Replace-Url"] == f"{LIST}?q=siti"


@pytest.mark.parametrize("typed", ["siti", "0003", "63720457"])
def test_found_people_are_not_sorted_before_they_are_capped(typed):
    assert not Participant.objects.matching(typed).ordered  # else PostgreSQL walks through all names


def test_people_are_narrowed_by_where_they_live(login):
    for name, place in (("Aisyah", "Komet"), ("Rusmini", "Mentaos"), ("Norhayati", "Palam")):
        ParticipantFactory(name=name, kelurahan=kelurahan(place))
    client = login("petugas")
    utara = kecamatan("Banjarbaru Utara").code
    assert found(client, "", wilayah=utara) == ["Aisyah", "Rusmini"]
    assert found(client, "", wilayah=kelurahan("Komet").code) == ["Aisyah"]
    assert len(found(client, "", wilayah="63.72.0\x00")) == 3


def test_full_nik_stands_on_no_list(login, people):
    page = login("petugas").get(LIST).content.decode()
    assert people[0].nik not in page
    assert "6372 04•• •••• ••01" in page


def test_list_stops_at_the_cap_and_says_so(login, people, monkeypatch):
    monkeypatch.setattr("participants.querysets.ParticipantQuerySet.CAP", 3)
    response = login("petugas").get(LIST)
    assert "lebih dari 1.000 orang, ketik lebih banyak huruf" in response.content.decode()
    assert response.context["page"].paginator.count == 3


def test_second_page_follows_the_first(login):
    for at in range(26):
        ParticipantFactory(name=f"Warga {at:02d}")
    response = login("petugas").get(LIST, {"q": "warga", "page": "2"})
    assert [person.name for person in response.context["page"]] == ["Warga 25"]
    assert login("petugas").get(LIST, {"page": "x"}).status_code == 200


def test_list_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client = login("petugas")
    RegistrationFactory.create_batch(2)
    few = count_queries(lambda: client.get(LIST))
    RegistrationFactory.create_batch(18)
    assert count_queries(lambda: client.get(LIST)) == few <= 8


def test_instructor_sees_the_people_of_the_own_angkatan_only(login):
    user = UserFactory(role="instruktur")
    own = TrainingSessionFactory(running=True, instructors=[InstructorFactory(user=user)])
    mine, other = RegistrationFactory(session=own, accepted=True), RegistrationFactory()
    client = login(user=user)
    assert list(client.get(LIST).context["page"]) == [mine.participant]
    assert client.get(mine.participant.get_absolute_url()).status_code == 200
    assert client.get(other.participant.get_absolute_url()).status_code == 404


# The page of one person


def given(person: Participant) -> Handover:
    """A BAST with one machine, and aid from elsewhere."""
    registration = graduated_registration(participant=person, session=TrainingSessionFactory(ended=True))
    person.earlier_aids.create(
        type=EquipmentTypeFactory(), given_on=date(2015, 5, 6), source="Dinas Sosial", recorded_by=UserFactory()
    )
    return issue_by_hand(draft_with_unit(recipient=DecreeRecipientFactory(registration=registration)))


def test_page_tells_the_whole_life(login):
    person = ParticipantFactory(nik=NIK)
    handover = given(person)
    RegistrationFactory(participant=person, withdrawn=True)
    page = login("pejabat").get(person.get_absolute_url()).content.decode()
    assert str(handover.number) in page
    assert handover.get_absolute_url() in page
    assert "dari Dinas Sosial" in page
    assert "Mengundurkan diri" in page
    assert "Lulus" in page
    assert "belum ada" in page  # nothing was held yet: no attendance rate
    assert NIK not in page
    assert "Ubah data" not in page


def test_page_costs_the_same_however_long_the_life(login, count_queries):
    person, client = ParticipantFactory(), login("petugas")

    def call():
        return client.get(person.get_absolute_url())

    given(person)
    few = count_queries(call)
    RegistrationFactory.create_batch(6, participant=person)
    assert count_queries(call) == few <= 8


@pytest.mark.parametrize("pk", [0, 10**30])
def test_nobody_there_is_a_404(login, pk):
    assert login("petugas").get(f"/peserta/{pk}/").status_code == 404


# The full NIK


def test_full_nik_is_shown_once_and_logged(login):
    person, client = ParticipantFactory(nik=NIK), login("petugas")
    url = reverse("participant-nik", args=[person.pk])
    response = client.post(url, {"reason": "mencocokkan KTP"})
    assert "6372 0457 0892 0012" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert NikLook.objects.get().place == "Halaman peserta"
    assert "6372 0457 0892 0012" not in client.get(person.get_absolute_url()).content.decode()
    assert "<html" not in client.post(url, {"reason": "lagi"}, headers=HTMX).content.decode()


@pytest.mark.parametrize("reason", ["", " ", "\x00", "a" * 201])
def test_full_nik_without_a_proper_reason_stays_hidden(login, reason):
    person = ParticipantFactory(nik=NIK)
    response = login("petugas").post(reverse("participant-nik", args=[person.pk]), {"reason": reason})
    assert response.status_code == 422
    assert "6372 0457 0892 0012" not in response.content.decode()
    assert not NikLook.objects.exists()


def test_reading_never_shows_or_logs(login):
    url = reverse("participant-nik", args=[ParticipantFactory().pk])
    assert login("petugas").get(url).status_code == 405
    assert not NikLook.objects.exists()


def test_limited_clerk_opens_no_foreign_nik(login):
    person = RegistrationFactory(session=TrainingSessionFactory(kelurahan=kelurahan("Komet"))).participant
    limited = UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")])
    url = reverse("participant-nik", args=[person.pk])
    assert login(user=limited).post(url, {"reason": "mencocokkan KTP"}).status_code == 404


# Correcting


def edit(client, person, **changes):
    typed = {"nik": "", "version": version_of(person), **changes}
    return client.post(reverse("participant-edit", args=[person.pk]), typed_person(**typed))


def test_person_is_corrected_without_showing_the_full_nik(login):
    person, client = ParticipantFactory(nik=NIK), login("petugas")
    assert NIK not in client.get(reverse("participant-edit", args=[person.pk])).content.decode()
    assert edit(client, person, name="Siti Rohmah").status_code == 302
    person.refresh_from_db()
    assert (person.name, person.nik, person.kelurahan.name) == ("Siti Rohmah", NIK, "Komet")


def test_opened_and_saved_changes_nothing(login):
    person, client = ParticipantFactory(), login("petugas")
    page = client.get(reverse("participant-edit", args=[person.pk])).content.decode()
    typed = {**typed_values(page), "sex": person.sex, "kelurahan": person.kelurahan_id}
    typed |= {"education": person.education, "occupation": person.occupation}
    assert client.post(reverse("participant-edit", args=[person.pk]), typed).status_code == 302
    before = version_of(person)
    person.refresh_from_db()
    assert version_of(person) == before


@pytest.mark.parametrize(
    ("nik", "sentence"),
    [
        ("6372 0457 0892 0013", "NIK ini sudah tercatat atas nama orang lain."),
        ("6372 0457 0892", "NIK terdiri dari 16 digit; yang diketik 12 digit."),
        ("6372 0417 0892 0014", "Berbeda dari NIK (laki-laki)."),
    ],
)
def test_wrong_new_nik_is_told_at_its_field(login, nik, sentence):
    ParticipantFactory(nik="6372045708920013")
    person = ParticipantFactory(nik=NIK)
    response = edit(login("petugas"), person, nik=nik)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert typed_values(response.content.decode())["nik"] == nik
    person.refresh_from_db()
    assert person.nik == NIK


def test_stale_form_keeps_what_was_typed_shows_the_record_and_saves_the_second_time(login):
    person, client = ParticipantFactory(nik=NIK, name="Siti Rahmah", kelurahan=kelurahan("Komet")), login("petugas")
    opened = version_of(person)
    person.address = "Jl. Orang Lain"
    person.save()
    response = edit(client, person, version=opened, address="Jl. Saya")
    page = response.content.decode()
    assert response.status_code == 422
    assert "sudah diubah orang lain" in page
    assert "Alamat, RT/RW: Jl. Orang Lain" in page
    assert typed_values(page)["address"] == "Jl. Saya"
    edit(client, person, version=typed_values(page)["version"], address="Jl. Saya")
    person.refresh_from_db()
    assert person.address == "Jl. Saya"


def test_clerk_outside_the_kecamatan_corrects_nobody(login):
    person = RegistrationFactory(session=TrainingSessionFactory(kelurahan=kelurahan("Komet"))).participant
    limited = login(user=UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")]))
    assert edit(limited, person, name="Lain").status_code == 404


def test_future_birth_date_is_told_beside_its_field(login):
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = edit(login("petugas"), ParticipantFactory(nik=NIK), birth_date=f"{tomorrow:%d-%m-%Y}")
    assert "belum tiba. Periksa tahun lahirnya." in response.content.decode()
