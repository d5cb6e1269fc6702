"""A participant's photo: chosen, seen, kept, replaced, taken away; seen by those who may see the person."""

from html import unescape

import pytest
from django.urls import reverse

from accounts.access import ForbiddenError
from documents.models import StoredFile
from participants.models import Participant
from participants.photos import put_photo, remove_photo
from tests.accounts.factories import UserFactory
from tests.documents.factories import PhotoFactory
from tests.documents.samples import pdf, photo, upload
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.regions.factories import kelurahan
from tests.typed import forms_in

pytestmark = pytest.mark.django_db


def page(name: str, person: Participant) -> str:
    return reverse(name, args=[person.pk])


@pytest.fixture
def person():
    return ParticipantFactory(name="Siti Rahmah")


def chosen(client, person, content: bytes):
    return client.post(page("participant-photo", person), {"photo": upload(content, "foto.jpg", "image/jpeg")})


def kept(client, person, content: bytes):
    """Choose a file, then keep what the page shows of it."""
    shown = chosen(client, person, content)
    form = next(form for form in forms_in(shown.content.decode(), "/") if "prepared" in form.fields)
    return client.post(page("participant-photo", person), {"prepared": form.fields["prepared"][0]})


def test_what_was_seen_is_what_is_kept(login, person):
    client = login("petugas")
    seen = chosen(client, person, photo("HEIF"))
    assert seen.status_code == 200
    assert not StoredFile.objects.exists()
    assert kept(client, person, photo("HEIF")).status_code == 302
    person.refresh_from_db()
    assert bytes(person.photo.content).startswith(b"\xff\xd8\xff")
    assert person.photo.media_type == "image/jpeg"
    answer = client.get(page("participant-photo-image", person))
    assert answer.content == bytes(person.photo.content)
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Type"] == "image/jpeg"


def test_the_same_photo_again_is_stored_once_and_another_replaces_it(login, person):
    client = login("verifikator")
    for _ in range(2):
        kept(client, person, photo())
    person.refresh_from_db()
    first = person.photo_id
    assert StoredFile.objects.count() == 1
    kept(client, person, photo("PNG", (300, 400)))
    person.refresh_from_db()
    assert person.photo_id != first
    told = [(event.pgh_label, event.photo_id) for event in person.events.order_by("pgh_id")]
    assert told == [("insert", None), ("update", first), ("update", person.photo_id)]


@pytest.mark.parametrize(
    ("content", "sentence"), [(pdf(), "bukan JPG, PNG atau HEIC"), (b"", "kosong"), (photo()[:-900], "terpotong")]
)
def test_a_wrong_file_is_a_sentence_beside_the_field(login, person, content, sentence):
    answer = chosen(login("petugas"), person, content)
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["photo"][0]
    assert "Lihat hasilnya" in answer.content.decode()


def test_no_file_and_a_picture_that_was_not_looked_into_are_refused(login, person):
    client, address = login("petugas"), page("participant-photo", person)
    other = ParticipantFactory()
    foreign = chosen(client, other, photo()).context["chosen"].picture_signed
    for sent in ({}, {"prepared": "abc"}, {"prepared": "abc:def"}, {"prepared": foreign}):
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert "ilih" in answer.context["form"].errors["photo"][0]
    assert not StoredFile.objects.exists()


def test_a_photo_is_taken_away_but_not_forgotten(login, person):
    client = login("petugas")
    kept(client, person, photo())
    assert "Hapus foto" in client.get(page("participant-photo-remove", person)).content.decode()
    assert client.post(page("participant-photo-remove", person)).status_code == 302
    person.refresh_from_db()
    assert person.photo_id is None
    assert client.get(page("participant-photo-image", person)).status_code == 404
    assert person.events.order_by("-pgh_id")[1].photo_id == StoredFile.objects.get().pk
    remove_photo(person.pk, actor=UserFactory(role="petugas"))
    assert person.events.count() == 3


def test_the_pages_of_a_person_show_it_and_lead_to_it(login):
    registration = RegistrationFactory(participant__photo=PhotoFactory())
    person, client = registration.participant, login("petugas")
    for address in (person.get_absolute_url(), registration.get_absolute_url()):
        told = unescape(client.get(address).content.decode())
        assert f'src="{page("participant-photo-image", person)}?{person.photo_id}"' in told
        assert f'href="{page("participant-photo", person)}"' in told


def test_who_only_looks_sees_the_photo_and_no_button(login):
    person = ParticipantFactory(photo=PhotoFactory())
    client = login("pejabat")
    told = client.get(person.get_absolute_url()).content.decode()
    assert page("participant-photo-image", person) in told
    assert page("participant-photo", person) + '"' not in told
    assert client.get(page("participant-photo-image", person)).status_code == 200


@pytest.mark.parametrize("role", ["pejabat", "pengurus_barang", "instruktur", "administrator"])
def test_the_rule_itself_asks_for_the_right(person, role):
    actor = UserFactory(role=role)
    with pytest.raises(ForbiddenError):
        put_photo(person.pk, photo(), actor=actor)
    with pytest.raises(ForbiddenError):
        remove_photo(person.pk, actor=actor)


def test_a_limited_clerk_puts_no_photo_of_a_stranger():
    mine, strangers = RegistrationFactory(), RegistrationFactory(session__kelurahan=kelurahan("Komet"))
    clerk = UserFactory(role="petugas")
    clerk.kecamatan.set([mine.session.kelurahan.kecamatan])
    clerk = type(clerk).objects.get(pk=clerk.pk)
    assert put_photo(mine.participant_id, photo(), actor=clerk).photo_id
    with pytest.raises(ForbiddenError):
        put_photo(strangers.participant_id, photo(), actor=clerk)
