"""The list of angkatan, the page of one, and the form that makes or changes it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.accounts.factories import UserFactory
from tests.participants.factories import RegistrationFactory
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import (
    DAY,
    FundingSourceFactory,
    InstructorFactory,
    MeetingFactory,
    ProgramFactory,
    TrainingSessionFactory,
)
from training.models import TrainingSession

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def typed(**changes) -> dict[str, object]:
    """What a verifikator types into the empty form."""
    return {
        "program": ProgramFactory().pk,
        "year": "2025",
        "venue": "Gang Keruing 2",
        "venue_address": "Jalan Kelurahan",
        "kelurahan": kelurahan().pk,
        "registration_opens_on": "01-07-2025",
        "registration_closes_on": "20-07-2025",
        "starts_on": "04-08-2025",
        "ends_on": "01-09-2025",
        "quota": "20",
        "min_attendance": "80",
        "funding_source": FundingSourceFactory().pk,
        "budget": "Rp98.500.000",
        "submission": str(uuid4()),
        **changes,
    }


def codes(response) -> list[str]:
    return [session.code for session, _ in response.context["rows"]]


def test_the_list_shows_places_as_applicants_while_open_and_as_numbers_afterwards(login):
    RegistrationFactory.create_batch(3, session=TrainingSessionFactory(code="A"))
    RegistrationFactory(session=TrainingSessionFactory(code="B", closed=True), accepted=True)
    RegistrationFactory(session=TrainingSession.objects.get(code="B"), withdrawn=True)
    page = login("petugas").get(reverse("session-list")).content.decode()
    assert "<b>3</b> untuk 16 tempat" in page
    assert "<b>1</b> dari 16 tempat" in page


@pytest.fixture
def three():
    """A open, B open and later in another kecamatan, C running."""
    TrainingSessionFactory(code="A", number=1)
    elsewhere = {"program": ProgramFactory(name="Bordir"), "kelurahan": kelurahan("Palam")}
    TrainingSessionFactory(code="B", number=2, starts_on=DAY + timedelta(days=20), **elsewhere)
    TrainingSessionFactory(code="C", number=3, running=True)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "BAC"),
        ("urut=mulai", "CAB"),
        ("urut=nama", "BCA"),
        ("urut=entah", "BAC"),
        ("fase=open", "BA"),
        ("fase=running", "C"),
        ("fase=entah", "BAC"),
        ("tahun=2025", "BAC"),
        ("tahun=2024", "BAC"),
        ("tahun=999999999999999999999999", "BAC"),
        ("program=x", "BAC"),
        ("program=999", "BAC"),
        ("kecamatan=999", "BAC"),
        ("cari=bordir", "B"),
        ("cari=menjahit+iii", "C"),
        ("cari=angkatan+2+tahun+2025", "B"),
        ("cari=kel+palam", "B"),
        ("cari=tidak+ada", ""),
        ("cari=%00%F0%9F%98%80", "BAC"),
        ("page=999", "BAC"),
        ("page=x", "BAC"),
    ],
)
def test_filters_and_order_stand_in_the_address(login, three, query, expected):
    assert "".join(codes(login("petugas").get(f"/pelatihan/?{query}"))) == expected


def test_a_filter_is_taken_away_by_its_chip_and_the_empty_list_says_what_to_do(login, three):
    cempaka = kecamatan("Cempaka").pk
    page = login("petugas").get(f"/pelatihan/?kecamatan={cempaka}&fase=running").content.decode()
    assert f'href="?kecamatan={cempaka}">Tahap: Berjalan' in page
    assert "Kecamatan: Cempaka" in page
    assert "Tidak ada angkatan yang cocok dengan saringan ini." in page


def test_htmx_gets_the_rows_only(login, three):
    response = login("petugas").get("/pelatihan/", headers={"HX-Request": "true"})
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_the_list_has_pages_that_keep_the_filter(login):
    TrainingSessionFactory.create_batch(27)
    response = login("petugas").get("/pelatihan/?fase=open&page=2")
    assert len(codes(response)) == 2
    assert "?fase=open&amp;page=1" in response.content.decode()


def test_an_instructor_sees_the_own_angkatan_only(login):
    teacher = UserFactory(role="instruktur")
    own = TrainingSessionFactory(instructors=[InstructorFactory(user=teacher)])
    other = TrainingSessionFactory()
    client = login(user=teacher)
    assert codes(client.get("/pelatihan/")) == [own.code]
    assert client.get(own.get_absolute_url()).status_code == 200
    assert client.get(other.get_absolute_url()).status_code == 404


def test_a_limited_user_sees_the_own_kecamatan_only(login, three):
    limited = UserFactory(role="petugas", limited_to=[kecamatan("Cempaka")])
    client = login(user=limited)
    assert codes(client.get("/pelatihan/")) == ["B"]
    assert client.get("/pelatihan/A/").status_code == 404


def test_several_roles_add_up_and_limits_hold_for_all_of_them(login, three):
    teacher = UserFactory(roles=["instruktur", "petugas"], limited_to=[kecamatan("Cempaka")])
    TrainingSession.objects.get(code="A").instructors.add(InstructorFactory(user=teacher))
    assert codes(login(user=teacher).get("/pelatihan/")) == ["B"]


def test_without_a_role_there_is_nothing_to_see(login, three):
    assert login(user=UserFactory()).get("/pelatihan/").status_code == 403


def test_the_first_page_tells_what_is_open_to_do(login):
    session = TrainingSessionFactory(draft=True)
    page = login("verifikator").get(session.get_absolute_url()).content.decode()
    for words in ("jadwal pertemuan belum disusun", "instruktur belum ditentukan", "angkatan belum dibuka"):
        assert words in page
    assert reverse("session-publish", args=[session.code]) in page


def test_the_first_page_offers_only_what_the_role_may_do(login):
    session = TrainingSessionFactory()
    page = login("pejabat").get(session.get_absolute_url()).content.decode()
    for name in ("session-edit", "session-close", "session-cancel"):
        assert reverse(name, args=[session.code]) not in page


def test_overdue_meetings_stand_in_the_to_do_list(login):
    session = TrainingSessionFactory(running=True)
    MeetingFactory(session=session, held_on=DAY - timedelta(days=1))
    MeetingFactory(session=session, held_on=DAY)
    response = login("verifikator").get(session.get_absolute_url())
    assert [(line.number, line.words) for line in response.context["to_do"] if line.number != "!"] == [
        (1, "daftar hadir belum dikunci")
    ]


@pytest.mark.parametrize("name", ["session-list", "session-detail"])
def test_pages_cost_the_same_for_two_and_for_twenty(login, count_queries, name):
    session = TrainingSessionFactory(running=True, instructors=[InstructorFactory()])
    url = reverse(name, args=[session.code] if name == "session-detail" else [])
    client = login("verifikator")

    def grow(rows):
        for _ in range(rows):
            TrainingSessionFactory(instructors=[InstructorFactory()])
            MeetingFactory(session=session)
            RegistrationFactory(session=session)

    grow(2)
    few = count_queries(lambda: client.get(url))
    grow(18)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_a_new_angkatan_is_saved_as_it_was_typed(login):
    teacher = InstructorFactory()
    data = typed(instructors=[teacher.pk], opened_by="Wartono", code="tkm-2025-30", number="7")
    response = login("verifikator").post(reverse("session-create"), data)
    session = TrainingSession.objects.get()
    assert response.url == session.get_absolute_url()
    assert (session.code, session.number, session.budget) == ("TKM-2025-30", 7, 98_500_000)
    assert (session.starts_on, session.ends_on) == (date(2025, 8, 4), date(2025, 9, 1))
    assert list(session.instructors.all()) == [teacher]


def test_the_form_sent_twice_makes_one(login):
    client, data = login("verifikator"), typed()
    first, second = (client.post(reverse("session-create"), data) for _ in range(2))
    assert first.url == second.url
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("program", "999999", "tidak ada di daftar"),
        ("year", "2014", "Paling sedikit 2015."),
        ("year", "1" * 5000, "Tulis dengan angka saja."),
        ("number", "100", "Paling banyak 99."),
        ("code", "TKM 2025/03", "Pakai huruf besar, angka dan tanda hubung."),
        ("kelurahan", "999999", "Pilih kelurahan yang ada di daftar kota ini."),
        ("venue", "", "Belum diisi"),
        ("venue", "Gang\0Keruing", "huruf yang tidak terlihat"),
        ("venue", "Aula 😀", "tidak dapat dicetak"),
        ("venue", "A" * 5_000_000, "Paling banyak 120"),
        ("notes", "A\0", "huruf yang tidak terlihat"),
        ("starts_on", "31-02-2025", "Tanggal itu tidak ada di kalender."),
        ("starts_on", "besok", "Tulis tanggal seperti"),
        ("starts_on", "19-07-2025", "Pelatihan mulai sebelum pendaftaran ditutup (20 Juli 2025)."),
        ("registration_closes_on", "30-06-2025", "Pendaftaran ditutup sebelum dibuka"),
        ("ends_on", "03-08-2025", "Pelatihan selesai sebelum mulai"),
        ("quota", "0", "Paling sedikit 1."),
        ("min_attendance", "101", "Paling banyak 100."),
        ("budget", "banyak", "Tulis jumlah rupiah dengan angka"),
        ("instructors", ["x"], "tidak ada di daftar"),
        ("submission", "x", "Muat ulang halaman"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field_and_nothing_is_lost(login, field, value, says):
    data = typed(opened_by="Wakil Wali Kota", **{field: value})
    response = login("verifikator").post(reverse("session-create"), data)
    assert response.status_code == 422
    assert says.lower() in " ".join(response.context["form"].errors[field]).lower()
    assert 'value="Wakil Wali Kota"' in response.content.decode()
    assert not TrainingSession.objects.exists()


def test_leaving_the_budget_year_asks_for_a_reason_and_takes_it(login):
    client, data = login("verifikator"), typed(ends_on="09-01-2026")
    asked = client.post(reverse("session-create"), data)
    assert asked.status_code == 422
    assert "keluar dari tahun anggaran 2025" in asked.context["form"].errors["outside_year_reason"][0]
    assert 'name="outside_year_reason"' in asked.content.decode()
    client.post(reverse("session-create"), {**data, "outside_year_reason": "Luncuran"})
    assert TrainingSession.objects.get().outside_year_reason == "Luncuran"


def test_a_taken_code_is_refused_beside_it(login):
    TrainingSessionFactory(code="TKM-2025-03", number=3)
    response = login("verifikator").post(reverse("session-create"), typed(code="TKM-2025-03"))
    assert response.status_code == 422
    assert "TKM-2025-04" in response.context["form"].errors["code"][0]


def test_the_panel_follows_the_chosen_programme(login):
    bordir = ProgramFactory(name="Bordir")
    TrainingSessionFactory(program=bordir, number=3, code="TKM-2025-11")
    url = f"{reverse('session-create')}?program={bordir.pk}&year=2025"
    part = login("verifikator").get(url, headers={"HX-Request": "true"}).content.decode()
    assert "4 (IV)" in part
    assert "TKM-2025-12" in part
    assert "Bordir III/2025" in part


@pytest.mark.parametrize("query", ["program=%00", "program=x&year=y", "year=99999", "program=" + "9" * 30])
def test_a_mangled_address_of_the_panel_is_no_error(login, query):
    assert login("verifikator").get(f"{reverse('session-create')}?{query}").status_code == 200


def edited(session, **changes) -> dict[str, object]:
    """What the edit form of `session` sends back, with `changes` typed over it."""
    days = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
    shown = {name: f"{getattr(session, name):%d-%m-%Y}" for name in days}
    same = ("year", "number", "code", "venue", "quota", "min_attendance")
    shown |= {name: str(getattr(session, name)) for name in same}
    shown |= {name: getattr(session, f"{name}_id") for name in ("program", "kelurahan", "funding_source")}
    return {**shown, "submission": str(uuid4()), "version": session.updated_at.isoformat(), **changes}


def test_a_change_is_saved(login):
    session = TrainingSessionFactory()
    response = login("verifikator").post(reverse("session-edit", args=[session.code]), edited(session, venue="Aula"))
    session.refresh_from_db()
    assert response.url == session.get_absolute_url()
    assert session.venue == "Aula"


def test_a_refused_quota_stands_at_its_field(login):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, accepted=True, seat_number=14)
    response = login("verifikator").post(reverse("session-edit", args=[session.code]), edited(session, quota="13"))
    assert response.status_code == 422
    assert "Nomor urut 14 sudah diberikan" in response.context["form"].errors["quota"][0]


def test_a_stale_form_says_so_keeps_what_was_typed_and_saves_at_the_second_try(login):
    session = TrainingSessionFactory()
    data = edited(session, venue="Balai warga")
    session.opened_by = "Camat"
    session.save()
    client, url = login("verifikator"), reverse("session-edit", args=[session.code])
    told = client.post(url, data)
    assert told.status_code == 422
    assert "sudah diubah orang lain" in told.context["form"].non_field_errors()[0]
    assert 'value="Balai warga"' in told.content.decode()
    again = {**data, "version": told.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_who_may_not_make_or_change_angkatan_is_told_so(login, role):
    session = TrainingSessionFactory()
    client = login(role)
    for url in (reverse("session-create"), reverse("session-edit", args=[session.code])):
        assert client.get(url).status_code == 403
        assert client.post(url, {}).status_code == 403


def test_a_foreign_angkatan_does_not_exist(login):
    session = TrainingSessionFactory()
    limited = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    client = login(user=limited)
    for name in ("session-edit", "session-publish", "session-close", "session-reopen", "session-cancel"):
        assert client.get(reverse(name, args=[session.code])).status_code == 404


def test_a_limited_verifikator_is_offered_the_own_kelurahan_only(login):
    limited = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    client = login(user=limited)
    assert "Landasan Ulin Selatan" not in client.get(reverse("session-create")).content.decode()
    assert client.post(reverse("session-create"), typed()).status_code == 422
