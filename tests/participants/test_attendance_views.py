"""The attendance list as people use it: line by line, all at once without scripts, locked, opened again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.attendance import lock_list
from participants.enums import Mark
from participants.models import Attendance
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduate
from tests.training.factories import DAY, NOW, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus, SessionStatus

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)
    return DAY


@pytest.fixture
def teacher():
    return UserFactory(role="instruktur")


@pytest.fixture
def session(teacher, today):
    return TrainingSessionFactory(
        registration_opens_on=today - timedelta(60),
        registration_closes_on=today - timedelta(40),
        starts_on=today - timedelta(10),
        ends_on=today + timedelta(10),
        instructors=[InstructorFactory(user=teacher)],
    )


@pytest.fixture
def meeting(session, today):
    return MeetingFactory(session=session, number=4, held_on=today)


@pytest.fixture
def person(session):
    return RegistrationFactory(session=session, accepted=True)


def page_of(meeting):
    return reverse("attendance", args=[meeting.session.code, meeting.number])


def line(person, mark="", arrival="", note="", *, shown=("", "", "")):
    """The fields of one line, and what the page had shown of it."""
    fields = {"mark": mark, "arrival": arrival, "note": note}
    before = dict(zip(fields, shown, strict=True))
    return {f"p{person.pk}-{name}": value for name, value in fields.items()} | {
        f"initial-p{person.pk}-{name}": value for name, value in before.items()
    }


def save(client, meeting, *lines, then="", **kwargs):
    data = {"meeting": meeting.pk, "then": then}
    for one in lines:
        data |= one
    return client.post(reverse("attendance-save", args=[meeting.session.code, meeting.number]), data, **kwargs)


def mark_one(client, meeting, person, **fields):
    url = reverse("attendance-mark", args=[meeting.session.code, meeting.number, person.pk])
    return client.post(url, line(person, **fields) | {"meeting": meeting.pk}, headers=HTMX)


def text(response):
    return " ".join(response.content.decode().split())


def test_one_line_is_saved_at_once_and_the_count_follows(login, teacher, meeting, person):
    RegistrationFactory(session=meeting.session, accepted=True)
    response = mark_one(login(user=teacher), meeting, person, mark="present")
    assert response.status_code == 200
    assert "1 dari 2 sudah ditandai" in text(response)
    assert f'name="initial-p{person.pk}-mark" value="present"' in text(response)
    assert Attendance.objects.get().mark == Mark.PRESENT


@pytest.mark.parametrize(("typed", "minutes"), [("08.40", 40), ("8:40", 40), ("40", 40), ("12.29", 269)])
def test_lateness_is_an_hour_or_minutes(login, teacher, meeting, person, typed, minutes):
    response = mark_one(login(user=teacher), meeting, person, mark="late", arrival=typed)
    assert response.status_code == 200
    assert Attendance.objects.get().late_minutes == minutes


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Tulis jam datang"),
        ("0", "Tulis jam datang"),
        ("-5", "seperti 08.40"),
        ("9999", "hanya 270 menit"),
        ("07.59", "belum terlambat"),
        ("12.30", "hanya 270 menit"),
        ("25.00", "seperti 08.40"),
        ("08.40\x00", "seperti 08.40"),
        ("²", "seperti 08.40"),
        ("9" * 500, "seperti 08.40"),
    ],
)
def test_a_wrong_lateness_is_said_beside_the_line(login, teacher, meeting, person, typed, sentence):
    response = mark_one(login(user=teacher), meeting, person, mark="late", arrival=typed)
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Attendance.objects.exists()


BAD = [
    {"mark": "x"},
    {"note": "tanpa tanda"},
    {"mark": "sick", "note": "a" * 121},
    {"mark": "sick", "note": "\U0001f600"},
    {"mark": "sick", "note": "a\x00"},
]


@pytest.mark.parametrize("fields", BAD)
def test_other_bad_input_is_no_error_page(login, teacher, meeting, person, fields):
    assert mark_one(login(user=teacher), meeting, person, **fields).status_code == 422
    assert not Attendance.objects.exists()


def test_a_person_of_another_angkatan_does_not_exist(login, teacher, meeting):
    stranger = RegistrationFactory(accepted=True)
    assert mark_one(login(user=teacher), meeting, stranger, mark="present").status_code == 404
    assert save(login(user=teacher), meeting, line(stranger, "present")).status_code == 302
    assert not Attendance.objects.exists()


def test_without_scripts_the_whole_list_is_saved_at_once(login, teacher, meeting, person):
    other = RegistrationFactory(session=meeting.session, accepted=True)
    response = save(login(user=teacher), meeting, line(person, "present"), line(other, "late", "08.15", "hujan"))
    assert response.url == page_of(meeting)
    marks = {mark.registration_id: (mark.mark, mark.late_minutes, mark.note) for mark in Attendance.objects.all()}
    assert marks == {person.pk: ("present", 0, ""), other.pk: ("late", 15, "hujan")}


def test_a_wrong_line_keeps_everything_typed_and_saves_nothing(login, teacher, meeting, person):
    other = RegistrationFactory(session=meeting.session, accepted=True)
    response = save(login(user=teacher), meeting, line(person, "sick", note="demam"), line(other, "late", "07.00"))
    assert response.status_code == 422
    page = text(response)
    assert 'value="demam"' in page
    assert 'value="07.00"' in page
    assert "belum terlambat" in page
    assert not Attendance.objects.exists()


def test_what_this_page_did_not_change_is_left_as_others_marked_it(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting, mark=Mark.ABSENT)
    save(login(user=teacher), meeting, line(person, "present", shown=("present", "", "")))
    assert Attendance.objects.get().mark == Mark.ABSENT


def test_the_rest_is_marked_present(login, teacher, meeting, person):
    other = RegistrationFactory(session=meeting.session, accepted=True)
    save(login(user=teacher), meeting, line(person, "sick"), then="rest")
    assert dict(Attendance.objects.values_list("registration", "mark")) == {person.pk: "sick", other.pk: "present"}


def test_locking_names_who_is_missing_and_then_locks(login, teacher, meeting, person):
    client = login(user=teacher)
    page = text(save(client, meeting, then="lock", follow=True))
    assert f"Belum ditandai: {person.participant}" in page
    page = text(save(client, meeting, line(person, "present"), then="lock", follow=True))
    assert "dikunci" in page
    assert "Dikunci oleh" in page
    assert "Sisanya hadir" not in page
    meeting.refresh_from_db()
    assert (meeting.status, meeting.locked_by) == (MeetingStatus.HELD, teacher)


def test_a_mark_for_a_list_locked_meanwhile_is_refused_in_words(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    response = mark_one(login(user=teacher), meeting, person, mark="absent", shown=("present", "", ""))
    assert response.status_code == 422
    assert "sudah dikunci" in text(response)


def test_a_page_whose_meeting_got_another_number_marks_nobody(login, teacher, meeting, person):
    other = MeetingFactory(session=meeting.session, number=5, held_on=meeting.held_on, starts_at="13:00")
    data = line(person, "present") | {"meeting": other.pk}
    url = reverse("attendance-mark", args=[meeting.session.code, meeting.number, person.pk])
    response = login(user=teacher).post(url, data, headers=HTMX)
    assert response.status_code == 422
    assert "sudah diubah orang lain" in text(response)
    assert not Attendance.objects.exists()


def test_who_left_is_shown_and_not_asked_for(login, teacher, meeting, person):
    gone = RegistrationFactory(session=meeting.session, dropped_out=True, left_on=meeting.held_on)
    page = login(user=teacher).get(page_of(meeting))
    lines = {line.registration: line.form is not None for line in page.context["lines"]}
    assert lines == {person: True, gone: False}
    assert "0 dari 1 sudah ditandai" in text(page)


@pytest.mark.parametrize("role", ["petugas", "pejabat", "pengurus_barang", "administrator"])
def test_others_look_and_do_not_mark(login, meeting, person, role):
    client = login(role)
    page = text(client.get(page_of(meeting)))
    assert person.participant.name in page
    assert 'type="radio"' not in page
    assert save(client, meeting, line(person, "present")).status_code == 403
    assert mark_one(client, meeting, person, mark="present").status_code == 403


def test_an_instructor_of_another_angkatan_sees_nothing(login, meeting, person):
    client = login("instruktur")
    assert client.get(page_of(meeting)).status_code == 404
    assert save(client, meeting, line(person, "present")).status_code == 404
    assert mark_one(client, meeting, person, mark="present").status_code == 404


def test_who_sees_all_but_teaches_one_marks_only_there(login, meeting, person):
    client = login("petugas", "instruktur")
    assert 'type="radio"' not in text(client.get(page_of(meeting)))
    assert mark_one(client, meeting, person, mark="present").status_code == 404


def test_a_meeting_to_come_says_when(login, teacher, session, person, today):
    coming = MeetingFactory(session=session, number=5, held_on=today + timedelta(1))
    page = text(login(user=teacher).get(page_of(coming)))
    assert "Pertemuan 5 baru berlangsung" in page
    assert 'type="radio"' not in page


def test_a_cancelled_meeting_says_why(login, teacher, session, person, today):
    off = MeetingFactory(session=session, number=5, held_on=today, status=MeetingStatus.CANCELLED, reason="hujan")
    assert "dibatalkan (hujan)" in text(login(user=teacher).get(page_of(off)))


def test_neighbours_are_one_step_away(login, teacher, session, meeting, today):
    before = MeetingFactory(session=session, number=3, held_on=today - timedelta(1))
    after = MeetingFactory(session=session, number=5, held_on=today + timedelta(1))
    page = text(login(user=teacher).get(page_of(meeting)))
    assert f'href="{page_of(before)}"' in page
    assert f'href="{page_of(after)}"' in page
    assert login(user=teacher).get(page_of(meeting).replace("/4/", "/99/")).status_code == 404


def test_the_tab_leads_to_the_meeting_that_wants_attention(login, teacher, session, meeting, person, today):
    client, url = login(user=teacher), reverse("attendance-current", args=[session.code])
    MeetingFactory(session=session, number=5, held_on=today + timedelta(1))
    overdue = MeetingFactory(session=session, number=1, held_on=today - timedelta(3))
    assert client.get(url).url == page_of(meeting)
    meeting.held_on = today + timedelta(2)
    meeting.save()
    assert client.get(url).url == page_of(overdue)


def test_without_a_schedule_the_tab_says_so(login, teacher, session):
    page = login(user=teacher).get(reverse("attendance-current", args=[session.code]))
    assert "Jadwal pertemuan belum disusun" in text(page)


def unlock_url(meeting):
    return reverse("attendance-unlock", args=[meeting.session.code, meeting.number])


def test_opening_again_asks_why_and_says_so_on_the_page(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    client = login("pejabat")
    assert client.get(unlock_url(meeting)).status_code == 200
    assert client.post(unlock_url(meeting), {"reason": " "}).status_code == 422
    page = text(client.post(unlock_url(meeting), {"reason": "salah tandai"}, follow=True))
    assert "salah tandai" in page
    assert login(user=teacher).post(unlock_url(meeting), {"reason": "x"}).status_code == 403


def test_after_graduation_the_list_stays_locked(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    graduate(person)
    client = login("pejabat")
    assert "Buka kunci…" not in text(client.get(page_of(meeting)))
    response = client.post(unlock_url(meeting), {"reason": "salah"})
    assert response.status_code == 422
    assert "sudah disahkan" in text(response)


@pytest.mark.parametrize("role", ["verifikator", "instruktur"])
def test_a_list_costs_the_same_for_two_and_for_twenty(login, count_queries, teacher, meeting, role):
    client = login(user=teacher if role == "instruktur" else UserFactory(role=role))
    people = RegistrationFactory.create_batch(2, session=meeting.session, accepted=True)
    for person in people:
        AttendanceFactory(registration=person, meeting=meeting)
    few = count_queries(lambda: client.get(page_of(meeting)))
    for person in RegistrationFactory.create_batch(14, session=meeting.session, accepted=True):
        AttendanceFactory(registration=person, meeting=meeting)
    assert count_queries(lambda: client.get(page_of(meeting))) == few <= 8


def test_a_held_list_of_a_cancelled_angkatan_offers_no_opening(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    client = login("pejabat")
    assert "Buka kunci…" in text(client.get(page_of(meeting)))
    meeting.session.status, meeting.session.cancel_reason = SessionStatus.CANCELLED, "dana ditarik"
    meeting.session.save()
    assert "Buka kunci…" not in text(client.get(page_of(meeting)))


def test_a_list_locked_meanwhile_keeps_what_was_typed(login, teacher, meeting, person):
    AttendanceFactory(registration=person, meeting=meeting)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    typed = line(person, "sick", note="demam", shown=("present", "", ""))
    response = save(login(user=teacher), meeting, typed)
    assert response.status_code == 422
    assert "sudah dikunci" in text(response)
    assert 'value="demam"' in text(response)
    assert Attendance.objects.get().mark == Mark.PRESENT


def test_marks_follow_their_meeting_to_its_new_number(login, teacher, meeting, person):
    moved = MeetingFactory(session=meeting.session, number=5, held_on=meeting.held_on, starts_at="13:00")
    url = reverse("attendance-save", args=[meeting.session.code, meeting.number])
    response = login(user=teacher).post(url, line(person, "sick", note="demam") | {"meeting": moved.pk, "then": ""})
    assert response.status_code == 422
    assert "sekarang pertemuan 5" in text(response)
    assert response.context["meeting"] == moved
    assert 'value="demam"' in text(response)
    assert not Attendance.objects.exists()


def test_a_meeting_that_is_gone_marks_nobody(login, teacher, meeting, person):
    url = reverse("attendance-save", args=[meeting.session.code, meeting.number])
    for gone in ("0", "x", ""):
        page = text(login(user=teacher).post(url, line(person, "sick") | {"meeting": gone}, follow=True))
        assert "Urutan pertemuan sudah diubah orang lain" in page
    assert not Attendance.objects.exists()


def test_a_refused_page_shows_what_another_marked_meanwhile(login, teacher, meeting, person):
    other = RegistrationFactory(session=meeting.session, accepted=True)
    AttendanceFactory(registration=other, meeting=meeting, mark=Mark.SICK)
    response = save(login(user=teacher), meeting, line(person, "late", "07.00"), line(other))
    assert response.status_code == 422
    shown = {line.registration: line.form["mark"].value() for line in response.context["lines"]}
    assert shown == {person: "late", other: "sick"}
