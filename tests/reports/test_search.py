"""The search over everything: what each sort of thing is found by, by whom, and what never stands in an address."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from documents.enums import PaperKind
from documents.models import PaperNumber
from reports.search import CAP, Group, Looked, find
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperNumberFactory
from tests.equipment.factories import UnitFactory
from tests.equipment.walk import issued
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.training.factories import TrainingSessionFactory
from tests.walk import make_world
from tkm.lib.marks import marked

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 4)
PART = {"HTTP_HX_REQUEST": "true"}


def found(typed: str, user=None, most: int = 10) -> dict[str, Group]:
    groups = find(Looked.of(typed), user or UserFactory(role="petugas"), DAY, most)
    return {group.label: group for group in groups}


def titles(typed: str, label: str, user=None) -> list[str]:
    group = found(typed, user).get(label)
    return [hit.url for hit in group.hits] if group else []


def test_people_by_the_beginnings_of_their_words_and_by_digits():
    person = ParticipantFactory(name="Hj. Siti Rahmah", phone="081250112233")
    ParticipantFactory(name="Rusmini")
    for typed in ("sit rah", "RAHMAH", "0812 5011", "2233", person.nik[:6], person.nik[-4:]):
        assert person.get_absolute_url() in titles(typed, "Warga"), typed
    assert titles("ahmah", "Warga") == []
    assert titles("223", "Warga") == []  # three digits are most people


def test_an_angkatan_by_code_programme_number_and_year():
    session = TrainingSessionFactory(code="TKM-2025-03", year=2025, number=3)
    other = TrainingSessionFactory()
    for typed in ("TKM-2025-03", "menjahit iii 2025"):
        assert session.get_absolute_url() in titles(typed, "Angkatan"), typed
        assert other.get_absolute_url() not in titles(typed, "Angkatan"), typed


def test_a_unit_by_either_end_of_its_serial_number():
    unit = UnitFactory(serial_number="JM100-250731-0147")
    UnitFactory(serial_number="ZZ9-1")
    for typed in ("jm100", "JMIOO-250731", "0147"):
        assert titles(typed, "Barang") == [unit.get_absolute_url()], typed


def test_a_bast_by_the_parts_of_its_number_with_or_without_zeros():
    bast = issued()
    text = bast.number.text
    for typed in (text, f"bast {bast.number.sequence}", text.split("/")[1], str(bast.number.sequence)):
        assert bast.get_absolute_url() in titles(typed, "BAST"), typed
    assert titles(f"{text} 99999", "BAST") == []


def test_a_decree_by_its_number():
    decree = issued().recipient.decree
    assert titles(f"SK {decree.number.text}", "SK penerima") == [decree.get_absolute_url()]


@pytest.mark.parametrize(
    ("typed", "is_found"), [("500.15/7", True), ("7", True), ("0007", True), ("70", False), ("15 dis", True)]
)
def test_parts_of_a_number_are_whole_figures_or_beginnings_of_words(typed: str, is_found: bool):
    PaperNumberFactory(kind=PaperKind.DECREE, text="500.15/007/DISKOP,UM&NAKER/IX/2025")
    assert PaperNumber.objects.numbered(typed).exists() is is_found


@pytest.mark.parametrize("typed", ["", "'; --", "nomor", "/ . -", "\\", "a'b:*|c"])
def test_what_is_no_part_of_a_number_finds_none(typed: str):
    PaperNumberFactory(kind=PaperKind.DECREE, text="500.15/007")
    assert not PaperNumber.objects.numbered(typed).exists()


def test_nothing_foreign_is_found_or_counted():
    world = make_world()
    user = world.limited_user("verifikator")
    foreign = world.foreign
    asked = (foreign.registration.participant.name, foreign.session.code, foreign.given.number.text)
    urls = {hit.url for typed in asked for group in found(typed, user).values() for hit in group.hits}
    assert not urls & {
        foreign.registration.participant.get_absolute_url(),
        foreign.session.get_absolute_url(),
        foreign.given.get_absolute_url(),
    }
    assert world.own.given.get_absolute_url() in titles(world.own.given.number.text, "BAST", user)


def test_digits_never_stand_in_the_address_and_words_do(login):
    client = login("petugas")
    person = ParticipantFactory(phone="081250112233")
    answer = client.post(reverse("search"), {"q": "0812-5011"})
    assert answer.status_code == 200
    assert person.name in answer.content.decode()
    assert "0812" not in "".join(group.all_url for group in answer.context["groups"])
    assert client.get(reverse("search"), {"q": "0812-5011"})["Location"] == "/cari/"
    assert client.post(reverse("search"), {"q": " siti  rahmah "})["Location"] == "/cari/?q=siti+rahmah"
    assert client.post(reverse("search"), {"q": ""})["Location"] == "/cari/"


def test_more_than_the_cap_is_told_as_that_and_leads_to_the_list(monkeypatch):
    monkeypatch.setattr("reports.search.CAP", 3)
    ParticipantFactory.create_batch(5, name="Siti Rahmah")
    group = found("siti", most=2)["Warga"]
    assert (len(group.hits), group.counted, group.all_url) == (2, "lebih dari 3", "/peserta/?q=siti")
    assert CAP == 1000


def test_suggestions_are_few_and_the_page_says_how_many(login):
    ParticipantFactory.create_batch(6, name="Siti Rahmah")
    client = login("petugas")
    part = client.post(reverse("search"), {"q": "siti"}, **PART).content.decode()
    assert part.count('role="option"') == 4
    assert "<html" not in part
    assert "Location" not in client.post(reverse("search"), {"q": "s"}, **PART)
    page = client.get(reverse("search"), {"q": "siti"}).content.decode()
    assert "6 warga" in page
    assert page.count("<mark>Siti</mark>") == 6


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "Satu kotak untuk semua"), ("s", "sedikitnya 2 huruf"), ("tidakada", "Tidak ada yang cocok")],
)
def test_an_empty_page_says_what_can_be_looked_for(login, typed: str, sentence: str):
    page = login("petugas").get(reverse("search"), {"q": typed}).content.decode()
    assert sentence in page
    assert "awal atau akhir nomor seri" in page


def test_the_search_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client: Client = login("verifikator")

    def cost(typed: str) -> int:
        return count_queries(lambda: client.post(reverse("search"), {"q": typed}, follow=True))

    issued(), RegistrationFactory(participant__name="Siti 2025")
    few = cost("2025")
    for _ in range(6):
        issued()
    ParticipantFactory.create_batch(18, name="Siti 2025")
    assert cost("2025") == few <= 8


def test_a_user_without_a_role_is_shown_no_search(login):
    client = login()
    assert 'id="pencari"' not in client.get(reverse("home")).content.decode()
    assert client.get(reverse("search")).status_code == 403


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Siti Rahmah", "rah sit", "<mark>Sit</mark>i <mark>Rah</mark>mah"),
        ("Barahmah", "rah", "Barahmah"),
        ("500/007/X", "7", "500/<wbr><mark>007</mark>/<wbr>X"),
        ("<b> & Siti", "siti b", "&lt;<mark>b</mark>&gt; &amp; <mark>Siti</mark>"),
        ("Siti", "(", "Siti"),
    ],
)
def test_what_was_typed_is_marked_at_the_start_of_words(text: str, typed: str, shown: str):
    assert marked(text, typed) == shown
