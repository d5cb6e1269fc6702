"""The demo walks the line by the rules themselves."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.demo import LOGINS
from demo.certificates import write_units
from demo.people import invented
from demo.staff import PEOPLE, set_up_office
from demo.story import OPEN, PAST, past, tell
from regions.nik import check_nik, read_nik
from reports.session_report import build_report, find_session
from tests.shared import kept
from training.enums import Phase
from training.models import TrainingSession

TODAY = date(2026, 11, 25)


def figures(code: str) -> dict[str, int]:
    session = find_session(TrainingSession.objects.all(), code)
    assert session is not None
    return {value.figure.code: value.value for value in build_report(session, on=TODAY).all_values}


def test_the_people_of_the_office_are_those_whom_the_log_in_names():
    assert [person[0] for person in PEOPLE] == list(LOGINS)


def first_chapter() -> None:
    office = set_up_office()
    write_units(office)
    past(office, TODAY)


@pytest.fixture(scope="module")
def _kept_past(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The first chapter alone: it takes most of the time, and reads the same whatever the day."""
    with kept(django_db_blocker, first_chapter):
        yield


@pytest.mark.usefixtures("_kept_past")
@pytest.mark.django_db
def test_the_past_training_is_complete_but_for_what_its_report_names():
    found = figures(PAST)
    assert (found["pendaftar"], found["peserta"], found["lulus"], found["menerima"]) == (47, 20, 18, 17)
    assert (found["gugur"], found["tidak-lulus"], found["bast-lengkap"], found["bast-belum-lengkap"]) == (1, 1, 15, 2)
    session = TrainingSession.objects.get(code=PAST)
    assert session.meetings.held().count() == 20
    assert session.phase(TODAY) == Phase.FINISHED


@pytest.mark.usefixtures("_kept_past")
@pytest.mark.django_db
@pytest.mark.parametrize("day", [TODAY, date(2026, 12, 28), date(2027, 1, 3)])
def test_the_second_angkatan_is_open_on_the_day_the_demo_is_made(day):
    assert tell(day) == [OPEN]
    session = TrainingSession.objects.get(code=OPEN)
    assert session.is_registration_open(day)
    assert session.registrations.count() == 9


@given(st.integers(min_value=0, max_value=8999))
def test_invented_people_have_niks_of_the_right_shape(n):
    person = invented(n)
    check_nik(person.nik)
    reading = read_nik(person.nik, on=TODAY)
    assert (reading.born_on, reading.sex) == (person.birth_date, person.sex)
    assert reading.issued_in is not None
