"""The QR of a daftar hadir: what is written is found again, and nothing else is taken for it."""

import pytest
from django.urls import reverse

from documents.models import Office
from participants.papers.codes import SheetCode, attendance_code, read_attendance_code, scanned_meetings
from tests.accounts.factories import UserFactory
from tests.training.factories import MeetingFactory, TrainingSessionFactory
from training.models import Meeting, TrainingSession

pytestmark = pytest.mark.django_db


def meetings_of(session, *numbers):
    return [MeetingFactory(session=session, number=number) for number in numbers]


def code_of(meetings):
    return attendance_code(Office(public_address="tkm.contoh.example"), meetings)


def test_the_code_is_the_address_of_the_attendance_page():
    session = TrainingSessionFactory(running=True)
    (meeting,) = meetings_of(session, 5)
    path = reverse("attendance", args=[session.code, 5])
    assert code_of([meeting]) == f"https://tkm.contoh.example{path}?p={meeting.pk}"


def test_the_page_of_the_code_opens(login):
    (meeting,) = meetings_of(TrainingSessionFactory(running=True), 5)
    assert login("verifikator").get(code_of([meeting]).removeprefix("https://tkm.contoh.example")).status_code == 200


@pytest.mark.parametrize("numbers", [(5,), (3, 1, 2)])
def test_what_is_written_is_found_again_in_its_order(numbers):
    meetings = meetings_of(TrainingSessionFactory(running=True), *numbers)
    assert scanned_meetings(code_of(meetings), TrainingSession.objects.all()) == meetings


def test_a_meeting_is_found_under_its_new_number_and_with_its_angkatan():
    (meeting,) = meetings_of(TrainingSessionFactory(running=True), 5)
    code = code_of([meeting])
    Meeting.objects.filter(pk=meeting.pk).update(number=6)
    (found,) = scanned_meetings(code, TrainingSession.objects.all())
    assert (found.pk, found.number, found.session.code) == (meeting.pk, 6, meeting.session.code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bukan alamat",
        "https://[",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=1..2",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=-1",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=1%0a",
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=" + "9" * 19,
        "https://contoh.example/pelatihan/TKM-2025-03/kehadiran/5/?p=" + ".".join(map(str, range(50))),
        "https://contoh.example/verifikasi/8K4M-2Q7T",
    ],
)
def test_no_other_text_is_a_code(text):
    assert read_attendance_code(text) is None
    assert scanned_meetings(text, TrainingSession.objects.all()) == []


def test_the_host_may_have_changed_since_it_was_printed():
    code = "http://lama.example:8000/pelatihan/TKM-2025-03/kehadiran/5/?p=7.8"
    assert read_attendance_code(code) == SheetCode("TKM-2025-03", (7, 8))


def test_meetings_of_another_or_a_foreign_angkatan_are_not_found():
    own, other = (meetings_of(TrainingSessionFactory(running=True), 1)[0] for _ in range(2))
    forged = code_of([own]).replace(f"p={own.pk}", f"p={own.pk}.{other.pk}")
    assert scanned_meetings(forged, TrainingSession.objects.all()) == []
    stranger = UserFactory(role="instruktur")
    assert scanned_meetings(code_of([own]), TrainingSession.objects.visible_to(stranger)) == []
