"""The phase of an angkatan: the same in Python and in SQL for every combination of what it depends on."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from tests.accounts.factories import UserFactory
from tests.training.factories import DAY, TrainingSessionFactory
from training.enums import Phase, SessionStatus
from training.models import TrainingSession

pytestmark = pytest.mark.django_db

# Opens, closes, starts, ends as days after DAY: all far apart, closing and starting on one day, all on one day.
WINDOWS = ((0, 4, 8, 12), (0, 4, 4, 12), (3, 3, 3, 3), (0, 0, 8, 8))
DAYS = [DAY + timedelta(days=n) for n in range(-1, 15)]


@pytest.fixture
def sessions():
    """One for each stored status × window × closed by hand or not."""
    clerk, made = UserFactory(), []
    for n, (status, window, closed) in enumerate(product(SessionStatus, WINDOWS, (False, True))):
        opens, closes, starts, ends = (DAY + timedelta(days=n) for n in window)
        session = TrainingSessionFactory.build(
            status=status,
            number=n + 1,
            code=f"F-{n}",
            cancel_reason="banjir" if status == SessionStatus.CANCELLED else "",
            registration_opens_on=opens,
            registration_closes_on=closes,
            starts_on=starts,
            ends_on=ends,
            program=TrainingSessionFactory.program.get_factory()(),
            funding_source=TrainingSessionFactory.funding_source.get_factory()(),
            registration_closed_at=datetime(2025, 8, 5, tzinfo=UTC) if closed else None,
            registration_closed_by=clerk if closed else None,
        )
        made.append(session)
    TrainingSession.objects.bulk_create(made)
    return made


def test_sql_and_python_agree_on_every_combination_and_day(sessions):
    seen = set()
    for day in DAYS:
        for session in TrainingSession.objects.with_phase(day):
            assert session.phase_now == session.phase(day), (session.code, day)
            seen.add(session.phase_now)
    assert seen == set(Phase.values)


def test_filtering_by_phase_gives_exactly_those(sessions):
    for phase in Phase:
        expected = {session.code for session in sessions if session.phase(DAY) == phase}
        assert {session.code for session in TrainingSession.objects.in_phase(phase, DAY)} == expected


def test_an_unknown_phase_filters_nothing(sessions):
    assert TrainingSession.objects.in_phase("apa saja", DAY).count() == len(sessions)


def test_closing_by_hand_on_the_first_day_of_training_starts_it_at_once():
    window = {"registration_closes_on": DAY, "starts_on": DAY, "ends_on": DAY}
    assert (
        TrainingSessionFactory.build(program=None, funding_source=None, kelurahan=None, **window).phase(DAY) == "open"
    )
    closed = TrainingSessionFactory(closed=True, **window)
    assert closed.phase(DAY) == Phase.RUNNING
    assert not closed.is_registration_open(DAY)


@pytest.mark.parametrize(("days", "is_open"), [(-6, False), (-5, True), (5, True), (6, False)])
def test_registration_is_open_from_the_first_to_the_last_day_of_the_window(days, is_open):
    assert TrainingSessionFactory().is_registration_open(DAY + timedelta(days=days)) is is_open
