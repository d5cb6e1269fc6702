"""The demo walks the line by the rules themselves; told twice, it is told once."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.demo import LOGINS
from accounts.models import User
from demo.people import invented
from demo.staff import PEOPLE
from demo.story import OPEN, PAST, tell
from equipment.models import Handover
from participants.models import Participant
from regions.nik import check_nik, read_nik
from reports.session_report import build_report, find_session
from training.enums import Phase
from training.models import TrainingSession

TODAY = date(2026, 11, 25)


def figures(code: str) -> dict[str, int]:
    session = find_session(TrainingSession.objects.all(), code)
    assert session is not None
    return {value.figure.code: value.value for value in build_report(session, on=TODAY).all_values}


def test_the_people_of_the_office_are_those_whom_the_log_in_names():
    assert [person[0] for person in PEOPLE] == list(LOGINS)


@pytest.mark.django_db
def test_the_past_training_is_complete_but_for_what_its_report_names():
    tell(TODAY)
    found = figures(PAST)
    assert (found["pendaftar"], found["peserta"], found["lulus"], found["menerima"]) == (47, 20, 18, 17)
    assert (found["gugur"], found["tidak-lulus"], found["bast-lengkap"], found["bast-belum-lengkap"]) == (1, 1, 15, 2)
    session = TrainingSession.objects.get(code=PAST)
    assert session.meetings.held().count() == 20
    assert session.phase(TODAY) == Phase.FINISHED


@pytest.mark.django_db
@pytest.mark.parametrize("day", [TODAY, date(2026, 12, 28), date(2027, 1, 3)])
def test_the_second_angkatan_is_open_on_the_day_the_demo_is_made(day):
    tell(day)
    session = TrainingSession.objects.get(code=OPEN)
    assert session.is_registration_open(day)
    assert session.registrations.count() == 9


@pytest.mark.django_db
def test_told_twice_it_is_told_once():
    assert tell(TODAY) == [PAST, OPEN]
    counts = (Participant.objects.count(), Handover.objects.count(), User.objects.count())
    assert tell(TODAY) == []
    assert counts == (Participant.objects.count(), Handover.objects.count(), User.objects.count())


@pytest.mark.django_db
def test_it_is_refused_where_real_people_are(settings):
    settings.DEMO = settings.TEST_RUN = False
    with pytest.raises(CommandError, match="hanya untuk demo"):
        call_command("seed_demo")
    assert not User.objects.exists()


@given(st.integers(min_value=0, max_value=8999))
def test_invented_people_have_niks_of_the_right_shape(n):
    person = invented(n)
    check_nik(person.nik)
    reading = read_nik(person.nik, on=TODAY)
    assert (reading.born_on, reading.sex) == (person.birth_date, person.sex)
    assert reading.issued_in is not None
