"""The page on which a citizen is registered, and the one that leads to it."""

import re

import pytest
from django.urls import reverse

from participants.models import NikLook, Participant, Registration
from participants.registration import token_of
from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.participants.pages import NIK, open_session, typed_registration
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import ProgramFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def session():
    return open_session()


@pytest.fixture
def clerk(login):
    return login("petugas")


def address(session) -> str:
    return reverse("registration-create", args=[session.code])


def look_address(session) -> str:
    return reverse("registration-nik", args=[session.code])


def typed_values(page: str) -> dict[str, str]:
    """What stands in the text fields of a page."""
    fields = re.findall(r"<input[^>]*>", page)
    found = [(re.search(r'name="([^"]+)"', field), re.search(r'value="([^"]*)"', field)) for field in fields]
    return {name[1]: value[1] if value else "" for name, value in found if name}


def test_citizen_is_registered(clerk, session):
    response = clerk.post(address(session), typed_registration())
    registration = Registration.objects.get()
    assert (registration.session, registration.participant.nik) == (session, NIK)
    assert registration.participant.phone == "081250112233"
    assert response.status_code == 302


def test_next_citizen_gets_an_empty_page(clerk, session):
    response = clerk.post(address(session), typed_registration(next="1"), follow=True)
    assert response.redirect_chain == [(address(session), 302)]
    page = response.content.decode()
    assert "Siti Rahmah terdaftar di" in page
    assert typed_values(page)["name"] == ""


def test_form_sent_twice_registers_once(clerk, session):
    first, second = (clerk.post(address(session), typed_registration()) for _ in range(2))
    assert Registration.objects.count() == 1
    assert first.url == second.url


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"nik": "6372 0457 0892 001"}, "NIK terdiri dari 16 digit; yang diketik 15 digit."),
        ({"nik": "6372 0457 0892 001O"}, "NIK hanya terdiri dari angka."),
        ({"nik": "6372 0457 0892 00\x0012"}, "NIK hanya terdiri dari angka."),
        ({"nik": "1111111111111111"}, "Angka yang sama berulang 16 kali bukan NIK."),
        ({"nik": "6372043708920012"}, "bukan tanggal: 01–31"),
        ({"nik": "6372045713920012"}, "bukan bulan"),
        ({"nik": ""}, "Belum diisi."),
        ({"birth_date": "17-08-2092"}, "17 Agustus 2092 belum tiba."),
        ({"birth_date": "30-02-1992"}, "Tanggal itu tidak ada di kalender."),
        ({"birth_date": "1992"}, "Tulis tanggal seperti 17-08-1992"),
        ({"birth_date": "17-08-1991"}, "Berbeda dari NIK (17 Agustus 1992). Perbaiki, atau pilih alasan."),
        ({"sex": "L"}, "Berbeda dari NIK (perempuan). Perbaiki, atau pilih alasan."),
        ({"kecamatan": "Cempaka"}, "Kel. Komet terletak di Kec. Banjarbaru Utara, bukan Kec. Cempaka."),
        ({"kelurahan": "999999"}, "Pilih kelurahan yang ada di daftar kota ini."),
        ({"name": "Siti \U0001f600"}, "Gambar kecil (emoji)"),
        ({"name": "Siti\x00Rahmah"}, "Ada huruf yang tidak terlihat."),
        ({"name": ""}, "Belum diisi."),
        ({"address": "Jl. \x07 Bel"}, "Ada huruf yang tidak terlihat."),
        ({"kk_number": "6372"}, "Nomor KK terdiri dari 16 digit."),
        ({"phone": "0812"}, "Nomor HP tidak lengkap"),
        ({"phone": "\x00"}, "Tulis satu nomor dengan angka saja"),
        ({"origin": "pokir"}, "Tulis nomor surat pengantar dari pengusul."),
        ({"origin": "raja"}, "raja"),
        ({"notice": "99"}, "Pemberitahuan data pribadi ini tidak dikenal."),
        ({"submission": "bukan-uuid"}, "Halaman ini tidak lengkap termuat."),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(clerk, session, changes, sentence):
    typed = typed_registration(**changes)
    response = clerk.post(address(session), typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    shown = typed_values(page)
    kept = {name: typed[name] for name in ("nik", "name", "birth_date", "kk_number", "address", "phone")}
    assert {name: shown[name] for name in kept} == {name: str(value) for name, value in kept.items()}
    assert not Participant.objects.exists()


def test_name_of_five_megabytes_is_a_sentence(clerk, session):
    response = clerk.post(address(session), typed_registration(name="S" * 5_000_000))
    assert response.status_code == 422
    assert "Paling banyak 120 huruf" in response.content.decode()


def test_reason_answers_the_warning(clerk, session):
    doubtful = typed_registration(birth_date="17-08-1991")
    assert 'name="nik_reason"' in clerk.post(address(session), doubtful).content.decode()
    clerk.post(address(session), {**doubtful, "nik_reason": "ktp"})
    assert Participant.objects.get().nik_reason == "ktp"


def test_citizen_already_in_the_angkatan_is_refused_with_a_link(clerk, session):
    person = ParticipantFactory(nik=NIK)
    standing = RegistrationFactory(session=session, participant=person)
    response = clerk.post(address(session), typed_registration(known=token_of(person)))
    assert response.status_code == 422
    assert f"{person} sudah terdaftar di angkatan ini" in response.content.decode()
    assert standing.get_absolute_url() in response.content.decode()


def test_known_person_without_a_look_is_shown_first_and_saved_then(clerk, session):
    person = ParticipantFactory(nik=NIK, name="Siti Rohmah", phone="081299998888")
    typed = typed_registration(phone="")
    first = clerk.post(address(session), typed)
    page = first.content.decode()
    assert first.status_code == 422
    assert "NIK ini sudah tercatat di dinas." in page
    assert "Siti Rohmah" in page
    shown = typed_values(page)
    assert (shown["name"], shown["phone"]) == ("Siti Rahmah", "0812-9999-8888")
    clerk.post(address(session), {**typed, "phone": shown["phone"], "known": shown["known"]})
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Siti Rahmah", "081299998888")
    assert Registration.objects.get().participant == person


def test_closing_meanwhile_keeps_what_was_typed(clerk):
    closed = TrainingSessionFactory(running=True)
    response = clerk.post(address(closed), typed_registration())
    assert response.status_code == 422
    assert "sudah ditutup" in response.content.decode()
    assert typed_values(response.content.decode())["name"] == "Siti Rahmah"


def test_page_of_an_angkatan_that_is_not_open_leads_on(clerk):
    response = clerk.get(address(TrainingSessionFactory(draft=True)))
    assert "masih rancangan" in response.content.decode()
    assert reverse("registration-start") in response.content.decode()


def test_notice_that_was_shown_is_stored_and_photos_need_a_yes(clerk, session):
    clerk.post(address(session), typed_registration())
    registration = Registration.objects.get()
    assert registration.photo_consent is False
    assert registration.privacy_notice.text[:30] in clerk.get(address(session)).content.decode()


def test_angkatan_outside_the_kecamatan_of_the_clerk_does_not_exist(login, session):
    limited = UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")])
    for url in (address(session), look_address(session)):
        assert login(user=limited).get(url).status_code == 404
        assert login(user=limited).post(url, typed_registration()).status_code == 404


# The look at a NIK


def look(clerk, session, **changes) -> str:
    response = clerk.post(look_address(session), typed_registration(**changes), headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


EMPTY = dict.fromkeys(
    ("name", "birth_date", "sex", "kk_number", "kelurahan", "kecamatan", "address", "phone", "birth_place"), ""
)


def test_new_nik_fills_birth_date_sex_and_says_where_it_was_issued(clerk, session):
    part = look(clerk, session, **EMPTY)
    assert "<html" not in part
    assert typed_values(part)["birth_date"] == "17-08-1992"
    assert re.search(r'value="P"[^>]*checked', part)
    assert "Diterbitkan di Kec. Banjarbaru Utara, Kota Banjarbaru." in part


def test_old_or_strange_district_is_only_remarked(clerk, session):
    assert "Kode wilayah 637299 tidak dikenal" in look(clerk, session, **{**EMPTY, "nik": "6372995708920012"})
    assert "tidak dikenal" not in look(clerk, session, **{**EMPTY, "nik": "6372015708920012"})


def test_what_was_typed_stays_and_is_doubted(clerk, session):
    part = look(clerk, session, birth_date="17-08-1991")
    assert typed_values(part)["birth_date"] == "17-08-1991"
    assert "Berbeda dari NIK (17 Agustus 1992)" in part
    assert 'name="nik_reason"' in part


def test_known_person_fills_the_form_and_shows_the_history(clerk, session):
    person = ParticipantFactory(nik=NIK, name="Siti Rohmah", phone="081299998888", kelurahan=kelurahan("Komet"))
    earlier = RegistrationFactory(participant=person, session=TrainingSessionFactory(ended=True), accepted=True)
    part = look(clerk, session, **EMPTY)
    shown = typed_values(part)
    assert (shown["name"], shown["phone"]) == ("Siti Rohmah", "0812-9999-8888")
    assert shown["known"] == token_of(person)
    assert earlier.session.short_name in part
    assert "Isian berbeda" not in part


def test_known_person_never_overwrites_what_was_typed(clerk, session):
    ParticipantFactory(nik=NIK, name="Siti Rohmah")
    part = look(clerk, session)
    assert "name" not in typed_values(part)  # the field is left alone
    assert "Isian berbeda dari catatan" in part
    assert "Nama lengkap, seperti di KTP: Siti Rohmah" in part


def test_what_came_from_a_mistyped_nik_leaves_again(clerk, session):
    wrong = ParticipantFactory(nik="6372045708920013", name="Norhayati", phone="081211112222")
    filled = {**EMPTY, "name": wrong.name, "phone": "0812-1111-2222", "address": "Jl. Diketik Sendiri"}
    part = look(clerk, session, **filled, checked_nik=wrong.nik, known=token_of(wrong))
    shown = typed_values(part)
    assert (shown["name"], shown["phone"], shown["known"]) == ("", "", "")
    assert "address" not in shown


def test_unfinished_nik_says_how_many_digits_and_touches_nothing(clerk, session):
    part = look(clerk, session, nik="6372 0457")
    assert "8 dari 16 digit" in part
    assert "field-errors" not in part
    assert "yang diketik 17 digit" in look(clerk, session, nik="63720457089200121")
    assert set(typed_values(part)) <= {
        "submission", "notice", "known", "checked_nik", "birth_place", "birth_date", "sex",
    }  # fmt: skip


def test_standing_registration_is_told_before_anything_is_typed(clerk, session):
    standing = RegistrationFactory(session=session, participant=ParticipantFactory(nik=NIK))
    part = look(clerk, session, **EMPTY)
    assert "Sudah terdaftar di angkatan ini" in part
    assert standing.get_absolute_url() in part


def test_without_javascript_the_button_gives_the_whole_page(clerk, session):
    response = clerk.post(look_address(session), typed_registration(**EMPTY))
    assert "<html" in response.content.decode()
    assert typed_values(response.content.decode())["birth_date"] == "17-08-1992"


def test_limited_clerk_finds_a_known_person_by_the_full_nik(login):
    session = open_session(kelurahan=kelurahan("Palam"))
    person = ParticipantFactory(nik=NIK, name="Siti Rohmah")
    limited = login(user=UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")]))
    assert "Siti Rohmah" in look(limited, session, **EMPTY)
    assert limited.get(person.get_absolute_url()).status_code == 404


def test_nik_is_never_taken_from_an_address(clerk, session):
    response = clerk.get(look_address(session), {"nik": NIK})
    assert response.url == address(session)


def test_look_costs_a_fixed_number_of_queries(clerk, session, count_queries):
    person = ParticipantFactory(nik=NIK)
    RegistrationFactory(participant=person, session=TrainingSessionFactory(ended=True))
    typed = typed_registration(**EMPTY)

    def call():
        return clerk.post(look_address(session), typed, headers=HTMX)

    few = count_queries(call)
    for _ in range(5):
        RegistrationFactory(participant=person, session=TrainingSessionFactory(ended=True))
    assert count_queries(call) == few <= 8
    assert count_queries(lambda: clerk.get(address(session))) <= 8


# Which angkatan


def test_only_open_angkatan_are_offered(clerk, session):
    TrainingSessionFactory(draft=True, program=ProgramFactory(name="Bordir"))
    TrainingSessionFactory(ended=True, program=ProgramFactory(name="Salon"))
    page = clerk.get(reverse("registration-start")).content.decode()
    assert session.code in page
    assert "Bordir" not in page
    assert "Salon" not in page


@pytest.mark.parametrize("typed", ["jahit", "MENJAHIT dasar", "tkm-", "landasan ulin sel"])
def test_angkatan_are_found_by_typing(clerk, session, typed):
    open_session(program=ProgramFactory(name="Bordir"), code="X-1", kelurahan=kelurahan("Komet"))
    response = clerk.get(reverse("registration-start"), {"q": typed}, headers=HTMX)
    assert session.code in response.content.decode()
    assert "X-1" not in response.content.decode()


def test_nothing_open_says_what_to_do(clerk):
    page = clerk.get(reverse("registration-start")).content.decode()
    assert "Verifikator membuka angkatan" in page
    assert "Tidak ada angkatan yang dibuka dengan kata itu" in clerk.get(
        reverse("registration-start"), {"q": "\x00bordir"}
    ).content.decode()  # fmt: skip


def test_list_of_open_angkatan_costs_the_same_for_many(clerk, session, count_queries):
    def call():
        return clerk.get(reverse("registration-start"))

    few = count_queries(call)
    for _ in range(8):
        RegistrationFactory(session=open_session())
    assert count_queries(call) == few <= 8


def test_person_chosen_on_the_persons_page_is_registered_without_typing(clerk, session):
    person = ParticipantFactory(nik=NIK, name="Siti Rohmah")
    start = clerk.get(reverse("registration-start"), {"peserta": person.pk}).content.decode()
    assert "Siti Rohmah" in start
    assert NIK not in start
    page = clerk.post(look_address(session), {"peserta": person.pk}).content.decode()
    assert typed_values(page)["nik"] == NIK
    assert NikLook.objects.get().reason == f"mendaftarkan ke {session.code}"


@pytest.mark.parametrize("peserta", ["0", "999", "abc", "9" * 30, "²"])
def test_unknown_person_in_the_address_is_no_error_page(clerk, session, peserta):
    response = clerk.get(reverse("registration-start"), {"peserta": peserta})
    assert response.status_code in (200, 404)
    assert not NikLook.objects.exists()
