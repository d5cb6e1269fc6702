"""The rekap: paper and workbook print one object, whose rates are those of the screen."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from participants.enums import Mark, RegistrationStatus
from participants.papers.class_rows import NoMeetingError
from participants.papers.recap import MOST_COLUMNS, build_recap, recap_paper
from participants.papers.workbook import workbook
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, ParticipantFactory, RegistrationFactory
from tests.participants.papers.reading import pages, sizes
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from tkm.lib.formats import jp, persen
from training.enums import MeetingStatus
from training.models import Meeting

pytestmark = pytest.mark.django_db
MARKS = {"Aminah": "HTA", "Norhayati": "HIS", "Zulaikha": "H–H"}
LETTERS = {mark.key: mark for mark in Mark}


@pytest.fixture
def session():
    """Three held meetings of 6 JP and one to come; Norhayati left on the day of the third."""
    session = TrainingSessionFactory(ended=True)
    meetings = [MeetingFactory(session=session, number=n, held_on=DAY - timedelta(30 - n)) for n in range(1, 5)]
    for name, letters in MARKS.items():
        row = RegistrationFactory(session=session, accepted=True, participant=ParticipantFactory(name=name))
        for meeting, letter in zip(meetings, letters, strict=False):
            if letter in LETTERS:
                late = 45 if letter == "T" else 0
                AttendanceFactory(registration=row, meeting=meeting, mark=LETTERS[letter], late_minutes=late)
    held = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings[:3]])
    held.update(status=MeetingStatus.HELD, locked_at=NOW, locked_by=UserFactory())
    leaver = session.registrations.get(participant__name="Norhayati")
    leaver.status, leaver.status_reason = RegistrationStatus.DROPPED_OUT, "pindah"
    leaver.left_on = meetings[2].held_on
    leaver.save()
    return session


def test_marks_and_rates_are_those_of_the_rows(session):
    recap = build_recap(session)
    assert [(line.name, line.marks, line.has_left) for line in recap.lines] == [
        ("Aminah", ("H", "T", "A", ""), False),
        ("Norhayati", ("H", "I", "(S)", ""), True),
        ("Zulaikha", ("H", "–", "H", ""), False),
    ]
    rates = {row.participant.name: row.rate for row in session.registrations.with_minutes()}
    assert {line.name: line.rate for line in recap.lines} == rates
    assert [column.came for column in recap.columns] == [3, 1, 1, None]


def test_the_paper_prints_every_cell(session):
    recap = build_recap(session)
    pdf = recap_paper(recap).pdf()
    (page,) = pages(pdf)
    assert sizes(pdf) == {(297, 210)}
    for line in recap.lines:
        marks = " ".join(mark for mark in line.marks if mark)
        hours = f"{jp(line.present_minutes)} / {jp(line.held_minutes)}"
        assert f"{line.number} {line.name} {marks} {hours} {persen(line.rate)}" in page
    assert "Hadir (orang) 3 1 1" in page
    assert "3 dari 4 pertemuan, 18 JP" in page
    assert "Kehadiran adalah jam pelajaran yang diikuti dibagi" in page


def test_the_workbook_holds_the_same(session):
    recap = build_recap(session)
    sheet = load_workbook(BytesIO(workbook(recap)))["Rekap"]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert table[0] == ["No. urut", "Nama", 1, 2, 3, 4, "JP hadir", "JP terlaksana", "Kehadiran"]
    for line, cells in zip(recap.lines, table[2:5], strict=True):
        assert cells[:2] == [line.number, line.name]
        assert tuple(cell or "" for cell in cells[2:6]) == line.marks
        assert cells[6:8] == [line.present_minutes / 45, line.held_minutes / 45]
        assert cells[8] == pytest.approx(float(line.rate))
    assert table[5][2:6] == [3, 1, 1, None]


def test_equal_rows_give_equal_bytes_and_a_corrected_mark_others(session):
    first = build_recap(session)
    assert recap_paper(build_recap(session)).pdf() == recap_paper(first).pdf()
    assert workbook(build_recap(session)) == workbook(first)
    Meeting.objects.filter(session=session).update(status=MeetingStatus.PLANNED, locked_at=None, locked_by=None)
    mark = session.registrations.get(participant__name="Aminah").attendances.get(mark=Mark.ABSENT)
    mark.mark = Mark.PRESENT
    mark.save()
    changed = build_recap(session)
    assert changed.at == mark.marked_at > first.at
    assert recap_paper(changed).pdf() != recap_paper(first).pdf()


def test_nothing_held_yet_is_no_rate():
    session = TrainingSessionFactory(running=True)
    RegistrationFactory(session=session, accepted=True)
    MeetingFactory(session=session, number=1)
    (page,) = pages(recap_paper(build_recap(session)).pdf())
    assert "belum ada" in page
    assert "0%" not in page


def test_many_meetings_go_on_on_a_next_page():
    session = TrainingSessionFactory(running=True)
    RegistrationFactory(session=session, accepted=True, participant=ParticipantFactory(name="Aminah"))
    days = range(1, MOST_COLUMNS + 3)
    Meeting.objects.bulk_create(
        Meeting(session=session, number=n, held_on=DAY + timedelta(n), starts_at="08:00", lesson_hours=2) for n in days
    )
    first, second = pages(recap_paper(build_recap(session)).pdf())
    assert "Aminah" in first
    assert "Aminah" in second
    assert "belum ada" not in first
    assert "belum ada" in second


def test_without_meetings_there_is_a_sentence(login):
    session = TrainingSessionFactory(running=True)
    RegistrationFactory(session=session, accepted=True)
    with pytest.raises(NoMeetingError):
        build_recap(session)
    for form in ("pdf", "xlsx"):
        answer = login("pejabat").get(reverse("attendance-recap", args=[session.code, form]), follow=True)
        assert "Belum ada pertemuan untuk dicetak" in answer.content.decode()


def test_both_forms_are_given_out_at_the_same_cost_for_few_and_many(session, login, count_queries):
    client = login("pejabat")
    urls = [reverse("attendance-recap", args=[session.code, form]) for form in ("pdf", "xlsx")]
    assert client.get(urls[0])["Content-Type"] == "application/pdf"
    assert "rekap-kehadiran" in client.get(urls[1])["Content-Disposition"]
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    for _ in range(8):
        RegistrationFactory(session=session, accepted=True)
    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few
    assert client.get(reverse("attendance-recap", args=[session.code, "docx"])).status_code == 404
