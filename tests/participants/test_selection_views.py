"""The list of registrations and the page of one: what they show, what their buttons do, what bad input gets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.enums import RegistrationStatus as S
from participants.leaving import withdraw
from participants.selection import accept
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduate
from tests.regions.factories import kelurahan
from tests.training.factories import DAY, InstructorFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def dates(opens: int, closes: int, starts: int, ends: int) -> dict:
    names = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
    days = zip(names, (opens, closes, starts, ends), strict=True)
    return {name: DAY + timedelta(shift) for name, shift in days}


@pytest.fixture
def opened():
    return TrainingSessionFactory(**dates(-5, 5, 10, 40))


@pytest.fixture
def selecting():
    return TrainingSessionFactory(quota=2, **dates(-20, -5, 10, 40))


def listed(session, query=""):
    return reverse("session-registrations", args=[session.code]) + query


def decide(client, session, decision, people=(), **more):
    data = {"decision": decision, "registration": [person.pk for person in people], **more}
    return client.post(reverse("session-decide", args=[session.code]), data)


def text(response):
    return " ".join(response.content.decode().split())


def statuses(*people):
    for person in people:
        person.refresh_from_db()
    return [person.status for person in people]


def test_while_open_the_list_promises_nobody_a_place(login, opened):
    RegistrationFactory.create_batch(3, session=opened, eligible=True)
    page = text(login("verifikator").get(listed(opened)))
    assert ">3</a> <small>untuk 16 tempat</small>" in page
    assert "Terima yang dipilih" not in page


def test_counts_lead_to_their_rows(login, selecting):
    RegistrationFactory(session=selecting)
    registration = RegistrationFactory(session=selecting, eligible=True)
    page = text(login("pejabat").get(listed(selecting, "?status=eligible")))
    assert registration.participant.name in page
    assert "1 orang, menurut nomor urut" in page
    assert 'name="registration"' not in page


def test_filters_and_order(login, selecting):
    here = {"session": selecting, "eligible": True}
    b = RegistrationFactory(participant__name="Bunga", participant__kelurahan=kelurahan("Kemuning"), **here)
    a = RegistrationFactory(participant__name="Aisyah", **here)
    client = login("verifikator")
    rows = [row.registration for row in client.get(listed(selecting, "?urut=nama")).context["rows"]]
    assert rows == [a, b]
    for query in (f"?kelurahan={b.participant.kelurahan.pk}", "?nama=bun", "?status=eligible&nama=BUN"):
        assert [row.registration for row in client.get(listed(selecting, query)).context["rows"]] == [b]


def test_a_long_list_has_pages_and_one_beyond_the_last_shows_the_last(login, selecting, monkeypatch):
    monkeypatch.setattr("participants.class_list.PER_PAGE", 2)
    for name in ("Aminah", "Budi", "Citra"):
        RegistrationFactory(session=selecting, participant__name=name)
    client, url = login("verifikator"), reverse("session-registrations", args=[selecting.code])

    def names(**query: str) -> list[str]:
        rows = client.get(url, query).context["rows"]
        return [row.registration.participant.name for row in rows]

    assert names(urut="nama") == ["Aminah", "Budi"]
    assert names(urut="nama", page="2") == names(urut="nama", page="99") == ["Citra"]
    assert names(urut="nama-turun", page="x") == ["Citra", "Budi"]
    shown = client.get(url, {"urut": "nama"}).content.decode()
    assert 'aria-sort="ascending"' in shown
    assert "?urut=nama&amp;page=2" in shown
    assert "3 orang, menurut nama" in shown


@pytest.mark.parametrize("query", ["?status=x&kelurahan=abc&urut=zz", "?nama=%00", "?nama=%25"])
def test_a_mistyped_address_is_no_error(login, selecting, query):
    RegistrationFactory(session=selecting)
    assert login("verifikator").get(listed(selecting, query)).status_code == 200


def test_htmx_gets_the_rows_alone(login, selecting):
    response = login("verifikator").get(listed(selecting), headers={"HX-Request": "true"})
    assert b"<html" not in response.content
    assert "HX-Request" in response["Vary"]


def test_several_are_verified_at_once(login, opened):
    people = RegistrationFactory.create_batch(3, session=opened)
    response = decide(login("verifikator"), opened, "ms", people[:2])
    assert response.status_code == 302
    assert statuses(*people) == [S.ELIGIBLE, S.ELIGIBLE, S.SUBMITTED]


def test_tms_without_reason_keeps_what_was_chosen(login, opened):
    first, second = RegistrationFactory.create_batch(2, session=opened)
    response = decide(login("verifikator"), opened, "tms", [second])
    assert response.status_code == 422
    assert [row.is_chosen for row in response.context["rows"]] == [False, True]
    assert "Tulis alasannya" in text(response)
    assert statuses(first, second) == [S.SUBMITTED, S.SUBMITTED]


@pytest.mark.parametrize("reason", ["x" * 301, "a\x00b", "\U0001f600"])
def test_a_reason_that_cannot_stand_is_refused_beside_it(login, opened, reason):
    registration = RegistrationFactory(session=opened)
    response = decide(login("verifikator"), opened, "tms", [registration], reason=reason)
    assert response.status_code == 422
    assert response.context["form"].errors["reason"]


def test_nobody_chosen_is_said(login, opened):
    RegistrationFactory(session=opened)
    response = decide(login("verifikator"), opened, "ms")
    assert response.status_code == 422
    assert "Pilih dulu orangnya" in text(response)


@pytest.mark.parametrize("decision", ["", "lulus", "ms\x00"])
def test_an_unknown_button_is_no_error(login, opened, decision):
    response = decide(login("verifikator"), opened, decision, [RegistrationFactory(session=opened)])
    assert response.status_code == 422


def test_the_button_of_a_row_is_for_that_row_alone(login, opened):
    first, second = RegistrationFactory.create_batch(2, session=opened)
    decide(login("verifikator"), opened, "", [first], single=f"ms-{second.pk}")
    assert statuses(first, second) == [S.SUBMITTED, S.ELIGIBLE]


@pytest.mark.parametrize("sent", ["abc", "-1", "9" * 40, "²"])
def test_whoever_is_not_of_this_angkatan_is_nobody(login, selecting, sent):
    stranger = RegistrationFactory(eligible=True, session=TrainingSessionFactory(**dates(-20, -5, 10, 40)))
    client = login("verifikator")
    data = {"decision": "terima", "registration": [sent, stranger.pk]}
    assert client.post(reverse("session-decide", args=[selecting.code]), data).status_code == 422
    assert statuses(stranger) == [S.ELIGIBLE]


def test_accepting_stops_at_the_quota_and_names_the_rest(login, selecting):
    people = RegistrationFactory.create_batch(4, session=selecting, eligible=True)
    client = login("verifikator")
    decide(client, selecting, "terima", [people[3], people[1], people[0], people[2]])
    page = text(client.get(listed(selecting)))
    left = f"Tidak mendapat tempat: {people[0].participant}, {people[2].participant}."
    assert left in page
    assert "2 orang lolos." in page
    assert statuses(*people) == [S.ELIGIBLE, S.ACCEPTED, S.ELIGIBLE, S.ACCEPTED]


def test_a_freed_place_says_why_and_who_is_next(login, selecting):
    gone, waiting = RegistrationFactory.create_batch(2, session=selecting, eligible=True, registered_on=DAY)
    clerk = UserFactory(role="verifikator")
    accept(gone.pk, on=DAY, actor=clerk)
    following = RegistrationFactory(session=selecting, waitlisted=True)
    withdraw(gone.pk, reason="pindah kota", left_on=DAY, on=DAY, actor=clerk)
    page = text(login("verifikator").get(listed(selecting)))
    assert f"No. 1 bebas: {gone.participant} mengundurkan diri" in page
    assert f'Berikutnya di cadangan: <a href="{following.get_absolute_url()}">{following.participant}</a>' in page
    assert waiting.participant.name in page


def test_cadangan_move_up_by_the_button_of_their_row(login, selecting):
    first, second = RegistrationFactory.create_batch(2, session=selecting, waitlisted=True)
    url = reverse("registration-order", args=[selecting.code, second.pk])
    login("verifikator").post(url, {"to_rank": "1"})
    assert list(selecting.registrations.waiting()) == [second, first]


@pytest.mark.parametrize("rank", ["", "abc", "-3", "9" * 30, "9" * 5000, "²"])
def test_a_rank_that_is_none_is_no_error(login, selecting, rank):
    RegistrationFactory.create_batch(2, session=selecting, waitlisted=True)
    url = reverse("registration-order", args=[selecting.code, selecting.registrations.last().pk])
    assert login("verifikator").post(url, {"to_rank": rank}).status_code == 302


@pytest.mark.parametrize("role", ["petugas", "pejabat", "pengurus_barang", "administrator", "instruktur"])
def test_only_the_verifikator_decides(login, selecting, role):
    teacher = UserFactory(role=role)
    selecting.instructors.add(InstructorFactory(user=teacher))
    registration = RegistrationFactory(session=selecting)
    client = login(user=teacher)
    assert client.get(listed(selecting)).status_code == 200
    assert decide(client, selecting, "ms", [registration]).status_code == 403
    for name in ("registration-decide", "registration-order", "registration-drop"):
        assert client.post(reverse(name, args=[selecting.code, registration.pk])).status_code == 403
    assert statuses(registration) == [S.SUBMITTED]


def test_a_foreign_angkatan_or_person_does_not_exist(login, selecting):
    stranger = RegistrationFactory(session__code="TKM-LAIN")
    client = login("verifikator")
    assert client.get(reverse("registration-detail", args=[selecting.code, stranger.pk])).status_code == 404
    assert client.get(reverse("registration-detail", args=[selecting.code, 10**30])).status_code == 404
    assert client.get(reverse("session-registrations", args=["TKM-TIADA"])).status_code == 404
    assert login("instruktur").get(listed(selecting)).status_code == 404


def detail(registration):
    return reverse("registration-detail", args=[registration.session.code, registration.pk])


@pytest.mark.parametrize(
    "traits",
    [{}, {"eligible": True}, {"ineligible": True}, {"accepted": True}, {"waitlisted": True}, {"not_selected": True},
     {"withdrawn": True}, {"dropped_out": True}, {"status": S.OFFERED, "seat_number": 1}],
)  # fmt: skip
@pytest.mark.parametrize("role", ["verifikator", "petugas", "pejabat"])
def test_every_state_has_its_page(login, selecting, traits, role):
    registration = RegistrationFactory(session=selecting, **traits)
    page = text(login(role).get(detail(registration)))
    assert registration.participant.name in page
    assert registration.state.label in page
    assert registration.participant.nik not in page


def test_the_page_of_a_graduate_tells_the_outcome(login, selecting):
    registration = graduate(AttendanceFactory(registration__session=selecting).registration)
    assert "5 Kelulusan" in text(login("pejabat").get(detail(registration)))


def test_the_page_says_what_may_be_done_and_why_other_things_may_not(login, opened):
    page = text(login("verifikator").get(detail(RegistrationFactory(session=opened, eligible=True))))
    assert "Pendaftaran masih dibuka sampai" in page
    assert "Terima, Cadangan, Tidak lolos" in page


def test_a_full_quota_is_said_before_it_is_tried(login, selecting):
    RegistrationFactory.create_batch(2, session=selecting, accepted=True)
    page = text(login("verifikator").get(detail(RegistrationFactory(session=selecting, eligible=True))))
    assert "penuh (2 tempat)" in page


def test_deciding_on_the_page_leads_back_to_it(login, opened):
    registration = RegistrationFactory(session=opened)
    client = login("verifikator")
    url = reverse("registration-decide", args=[opened.code, registration.pk])
    assert client.post(url, {"decision": "tms"}).status_code == 422
    response = client.post(url, {"decision": "tms", "reason": "KTP luar kota"})
    assert response.url == detail(registration)
    assert statuses(registration) == [S.INELIGIBLE]
    assert client.get(url).url == detail(registration)


def test_a_withdrawal_frees_the_number_and_names_the_next_with_a_link(login, selecting):
    registration = RegistrationFactory(session=selecting, accepted=True, registered_on=DAY)
    following = RegistrationFactory(session=selecting, waitlisted=True)
    client, url = login("petugas"), reverse("registration-withdraw", args=[selecting.code, registration.pk])
    assert f"berikutnya di cadangan: {following.participant}" in text(client.get(url))
    day = f"{DAY:%d-%m-%Y}"
    assert client.post(url, {"left_on": day, "reason": ""}).status_code == 422
    page = text(client.post(url, {"left_on": day, "reason": "pindah kota"}, follow=True))
    assert f'No. 1 bebas: {registration.participant}. Berikutnya di cadangan: <a href="{detail(following)}">' in page
    assert client.post(url, {"left_on": day, "reason": "pindah kota"}).status_code == 302


@pytest.mark.parametrize("day", ["", "31-02-2026", "besok", "01-01-1900", "01-01-2999"])
@pytest.mark.parametrize("name", ["registration-withdraw", "registration-drop"])
def test_a_wrong_day_is_said_beside_it_and_all_stays_typed(login, name, day):
    session = TrainingSessionFactory(**dates(-60, -40, -10, 30))
    registration = RegistrationFactory(session=session, accepted=True)
    url = reverse(name, args=[session.code, registration.pk])
    response = login("verifikator").post(url, {"left_on": day, "reason": "tidak datang lagi"})
    assert response.status_code == 422
    assert response.context["form"].errors["left_on"]
    assert "tidak datang lagi" in text(response)


def test_gugur_keeps_the_number_and_can_be_undone(login):
    session = TrainingSessionFactory(**dates(-60, -40, -10, 30))
    registration = RegistrationFactory(session=session, accepted=True, registered_on=DAY)
    client = login("verifikator")
    data = {"left_on": f"{DAY:%d-%m-%Y}", "reason": "tidak datang lagi"}
    client.post(reverse("registration-drop", args=[session.code, registration.pk]), data)
    assert statuses(registration) == [S.DROPPED_OUT]
    url = reverse("registration-decide", args=[session.code, registration.pk])
    client.post(url, {"decision": "batal-gugur"})
    assert statuses(registration) == [S.ACCEPTED]


@pytest.mark.parametrize("role", ["verifikator", "instruktur"])
def test_list_and_page_cost_the_same_at_any_length(login, count_queries, role):
    user = UserFactory(role=role)
    session = TrainingSessionFactory(instructors=[InstructorFactory(user=user)], **dates(-20, -5, 10, 40))
    fill = ["accepted", "waitlisted", "withdrawn", "eligible", "ineligible"]
    people = [RegistrationFactory(session=session, **{trait: True}) for trait in fill]
    people[0].seat_number = 9  # No. 1 is free now, and was held
    people[0].save()
    client = login(user=user)
    few = count_queries(lambda: client.get(listed(session)))
    one = count_queries(lambda: client.get(detail(people[0])))
    for trait in fill[1:] * 4:
        RegistrationFactory(session=session, **{trait: True})
    assert count_queries(lambda: client.get(listed(session))) == few <= 8
    assert count_queries(lambda: client.get(detail(people[0]))) == one <= 8


@pytest.mark.parametrize("typed", ["6372045708920001", "0812 5011 2233", "+62 812", "6372"])
def test_a_number_never_stands_in_an_address(login, selecting, typed):
    client = login("verifikator")
    for response in (client.post(listed(selecting), {"nama": typed}), client.get(listed(selecting), {"nama": typed})):
        assert response.url == listed(selecting)
    assert "Di sini dicari nama" in text(client.get(listed(selecting)))


def test_filters_are_kept_in_the_address(login, selecting):
    registration = RegistrationFactory(session=selecting, eligible=True, participant__name="Bunga Raya")
    area = str(registration.participant.kelurahan.pk)
    data = {"nama": " bung  ra ", "status": "eligible", "kelurahan": area, "urut": "nama"}
    client = login("pejabat")
    address = client.post(listed(selecting), data).url
    assert address == listed(selecting, f"?nama=bung+ra&status=eligible&kelurahan={area}&urut=nama")
    part = client.get(address, headers={"HX-Request": "true"})
    assert part["HX-Replace-Url"] == address
    assert [row.registration for row in part.context["rows"]] == [registration]
