"""The words of a BAST: every change is a new version, checked before it is saved, tried out before that."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError
from django.urls import reverse

from documents.enums import PaperKind as K
from documents.models import Wording
from documents.wording import DEFAULT_BAST_WORDING, BastWording
from documents.wordings import change_wording, newest
from tests.accounts.factories import UserFactory
from tests.race import second_while_first_is_open
from tkm.lib.errors import DomainError, StaleError

TEXTS = DEFAULT_BAST_WORDING.texts()
pytestmark = pytest.mark.django_db
EDIT, PREVIEW = "wording-edit", "wording-preview"


def changed(**parts):
    return {**TEXTS, "closing": "Demikian dibuat rangkap {rangkap}.", **parts}


def typed(**parts):
    return {**changed(**parts), "version": 1, "note": "penutup dipersingkat"}


def words_in_use():
    return BastWording.from_texts(newest(K.BAST).parts)


@pytest.fixture
def boss(db):
    return UserFactory(role="administrator")


def test_system_begins_with_the_words_it_was_delivered_with(db):
    assert words_in_use() == DEFAULT_BAST_WORDING
    assert (newest(K.BAST).version, newest(K.BAST).created_by) == (1, None)


def test_change_is_a_next_version_and_the_former_stays(boss):
    made = change_wording(K.BAST, changed(), note="penutup", based_on=1, actor=boss)
    assert (made.version, made.note, made.created_by) == (2, "penutup", boss)
    assert words_in_use().closing == "Demikian dibuat rangkap {rangkap}."
    assert Wording.objects.get(kind="bast", version=1).parts == TEXTS


def test_same_words_sent_twice_make_one_version(boss):
    first = change_wording(K.BAST, changed(), note="penutup", based_on=1, actor=boss)
    assert change_wording(K.BAST, changed(), note="penutup", based_on=1, actor=boss) == first
    assert Wording.objects.filter(kind="bast").count() == 2


def test_words_based_on_an_older_version_are_refused(boss):
    change_wording(K.BAST, changed(), note="penutup", based_on=1, actor=boss)
    with pytest.raises(StaleError, match="Naskah sudah diubah"):
        change_wording(K.BAST, changed(title="BERITA ACARA"), note="judul", based_on=1, actor=boss)


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_give_one_version_and_a_sentence():
    boss = UserFactory(role="administrator")
    outcome = second_while_first_is_open(
        lambda: change_wording(K.BAST, changed(), note="a", based_on=1, actor=boss),
        lambda: change_wording(K.BAST, changed(title="JUDUL LAIN"), note="b", based_on=1, actor=boss),
    )
    assert isinstance(outcome, StaleError)
    assert Wording.objects.filter(kind="bast").count() == 2


REFUSED = {
    "unknown": ("opening", "Pada {harri} ini", "Maksudnya {hari}?"),
    "broken": ("closing", "rangkap {rangkap", "tidak berpasangan"),
    "empty": ("title", " \n ", "tidak boleh kosong"),
    "unprintable": ("obligations", "merawat;\nmenjaga \U00013000;", "tidak dapat dicetak"),
}


@pytest.mark.parametrize(("part", "text", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_words_are_refused_at_their_part(boss, part, text, sentence):
    with pytest.raises(DomainError) as refusal:
        change_wording(K.BAST, changed(**{part: text}), note="x", based_on=1, actor=boss)
    assert refusal.value.field == part
    assert sentence in refusal.value.message
    assert Wording.objects.filter(kind="bast").count() == 1


def test_only_an_administrator_changes_words(db):
    with pytest.raises(PermissionDenied):
        change_wording(K.BAST, changed(), note="x", based_on=1, actor=UserFactory(role="pejabat"))


def test_database_refuses_to_change_a_version_or_to_make_it_twice(db):
    with pytest.raises(IntegrityError, match="wording_version_once"):
        Wording.objects.create(kind="bast", version=1, parts={})


def test_database_refuses_to_rewrite_a_version(db):
    with pytest.raises(InternalError, match="Cannot update"):
        Wording.objects.update(parts={})


def test_page_saves_and_lists_the_new_version(login):
    client = login("administrator")
    page = client.get(reverse(EDIT, args=["bast"])).content.decode()
    assert "{nomor_sk}" in page
    response = client.post(reverse(EDIT, args=["bast"]), typed(), follow=True)
    assert "versi 2 berlaku" in response.content.decode()
    assert "penutup dipersingkat" in response.content.decode()


def test_page_keeps_everything_typed_beside_the_sentence(login):
    response = login("administrator").post(
        reverse(EDIT, args=["bast"]), typed(opening="Pada {harri} \u2026", title="JUDUL BARU")
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Isian {harri} tidak dikenal" in page
    assert "JUDUL BARU" in page
    assert Wording.objects.filter(kind="bast").count() == 1


@pytest.mark.parametrize("parts", [{"note": ""}, {"title": "\U0001f600"}, {"closing": "a\0b"}, {"version": "x"}])
def test_page_refuses_what_cannot_be_in_words(login, parts):
    assert login("administrator").post(reverse(EDIT, args=["bast"]), {**typed(), **parts}).status_code == 422


def test_former_version_can_be_taken_up_again(login):
    client = login("administrator")
    client.post(reverse(EDIT, args=["bast"]), typed())
    page = client.get(reverse(EDIT, args=["bast"]), {"versi": "1"}).content.decode()
    assert "untuk dipergunakan sebagaimana mestinya" in page
    assert 'name="version" value="2"' in page
    assert client.get(reverse(EDIT, args=["bast"]), {"versi": "9"}).status_code == 404


def test_preview_shows_the_typed_words_and_saves_nothing(login):
    client = login("administrator")
    response = client.post(reverse(PREVIEW, args=["bast"]), {**typed(title="JUDUL COBA"), "note": ""})
    assert response["Content-Type"] == "application/pdf"
    assert Wording.objects.filter(kind="bast").count() == 1
    response = client.post(reverse(PREVIEW, args=["bast"]), typed(title="{salah}"))
    assert response.status_code == 422
    assert "tidak dikenal" in response.content.decode()


@pytest.mark.parametrize("role", ["petugas", "verifikator", "instruktur", "pengurus_barang", "pejabat"])
def test_others_do_not_enter(login, role):
    client = login(role)
    assert client.get(reverse("wording-list")).status_code == 403
    assert client.post(reverse(EDIT, args=["bast"]), typed()).status_code == 403
    assert client.post(reverse(PREVIEW, args=["bast"]), typed()).status_code == 403


def test_stale_words_are_kept_and_saved_at_the_second_try(login):
    client = login("administrator")
    client.post(reverse(EDIT, args=["bast"]), typed())
    stale = client.post(reverse(EDIT, args=["bast"]), typed(title="JUDUL LAIN"))
    page = stale.content.decode()
    assert stale.status_code == 422
    assert "sudah diubah orang lain" in page
    assert 'name="version" value="2"' in page
    client.post(reverse(EDIT, args=["bast"]), {**typed(title="JUDUL LAIN"), "version": 2})
    assert words_in_use().title == "JUDUL LAIN"
