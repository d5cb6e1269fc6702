"""Planning, adding, moving and cancelling meetings; what is locked stays as it is."""

from datetime import date, time, timedelta

import pytest

from accounts.access import ForbiddenError
from participants.enums import Mark
from participants.models import Registration
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import MeetingFactory, TrainingSessionFactory
from tkm.lib.errors import StaleError, UnansweredError
from training import meetings, schedule
from training.enums import MeetingStatus, SessionStatus
from training.schedule import MeetingData, Schedule

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2025, 8, 4), date(2025, 9, 1)  # the training of the news report
WORKDAYS = frozenset(range(5))
EIGHT = time(8, 0)


@pytest.fixture
def actor():
    return UserFactory(role="verifikator")


@pytest.fixture
def session():
    """4 August to 1 September 2025."""
    opens = {"registration_opens_on": date(2025, 7, 1), "registration_closes_on": date(2025, 7, 20)}
    return TrainingSessionFactory(starts_on=FIRST, ends_on=LAST, **opens)


def weekly(**changes) -> Schedule:
    typed = {"weekdays": WORKDAYS, "first": FIRST, "last": LAST, "starts_at": EIGHT, "lesson_hours": 6}
    return Schedule(**{**typed, "skipped": frozenset([date(2025, 8, 18)]), **changes})


def planned(session, actor, *, replace=False, **changes):
    return meetings.plan(session.pk, weekly(**changes), replace=replace, actor=actor)


def numbers(session) -> list[tuple[int, date]]:
    return [(one.number, one.held_on) for one in session.meetings.order_by("held_on", "starts_at")]


def change(meeting, actor, *, reason="", confirmed=False, on=LAST, **changes):
    meeting.refresh_from_db()
    typed = {name: getattr(meeting, name) for name in ("held_on", "starts_at", "lesson_hours", "topic")}
    data = MeetingData(**{**typed, **changes})
    version = meeting.updated_at.isoformat()
    return meetings.change_meeting(
        meeting.pk, data, reason=reason, confirmed=confirmed, version=version, on=on, actor=actor
    )


def lock(meeting):
    type(meeting).objects.filter(pk=meeting.pk).update(
        status=MeetingStatus.HELD, locked_at="2025-08-04T06:00:00Z", locked_by=UserFactory()
    )


def test_the_training_of_the_news_report_has_twenty_meetings(session, actor):
    made = planned(session, actor)
    assert len(made) == 20
    assert sum(one.lesson_hours for one in made) == 120
    assert [one.number for one in made] == list(range(1, 21))
    assert (made[0].held_on, made[-1].held_on) == (FIRST, LAST)
    assert date(2025, 8, 18) not in [one.held_on for one in made]
    assert {one.held_on.weekday() for one in made} == {0, 1, 2, 3, 4}


def test_the_preview_shows_what_would_be_made_and_writes_nothing(session, actor):
    found = meetings.propose(session, weekly(), replace=False)
    assert (len(found), session.meetings.count()) == (20, 0)
    planned(session, actor)
    assert all(one.existing for one in meetings.propose(session, weekly(), replace=False))


def test_the_same_plan_sent_twice_acts_once(session, actor):
    planned(session, actor)
    before = list(session.meetings.values_list("pk", "number"))
    assert planned(session, actor) == []
    assert planned(session, actor, replace=True) == []
    assert list(session.meetings.values_list("pk", "number")) == before


def test_a_second_plan_fills_the_days_between(session, actor):
    planned(session, actor, weekdays=frozenset([0]))
    planned(session, actor, weekdays=frozenset([1]))
    assert [number for number, _ in numbers(session)] == list(range(1, 9))
    assert [day.weekday() for _, day in numbers(session)] == [0, 1, 0, 1, 1, 0, 1, 0]


def test_replacing_keeps_what_was_marked_or_locked(session, actor):
    made = planned(session, actor)
    AttendanceFactory(registration=RegistrationFactory(session=session, accepted=True), meeting=made[0])
    lock(made[1])
    planned(session, actor, replace=True, first=date(2025, 8, 6), starts_at=time(13, 0))
    hours = list(session.meetings.order_by("number").values_list("starts_at", flat=True))
    assert hours[:2] == [EIGHT, EIGHT]
    assert set(hours[2:]) == {time(13, 0)}
    assert len(hours) == 20


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"first": FIRST - timedelta(days=1)}, schedule.OutsideSessionError, "first"),
        ({"last": LAST + timedelta(days=1)}, schedule.OutsideSessionError, "last"),
        ({"weekdays": frozenset()}, schedule.NoDaysError, "weekdays"),
        ({"first": LAST, "last": FIRST}, schedule.NoDaysError, "weekdays"),
        ({"starts_at": time(20, 0)}, schedule.PastMidnightError, "starts_at"),
    ],
)
def test_a_schedule_that_does_not_fit_is_refused_at_its_field(session, actor, changes, refusal, field):
    with pytest.raises(refusal) as refused:
        planned(session, actor, **changes)
    assert refused.value.field == field
    assert not session.meetings.exists()


def test_more_than_two_hundred_meetings_are_a_slip(session, actor):
    session.ends_on, session.outside_year_reason = date(2026, 12, 1), "Tahun jamak"
    session.save()
    with pytest.raises(schedule.TooManyDaysError):
        planned(session, actor, last=date(2026, 12, 1))


def test_meetings_do_not_overlap(session, actor):
    planned(session, actor)
    with pytest.raises(schedule.ClashError, match=r"Senin, 4 Agustus 2025 sudah ada Pertemuan 1 \(08.00–12.30\)"):
        planned(session, actor, starts_at=time(12, 29))
    assert len(planned(session, actor, starts_at=time(12, 30), lesson_hours=2)) == 20


def test_a_meeting_may_end_at_midnight(session, actor):
    assert meetings.add_meeting(session.pk, MeetingData(FIRST, time(22, 30), 2), actor=actor).number == 1
    with pytest.raises(schedule.PastMidnightError):
        meetings.add_meeting(session.pk, MeetingData(LAST, time(22, 31), 2), actor=actor)


def test_one_more_meeting_takes_its_place_by_date_and_twice_is_once(session, actor):
    planned(session, actor)
    data = MeetingData(date(2025, 8, 9), EIGHT, 4, "Pola rok")
    extra = meetings.add_meeting(session.pk, data, actor=actor)
    assert extra.number == 6
    assert meetings.add_meeting(session.pk, data, actor=actor) == extra
    assert [number for number, _ in numbers(session)] == list(range(1, 22))


def test_a_moved_meeting_is_numbered_by_its_new_date_and_keeps_the_reason(session, actor):
    first = planned(session, actor)[0]
    with pytest.raises(meetings.ReasonMissingError):
        change(first, actor, held_on=date(2025, 8, 9))
    moved = change(first, actor, held_on=date(2025, 8, 9), reason="Banjir")
    moved.refresh_from_db()
    assert (moved.number, moved.reason) == (5, "Banjir")
    assert [number for number, _ in numbers(session)] == list(range(1, 21))


def test_the_topic_needs_no_reason(session, actor):
    first = planned(session, actor)[0]
    assert change(first, actor, topic="Keselamatan kerja").topic == "Keselamatan kerja"


def test_locked_meetings_keep_their_numbers(session, actor):
    made = planned(session, actor, last=date(2025, 8, 8))
    lock(made[1])
    lock(made[2])
    change(made[0], actor, held_on=date(2025, 8, 9), reason="Banjir")
    assert [number for number, _ in numbers(session)] == [2, 3, 4, 5, 6]
    meetings.add_meeting(session.pk, MeetingData(FIRST, EIGHT, 6), actor=actor)
    assert [number for number, _ in numbers(session)] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(schedule.BeforeLockedError, match=r"Pertemuan 2 \(5 Agustus 2025\) sudah dikunci"):
        meetings.add_meeting(session.pk, MeetingData(FIRST, time(13, 0), 4), actor=actor)


def test_a_locked_meeting_is_neither_changed_nor_cancelled(session, actor):
    first = planned(session, actor)[0]
    lock(first)
    with pytest.raises(meetings.MeetingLockedError):
        change(first, actor, topic="Pola rok")
    with pytest.raises(meetings.MeetingLockedError):
        meetings.cancel_meeting(first.pk, reason="Banjir", confirmed=True, actor=actor)


def test_a_cancelled_meeting_keeps_its_number_and_reason(session, actor):
    first = planned(session, actor)[0]
    with pytest.raises(meetings.ReasonMissingError):
        meetings.cancel_meeting(first.pk, reason="", confirmed=False, actor=actor)
    meetings.cancel_meeting(first.pk, reason="Banjir", confirmed=False, actor=actor)
    again = meetings.cancel_meeting(first.pk, reason="Lain", confirmed=False, actor=actor)
    assert (again.status, again.reason, again.number) == (MeetingStatus.CANCELLED, "Banjir", 1)
    with pytest.raises(meetings.MeetingCancelledError):
        change(first, actor, topic="Pola rok")
    assert meetings.add_meeting(session.pk, MeetingData(FIRST, EIGHT, 6), actor=actor).pk != first.pk


@pytest.fixture
def marked(session, actor):
    """A meeting of 5 August with one person marked 60 minutes late."""
    meeting = planned(session, actor)[1]
    person = RegistrationFactory(session=session, accepted=True)
    AttendanceFactory(registration=person, meeting=meeting, mark=Mark.LATE, late_minutes=60)
    return meeting


def test_marks_move_or_fall_away_only_when_somebody_says_so(marked, actor):
    with pytest.raises(UnansweredError, match="ikut pindah"):
        change(marked, actor, held_on=date(2025, 8, 9), reason="Salah tanggal")
    assert change(marked, actor, held_on=date(2025, 8, 9), reason="Salah tanggal", confirmed=True).pk
    with pytest.raises(UnansweredError, match="tidak dihitung lagi"):
        meetings.cancel_meeting(marked.pk, reason="Banjir", confirmed=False, actor=actor)
    assert meetings.cancel_meeting(marked.pk, reason="Banjir", confirmed=True, actor=actor).pk


def test_marks_stay_true(marked, actor):
    with pytest.raises(meetings.MarksInFutureError):
        change(marked, actor, held_on=date(2025, 8, 9), reason="x", confirmed=True, on=date(2025, 8, 8))
    with pytest.raises(meetings.LatenessError):
        change(marked, actor, lesson_hours=1)
    Registration.objects.update(status="dropped_out", status_reason="Pindah", left_on=marked.held_on)
    with pytest.raises(meetings.MarksAfterLeavingError):
        change(marked, actor, held_on=date(2025, 8, 9), reason="x", confirmed=True)


def test_a_stale_form_changes_nothing(session, actor):
    first = planned(session, actor)[0]
    opened = first.updated_at.isoformat()
    change(first, actor, topic="Pola rok")
    with pytest.raises(StaleError):
        meetings.change_meeting(
            first.pk, MeetingData(FIRST, EIGHT, 6), reason="", confirmed=False, version=opened, on=LAST, actor=actor
        )


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.CANCELLED])
def test_an_angkatan_that_is_over_plans_nothing_more(session, actor, status):
    first = planned(session, actor)[0]
    reason = "Banjir" if status == SessionStatus.CANCELLED else ""
    type(session).objects.filter(pk=session.pk).update(status=status, cancel_reason=reason)
    for call in (
        lambda: planned(session, actor),
        lambda: meetings.add_meeting(session.pk, MeetingData(FIRST, time(13, 0), 2), actor=actor),
        lambda: change(first, actor, topic="x"),
        lambda: meetings.cancel_meeting(first.pk, reason="x", confirmed=True, actor=actor),
    ):
        with pytest.raises(meetings.NotPlannableError):
            call()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifikator_plans_and_cancels(session, role):
    other, meeting = UserFactory(role=role), MeetingFactory(session=session, number=1)
    for call in (
        lambda: planned(session, other),
        lambda: meetings.cancel_meeting(meeting.pk, reason="x", confirmed=True, actor=other),
    ):
        with pytest.raises(ForbiddenError):
            call()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat"])
def test_only_the_verifikator_and_the_administrator_change_meetings(session, role):
    other, meeting = UserFactory(role=role), MeetingFactory(session=session, number=1)
    for call in (
        lambda: meetings.add_meeting(session.pk, MeetingData(FIRST, time(13, 0), 2), actor=other),
        lambda: change(meeting, other, topic="x"),
    ):
        with pytest.raises(ForbiddenError):
            call()
    assert change(meeting, UserFactory(role="administrator"), topic="x").topic == "x"
