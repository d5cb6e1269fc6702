"""Selection: the quota, the order, the way back."""

from datetime import timedelta

import pytest

from accounts.access import ForbiddenError
from participants.enums import RegistrationStatus as S
from participants.places import QuotaFullError
from participants.selection import (
    NotEligibleError,
    RegistrationStillOpenError,
    SelectionNotYetError,
    SelectionOverError,
    TrainingStartedError,
    accept,
    accept_in_order,
    move_in_waitlist,
    put_on_waitlist,
    take_back,
    turn_down,
)
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import DAY, TrainingSessionFactory
from training.enums import SessionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role="verifikator")


@pytest.fixture
def session():
    return TrainingSessionFactory(closed=True, quota=3)


def numbers(session):
    return dict(session.registrations.filter(seat_number__isnull=False).values_list("pk", "seat_number"))


def order(session):
    return list(session.registrations.waiting().values_list("pk", flat=True))


def test_the_lowest_free_number_is_given(clerk, session):
    one, two, three, late = RegistrationFactory.create_batch(4, session=session, eligible=True)
    for registration in (one, two, three):
        accept(registration.pk, on=DAY, actor=clerk)
    take_back(two.pk, on=DAY, actor=clerk)
    accept(late.pk, on=DAY, actor=clerk)
    assert numbers(session) == {one.pk: 1, late.pk: 2, three.pk: 3}


def test_nobody_is_promised_a_place_while_registration_is_open(clerk):
    registration = RegistrationFactory(eligible=True)
    for rule in (accept, put_on_waitlist, turn_down):
        with pytest.raises(RegistrationStillOpenError):
            rule(registration.pk, on=DAY, actor=clerk)


def test_before_registration_there_is_nobody_to_select(clerk):
    draft = RegistrationFactory(eligible=True, session__status=SessionStatus.DRAFT)
    with pytest.raises(SelectionNotYetError, match=r"masih rancangan\. Buka dulu angkatannya"):
        accept(draft.pk, on=DAY, actor=clerk)
    with pytest.raises(SelectionNotYetError, match="baru dibuka 30 Juli 2025"):
        accept(RegistrationFactory(eligible=True).pk, on=DAY - timedelta(10), actor=clerk)


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.CANCELLED])
def test_no_place_in_an_angkatan_that_does_not_run(clerk, status):
    reason = "sepi" if status == SessionStatus.CANCELLED else ""
    registration = RegistrationFactory(eligible=True, session__status=status, session__cancel_reason=reason)
    with pytest.raises(SelectionOverError):
        accept(registration.pk, on=DAY, actor=clerk)


def test_no_place_after_the_last_day(clerk):
    registration = RegistrationFactory(eligible=True, session__ended=True)
    with pytest.raises(SelectionOverError):
        accept(registration.pk, on=DAY, actor=clerk)


@pytest.mark.parametrize("trait", ["ineligible", "not_selected", "withdrawn", "dropped_out"])
def test_only_the_eligible_and_the_cadangan_are_accepted(clerk, session, trait):
    with pytest.raises(NotEligibleError):
        accept(RegistrationFactory(session=session, **{trait: True}).pk, on=DAY, actor=clerk)


def test_one_not_verified_is_told_to_be_verified(clerk, session):
    with pytest.raises(NotEligibleError, match="belum diverifikasi"):
        accept(RegistrationFactory(session=session).pk, on=DAY, actor=clerk)


def test_the_full_quota_is_refused(clerk, session):
    RegistrationFactory.create_batch(3, session=session, accepted=True)
    with pytest.raises(QuotaFullError, match=r"penuh \(3 tempat\)"):
        accept(RegistrationFactory(session=session, eligible=True).pk, on=DAY, actor=clerk)


def test_twice_is_once(clerk, session):
    pk = RegistrationFactory(session=session, eligible=True).pk
    first = accept(pk, on=DAY, actor=clerk)
    events = first.events.count()
    assert accept(pk, on=DAY, actor=clerk).seat_number == 1
    assert first.events.count() == events


def test_the_called_up_keep_their_number(clerk, session):
    registration = RegistrationFactory(session=session, status=S.OFFERED, seat_number=2)
    assert accept(registration.pk, on=DAY, actor=clerk).seat_number == 2


def test_several_are_accepted_in_the_order_given_until_the_quota(clerk, session):
    people = RegistrationFactory.create_batch(5, session=session, eligible=True)
    wanted = [people[at].pk for at in (4, 0, 3, 1)]
    batch = accept_in_order(session.pk, wanted, on=DAY, actor=clerk)
    assert numbers(session) == {people[4].pk: 1, people[0].pk: 2, people[3].pk: 3}
    assert batch.without_place == (people[1],)
    assert batch.refusals == ()


def test_one_refused_does_not_hold_up_the_others(clerk, session):
    bad, good = RegistrationFactory(session=session), RegistrationFactory(session=session, eligible=True)
    batch = accept_in_order(session.pk, [bad.pk, good.pk], on=DAY, actor=clerk)
    assert [error.message for error in batch.refusals] == [
        f"{bad.participant} belum diverifikasi. Tetapkan MS atau TMS dulu."
    ]
    assert numbers(session) == {good.pk: 1}


def test_people_of_another_angkatan_are_nobody_here(clerk, session):
    stranger = RegistrationFactory(eligible=True, session__closed=True)
    batch = accept_in_order(session.pk, [stranger.pk, 987654321], on=DAY, actor=clerk)
    assert (batch.accepted, batch.without_place, batch.refusals) == ((), (), ())
    stranger.refresh_from_db()
    assert stranger.status == S.ELIGIBLE


def test_cadangan_queue_behind_each_other(clerk, session):
    people = RegistrationFactory.create_batch(3, session=session, eligible=True)
    for person in reversed(people):
        put_on_waitlist(person.pk, on=DAY, actor=clerk)
    assert order(session) == [person.pk for person in reversed(people)]


def test_cadangan_move_to_a_rank_and_pressing_twice_moves_once(clerk, session):
    a, b, c, d = RegistrationFactory.create_batch(4, session=session, waitlisted=True)
    for _ in range(2):
        move_in_waitlist(d.pk, to_rank=2, actor=clerk)
        assert order(session) == [a.pk, d.pk, b.pk, c.pk]
    move_in_waitlist(a.pk, to_rank=99, actor=clerk)
    assert order(session) == [d.pk, b.pk, c.pk, a.pk]


def test_ranks_stay_as_announced_when_one_before_gets_a_place(clerk, session):
    first, second, third = RegistrationFactory.create_batch(3, session=session, waitlisted=True)
    accept(first.pk, on=DAY, actor=clerk)
    third = move_in_waitlist(third.pk, to_rank=1, actor=clerk)
    second.refresh_from_db()
    assert (third.waitlist_rank, second.waitlist_rank) == (2, 3)


def test_only_cadangan_have_an_order(clerk, session):
    with pytest.raises(NotEligibleError):
        move_in_waitlist(RegistrationFactory(session=session, eligible=True).pk, to_rank=1, actor=clerk)


def test_tidak_lolos_may_come_back_as_cadangan(clerk, session):
    registration = RegistrationFactory(session=session, waitlisted=True)
    assert turn_down(registration.pk, on=DAY, actor=clerk).waitlist_rank is None
    assert put_on_waitlist(registration.pk, on=DAY, actor=clerk).waitlist_rank == 1


def test_taking_back_frees_the_number_and_names_the_next(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    following = RegistrationFactory(session=session, waitlisted=True)
    result = take_back(registration.pk, on=DAY, actor=clerk)
    assert (result.freed_number, result.next_in_line) == (1, following)
    assert take_back(registration.pk, on=DAY, actor=clerk).freed_number is None


def test_nothing_is_taken_back_once_training_runs(clerk, session):
    registration = RegistrationFactory(session=session, accepted=True)
    with pytest.raises(TrainingStartedError):
        take_back(registration.pk, on=session.starts_on + timedelta(1), actor=clerk)


def test_on_the_first_day_a_slip_is_taken_back_until_the_first_mark(clerk):
    session = TrainingSessionFactory(closed=True, starts_on=DAY, registration_closes_on=DAY)
    marked = AttendanceFactory(registration__session=session, meeting__held_on=DAY).registration
    slip = RegistrationFactory(session=session, accepted=True)
    assert take_back(slip.pk, on=DAY, actor=clerk).freed_number == 2
    with pytest.raises(TrainingStartedError):
        take_back(marked.pk, on=DAY, actor=clerk)


@pytest.mark.parametrize("rule", [accept, put_on_waitlist, turn_down, take_back])
@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifikator_selects(session, rule, role):
    registration = RegistrationFactory(session=session, eligible=True)
    with pytest.raises(ForbiddenError):
        rule(registration.pk, on=DAY, actor=UserFactory(role=role))
