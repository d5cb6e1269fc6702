"""What the database refuses by itself: each with plain SQL, past every rule."""

import pytest
from django.db import IntegrityError, connection, transaction

from participants.enums import Mark
from participants.models import Registration
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.race import second_while_first_is_open
from tests.training.factories import DAY, InstructorFactory, MeetingFactory, TrainingSessionFactory
from tkm.lib.db import breached
from training.models import Meeting, SessionInstructor, TrainingSession

pytestmark = pytest.mark.django_db


def refused_by(change: str, *values) -> str:
    """The name of the guard that refuses the SQL; empty when it passes."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change, values)
    except IntegrityError as error:
        return breached(error)
    return ""


@pytest.fixture
def locked():
    return MeetingFactory(held=True)


@pytest.mark.parametrize(
    "column",
    [
        "held_on = held_on + 1",
        "starts_at = '09:00'",
        "lesson_hours = 5",
        "number = 9",
        "topic = 'Pola rok'",
        "locked_at = now()",
    ],
)
def test_a_locked_meeting_does_not_change(locked, column):
    change = f"UPDATE training_meeting SET {column} WHERE id = %s"
    assert refused_by(change, locked.pk) == "meeting_locked_is_frozen"


def test_a_locked_meeting_does_not_change_sides_or_hands_and_is_not_deleted(locked):
    elsewhere, other = TrainingSessionFactory(), UserFactory()
    moves = ("UPDATE training_meeting SET session_id = %s WHERE id = %s", elsewhere.pk, locked.pk)
    hands = ("UPDATE training_meeting SET locked_by_id = %s WHERE id = %s", other.pk, locked.pk)
    for change in (moves, hands, ("DELETE FROM training_meeting WHERE id = %s", locked.pk)):
        assert refused_by(*change) == "meeting_locked_is_frozen"


def test_unlocking_may_not_move_the_meeting_in_the_same_breath(locked):
    unlock = "UPDATE training_meeting SET status = 'planned', locked_at = NULL, locked_by_id = NULL"
    assert refused_by(f"{unlock}, held_on = held_on + 1 WHERE id = %s", locked.pk) == "meeting_locked_is_frozen"
    assert refused_by(f"{unlock} WHERE id = %s", locked.pk) == ""
    assert refused_by("UPDATE training_meeting SET held_on = held_on + 1 WHERE id = %s", locked.pk) == ""


def test_marks_keep_their_meeting_before_they_left_and_longer_than_they_were_late():
    mark = AttendanceFactory(mark=Mark.LATE, late_minutes=60)
    Registration.objects.filter(pk=mark.registration_id).update(
        status="dropped_out", status_reason="Pindah", left_on=mark.meeting.held_on
    )
    change = "UPDATE training_meeting SET {} WHERE id = %s"
    for column in ("held_on = held_on + 1", "lesson_hours = 1"):
        assert refused_by(change.replace("{}", column), mark.meeting_id) == "meeting_keeps_its_marks"
    assert refused_by(change.replace("{}", "lesson_hours = 2"), mark.meeting_id) == ""


@pytest.mark.django_db(transaction=True)
def test_a_number_given_and_a_quota_lowered_at_once_do_not_pass_each_other():
    session = TrainingSessionFactory(closed=True)
    outcome = second_while_first_is_open(
        lambda: RegistrationFactory(session=session, accepted=True, seat_number=16),
        lambda: TrainingSession.objects.filter(pk=session.pk).update(quota=10),
    )
    assert isinstance(outcome, IntegrityError)
    assert breached(outcome) == "session_quota_covers_numbers"


def test_training_outside_its_budget_year_needs_a_reason_in_sql_too():
    session = TrainingSessionFactory()
    change = "UPDATE training_trainingsession SET {} WHERE id = %s"
    for column in ("ends_on = '2026-01-09'", "year = 2024"):
        assert refused_by(change.replace("{}", column), session.pk) == "session_in_its_year_or_reason"
    reasoned = change.replace("{}", "ends_on = '2026-01-09', outside_year_reason = 'Luncuran'")
    assert refused_by(reasoned, session.pk) == ""


@pytest.mark.parametrize(
    ("column", "guard"),
    [
        ("registration_closes_on = registration_opens_on - 1", "session_dates_in_order"),
        ("starts_on = registration_closes_on - 1", "session_dates_in_order"),
        ("ends_on = starts_on - 1", "session_dates_in_order"),
        ("quota = 0", "session_quota_in_range"),
        ("quota = 501", "session_quota_in_range"),
        ("min_attendance = 0", "session_min_attendance_in_range"),
        ("min_attendance = 101", "session_min_attendance_in_range"),
        ("status = 'cancelled'", "session_cancelled_iff_reason"),
        ("cancel_reason = 'banjir'", "session_cancelled_iff_reason"),
        ("registration_closed_at = now()", "session_closed_by_somebody"),
    ],
)
def test_the_columns_of_an_angkatan_agree(column, guard):
    session = TrainingSessionFactory()
    assert refused_by(f"UPDATE training_trainingsession SET {column} WHERE id = %s", session.pk) == guard


@pytest.mark.parametrize(
    ("column", "guard"),
    [
        ("lesson_hours = 0", "meeting_has_lesson_hours"),
        ("lesson_hours = 17", "meeting_has_lesson_hours"),
        ("status = 'held'", "meeting_held_iff_locked"),
        ("locked_at = now()", "meeting_held_iff_locked"),
        ("status = 'cancelled'", "meeting_cancelled_has_reason"),
    ],
)
def test_the_columns_of_a_meeting_agree(column, guard):
    meeting = MeetingFactory()
    assert refused_by(f"UPDATE training_meeting SET {column} WHERE id = %s", meeting.pk) == guard


def test_two_meetings_do_not_begin_at_once_unless_one_is_cancelled():
    first = MeetingFactory(held_on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingFactory(session=first.session, number=2, held_on=DAY)
    Meeting.objects.filter(pk=first.pk).update(status="cancelled", reason="Banjir")
    assert MeetingFactory(session=first.session, number=2, held_on=DAY).pk


def test_who_teaches_where_leaves_events():
    session, teacher = TrainingSessionFactory(), InstructorFactory()
    session.instructors.add(teacher)
    session.instructors.clear()
    events = SessionInstructor._meta.get_field("events").related_model.objects.filter(trainingsession_id=session.pk)
    assert list(events.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
