"""Two people at the same moment: the last place, a lowered quota, a locked list, a proposal on the table."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from participants.attendance import (
    Entry,
    GraduationConfirmedError,
    ListLockedError,
    MarksMissingError,
    lock_list,
    mark_attendance,
    unlock_list,
)
from participants.enums import Mark, Outcome
from participants.enums import RegistrationStatus as S
from participants.graduation import Proposal, candidates_of, confirm, propose, version_of
from participants.leaving import LaterMarkError, withdraw
from participants.models import Attendance, Registration
from participants.places import QuotaFullError
from participants.selection import accept, put_on_waitlist
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.race import second_while_first_is_open
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from tkm.lib.db import breached
from tkm.lib.errors import StaleError
from training.models import Meeting, TrainingSession

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk():
    return UserFactory(role="verifikator")


def lower_quota(session, to):
    return TrainingSession.objects.filter(pk=session.pk).update(quota=to)


def leave(registration, actor):
    return withdraw(registration.pk, reason="pindah kota", left_on=DAY, on=DAY, actor=actor)


def test_second_clerk_is_told_the_last_place_is_gone(clerk):
    session = TrainingSessionFactory(closed=True, quota=1)
    first, second = RegistrationFactory.create_batch(2, session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: accept(first.pk, on=DAY, actor=clerk), lambda: accept(second.pk, on=DAY, actor=clerk)
    )
    assert isinstance(outcome, QuotaFullError)
    assert session.registrations.seated().count() == 1


def test_two_clerks_accept_the_same_person_once(clerk):
    session = TrainingSessionFactory(closed=True)
    registration = RegistrationFactory(session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: accept(registration.pk, on=DAY, actor=clerk), lambda: accept(registration.pk, on=DAY, actor=clerk)
    )
    assert outcome.seat_number == 1
    assert registration.events.filter(status=S.ACCEPTED).count() == 1


def test_a_quota_lowered_meanwhile_is_seen(clerk):
    session = TrainingSessionFactory(closed=True, quota=2)
    RegistrationFactory(session=session, accepted=True)
    registration = RegistrationFactory(session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: lower_quota(session, 1), lambda: accept(registration.pk, on=DAY, actor=clerk)
    )
    assert isinstance(outcome, QuotaFullError)


def test_a_quota_is_not_lowered_below_a_number_given_meanwhile(clerk):
    session = TrainingSessionFactory(closed=True, quota=2)
    RegistrationFactory(session=session, accepted=True)
    registration = RegistrationFactory(session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: accept(registration.pk, on=DAY, actor=clerk), lambda: lower_quota(session, 1)
    )
    assert isinstance(outcome, IntegrityError)
    assert breached(outcome) == "session_quota_covers_numbers"


def test_a_place_freed_meanwhile_is_given(clerk):
    session = TrainingSessionFactory(closed=True, quota=1)
    leaver = RegistrationFactory(session=session, accepted=True, registered_on=DAY)
    waiting = RegistrationFactory(session=session, waitlisted=True)
    outcome = second_while_first_is_open(lambda: leave(leaver, clerk), lambda: accept(waiting.pk, on=DAY, actor=clerk))
    assert outcome.seat_number == 1


def test_who_is_accepted_meanwhile_frees_the_number_again(clerk):
    session = TrainingSessionFactory(closed=True)
    registration = RegistrationFactory(session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: accept(registration.pk, on=DAY, actor=clerk), lambda: leave(registration, clerk)
    )
    assert outcome.freed_number == 1


def test_two_clerks_queue_two_people_behind_each_other(clerk):
    session = TrainingSessionFactory(closed=True)
    first, second = RegistrationFactory.create_batch(2, session=session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: put_on_waitlist(first.pk, on=DAY, actor=clerk), lambda: put_on_waitlist(second.pk, on=DAY, actor=clerk)
    )
    assert outcome.waitlist_rank == 2


@pytest.fixture
def meeting():
    return MeetingFactory(session=TrainingSessionFactory(running=True), held_on=DAY)


def test_no_mark_gets_into_a_list_locked_meanwhile(clerk, meeting):
    mark = AttendanceFactory(registration__session=meeting.session, meeting=meeting)
    late = {mark.registration.pk: Entry(Mark.ABSENT)}
    outcome = second_while_first_is_open(
        lambda: lock_list(meeting.pk, at=NOW, actor=clerk),
        lambda: mark_attendance(meeting.pk, late, on=DAY, actor=clerk),
    )
    assert isinstance(outcome, ListLockedError)
    mark.refresh_from_db()
    assert mark.mark == Mark.PRESENT


def test_nor_by_plain_sql(clerk, meeting):
    mark = AttendanceFactory(registration__session=meeting.session, meeting=meeting)
    outcome = second_while_first_is_open(
        lambda: lock_list(meeting.pk, at=NOW, actor=clerk),
        lambda: Attendance.objects.filter(pk=mark.pk).update(mark=Mark.ABSENT),
    )
    assert breached(outcome) == "attendance_list_is_open"


def test_a_list_is_not_locked_while_somebody_joins(clerk, meeting):
    AttendanceFactory(registration__session=meeting.session, meeting=meeting)
    newcomer = RegistrationFactory(session=meeting.session, eligible=True)
    outcome = second_while_first_is_open(
        lambda: accept(newcomer.pk, on=DAY, actor=clerk), lambda: lock_list(meeting.pk, at=NOW, actor=clerk)
    )
    assert isinstance(outcome, MarksMissingError)


def test_a_list_is_not_locked_over_a_mark_taken_away_meanwhile(clerk, meeting):
    mark = AttendanceFactory(registration__session=meeting.session, meeting=meeting)
    outcome = second_while_first_is_open(
        lambda: Attendance.objects.filter(pk=mark.pk).delete(), lambda: lock_list(meeting.pk, at=NOW, actor=clerk)
    )
    assert isinstance(outcome, MarksMissingError)


def test_two_markers_at_once_leave_one_mark(clerk, meeting):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    outcome = second_while_first_is_open(
        lambda: mark_attendance(meeting.pk, {registration.pk: Entry(Mark.PRESENT)}, on=DAY, actor=clerk),
        lambda: mark_attendance(meeting.pk, {registration.pk: Entry(Mark.SICK)}, on=DAY, actor=clerk),
    )
    assert outcome == 1
    assert Attendance.objects.get().mark == Mark.SICK


def test_nobody_leaves_before_a_mark_made_meanwhile(clerk, meeting):
    registration = RegistrationFactory(session=meeting.session, accepted=True, registered_on=DAY - timedelta(20))
    outcome = second_while_first_is_open(
        lambda: mark_attendance(meeting.pk, {registration.pk: Entry(Mark.PRESENT)}, on=DAY, actor=clerk),
        lambda: withdraw(registration.pk, reason="pindah", left_on=DAY - timedelta(1), on=DAY, actor=clerk),
    )
    assert isinstance(outcome, LaterMarkError)


def test_nor_by_plain_sql_on_both_sides(clerk, meeting):
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    mark = Attendance(registration=registration, meeting=meeting, mark=Mark.PRESENT, marked_by=clerk)
    gone = {"status": S.DROPPED_OUT, "left_on": DAY - timedelta(1), "status_reason": "hilang"}
    outcome = second_while_first_is_open(
        mark.save, lambda: Registration.objects.filter(pk=registration.pk).update(**gone)
    )
    assert breached(outcome) == "registration_left_after_last_mark"
    other = RegistrationFactory(session=meeting.session, accepted=True)
    mark = Attendance(registration=other, meeting=meeting, mark=Mark.PRESENT, marked_by=clerk)
    outcome = second_while_first_is_open(lambda: Registration.objects.filter(pk=other.pk).update(**gone), mark.save)
    assert breached(outcome) == "attendance_until_leaving"


@pytest.fixture
def graduating(clerk):
    session = TrainingSessionFactory(running=True, ends_on=DAY)
    mark = AttendanceFactory(registration__session=session, meeting__held_on=DAY)
    lock_list(mark.meeting.pk, at=NOW, actor=clerk)
    propose(session.pk, {}, version=shown(session), at=NOW, actor=clerk)
    return session


def shown(session):
    return version_of(candidates_of(session))


def test_a_proposal_made_anew_meanwhile_is_not_confirmed_unseen(clerk, graduating):
    official, version = UserFactory(role="pejabat"), shown(graduating)
    other = {graduating.registrations.get().pk: Proposal(Outcome.NOT_COMPLETED, "tidak ujian")}
    outcome = second_while_first_is_open(
        lambda: propose(graduating.pk, other, version=version, at=NOW + timedelta(hours=1), actor=clerk),
        lambda: confirm(graduating.pk, version=version, at=NOW, actor=official),
    )
    assert isinstance(outcome, StaleError)


def test_two_officials_confirm_once(graduating):
    one, two = UserFactory.create_batch(2, role="pejabat")
    version = shown(graduating)
    outcome = second_while_first_is_open(
        lambda: confirm(graduating.pk, version=version, at=NOW, actor=one),
        lambda: confirm(graduating.pk, version=version, at=NOW, actor=two),
    )
    assert outcome == 0
    assert graduating.registrations.get().graduation.confirmed_by == one


def test_a_list_is_not_opened_under_a_confirmation(clerk, graduating):
    meeting, version = Meeting.objects.get(), shown(graduating)
    official = UserFactory(role="pejabat")
    outcome = second_while_first_is_open(
        lambda: confirm(graduating.pk, version=version, at=NOW, actor=official),
        lambda: unlock_list(meeting.pk, reason="salah", at=NOW, actor=clerk),
    )
    assert isinstance(outcome, GraduationConfirmedError)
