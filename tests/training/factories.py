"""Programmes, angkatan, meetings. The day of the tests is DAY; on it a session is open for registration."""

from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta

import factory

from tests.accounts.factories import UserFactory
from tests.regions.factories import kelurahan
from training.enums import MeetingStatus, SessionStatus
from training.models import FundingSource, Instructor, Meeting, Program, ProgramUnit, TrainingSession
from training.sessions import SessionData

DAY = date(2025, 8, 4)
NOW = datetime(2025, 8, 4, 1, 0, tzinfo=UTC)  # 09.00 WITA on DAY


class ProgramFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Program
        django_get_or_create = ["name"]

    name = "Menjahit Dasar"


class ProgramUnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgramUnit

    program = factory.SubFactory(ProgramFactory)
    position = factory.LazyAttribute(lambda made: made.program.units.count() + 1)
    code = factory.LazyAttribute(lambda made: f"GAR.CM02.{made.position:03d}.01")
    title = "Menjahit dengan mesin"
    lesson_hours = 6


class FundingSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingSource
        django_get_or_create = ["name"]

    name = "APBD"


class InstructorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Instructor

    name = factory.Sequence(lambda n: f"Hj. Noorjannah {n}")


class TrainingSessionFactory(factory.django.DjangoModelFactory):
    """Published and open for registration on DAY; traits move it along its life."""

    class Meta:
        model = TrainingSession
        skip_postgeneration_save = True

    class Params:
        draft = factory.Trait(status=SessionStatus.DRAFT)
        closed = factory.Trait(registration_closed_at=NOW, registration_closed_by=factory.SubFactory(UserFactory))
        running = factory.Trait(
            registration_opens_on=DAY - timedelta(days=30),
            registration_closes_on=DAY - timedelta(days=10),
            starts_on=DAY - timedelta(days=5),
            ends_on=DAY + timedelta(days=25),
        )
        ended = factory.Trait(
            registration_opens_on=DAY - timedelta(days=90),
            registration_closes_on=DAY - timedelta(days=70),
            starts_on=DAY - timedelta(days=60),
            ends_on=DAY - timedelta(days=10),
        )

    program = factory.SubFactory(ProgramFactory)
    year = 2025
    number = factory.Sequence(lambda n: n % 99 + 1)
    code = factory.Sequence(lambda n: f"TKM-2025-{n + 100}")
    status = SessionStatus.PUBLISHED
    kelurahan = factory.LazyFunction(kelurahan)
    venue = "Gang Keruing 2"
    registration_opens_on = DAY - timedelta(days=5)
    registration_closes_on = DAY + timedelta(days=5)
    starts_on = DAY + timedelta(days=10)
    ends_on = DAY + timedelta(days=40)
    outside_year_reason = factory.LazyAttribute(
        lambda made: "" if {made.starts_on.year, made.ends_on.year} == {made.year} else "Disetujui dalam DPA perubahan"
    )
    quota = 16
    funding_source = factory.SubFactory(FundingSourceFactory)

    @factory.post_generation
    def instructors(self, create, extracted, **kwargs):
        if create and extracted:
            self.instructors.set(extracted)


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    class Params:
        held = factory.Trait(status=MeetingStatus.HELD, locked_at=NOW, locked_by=factory.SubFactory(UserFactory))

    session = factory.SubFactory(TrainingSessionFactory, running=True)
    number = factory.Sequence(lambda n: n + 1)
    held_on = factory.LazyAttribute(lambda made: made.session.starts_on + timedelta(days=made.number - 1))
    starts_at = time(8, 0)
    lesson_hours = 6


def session_data(**changes) -> SessionData:
    """What a verifikator types for a new angkatan: next free number and code, open on DAY."""
    typed = {
        "program": ProgramFactory(),
        "year": 2025,
        "number": None,
        "code": "",
        "kelurahan": kelurahan(),
        "venue": "Gang Keruing 2",
        "venue_address": "Jalan Kelurahan",
        "registration_opens_on": DAY - timedelta(days=5),
        "registration_closes_on": DAY + timedelta(days=5),
        "starts_on": DAY + timedelta(days=10),
        "ends_on": DAY + timedelta(days=40),
        "outside_year_reason": "",
        "quota": 16,
        "min_attendance": 80,
        "funding_source": FundingSourceFactory(),
        "budget": 98_500_000,
        "budget_account": "5.1.02.01.01.0039",
        "opened_by": "",
        "notes": "",
        "instructors": (),
    }
    return SessionData(**{**typed, **changes})


def data_of(session: TrainingSession, **changes) -> SessionData:
    """What the edit form of `session` shows, with `changes` typed over it."""
    stored = {field.name: getattr(session, field.name) for field in fields(SessionData) if field.name != "instructors"}
    return SessionData(**{**stored, "instructors": tuple(session.instructors.all()), **changes})
