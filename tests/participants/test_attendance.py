"""Marking, locking, unlocking: by whom, when, and what the list needs."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accounts.access import ForbiddenError
from participants.attendance import (
    EmptyClassError,
    Entry,
    GraduationConfirmedError,
    LateMinutesError,
    ListLockedError,
    MarksMissingError,
    MeetingCancelledError,
    MeetingNotYetError,
    NotInClassError,
    lock_list,
    mark_attendance,
    mark_rest_present,
    minutes_late,
    unlock_list,
)
from participants.enums import Mark
from participants.leaving import drop_out, undo_drop_out
from participants.models import Attendance
from participants.transitions import ReasonMissingError, SessionNotRunningError
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduate
from tests.training.factories import DAY, NOW, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus, SessionStatus
from training.sessions import cancel_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return UserFactory(role="instruktur")


@pytest.fixture
def session(teacher):
    return TrainingSessionFactory(running=True, instructors=[InstructorFactory(user=teacher)])


@pytest.fixture
def meeting(session):
    return MeetingFactory(session=session, held_on=DAY)


def mark(meeting, registration, actor, kind=Mark.PRESENT, *, on=DAY, **entry):
    return mark_attendance(meeting.pk, {registration.pk: Entry(kind, **entry)}, on=on, actor=actor)


def test_a_mark_says_what_and_who(meeting, teacher):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    assert mark(meeting, registration, teacher, Mark.LATE, late_minutes=40, note=" hujan ") == 1
    made = Attendance.objects.get()
    assert (made.mark, made.late_minutes, made.note, made.marked_by) == (Mark.LATE, 40, "hujan", teacher)


def test_the_last_marker_wins_and_the_history_keeps_both(meeting, teacher):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    mark(meeting, registration, teacher, Mark.LATE, late_minutes=40)
    mark(meeting, registration, UserFactory(role="verifikator"), Mark.ABSENT)
    made = Attendance.objects.get()
    assert (made.mark, made.late_minutes) == (Mark.ABSENT, 0)
    assert list(made.events.order_by("pgh_id").values_list("mark", flat=True)) == [Mark.LATE, Mark.ABSENT]


def test_what_stands_already_is_not_written_again(meeting, teacher):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    mark(meeting, registration, teacher)
    assert mark(meeting, registration, UserFactory(role="verifikator")) == 0
    assert Attendance.objects.get().marked_by == teacher


def test_nobody_marks_before_the_day(session, teacher):
    tomorrow = MeetingFactory(session=session, held_on=DAY + timedelta(1))
    registration = RegistrationFactory(session=session, accepted=True)
    with pytest.raises(MeetingNotYetError, match="Selasa, 5 Agustus 2025"):
        mark(tomorrow, registration, teacher)
    with pytest.raises(MeetingNotYetError):
        lock_list(tomorrow.pk, at=NOW, actor=teacher)


def test_a_cancelled_meeting_is_not_marked(session, teacher):
    meeting = MeetingFactory(session=session, held_on=DAY, status=MeetingStatus.CANCELLED, reason="hujan lebat")
    with pytest.raises(MeetingCancelledError, match="hujan lebat"):
        mark(meeting, RegistrationFactory(session=session, accepted=True), teacher)


def test_a_finished_angkatan_is_not_marked(meeting, teacher):
    meeting.session.status = SessionStatus.FINISHED
    meeting.session.save()
    with pytest.raises(SessionNotRunningError):
        mark(meeting, RegistrationFactory(session=meeting.session, accepted=True), teacher)


@pytest.mark.parametrize("trait", ["eligible", "waitlisted", "withdrawn", "dropped_out"])
def test_who_is_not_in_class_that_day_is_not_marked(meeting, teacher, trait):
    registration = RegistrationFactory(session=meeting.session, **{trait: True})
    with pytest.raises(NotInClassError):
        mark(meeting, registration, teacher)


def test_who_left_later_is_still_marked_for_the_day(session, teacher):
    yesterday = MeetingFactory(session=session, held_on=DAY - timedelta(1))
    registration = RegistrationFactory(session=session, dropped_out=True)
    assert mark(yesterday, registration, teacher) == 1


def test_people_of_another_angkatan_are_nobody_here(meeting, teacher):
    stranger = RegistrationFactory(accepted=True)
    assert mark(meeting, stranger, teacher) == 0
    assert not Attendance.objects.exists()


def test_an_instructor_marks_only_the_own_angkatan(teacher):
    foreign = MeetingFactory(held_on=DAY)
    registration = RegistrationFactory(session=foreign.session, accepted=True)
    for call in (
        lambda: mark(foreign, registration, teacher),
        lambda: mark_rest_present(foreign.pk, on=DAY, actor=teacher),
        lambda: lock_list(foreign.pk, at=NOW, actor=teacher),
    ):
        with pytest.raises(ForbiddenError):
            call()


@pytest.mark.parametrize("role", ["petugas", "pengurus_barang", "pejabat", "administrator"])
def test_others_do_not_mark(meeting, role):
    with pytest.raises(ForbiddenError):
        mark(meeting, RegistrationFactory(session=meeting.session, accepted=True), UserFactory(role=role))


@pytest.mark.parametrize("minutes", [0, -5, 270, 9999])
def test_lateness_lies_within_the_meeting(meeting, teacher, minutes):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    with pytest.raises(LateMinutesError):
        mark(meeting, registration, teacher, Mark.LATE, late_minutes=minutes)
    assert not Attendance.objects.exists()


def test_minutes_count_from_the_start_to_the_arrival(meeting):
    assert minutes_late(meeting, time(8, 40)) == 40
    assert minutes_late(meeting, time(12, 29)) == 269


@pytest.mark.parametrize("arrival", [time(7, 59), time(8, 0), time(12, 30), time(23, 59)])
def test_an_arrival_outside_the_meeting_is_not_late(meeting, arrival):
    with pytest.raises(LateMinutesError):
        minutes_late(meeting, arrival)


def test_the_rest_is_present_and_marks_stay(meeting, teacher):
    sick, *others = RegistrationFactory.create_batch(3, session=meeting.session, accepted=True)
    RegistrationFactory(session=meeting.session, dropped_out=True)
    mark(meeting, sick, teacher, Mark.SICK)
    assert mark_rest_present(meeting.pk, on=DAY, actor=teacher) == 2
    marks = dict(meeting.attendances.values_list("registration", "mark"))
    assert marks == {sick.pk: Mark.SICK, **{other.pk: Mark.PRESENT for other in others}}


def test_who_joined_after_the_day_is_not_marked_present_unseen(meeting, teacher):
    late = RegistrationFactory(session=meeting.session, accepted=True, decided_on=DAY + timedelta(3))
    RegistrationFactory(session=meeting.session, accepted=True, decided_on=DAY)
    assert mark_rest_present(meeting.pk, on=DAY + timedelta(4), actor=teacher) == 1
    with pytest.raises(MarksMissingError, match=late.participant.name):
        lock_list(meeting.pk, at=NOW + timedelta(4), actor=teacher)


def test_locking_makes_the_meeting_held(meeting, teacher):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    mark(meeting, registration, teacher)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.locked_at, meeting.locked_by) == (MeetingStatus.HELD, NOW, teacher)
    with pytest.raises(ListLockedError):
        mark(meeting, registration, teacher, Mark.ABSENT)
    assert lock_list(meeting.pk, at=NOW + timedelta(1), actor=teacher).locked_at == NOW


def test_locking_names_who_is_missing(meeting, teacher):
    people = RegistrationFactory.create_batch(7, session=meeting.session, accepted=True)
    named = ", ".join(person.participant.name for person in people[:5])
    with pytest.raises(MarksMissingError, match=f"{named} dan 2 lainnya"):
        lock_list(meeting.pk, at=NOW, actor=teacher)


def test_who_left_needs_no_mark_from_that_day_on(session, meeting, teacher):
    before = MeetingFactory(session=session, held_on=DAY - timedelta(1))
    staying = RegistrationFactory(session=session, accepted=True)
    gone = RegistrationFactory(session=session, dropped_out=True)
    for one in (before, meeting):
        mark(one, staying, teacher)
    assert lock_list(meeting.pk, at=NOW, actor=teacher).is_locked
    with pytest.raises(MarksMissingError, match=gone.participant.name):
        lock_list(before.pk, at=NOW, actor=teacher)


def test_who_withdrew_needs_marks_for_the_days_in_class(session, meeting, teacher):
    first, second = (MeetingFactory(session=session, held_on=DAY - timedelta(days)) for days in (3, 2))
    gone = RegistrationFactory(session=session, withdrawn=True)
    never_came = RegistrationFactory(session=session, withdrawn=True)
    AttendanceFactory(registration=gone, meeting=first)
    needed = session.registrations.in_class_on(second.held_on)
    assert gone in needed
    assert never_came not in needed
    assert gone not in session.registrations.in_class_on(DAY)


def test_an_empty_class_is_not_locked(meeting, teacher):
    with pytest.raises(EmptyClassError):
        lock_list(meeting.pk, at=NOW, actor=teacher)


def test_a_late_evening_lock_is_of_the_offices_day(session, teacher):
    meeting = MeetingFactory(session=session, held_on=DAY + timedelta(1))
    AttendanceFactory(registration__session=session, meeting=meeting)
    already_next_day_in_banjarbaru = datetime(2025, 8, 4, 16, 30, tzinfo=UTC)
    assert lock_list(meeting.pk, at=already_next_day_in_banjarbaru, actor=teacher).is_locked


def locked_meeting(session, teacher):
    mark = AttendanceFactory(registration__session=session, meeting__held_on=DAY)
    return lock_list(mark.meeting.pk, at=NOW, actor=teacher), mark.registration


@pytest.mark.parametrize("role", ["verifikator", "pejabat"])
def test_unlocking_keeps_its_reason(session, teacher, role):
    meeting, registration = locked_meeting(session, teacher)
    actor = UserFactory(role=role)
    unlock_list(meeting.pk, reason="salah tandai No. 1", at=NOW, actor=actor)
    meeting.refresh_from_db()
    assert (meeting.status, meeting.locked_at) == (MeetingStatus.PLANNED, None)
    assert list(meeting.unlocks.values_list("reason", "at", "by")) == [("salah tandai No. 1", NOW, actor.pk)]
    assert mark(meeting, registration, teacher, Mark.ABSENT) == 1
    assert unlock_list(meeting.pk, reason="lagi", at=NOW, actor=actor).unlocks.count() == 1


def test_unlocking_needs_a_reason(session, teacher):
    meeting, _ = locked_meeting(session, teacher)
    with pytest.raises(ReasonMissingError):
        unlock_list(meeting.pk, reason=" ", at=NOW, actor=UserFactory(role="pejabat"))


@pytest.mark.parametrize("role", ["instruktur", "petugas", "pengurus_barang", "administrator"])
def test_others_do_not_unlock(session, teacher, role):
    meeting, _ = locked_meeting(session, teacher)
    with pytest.raises(ForbiddenError):
        unlock_list(meeting.pk, reason="salah", at=NOW, actor=UserFactory(role=role))


def test_after_graduation_a_late_meeting_counts_no_more(session, teacher):
    registration = graduate(locked_meeting(session, teacher)[1])
    late = MeetingFactory(session=session, held_on=DAY, starts_at="14:00")
    for call in (
        lambda: mark(late, registration, teacher),
        lambda: mark_rest_present(late.pk, on=DAY, actor=teacher),
        lambda: lock_list(late.pk, at=NOW, actor=teacher),
    ):
        with pytest.raises(GraduationConfirmedError):
            call()


def test_after_graduation_lists_stay_locked(session, teacher):
    meeting, registration = locked_meeting(session, teacher)
    graduate(registration)
    with pytest.raises(GraduationConfirmedError):
        unlock_list(meeting.pk, reason="salah", at=NOW, actor=UserFactory(role="pejabat"))


def test_a_held_list_of_a_cancelled_angkatan_stays_held(session, teacher):
    meeting, _ = locked_meeting(session, teacher)
    cancel_session(session.pk, reason="dana ditarik", actor=UserFactory(role="verifikator"))
    with pytest.raises(SessionNotRunningError):
        unlock_list(meeting.pk, reason="salah", at=NOW, actor=UserFactory(role="pejabat"))
    meeting.refresh_from_db()
    assert meeting.is_locked


def test_gugur_taken_back_is_no_late_joining(session, meeting, teacher):
    person = RegistrationFactory(session=session, accepted=True, decided_on=DAY - timedelta(5))
    clerk = UserFactory(role="verifikator")
    drop_out(person.pk, reason="tidak datang lagi", left_on=DAY, on=DAY, actor=clerk)
    undo_drop_out(person.pk, on=DAY + timedelta(2), actor=clerk)
    assert mark_rest_present(meeting.pk, on=DAY + timedelta(2), actor=teacher) == 1


def test_who_joined_later_is_not_advised_to_be_marked_with_the_rest(meeting, teacher):
    late = RegistrationFactory(session=meeting.session, accepted=True, decided_on=DAY + timedelta(3))
    with pytest.raises(MarksMissingError, match="baru masuk sesudah hari itu: tandai satu per satu") as refused:
        lock_list(meeting.pk, at=NOW + timedelta(4), actor=teacher)
    assert "Sisanya hadir" not in refused.value.message
    present = RegistrationFactory(session=meeting.session, accepted=True, decided_on=DAY)
    with pytest.raises(MarksMissingError, match=f"“Sisanya hadir”. {late.participant.name} baru masuk") as refused:
        lock_list(meeting.pk, at=NOW + timedelta(4), actor=teacher)
    assert present.participant.name in refused.value.message
