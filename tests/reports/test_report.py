"""What the report of an angkatan says of its meetings, and the paper it is printed on."""

from datetime import timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.files import store_upload
from documents.models import Office
from participants.enums import Mark, RegistrationStatus
from reports.session_report import build_report, find_session
from tests.accounts.factories import UserFactory
from tests.documents.samples import picture, upload
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.reports.test_same_numbers import pdf_text
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus
from training.models import Meeting, TrainingSession

pytestmark = pytest.mark.django_db


def report_of(session, on=DAY):
    return build_report(find_session(TrainingSession.objects.all(), session.code), on=on)


def pdf_of(client, session):
    return client.get(reverse("session-report-pdf", args=[session.code]))


def class_of_two(leaves_at: int):
    """Two people at all of three meetings; the second leaves on the day of the meeting with that number."""
    session = TrainingSessionFactory(ended=True)
    stays, leaves = (RegistrationFactory(session=session, accepted=True) for _ in range(2))
    for number in (1, 2, 3):
        meeting = MeetingFactory(session=session, number=number)
        AttendanceFactory(registration=stays, meeting=meeting)
        if number <= leaves_at:
            AttendanceFactory(registration=leaves, meeting=meeting, mark=Mark.PRESENT)
    Meeting.objects.update(status=MeetingStatus.HELD, locked_at=NOW, locked_by=UserFactory())
    leaves.status, leaves.status_reason = RegistrationStatus.DROPPED_OUT, "pindah"
    leaves.left_on = session.meetings.get(number=leaves_at).held_on
    leaves.save()
    return session


@pytest.mark.parametrize(("leaves_at", "came"), [(1, [1, 1, 1]), (2, [2, 1, 1]), (3, [2, 2, 1])])
def test_a_mark_of_the_very_day_somebody_left_counts_neither_in_the_table_nor_in_the_rate(leaves_at, came):
    report = report_of(class_of_two(leaves_at))
    assert [line.came for line in report.meetings] == came
    assert [line.marked for line in report.meetings] == came
    assert report.rate == 1
    rows = list(report.session.registrations.with_minutes())
    assert sum(row.present_minutes for row in rows) == sum(line.came * 270 for line in report.meetings)


def test_the_class_rate_adds_up_minutes_and_is_no_average_of_percentages():
    session = class_of_two(2)
    stays = session.registrations.get(status=RegistrationStatus.ACCEPTED)
    Meeting.objects.update(status=MeetingStatus.PLANNED, locked_at=None, locked_by=None)
    stays.attendances.filter(meeting__number__gt=1).update(mark=Mark.ABSENT)
    Meeting.objects.update(status=MeetingStatus.HELD, locked_at=NOW, locked_by=UserFactory())
    report = report_of(session)
    assert [person.rate for person in report.people] == [Fraction(1, 3), 1]
    assert report.rate == Fraction(2, 4)


@pytest.mark.parametrize("status", [MeetingStatus.PLANNED, MeetingStatus.CANCELLED])
def test_without_a_held_meeting_there_is_no_picture_of_attendance(login, status):
    session = TrainingSessionFactory(running=True)
    reason = "listrik padam" if status == MeetingStatus.CANCELLED else ""
    MeetingFactory(session=session, number=1, status=status, reason=reason)
    client = login("pejabat")
    assert report_of(session).attendance_chart == ""
    assert "Hadir tiap pertemuan" not in pdf_text(pdf_of(client, session).content)
    page = client.get(reverse("session-report", args=[session.code])).content.decode()
    assert "Belum ada pertemuan yang daftar hadirnya dikunci." in page


def test_a_held_meeting_stands_in_the_picture_of_page_and_paper(login):
    session, client = class_of_two(3), login("pejabat")
    chart = report_of(session).attendance_chart
    assert chart.count("<rect") == 3
    assert chart in client.get(reverse("session-report", args=[session.code])).content.decode()
    assert "Hadir tiap pertemuan" in pdf_text(pdf_of(client, session).content)


def test_overdue_is_what_the_meeting_says():
    session = TrainingSessionFactory(running=True)
    for number, days in ((1, -1), (2, 0), (3, 1)):
        MeetingFactory(session=session, number=number, held_on=DAY + timedelta(days=days))
    MeetingFactory(session=session, number=4, held_on=DAY - timedelta(days=2), held=True)
    assert [line.is_overdue for line in report_of(session).meetings] == [True, False, False, False]
    assert [meeting.number for meeting in session.meetings.overdue(DAY)] == [1]


def with_crest():
    office = Office.objects.get()
    office.logo = store_upload(upload(picture(), "lambang.png", "image/png"), name="Lambang")
    office.save()
    return office.logo


def test_the_paper_carries_the_crest_of_the_office(login):
    session, client = TrainingSessionFactory(), login("pejabat")
    assert "lambang daerah" in pdf_text(pdf_of(client, session).content)
    with_crest()
    content = pdf_of(client, session).content
    assert "lambang daerah" not in pdf_text(content)
    assert len(PdfReader(BytesIO(content)).pages[0].images) == 1


def test_a_paper_that_cannot_be_set_is_told_in_a_sentence(login):
    session, client = TrainingSessionFactory(notes="emoji \U0001f600"), login("pejabat")
    answer = client.get(reverse("session-report-pdf", args=[session.code]), follow=True)
    assert answer.status_code == 200
    assert "tidak dapat dicetak" in answer.content.decode()
