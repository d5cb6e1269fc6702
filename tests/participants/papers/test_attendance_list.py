"""Daftar hadir read back: who stands on it in which order, with room to sign, in every size of paper and class."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from documents.enums import PaperKind
from documents.models import Office, PaperFormat
from documents.qr import qr_svg
from participants.papers.attendance_list import meeting_lists, week_lists
from participants.papers.class_rows import NobodyInClassError, NoMeetingError
from participants.papers.codes import attendance_code
from participants.papers.weeks import weeks_of
from tests.documents.factories import SignatoryFactory
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.participants.papers.reading import heights, pages, sizes, squeezed
from tests.training.factories import DAY, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus

pytestmark = pytest.mark.django_db
LONG = ("Siti Rahmah binti Abdul Hamid Muhammad Yusuf Noor " * 3)[:120]
ODD = "Ñur Ḥasanah d’Łódź محمد"


def class_of(*names, count=0, **kwargs):
    session = TrainingSessionFactory(running=True, quota=60, **kwargs)
    for name in [*names, *(f"Peserta {n}" for n in range(count))]:
        RegistrationFactory(session=session, accepted=True, participant=ParticipantFactory(name=name))
    return session


def meeting(session, number=1, **kwargs):
    made = MeetingFactory(session=session, number=number, topic="Membuat pola", **kwargs)
    made.session = session
    return made


def test_it_carries_what_the_office_writes_on_a_daftar_hadir():
    session = class_of("Siti Rahmah", instructors=[InstructorFactory(name="Hj. Noorjannah")])
    SignatoryFactory()
    (page,) = pages(meeting_lists(session, [meeting(session)]).pdf())
    day = "Rabu, 30 Juli 2025"
    for words in (
        "DAFTAR HADIR PESERTA", f"{session} ({session.code})", f"ke-1, {day}", "08.00–12.30 (6 JP)", "Membuat pola",
        "Hj. Noorjannah", session.place, "1 Siti Rahmah", "Jumlah peserta: 1 orang.", "Banjarbaru, 30 Juli 2025",
        "Kepala Dinas,", "H. CONTOH PEJABAT, S.Sos., M.M.", "NIP 19700101 199503 1 001", "Halaman 1 dari 1",
    ):  # fmt: skip
        assert words in page


def test_people_stand_in_the_order_of_their_numbers_and_sign_left_and_right():
    session = class_of("Zulaikha", "Aminah", "Norhayati")
    page = pages(meeting_lists(session, [meeting(session)]).pdf())[0]
    assert page.index("1 Zulaikha") < page.index("2 Aminah") < page.index("3 Norhayati")
    pdf = meeting_lists(session, [session.meetings.get()]).pdf()
    at = {text: height for text, height in heights(pdf) if text in ("1.", "2.", "3.")}
    assert at["1."] - at["3."] >= 2 * 7  # the box of the first reaches down to that of the third


def test_names_of_any_length_and_letters_are_whole():
    session = class_of(LONG, ODD)
    printed = squeezed("".join(pages(meeting_lists(session, [meeting(session)]).pdf())))
    assert squeezed(LONG) in printed
    assert squeezed("Ñur Ḥasanah d’Łódź") in printed


def test_who_left_before_the_meeting_does_not_stand_on_its_list():
    session = class_of("Siti Rahmah")
    RegistrationFactory(session=session, dropped_out=True, participant=ParticipantFactory(name="Norhayati"))
    before, after = (meeting(session, number, held_on=DAY + timedelta(days)) for number, days in ((1, -1), (2, 0)))
    first, second = pages(meeting_lists(session, [before, after]).pdf())
    assert "2 Norhayati" in first
    assert "Norhayati" not in second
    assert "Jumlah peserta: 1 orang." in second
    (week,) = pages(week_lists(session, weeks_of([before])).pdf())
    assert "Norhayati" in week


def test_a_week_has_a_column_for_each_meeting_and_says_who_left_in_between():
    session = class_of("Siti Rahmah")
    RegistrationFactory(
        session=session, dropped_out=True, left_on=date(2025, 8, 6), participant=ParticipantFactory(name="Norhayati")
    )
    days = [meeting(session, number, held_on=DAY + timedelta(number - 1)) for number in range(1, 6)]
    pdf = week_lists(session, weeks_of(days)).pdf()
    (page,) = pages(pdf)
    at = dict(heights(pdf))
    assert at["Siti Rahmah"] - at["Norhayati"] >= 9  # room for a hand
    assert [f"Pertemuan {number}" in page for number in range(1, 7)] == [True] * 5 + [False]
    assert "minggu ke-1, 4 – 8 Agustus 2025" in page
    assert page.count("keluar") == 3
    assert "Paraf instruktur" in page


def test_weeks_begin_on_monday_and_are_counted_from_the_first():
    session = TrainingSessionFactory(running=True)
    days = [date(2025, 8, 8), date(2025, 8, 10), date(2025, 8, 11), date(2025, 8, 25)]
    found = weeks_of([meeting(session, number, held_on=day) for number, day in enumerate(days, start=1)])
    assert [(week.number, len(week.meetings)) for week in found] == [(1, 2), (2, 1), (4, 1)]
    assert weeks_of([]) == []


def test_more_meetings_than_a_sheet_holds_take_a_second_one():
    session = class_of("Siti Rahmah")
    days = [meeting(session, number, held_on=DAY + timedelta(number - 1)) for number in range(1, 8)]
    paper = week_lists(session, weeks_of(days))
    assert [len(sheet.columns) for sheet in paper.data.sheets] == [6, 1]


def test_forty_people_are_all_there_and_signatures_are_not_alone():
    session = class_of(count=40)
    first = meeting(session)
    pdf = meeting_lists(session, [first]).pdf()
    printed = pages(pdf)
    assert [page.count("Peserta ") for page in printed][-1] >= 2
    assert sum(page.count(f" Peserta {n} ") for n in range(40) for page in printed) == 40
    assert [f"Halaman {n} dari {len(printed)}" in page for n, page in enumerate(printed, 1)] == [True] * len(printed)
    assert sizes(pdf) == {(210, 297)}


@pytest.mark.parametrize(("size", "portrait"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_the_paper_is_the_one_that_is_set_for_this_kind(size, portrait):
    PaperFormat.objects.filter(kind=PaperKind.ATTENDANCE_LIST).update(size=size)
    session = class_of("Siti Rahmah")
    first = meeting(session)
    assert sizes(meeting_lists(session, [first]).pdf()) == {portrait}
    assert sizes(week_lists(session, weeks_of([first])).pdf()) == {portrait[::-1]}


def test_each_sheet_has_its_own_qr_and_pages_of_its_own():
    session, office = class_of(count=30), Office.objects.get()
    first, second = meeting(session, 1), meeting(session, 2)
    paper = meeting_lists(session, [first, second])
    assert [sheet.foot.qr for sheet in paper.data.sheets] == [
        qr_svg(attendance_code(office, [one])) for one in (first, second)
    ]
    printed = pages(paper.pdf())
    assert [page[page.index("Halaman") :] for page in printed] == ["Halaman 1 dari 2", "Halaman 2 dari 2"] * 2


def test_equal_rows_give_equal_bytes_and_a_change_others():
    session = class_of("Siti Rahmah")
    first = meeting(session)
    printed = meeting_lists(session, [first]).pdf()
    assert meeting_lists(session, [first]).pdf() == printed
    person = session.registrations.get().participant
    person.name = "Siti Rahma"
    person.save()
    assert meeting_lists(session, [first]).pdf() != printed


def test_several_instructors_and_officials_leave_lines_to_be_filled_in():
    session = class_of("Siti Rahmah", instructors=[InstructorFactory(name="Ani"), InstructorFactory(name="Budi")])
    SignatoryFactory(name="PEJABAT SATU")
    SignatoryFactory(name="PEJABAT DUA", position="Kepala Bidang")
    (page,) = pages(meeting_lists(session, [meeting(session)]).pdf())
    assert "Ani, Budi" in page
    assert "Mengetahui," in page
    assert "PEJABAT" not in page


def test_without_people_or_meetings_there_is_a_sentence_and_no_paper():
    session = TrainingSessionFactory(running=True)
    with pytest.raises(NoMeetingError, match="Susun dulu jadwalnya"):
        meeting_lists(session, [])
    with pytest.raises(NoMeetingError):
        week_lists(session, [])
    with pytest.raises(NobodyInClassError, match="Terima dulu di tab Peserta"):
        meeting_lists(session, [meeting(session)])


def test_page_of_a_meeting_and_of_the_class_give_the_lists(login, count_queries):
    session = class_of("Siti Rahmah", "Aminah")
    first = meeting(session)
    meeting(session, 2, status=MeetingStatus.CANCELLED, reason="listrik padam")
    client = login("verifikator")
    one = reverse("attendance-list", args=[session.code, 1])
    for url in (one, reverse("attendance-lists", args=[session.code, "pertemuan"])):
        answer = client.get(url)
        assert answer["Content-Type"] == "application/pdf"
        assert len(pages(answer.content)) == 1
    few = count_queries(lambda: client.get(one))
    for _ in range(6):
        RegistrationFactory(session=session, accepted=True)
    assert count_queries(lambda: client.get(one)) == few
    assert f'href="{one}"' in client.get(first.get_absolute_url()).content.decode()
    assert f'href="{one}"' in client.get(reverse("meeting-list", args=[session.code])).content.decode()
    cancelled = client.get(reverse("attendance-list", args=[session.code, 2]), follow=True)
    assert "Pertemuan 2 dibatalkan, jadi tidak ada daftar hadirnya." in cancelled.content.decode()


def test_what_cannot_be_printed_is_said_on_the_page(login):
    session = TrainingSessionFactory(running=True)
    client = login("verifikator")
    meeting(session)
    for by in ("pertemuan", "minggu"):
        answer = client.get(reverse("attendance-lists", args=[session.code, by]), follow=True)
        assert "Belum ada peserta yang lolos" in answer.content.decode()
    answer = client.get(reverse("attendance-lists", args=[session.code, "minggu"]), {"minggu": "x"}, follow=True)
    assert "Belum ada pertemuan untuk dicetak" in answer.content.decode()
    assert client.get(reverse("attendance-lists", args=[session.code, "tahun"])).status_code == 404
