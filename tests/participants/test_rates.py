"""The attendance rate: its arithmetic, and that SQL and the written definition agree on any class."""

from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from participants.enums import Mark, RegistrationStatus
from participants.models import Attendance, Registration
from participants.rates import attendance_rate, is_enough
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from tkm.lib.formats import jp, persen
from training.enums import MeetingStatus
from training.models import Meeting


def test_nothing_held_yet_is_no_rate():
    assert attendance_rate(present_minutes=0, held_minutes=0) is None


def test_absent_from_all_is_zero_not_none():
    assert attendance_rate(present_minutes=0, held_minutes=270) == 0


@pytest.mark.parametrize(("present", "held"), [(271, 270), (1, 0), (-1, 270)])
def test_more_than_held_is_refused(present: int, held: int):
    with pytest.raises(ValueError, match="minutes present of"):
        attendance_rate(present_minutes=present, held_minutes=held)


@given(held=st.integers(1, 10_000), data=st.data())
def test_rate_is_a_share_that_grows_with_presence(held: int, data: st.DataObject):
    present = data.draw(st.integers(0, held - 1))
    less = attendance_rate(present_minutes=present, held_minutes=held)
    more = attendance_rate(present_minutes=present + 1, held_minutes=held)
    assert 0 <= less < more <= 1


def test_the_minimum_is_compared_exactly():
    assert is_enough(Fraction(4, 5), 80)
    assert not is_enough(Fraction(79_999, 100_000), 80)


@pytest.mark.parametrize(("minutes", "words"), [(0, "0"), (270, "6"), (230, "5,1"), (40, "0,9"), (2118, "47,1")])
def test_minutes_are_told_in_teaching_hours(minutes: int, words: str):
    assert jp(minutes) == words


SHORTEST = 44  # a person is late by less than the meeting lasts, 1 JP at least
# One meeting: days after the start, JP, status.
MEETINGS = st.lists(st.tuples(st.integers(0, 9), st.integers(1, 8), st.sampled_from(MeetingStatus)), max_size=6)
# One person: the day it left (None: stays), and a mark or none for each meeting.
MARKS = st.lists(st.none() | st.tuples(st.sampled_from(Mark), st.integers(1, SHORTEST)), min_size=6, max_size=6)
PEOPLE = st.lists(st.tuples(st.none() | st.integers(0, 12), MARKS), min_size=1, max_size=4)


def expected(meetings: list[Meeting], marks: dict[int, tuple[str, int]], left_on: date | None) -> tuple[int, int]:
    """Minutes present and held, as design and decision record word it, one meeting after the other."""
    present = held = 0
    for meeting in meetings:
        if meeting.status != MeetingStatus.HELD or (left_on and meeting.held_on >= left_on):
            continue
        held += meeting.lesson_hours * 45
        mark, late = marks.get(meeting.pk, ("", 0))
        if mark == Mark.PRESENT:
            present += meeting.lesson_hours * 45
        elif mark == Mark.LATE:
            present += meeting.lesson_hours * 45 - late
    return present, held


def build_class(meetings, people):
    """Saves the class; returns its meetings and (registration, its marks by meeting)."""
    session = TrainingSessionFactory(running=True, quota=10)
    made = [
        MeetingFactory(
            session=session,
            number=n,
            lesson_hours=hours,
            held_on=session.starts_on + timedelta(days),
            starts_at=time(7 + n),
        )
        for n, (days, hours, _) in enumerate(meetings, start=1)
    ]
    clerk, rows = UserFactory(), []
    for left, marks in people:
        registration = RegistrationFactory(session=session, accepted=True)
        left_on = session.starts_on + timedelta(left) if left is not None else None
        own = {m.pk: mark for m, mark in zip(made, marks, strict=False) if mark and m.held_on <= (left_on or date.max)}
        Attendance.objects.bulk_create(attendance(registration, pk, *mark, clerk) for pk, mark in own.items())
        rows.append((registration, own, left_on))
    close_class(made, meetings, rows, clerk)
    return made, rows


def attendance(registration, meeting_id, mark, late, clerk) -> Attendance:
    late_minutes = late if mark == Mark.LATE else 0
    return Attendance(
        registration=registration, meeting_id=meeting_id, mark=mark, late_minutes=late_minutes, marked_by=clerk
    )


def close_class(made, meetings, rows, clerk):
    """Let people leave and meetings be held or cancelled, once all marks stand."""
    for meeting, (_, _, status) in zip(made, meetings, strict=True):
        meeting.status, meeting.reason = status, "hujan" if status == MeetingStatus.CANCELLED else ""
        if status == MeetingStatus.HELD:
            meeting.locked_at, meeting.locked_by = NOW, clerk
        meeting.save()
    for registration, _, left_on in rows:
        if left_on:
            registration.status, registration.status_reason = RegistrationStatus.DROPPED_OUT, "tidak datang lagi"
            registration.left_on = left_on
            registration.save()


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(meetings=MEETINGS, people=PEOPLE)
def test_sql_counts_what_the_definition_says(meetings, people):
    with transaction.atomic():
        made, rows = build_class(meetings, people)
        found = {row.pk: (row.present_minutes, row.held_minutes) for row in Registration.objects.with_minutes()}
        assert found == {row.pk: expected(made, marks, left_on) for row, marks, left_on in rows}
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_who_joins_late_keeps_the_whole_denominator():
    mark = AttendanceFactory(meeting__number=2)
    MeetingFactory(session=mark.meeting.session, number=1, held=True)
    Meeting.objects.filter(pk=mark.meeting.pk).update(
        status=MeetingStatus.HELD, locked_at=NOW, locked_by=mark.marked_by
    )
    row = Registration.objects.with_minutes().get()
    assert (row.present_minutes, row.held_minutes) == (270, 540)


@pytest.mark.django_db
def test_minutes_of_a_whole_class_cost_one_query(django_assert_num_queries):
    session = TrainingSessionFactory(running=True)
    RegistrationFactory.create_batch(3, session=session, accepted=True)
    MeetingFactory(session=session, held=True, held_on=DAY)
    with django_assert_num_queries(1):
        assert [row.held_minutes for row in session.registrations.with_minutes()] == [270] * 3


@given(held=st.integers(1, 50_000), minimum=st.integers(1, 100))
def test_a_rate_never_reads_as_the_minimum_it_just_misses(held: int, minimum: int):
    short = Fraction((minimum * held - 1) // 100, held)
    assert not is_enough(short, minimum)
    assert Fraction(persen(short).removesuffix("%").replace(",", ".")) < minimum


PER_CENT = [((7_996, 10_000), "79,9%"), ((4, 5), "80%"), ((2, 3), "66,6%"), ((965, 1000), "96,5%"), ((0, 1), "0%")]


@pytest.mark.parametrize(("rate", "words"), PER_CENT)
def test_a_rate_is_told_in_per_cent_rounded_down(rate: tuple[int, int], words: str):
    assert persen(Fraction(*rate)) == words
