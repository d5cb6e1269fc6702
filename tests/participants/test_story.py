"""The way of one registration, told from its status and its history; its rate only for who was in class."""

from datetime import timedelta

import pytest

from participants.enums import RegistrationStatus as S
from participants.leaving import drop_out, undo_drop_out, withdraw
from participants.models import Registration
from participants.story import events, steps
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import DAY, MeetingFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """Running, with one meeting held."""
    made = TrainingSessionFactory(running=True)
    MeetingFactory(session=made, held=True, held_on=DAY - timedelta(2))
    return made


@pytest.fixture
def clerk():
    return UserFactory(role="verifikator")


def told(registration):
    row = Registration.objects.with_minutes().select_related("session").get(pk=registration.pk)
    return [(step.title, step.words) for step in steps(row, events(row))]


LEFT = ("Mengundurkan diri", "4 Agustus 2025")
MS = ("Verifikasi", "MS")


@pytest.mark.parametrize(
    ("traits", "way"),
    [
        ({}, [LEFT]),
        ({"ineligible": True}, [("Verifikasi", "TMS"), LEFT]),
        ({"eligible": True}, [MS, LEFT]),
        ({"waitlisted": True}, [MS, ("Seleksi", "Cadangan"), LEFT]),
        ({"not_selected": True}, [MS, ("Seleksi", "Tidak lolos"), LEFT]),
        ({"status": S.OFFERED, "seat_number": 1}, [MS, ("Seleksi", "Dipanggil"), LEFT]),
        ({"accepted": True}, [MS, ("Seleksi", "Lolos"), ("Pelatihan", "Mengundurkan diri 4 Agustus 2025")]),
    ],
)
def test_who_withdrew_is_told_as_far_as_the_person_came(session, clerk, traits, way):
    registration = RegistrationFactory(session=session, **traits)
    withdraw(registration.pk, reason="pindah", left_on=DAY, on=DAY, actor=clerk)
    assert told(registration) == [("Mendaftar", "4 Agustus 2025"), *way]


def test_a_mark_tells_that_somebody_was_in_class(session):
    registration = RegistrationFactory(session=session, withdrawn=True, left_on=DAY)
    AttendanceFactory(registration=registration, meeting__held_on=DAY - timedelta(3), meeting__number=9)
    assert ("Seleksi", "Lolos") in told(registration)


@pytest.mark.parametrize("trait", ["eligible", "ineligible", "waitlisted", "not_selected", "withdrawn"])
def test_who_never_was_in_class_has_no_rate(session, trait):
    RegistrationFactory(session=session, **{trait: True})
    assert Registration.objects.with_minutes().get().rate is None


def test_who_was_in_class_has_one(session):
    RegistrationFactory(session=session, accepted=True)
    assert Registration.objects.with_minutes().get().rate == 0


def test_a_person_never_in_class_is_shown_without_a_rate(login, session):
    registration = RegistrationFactory(session=session, not_selected=True)
    client = login("verifikator")
    for url in (registration.get_absolute_url(), registration.participant.get_absolute_url()):
        assert "0%" not in client.get(url).content.decode()


NOTE = "Dihitung tidak hadir tanpa tanda"


def test_lists_locked_before_gugur_was_taken_back_are_named(login, session, clerk):
    registration = RegistrationFactory(session=session, accepted=True, registered_on=DAY - timedelta(20))
    drop_out(registration.pk, reason="tidak datang", left_on=session.starts_on, on=DAY, actor=clerk)
    client = login(user=clerk)
    assert NOTE not in client.get(registration.get_absolute_url()).content.decode()
    undo_drop_out(registration.pk, on=DAY, actor=clerk)
    page = client.get(registration.get_absolute_url()).content.decode()
    assert NOTE in page
    assert f">Pertemuan {session.meetings.get().number}</a>" in page


def test_an_open_list_is_not_among_them(login, clerk):
    meeting = MeetingFactory(held_on=DAY)
    registration = RegistrationFactory(session=meeting.session, accepted=True)
    assert NOTE not in login(user=clerk).get(registration.get_absolute_url()).content.decode()
