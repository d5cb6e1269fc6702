"""Training in /admin/: the same rules, history, and no bad input that is an error page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.accounts.factories import UserFactory
from tests.participants.factories import RegistrationFactory
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import (
    DAY,
    InstructorFactory,
    MeetingFactory,
    ProgramFactory,
    TrainingSessionFactory,
)
from training.enums import MeetingStatus, SessionStatus
from training.models import Instructor, Meeting, Program, TrainingSession

pytestmark = pytest.mark.django_db
MODELS = ("program", "fundingsource", "instructor", "trainingsession", "meeting")


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def address(model: str, page: str, *args) -> str:
    return reverse(f"admin:training_{model}_{page}", args=args)


def shown(session: TrainingSession, **changes) -> dict[str, object]:
    """What the admin form of `session` sends back, with `changes` typed over it."""
    days = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
    typed = {name: f"{getattr(session, name):%d-%m-%Y}" for name in days}
    same = ("year", "number", "code", "venue", "venue_address", "quota", "min_attendance", "budget_account", "notes")
    typed |= {name: getattr(session, name) for name in (*same, "opened_by", "outside_year_reason")}
    typed |= {name: getattr(session, f"{name}_id") for name in ("program", "kelurahan", "funding_source")}
    return {**typed, "budget": "", "instructors": [], "version": session.updated_at.isoformat(), **changes}


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


def test_an_angkatan_is_corrected_here_and_the_history_says_by_whom(login):
    session, teacher = TrainingSessionFactory(), InstructorFactory(name="Hj. Noorjannah")
    client = login(user=UserFactory(role="administrator", first_name="Ahmad", last_name="Fauzi"))
    typed = shown(session, venue="Aula", instructors=[teacher.pk])
    assert client.post(address("trainingsession", "change", session.pk), typed).status_code == 302
    session.refresh_from_db()
    assert session.venue == "Aula"
    page = client.get(address("trainingsession", "history", session.pk)).content.decode()
    for words in ("Gang Keruing 2 → Aula", "menugaskan Hj. Noorjannah sebagai instruktur", "Ahmad Fauzi"):
        assert words in page


def test_a_new_angkatan_is_a_draft(login):
    model = TrainingSessionFactory()
    typed = shown(model, number=model.number % 99 + 1, code="TKM-2025-98", status="published")
    assert login("administrator").post(address("trainingsession", "add"), typed).status_code == 302
    assert TrainingSession.objects.get(code="TKM-2025-98").status == SessionStatus.DRAFT


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("venue", "A\0", "huruf yang tidak terlihat"),
        ("venue", "😀", "tidak dapat dicetak"),
        ("venue", "A" * 5_000_000, "Paling banyak 120"),
        ("notes", "A" * 20_001, "Paling banyak 20000"),
        ("starts_on", "31-02-2025", "tidak ada di kalender"),
        ("ends_on", "01-08-2025", "Pelatihan selesai sebelum mulai"),
        ("code", "x/y", "Pakai huruf besar"),
        ("quota", "13", "Nomor urut 14 sudah diberikan"),
        ("quota", "9" * 30, "Paling banyak 500."),
        ("registration_opens_on", "29-07-2025", "Seleksi sudah berjalan"),
        ("program", "\0", "tidak terlihat"),
        ("kelurahan", "9" * 30, "tidak ada di daftar"),
        ("instructors", ["x"], "tidak ada di daftar"),
    ],
)
def test_bad_input_is_a_sentence_at_its_field(login, field, value, says):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, accepted=True, seat_number=14)
    typed = shown(session, opened_by="Camat", **{field: value})
    response = login("administrator").post(address("trainingsession", "change", session.pk), typed)
    assert response.status_code == 200
    assert says in " ".join(errors(response)[field])
    assert 'value="Camat"' in response.content.decode()
    session.refresh_from_db()
    assert session.opened_by == ""


def test_a_stale_form_is_refused_and_saved_at_the_second_try(login):
    session = TrainingSessionFactory()
    typed = shown(session, venue="Balai")
    session.opened_by = "Camat"
    session.save()
    client, url = login("administrator"), address("trainingsession", "change", session.pk)
    told = client.post(url, typed)
    assert "sudah diubah orang lain" in errors(told)["__all__"][0]
    again = {**typed, "version": told.context["adminform"].form["version"].value()}
    assert client.post(url, again).status_code == 302


def test_actions_move_angkatan_only_for_those_who_hold_the_right(login):
    session = TrainingSessionFactory(draft=True)
    act = {"action": "publish_selected", "_selected_action": [session.pk]}
    url = address("trainingsession", "changelist")
    login("administrator").post(url, act)
    session.refresh_from_db()
    assert session.status == SessionStatus.DRAFT
    client = login("administrator", "verifikator")
    for action in ("publish_selected", "close_selected", "reopen_selected"):
        assert "1." in client.post(url, {**act, "action": action}, follow=True).content.decode()
    session.refresh_from_db()
    assert session.is_registration_open(DAY)


def test_an_actions_refusal_is_a_sentence(login):
    session = TrainingSessionFactory(status=SessionStatus.FINISHED)
    act = {"action": "publish_selected", "_selected_action": [session.pk]}
    page = login("administrator", "verifikator").post(address("trainingsession", "changelist"), act, follow=True)
    assert "sudah selesai, jadi datanya tidak berubah lagi" in page.content.decode()


def meeting_typed(meeting: Meeting, **changes) -> dict[str, object]:
    meeting.refresh_from_db()
    typed = {"held_on": f"{meeting.held_on:%d-%m-%Y}", "starts_at": "08.00", "lesson_hours": meeting.lesson_hours}
    return {**typed, "topic": "", "reason": "", "version": meeting.updated_at.isoformat(), **changes}


def test_a_meeting_is_corrected_by_the_same_rule(login):
    meeting, client = MeetingFactory(number=1), login("administrator")
    url, later = address("meeting", "change", meeting.pk), f"{meeting.held_on + timedelta(days=1):%d-%m-%Y}"
    refused = client.post(url, meeting_typed(meeting, held_on=later))
    assert "Tulis alasannya" in errors(refused)["reason"][0]
    assert client.post(url, meeting_typed(meeting, held_on=later, reason="Banjir")).status_code == 302
    meeting.refresh_from_db()
    assert meeting.reason == "Banjir"


def test_a_meeting_is_added_with_the_next_number(login):
    first = MeetingFactory(number=1)
    typed = meeting_typed(first, session=first.session_id, held_on=f"{first.held_on + timedelta(days=1):%d-%m-%Y}")
    assert login("administrator").post(address("meeting", "add"), typed).status_code == 302
    assert list(Meeting.objects.order_by("number").values_list("number", flat=True)) == [1, 2]


def test_what_is_held_is_looked_at_only(login):
    meeting = MeetingFactory(held=True)
    response = login("administrator").post(
        address("meeting", "change", meeting.pk), meeting_typed(meeting, topic="Pola rok")
    )
    assert response.status_code == 403
    assert Meeting.objects.get(status=MeetingStatus.HELD).topic == ""


def test_names_are_unique_in_any_spelling(login):
    ProgramFactory(name="Menjahit Dasar")
    response = login("administrator").post(address("program", "add"), {"name": "menjahit  dasar", "is_active": "on"})
    assert "Program dengan nama ini sudah ada." in errors(response)["__all__"]
    assert Program.objects.count() == 1


def test_a_phone_number_is_typed_in_digits(login):
    response = login("administrator").post(address("instructor", "add"), {"name": "Siti", "phone": "kantor"})
    assert "Tulis nomor HP" in errors(response)["phone"][0]
    assert not Instructor.objects.exists()


def test_what_is_in_use_is_not_deleted_and_says_why(login):
    session = TrainingSessionFactory()
    client = login("administrator")
    page = client.post(address("program", "delete", session.program_id), {"post": "yes"})
    assert page.status_code == 200
    assert Program.objects.exists()
    assert client.post(address("trainingsession", "delete", session.pk)).status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_every_model_has_list_search_and_history(login, model):
    meeting = MeetingFactory(session=TrainingSessionFactory(running=True, instructors=[InstructorFactory()]))
    client = login("administrator")
    for query in ("", "?q=menjahit", "?q=%00", "?e=1", "?p=99999999999"):
        assert client.get(address(model, "changelist") + query).status_code in (200, 302)
    row = meeting._meta.apps.get_model("training", model).objects.first()
    for page in ("change", "history"):
        assert client.get(address(model, page, row.pk)).status_code == 200
    assert client.get(address(model, "change", "9" * 30)).status_code == 302


@pytest.mark.parametrize("field", ["program", "kelurahan", "funding_source", "instructors"])
def test_autocomplete_finds_and_bears_bad_input(login, field):
    TrainingSessionFactory(instructors=[InstructorFactory(name="Hj. Noorjannah")])
    client = login("administrator")
    query = {"app_label": "training", "model_name": "trainingsession", "field_name": field}
    assert client.get(reverse("admin:autocomplete"), {**query, "term": ""}).json()["results"]
    assert client.get(reverse("admin:autocomplete"), {**query, "term": "\0"}).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_lists_cost_the_same_for_two_and_for_twenty(login, count_queries, model):
    client = login("administrator")

    def grow(rows):
        for n in range(rows):
            name = f"Program {Program.objects.count()} {n}"
            teacher = InstructorFactory(user=UserFactory())
            MeetingFactory(session=TrainingSessionFactory(program=ProgramFactory(name=name), instructors=[teacher]))

    grow(2)
    client.get(address(model, "changelist"))
    few = count_queries(lambda: client.get(address(model, "changelist")))
    grow(18)
    assert count_queries(lambda: client.get(address(model, "changelist"))) == few <= 12


def test_a_kelurahan_carries_the_code_of_its_kecamatan(login):
    typed = {"kecamatan": kecamatan("Cempaka").pk, "code": "63.72.06.1009", "name": "Contoh"}
    response = login("administrator").post(reverse("admin:regions_kelurahan_add"), typed)
    assert "dimulai dengan 63.72.03" in errors(response)["code"][0]


@pytest.mark.parametrize("model", ["kecamatan", "kelurahan"])
def test_districts_are_found_and_have_a_history(login, model):
    client = login("administrator")
    assert client.get(reverse(f"admin:regions_{model}_changelist") + "?q=cempaka").status_code == 200
    row = {"kecamatan": kecamatan("Cempaka"), "kelurahan": kelurahan("Palam")}[model]
    for page in ("change", "history"):
        assert client.get(reverse(f"admin:regions_{model}_{page}", args=[row.pk])).status_code == 200


@pytest.mark.parametrize("role", ["petugas", "verifikator", "instruktur", "pengurus_barang", "pejabat"])
def test_only_the_administrator_enters(login, role):
    assert login(role).get(address("program", "changelist")).status_code in (302, 403)


def test_a_new_meeting_is_not_asked_why_it_moves(login):
    client = login("administrator")
    page = client.get(address("meeting", "add")).content.decode()
    assert "Tanda kehadiran ikut pindah" not in page
    assert 'name="reason"' not in page
    page = client.get(address("meeting", "change", MeetingFactory().pk)).content.decode()
    assert "Tanda kehadiran ikut pindah" in page
    assert 'name="reason"' in page
