"""Withdrawing frees the number and names the next; gugur keeps it; neither may contradict a mark."""

from datetime import timedelta

import pytest

from accounts.access import ForbiddenError
from participants.enums import RegistrationStatus as S
from participants.leaving import (
    LaterMarkError,
    LeavingDateError,
    NotDroppedOutError,
    drop_out,
    undo_drop_out,
    withdraw,
)
from participants.places import freed_places
from participants.selection import NotEligibleError, accept, move_in_waitlist, take_back
from participants.transitions import ReasonMissingError, SessionOverError
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduated_registration
from tests.training.factories import DAY, TrainingSessionFactory
from training.enums import SessionStatus
from training.meetings import cancel_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role="verifikator")


@pytest.fixture
def session():
    return TrainingSessionFactory(running=True)


def leave(registration, actor, *, left_on=DAY, rule=withdraw, reason="pindah kota"):
    return rule(registration.pk, reason=reason, left_on=left_on, on=DAY, actor=actor)


@pytest.mark.parametrize(
    "traits",
    [{}, {"eligible": True}, {"ineligible": True}, {"accepted": True}, {"waitlisted": True}, {"not_selected": True},
     {"status": S.OFFERED, "seat_number": 1}],
)  # fmt: skip
def test_anybody_may_withdraw_before_graduation(session, traits):
    registration = RegistrationFactory(session=session, **traits)
    left = leave(registration, UserFactory(role="petugas")).registration
    left.refresh_from_db()
    assert (left.status, left.left_on, left.status_reason) == (S.WITHDRAWN, DAY, "pindah kota")
    assert (left.seat_number, left.waitlist_rank) == (None, None)


def test_a_freed_number_and_the_next_in_line_are_named(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    second = RegistrationFactory(session=session, status=S.WAITLISTED, waitlist_rank=2)
    RegistrationFactory(session=session, status=S.WAITLISTED, waitlist_rank=5)
    result = leave(registration, clerk)
    assert (result.freed_number, result.next_in_line) == (1, second)


def test_who_held_no_number_frees_none(clerk, session):
    RegistrationFactory(session=session, waitlisted=True)
    result = leave(RegistrationFactory(session=session, eligible=True), clerk)
    assert (result.freed_number, result.next_in_line) == (None, None)


def test_twice_is_once(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    leave(registration, clerk)
    assert leave(registration, clerk, reason="lain", left_on=DAY - timedelta(1)).freed_number is None
    registration.refresh_from_db()
    assert (registration.status_reason, registration.left_on) == ("pindah kota", DAY)


def test_a_graduate_does_not_withdraw(clerk):
    with pytest.raises(NotEligibleError, match="sudah lulus"):
        leave(graduated_registration(), clerk)


@pytest.mark.parametrize("rule", [withdraw, drop_out])
def test_a_reason_is_asked(clerk, session, rule):
    with pytest.raises(ReasonMissingError):
        leave(RegistrationFactory(session=session, accepted=True), clerk, rule=rule, reason=" ")


@pytest.mark.parametrize("days", [1, -400])
@pytest.mark.parametrize("rule", [withdraw, drop_out])
def test_the_day_lies_between_registering_and_today(clerk, session, rule, days):
    registration = RegistrationFactory(session=session, accepted=True)
    with pytest.raises(LeavingDateError):
        leave(registration, clerk, rule=rule, left_on=DAY + timedelta(days))


@pytest.mark.parametrize("rule", [withdraw, drop_out])
def test_nobody_leaves_before_a_mark(clerk, session, rule):
    registration = RegistrationFactory(session=session, accepted=True, registered_on=DAY - timedelta(20))
    AttendanceFactory(registration=registration, meeting__held_on=DAY - timedelta(1))
    with pytest.raises(LaterMarkError, match="Minggu, 3 Agustus 2025"):
        leave(registration, clerk, rule=rule, left_on=DAY - timedelta(2))
    leave(registration, clerk, rule=rule, left_on=DAY - timedelta(1))
    assert registration.attendances.count() == 1


def test_gugur_keeps_the_number(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    dropped = leave(registration, clerk, rule=drop_out)
    assert (dropped.status, dropped.seat_number, dropped.left_on) == (S.DROPPED_OUT, 1, DAY)


def test_gugur_is_for_a_class_that_has_begun(clerk):
    registration = RegistrationFactory(session=TrainingSessionFactory(closed=True), accepted=True)
    with pytest.raises(LeavingDateError, match="mengundurkan diri"):
        leave(registration, clerk, rule=drop_out)


def test_gugur_by_mistake_comes_back_under_the_same_number(clerk, session):
    registration = RegistrationFactory(session=session, dropped_out=True, seat_number=7)
    back = undo_drop_out(registration.pk, on=DAY, actor=clerk)
    back.refresh_from_db()
    assert (back.status, back.seat_number, back.left_on, back.status_reason) == (S.ACCEPTED, 7, None, "")
    with pytest.raises(NotDroppedOutError):
        undo_drop_out(RegistrationFactory(session=session, eligible=True).pk, on=DAY, actor=clerk)


@pytest.mark.parametrize("role", ["instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_clerks_record_a_withdrawal(session, role):
    with pytest.raises(ForbiddenError):
        leave(RegistrationFactory(session=session), UserFactory(role=role))


def test_a_petugas_does_not_record_gugur(session):
    with pytest.raises(ForbiddenError):
        leave(RegistrationFactory(session=session, accepted=True), UserFactory(role="petugas"), rule=drop_out)


def test_every_freed_number_says_what_freed_it(clerk):
    session = TrainingSessionFactory(closed=True)
    one, two, three = RegistrationFactory.create_batch(3, session=session, eligible=True)
    for registration in (one, two, three):
        accept(registration.pk, on=DAY, actor=clerk)
    leave(one, clerk)
    take_back(two.pk, on=DAY, actor=clerk)
    told = {place.number: place.why for place in freed_places(session, held={3})}
    assert told == {
        1: f"{one.participant} mengundurkan diri 4 Agustus 2025 (pindah kota)",
        2: f"{two.participant} kembali menjadi Memenuhi syarat (MS) 4 Agustus 2025",
    }


def test_a_number_given_anew_is_no_freed_one(clerk, session):
    one = RegistrationFactory(session=session, accepted=True)
    leave(one, clerk)
    accept(RegistrationFactory(session=session, eligible=True).pk, on=DAY, actor=clerk)
    assert freed_places(session, held={1}) == []


def test_who_moved_to_another_number_is_told_so(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    registration.seat_number = 5
    registration.save()
    assert [place.why for place in freed_places(session, held={5})] == [f"{registration.participant} pindah ke No. 5"]


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.CANCELLED])
@pytest.mark.parametrize(
    ("trait", "rule"),
    [("accepted", drop_out), ("accepted", withdraw), ("submitted", withdraw), ("waitlisted", withdraw)],
)
def test_nobody_leaves_an_angkatan_that_is_over(clerk, session, status, trait, rule):
    registration = RegistrationFactory(session=session, **({} if trait == "submitted" else {trait: True}))
    end(session, status)
    with pytest.raises(SessionOverError, match="tidak berubah lagi"):
        leave(registration, clerk, rule=rule)


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.CANCELLED])
def test_nobody_comes_back_into_an_angkatan_that_is_over(clerk, session, status):
    gone, waiting = RegistrationFactory(session=session, dropped_out=True), RegistrationFactory(waitlisted=True)
    end(session, status)
    end(waiting.session, status)
    for call in (
        lambda: undo_drop_out(gone.pk, on=DAY, actor=clerk),
        lambda: take_back(waiting.pk, on=DAY, actor=clerk),
        lambda: move_in_waitlist(waiting.pk, to_rank=1, actor=clerk),
    ):
        with pytest.raises(SessionOverError):
            call()


def end(session, status):
    session.status = status
    session.cancel_reason = "dana ditarik" if status == SessionStatus.CANCELLED else ""
    session.save()


def test_a_mark_of_a_meeting_cancelled_afterwards_holds_nobody(clerk, session):
    mark = AttendanceFactory(
        registration=RegistrationFactory(session=session, accepted=True, registered_on=DAY - timedelta(20)),
        meeting__held_on=DAY - timedelta(1),
    )
    cancel_meeting(mark.meeting.pk, reason="hujan", confirmed=True, actor=clerk)
    leave(mark.registration, clerk, left_on=DAY - timedelta(2))
    mark.registration.refresh_from_db()
    assert mark.registration.left_on == DAY - timedelta(2)
