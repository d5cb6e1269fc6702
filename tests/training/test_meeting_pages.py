"""The list of meetings, the schedule with its preview, and the pages of one meeting."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.regions.factories import kecamatan
from tests.training.factories import DAY, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus

pytestmark = pytest.mark.django_db

PLAN = {
    "weekdays": ["0", "1", "2", "3", "4"],
    "first": "04-08-2025",
    "last": "01-09-2025",
    "starts_at": "08.00",
    "lesson_hours": "6",
    "skipped": "18-08-2025",
}


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.fixture
def session():
    opens = {"registration_opens_on": date(2025, 7, 1), "registration_closes_on": date(2025, 7, 20)}
    return TrainingSessionFactory(code="TKM-2025-03", starts_on=DAY, ends_on=date(2025, 9, 1), **opens)


def page(name: str, *args) -> str:
    return reverse(name, args=["TKM-2025-03", *args])


def test_the_list_counts_hours_and_marks_what_needs_attention(login, session):
    session.meetings.create(number=1, held_on=DAY - timedelta(days=1), starts_at="08:00", lesson_hours=6)
    MeetingFactory(session=session, number=2, held_on=DAY)
    MeetingFactory(session=session, number=3, held_on=DAY + timedelta(days=1), held=True)
    cancelled = {"status": MeetingStatus.CANCELLED, "reason": "Banjir"}
    MeetingFactory(session=session, number=4, held_on=DAY + timedelta(days=2), **cancelled)
    response = login("petugas").get(page("meeting-list"))
    labels = [row.label for row in response.context["rows"]]
    assert labels == ["Perlu ditindaklanjuti", "Hari ini", "Terlaksana", "Dibatalkan"]
    assert "3 pertemuan, 18 JP · terlaksana 1, 6 JP" in response.content.decode()
    assert page("meeting-plan") not in response.content.decode()


def test_the_filter_of_what_is_overdue_opens_exactly_what_is_counted(login, session):
    for number, day in ((1, -2), (2, -1), (3, 0)):
        MeetingFactory(session=session, number=number, held_on=DAY + timedelta(days=day))
    MeetingFactory(session=session, number=4, held_on=DAY - timedelta(days=3), held=True)
    client = login("verifikator")
    whole = client.get(page("meeting-list")).content.decode()
    assert "2 pertemuan lewat tanggal" in whole
    narrowed = client.get(page("meeting-list"), {"perlu": "kunci"})
    assert [row.meeting.number for row in narrowed.context["rows"]] == [1, 2]
    assert len(narrowed.context["rows"]) == session.meetings.overdue(DAY).count()
    assert [chip.label for chip in narrowed.context["chips"]] == ["Daftar hadir belum dikunci"]
    assert len(client.get(page("meeting-list"), {"perlu": "x"}).context["rows"]) == 4


def test_a_schedule_is_previewed_and_then_saved_as_previewed(login, session):
    client = login("verifikator")
    preview = client.post(page("meeting-plan"), PLAN)
    assert "20 pertemuan, 120 JP" in preview.content.decode()
    assert not session.meetings.exists()
    agreed = {**PLAN, "previewed": preview.context["form"].fingerprint}
    assert client.post(page("meeting-plan"), agreed).url == page("meeting-list")
    assert session.meetings.count() == 20
    client.post(page("meeting-plan"), agreed)
    assert session.meetings.count() == 20


def test_a_schedule_changed_after_its_preview_is_previewed_again(login, session):
    client = login("verifikator")
    seen = client.post(page("meeting-plan"), PLAN).context["form"].fingerprint
    again = client.post(page("meeting-plan"), {**PLAN, "lesson_hours": "4", "previewed": seen})
    assert again.status_code == 200
    assert "20 pertemuan, 80 JP" in again.content.decode()
    assert not session.meetings.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("weekdays", [], "Pilih paling sedikit satu hari."),
        ("weekdays", ["9"], "tidak ada di daftar"),
        ("first", "03-08-2025", "Di luar tanggal pelatihan (4 Agustus – 1 September 2025)"),
        ("last", "02-09-2025", "Di luar tanggal pelatihan"),
        ("last", "31-12-9999", "Di luar tanggal pelatihan"),
        ("first", "x", "Tulis tanggal seperti"),
        ("starts_at", "25.00", "Tulis jam seperti 08.00."),
        ("starts_at", "23.00", "lewat tengah malam"),
        ("lesson_hours", "0", "Paling sedikit 1."),
        ("lesson_hours", "17", "Paling banyak 16."),
        ("skipped", "18-08-2025\nkapan-kapan", "“kapan-kapan”: Tulis tanggal seperti"),
        ("skipped", "\0", "Tulis tanggal seperti"),
        ("skipped", "," * 5_000_000 + "x", "Tulis tanggal seperti"),
        ("skipped", "x," * 1000, "Paling banyak 100 hari."),
    ],
)
def test_a_bad_schedule_is_refused_at_its_field(login, session, field, value, says):
    response = login("verifikator").post(page("meeting-plan"), {**PLAN, field: value})
    assert response.status_code == 422
    assert says in " ".join(response.context["form"].errors[field])
    assert 'value="04-08-2025"' in response.content.decode() or field == "first"
    assert not session.meetings.exists()


def test_one_more_meeting_is_added_and_twice_is_once(login, session):
    client = login("verifikator")
    typed = {"held_on": "09-08-2025", "starts_at": "08.00", "lesson_hours": "4", "topic": "Pola rok"}
    for _ in range(2):
        assert client.post(page("meeting-create"), typed).url == page("meeting-list")
    assert [(one.number, one.topic) for one in session.meetings.all()] == [(1, "Pola rok")]


def shown(meeting, **changes) -> dict[str, object]:
    """What the edit form of `meeting` sends back, with `changes` typed over it."""
    meeting.refresh_from_db()
    return {
        "held_on": f"{meeting.held_on:%d-%m-%Y}",
        "starts_at": f"{meeting.starts_at:%H.%M}",
        "lesson_hours": meeting.lesson_hours,
        "topic": meeting.topic,
        "version": meeting.updated_at.isoformat(),
        **changes,
    }


def test_a_meeting_is_moved_with_a_reason(login, session):
    meeting, client = MeetingFactory(session=session, number=1), login("verifikator")
    url = page("meeting-edit", meeting.pk)
    refused = client.post(url, shown(meeting, held_on="05-08-2025"))
    assert refused.status_code == 422
    assert refused.context["form"].has_error("reason")
    client.post(url, shown(meeting, held_on="05-08-2025", reason="Banjir"))
    assert "Dipindah: Banjir" in client.get(page("meeting-list")).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [("topic", "A\0"), ("topic", "😀"), ("topic", "A" * 201), ("held_on", "31-02-2025"), ("version", "")],
)
def test_bad_input_for_a_meeting_is_refused_at_its_field(login, session, field, value):
    meeting = MeetingFactory(session=session, number=1)
    response = login("verifikator").post(page("meeting-edit", meeting.pk), shown(meeting, **{field: value}))
    assert response.status_code == 422
    assert response.context["form"].has_error(field)


def test_a_stale_meeting_form_saves_at_the_second_try(login, session):
    meeting, client = MeetingFactory(session=session, number=1), login("verifikator")
    data = shown(meeting, topic="Pola rok")
    meeting.lesson_hours = 5
    meeting.save()
    url = page("meeting-edit", meeting.pk)
    told = client.post(url, data)
    assert "sudah diubah orang lain" in told.context["form"].non_field_errors()[0]
    again = {**data, "version": told.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302


def test_marks_ask_before_they_move_or_fall_away(login, session):
    meeting, client = MeetingFactory(session=session, number=1), login("verifikator")
    AttendanceFactory(registration=RegistrationFactory(session=session, accepted=True), meeting=meeting)
    url = page("meeting-cancel", meeting.pk)
    asked = client.post(url, {"reason": "Banjir"})
    assert asked.status_code == 422
    assert "Sudah ada 1 tanda kehadiran" in asked.context["form"].errors["confirmed"][0]
    assert client.post(url, {"reason": "Banjir", "confirmed": "on"}).status_code == 302


def test_a_locked_meeting_is_refused_in_a_sentence(login, session):
    meeting = MeetingFactory(session=session, number=1, held=True)
    client = login("verifikator")
    for name, typed in (("meeting-edit", shown(meeting, topic="x")), ("meeting-cancel", {"reason": "x"})):
        response = client.post(page(name, meeting.pk), typed)
        assert response.status_code == 422
        assert "sudah dikunci" in response.content.decode()


def test_a_meeting_of_another_angkatan_does_not_exist_here(login, session):
    other = MeetingFactory()
    client = login("verifikator")
    for pk in (other.pk, 10**30):
        assert client.get(f"/pelatihan/TKM-2025-03/pertemuan/{pk}/ubah/").status_code == 404


@pytest.mark.parametrize("name", ["meeting-plan", "meeting-create", "meeting-edit", "meeting-cancel"])
def test_only_the_verifikator_of_the_place_plans(login, session, name):
    args = [MeetingFactory(session=session, number=1).pk] if name in ("meeting-edit", "meeting-cancel") else []
    for role in ("petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"):
        assert login(role).post(page(name, *args), {}).status_code == 403
    elsewhere = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    assert login(user=elsewhere).get(page(name, *args)).status_code == 404


def test_the_list_costs_the_same_for_two_and_for_twenty(login, session, count_queries):
    session.instructors.set(InstructorFactory.create_batch(2))
    client = login("verifikator")
    MeetingFactory.create_batch(2, session=session)
    few = count_queries(lambda: client.get(page("meeting-list")))
    MeetingFactory.create_batch(18, session=session)
    assert count_queries(lambda: client.get(page("meeting-list"))) == few <= 8
