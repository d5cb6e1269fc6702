"""What the database refuses of places, marks and graduation, whoever asks: one write, many at once, or plain SQL.

Each refusal names its guard, so a test passes only while that very guard stands.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from participants.enums import Mark
from participants.enums import RegistrationStatus as S
from participants.models import Attendance, AttendanceUnlock, Graduation, Registration
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduate
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from tkm.lib.db import breached
from training.enums import MeetingStatus, SessionStatus
from training.models import Meeting, TrainingSession

pytestmark = pytest.mark.django_db


@contextmanager
def refused_by(guard: str) -> Iterator[None]:
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        yield
    assert guard == breached(refused.value) or f"pgtrigger_{guard}" in str(refused.value)  # Protect: in the context


def one_by_one(registration: Registration, **values: object) -> None:
    for name, value in values.items():
        setattr(registration, name, value)
    registration.save()


def many_at_once(registration: Registration, **values: object) -> None:
    for name, value in values.items():
        setattr(registration, name, value)
    Registration.objects.bulk_update([registration], list(values))


def plain_sql(registration: Registration, **values: object) -> None:
    columns = ", ".join(f"{name} = %s" for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE participants_registration SET {columns} WHERE id = %s", [*values.values(), registration.pk]
        )


WAYS = pytest.mark.parametrize("write", [one_by_one, many_at_once, plain_sql])
Write = Callable[..., None]


@WAYS
@pytest.mark.parametrize(
    ("guard", "values"),
    [
        ("registration_seat_iff_seated", {"status": S.ACCEPTED}),
        ("registration_seat_iff_seated", {"seat_number": 2}),
        ("registration_seat_iff_seated", {"status": S.ACCEPTED, "seat_number": 0}),
        ("registration_within_quota", {"status": S.ACCEPTED, "seat_number": 17}),
        ("registration_rank_iff_waitlisted", {"status": S.WAITLISTED}),
        ("registration_rank_iff_waitlisted", {"waitlist_rank": 1}),
        ("registration_left_iff_day", {"status": S.WITHDRAWN, "status_reason": "pindah"}),
        ("registration_left_iff_day", {"left_on": DAY}),
        ("registration_refusal_has_reason", {"status": S.WITHDRAWN, "left_on": DAY}),
        ("registration_refusal_has_reason", {"status": S.INELIGIBLE}),
        ("registration_graduates_only_confirmed", {"status": S.COMPLETED, "seat_number": 1}),
    ],
)
def test_a_status_brings_all_that_belongs_to_it_and_nothing_else(write: Write, guard, values):
    registration = RegistrationFactory(eligible=True)
    with refused_by(guard):
        write(registration, **values)


@WAYS
@pytest.mark.parametrize(
    "values",
    [
        {"status": S.ACCEPTED, "seat_number": 16},
        {"status": S.WAITLISTED, "waitlist_rank": 1},
        {"status": S.WITHDRAWN, "status_reason": "pindah", "left_on": DAY},
        {"status": S.INELIGIBLE, "status_reason": "luar kota"},
    ],
)
def test_what_belongs_together_is_taken(write: Write, values):
    registration = RegistrationFactory(eligible=True)
    write(registration, **values)
    assert Registration.objects.filter(pk=registration.pk, **values).exists()


@WAYS
def test_one_number_is_one_persons(write: Write):
    session = TrainingSessionFactory()
    RegistrationFactory(session=session, accepted=True)
    second = RegistrationFactory(session=session, eligible=True)
    with refused_by("registration_one_seat_one_person"):
        write(second, status=S.ACCEPTED, seat_number=1)


@WAYS
def test_one_rank_is_one_persons(write: Write):
    session = TrainingSessionFactory()
    RegistrationFactory(session=session, waitlisted=True)
    second = RegistrationFactory(session=session, eligible=True)
    with refused_by("registration_one_rank_one_person"):
        write(second, status=S.WAITLISTED, waitlist_rank=1)


def test_many_made_at_once_stay_within_the_quota():
    session = TrainingSessionFactory(quota=2)
    rows = [RegistrationFactory.build(session=session, status=S.ACCEPTED, seat_number=n) for n in (1, 2, 3)]
    clerk, notice = UserFactory(), RegistrationFactory().privacy_notice
    for row in rows:
        row.participant = RegistrationFactory().participant
        row.registered_by, row.privacy_notice = clerk, notice
    with refused_by("registration_within_quota"):
        Registration.objects.bulk_create(rows)
    assert len(Registration.objects.bulk_create(rows[:2])) == 2


def test_the_quota_stays_above_the_numbers_given():
    session = TrainingSessionFactory(quota=5)
    RegistrationFactory(session=session, accepted=True, seat_number=4)
    with refused_by("session_quota_covers_numbers"):
        TrainingSession.objects.filter(pk=session.pk).update(quota=3)
    assert TrainingSession.objects.filter(pk=session.pk).update(quota=4) == 1


def test_a_registration_stays_in_its_angkatan():
    registration = RegistrationFactory()
    with refused_by("registration_never_moves"):
        Registration.objects.update(session=TrainingSessionFactory())
    assert Registration.objects.get().session == registration.session


def attendance(**values: object) -> Attendance:
    """A mark that fits, unless `values` say otherwise; not saved."""
    session = TrainingSessionFactory(running=True)
    fitting = {
        "registration": RegistrationFactory(session=session, accepted=True),
        "meeting": MeetingFactory(session=session, held_on=DAY),
        "mark": Mark.PRESENT,
        "marked_by": UserFactory(),
    }
    return Attendance(**{**fitting, **values})


@pytest.mark.parametrize("make", [lambda mark: mark.save(), lambda mark: Attendance.objects.bulk_create([mark])])
@pytest.mark.parametrize(
    ("guard", "values"),
    [
        ("attendance_late_iff_minutes", {"mark": Mark.LATE}),
        ("attendance_late_iff_minutes", {"late_minutes": 10}),
        ("attendance_late_within_meeting", {"mark": Mark.LATE, "late_minutes": 270}),
    ],
)
def test_minutes_belong_to_lateness_and_fit_the_meeting(make, guard, values):
    with refused_by(guard):
        make(attendance(**values))
    make(attendance(mark=Mark.LATE, late_minutes=269))
    assert Attendance.objects.get().late_minutes == 269


def test_a_mark_is_of_the_own_angkatan():
    with refused_by("attendance_of_own_session"):
        attendance(registration=RegistrationFactory(accepted=True)).save()


def test_a_mark_is_not_of_a_cancelled_meeting():
    mark = attendance()
    Meeting.objects.filter(pk=mark.meeting.pk).update(status=MeetingStatus.CANCELLED, reason="hujan")
    with refused_by("attendance_not_of_cancelled_meeting"):
        mark.save()


def test_a_mark_is_of_a_day_before_leaving():
    mark = attendance()
    gone = {"status": S.DROPPED_OUT, "status_reason": "hilang"}
    Registration.objects.filter(pk=mark.registration.pk).update(left_on=DAY - timedelta(1), **gone)
    with refused_by("attendance_until_leaving"):
        mark.save()


def test_nobody_leaves_before_the_last_mark():
    registration = AttendanceFactory(meeting__held_on=DAY).registration
    gone = {"status": S.DROPPED_OUT, "status_reason": "hilang"}
    with refused_by("registration_left_after_last_mark"):
        Registration.objects.update(left_on=DAY - timedelta(1), **gone)
    assert Registration.objects.filter(pk=registration.pk).update(left_on=DAY, **gone) == 1


def test_one_mark_a_meeting():
    first = AttendanceFactory()
    with refused_by("attendance_once_per_meeting"):
        AttendanceFactory(registration=first.registration, meeting=first.meeting)


def test_a_mark_stays_at_its_meeting():
    mark = AttendanceFactory()
    other = MeetingFactory(session=mark.meeting.session, number=9)
    with refused_by("attendance_stays_at_its_meeting"):
        Attendance.objects.update(meeting=other)


@pytest.mark.parametrize(
    "touch",
    [
        lambda mark: Attendance.objects.update(mark=Mark.SICK),
        lambda mark: Attendance.objects.all().delete(),
        lambda mark: AttendanceFactory(meeting=mark.meeting, registration__session=mark.meeting.session),
        lambda mark: Attendance.objects.update(meeting=MeetingFactory(session=mark.meeting.session, number=9)),
    ],
)
def test_a_locked_list_is_touched_by_nobody(touch):
    mark = AttendanceFactory()
    Meeting.objects.update(status=MeetingStatus.HELD, locked_at=NOW, locked_by=mark.marked_by)
    with refused_by("attendance_list_is_open"):
        touch(mark)


@pytest.mark.parametrize("values", [{"status": MeetingStatus.HELD}, {"locked_at": NOW}])
def test_held_is_what_somebody_locked(values):
    MeetingFactory()
    with refused_by("meeting_held_iff_locked"):
        Meeting.objects.update(**values)


def proposal(**values: object) -> Graduation:
    registration = RegistrationFactory(accepted=True)
    fitting = {"outcome": "completed", "present_minutes": 270, "held_minutes": 270, "proposed_at": NOW}
    return Graduation.objects.create(
        **{**fitting, "proposed_by": UserFactory(), **values, "registration": registration}
    )


def test_another_person_confirms():
    made = proposal()
    confirmed = {"confirmed_at": NOW, "confirmed_on": DAY}
    with refused_by("graduation_confirmed_by_another"):
        Graduation.objects.update(confirmed_by=made.proposed_by, **confirmed)
    assert Graduation.objects.update(confirmed_by=UserFactory(), **confirmed) == 1


@pytest.mark.parametrize("values", [{"confirmed_at": NOW}, {"confirmed_on": DAY}])
def test_confirmed_says_who_and_when(values):
    proposal()
    with refused_by("graduation_confirmed_completely"):
        Graduation.objects.update(**values)


def test_returned_says_who_and_why_and_is_not_confirmed():
    with refused_by("graduation_returned_completely"):
        proposal(returned_at=NOW, returned_by=UserFactory())
    with refused_by("graduation_returned_completely"):
        proposal(return_reason="cek")
    with refused_by("graduation_returned_is_not_confirmed"):
        proposal(returned_at=NOW, returned_by=UserFactory(), return_reason="cek", confirmed_at=NOW,
                 confirmed_on=DAY, confirmed_by=UserFactory())  # fmt: skip


def test_nobody_was_there_for_more_than_was_held():
    with refused_by("graduation_minutes_add_up"):
        proposal(present_minutes=271)


@pytest.mark.parametrize(
    ("guard", "touch"),
    [
        ("graduation_confirmed_is_final", lambda: Graduation.objects.update(outcome="not_completed")),
        ("graduation_confirmed_is_final", lambda: Graduation.objects.all().delete()),
        ("registration_graduation_is_final", lambda: Registration.objects.update(status=S.ACCEPTED)),
    ],
)
def test_a_confirmed_graduation_is_final(guard, touch):
    graduate(RegistrationFactory(accepted=True))
    with refused_by(guard):
        touch()


def test_why_a_list_was_opened_stays_on_record():
    meeting = MeetingFactory()
    unlock = {"meeting": meeting, "at": NOW, "by": UserFactory()}
    with refused_by("attendance_unlock_has_reason"):
        AttendanceUnlock.objects.create(**unlock, reason="")
    AttendanceUnlock.objects.create(**unlock, reason="salah tandai")
    with refused_by("attendance_unlock_never_changes"):
        AttendanceUnlock.objects.update(reason="lain")
    with refused_by("attendance_unlock_never_changes"):
        AttendanceUnlock.objects.all().delete()


@pytest.mark.parametrize("outcome", [S.COMPLETED, S.NOT_COMPLETED])
def test_nobody_graduates_from_a_cancelled_angkatan(outcome):
    registration = RegistrationFactory(accepted=True)
    TrainingSession.objects.update(status=SessionStatus.CANCELLED, cancel_reason="sepi")
    with refused_by("registration_graduates_not_of_cancelled_session"):
        graduate(registration, outcome=outcome)


@pytest.mark.parametrize("outcome", [S.COMPLETED, S.NOT_COMPLETED])
def test_no_angkatan_with_graduates_is_cancelled(outcome):
    graduate(RegistrationFactory(accepted=True), outcome=outcome)
    with refused_by("session_cancelled_without_graduates"):
        TrainingSession.objects.update(status=SessionStatus.CANCELLED, cancel_reason="sepi")


def test_a_mark_of_a_cancelled_meeting_holds_nobody():
    mark = AttendanceFactory(meeting__held_on=DAY + timedelta(1))
    Meeting.objects.update(status=MeetingStatus.CANCELLED, reason="hujan")
    left = {"status": S.DROPPED_OUT, "status_reason": "pindah", "left_on": DAY}
    assert Registration.objects.filter(pk=mark.registration.pk).update(**left) == 1
