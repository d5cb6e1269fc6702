"""People and their registrations, with life states as traits."""

from datetime import UTC, date, datetime

import factory

from participants.enums import Education, Mark, Occupation, Outcome, RegistrationStatus, Sex
from participants.models import Attendance, Certificate, Graduation, Participant, Registration
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperFactory, PaperNumberFactory, SignatoryFactory, privacy_notice
from tests.regions.factories import kelurahan
from tests.training.factories import DAY, MeetingFactory, TrainingSessionFactory

MORNING = datetime(2025, 8, 4, 2, 0, tzinfo=UTC)


def nik(n: int, *, born: date = date(1992, 8, 17), sex: str = "P") -> str:
    """The n-th NIK of Kec. Banjarbaru Utara for that birth date and sex."""
    day = born.day + (40 if sex == "P" else 0)
    return f"637204{day:02d}{born:%m%y}{n % 9999 + 1:04d}"


class ParticipantFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Participant

    class Params:
        n = factory.Sequence(lambda n: n)

    name = factory.Sequence(lambda n: f"Siti Rahmah {n}")
    birth_date = date(1992, 8, 17)
    birth_place = "Banjarbaru"
    sex = Sex.FEMALE
    nik = factory.LazyAttribute(lambda made: nik(made.n, born=made.birth_date, sex=made.sex))
    kk_number = factory.LazyAttribute(lambda made: f"637204120315{made.n % 9999 + 1:04d}")
    kelurahan = factory.LazyFunction(kelurahan)
    address = "Jl. Contoh RT 012/RW 003"
    phone = factory.LazyAttribute(lambda made: f"0812{made.n:08d}")
    education = Education.SMA
    occupation = Occupation.INFORMAL


class RegistrationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Registration

    class Params:
        eligible = factory.Trait(status=RegistrationStatus.ELIGIBLE)
        accepted = factory.Trait(
            status=RegistrationStatus.ACCEPTED,
            seat_number=factory.LazyAttribute(lambda made: next_seat(made.session)),
        )
        waitlisted = factory.Trait(
            status=RegistrationStatus.WAITLISTED,
            waitlist_rank=factory.LazyAttribute(
                lambda made: made.session.registrations.filter(waitlist_rank__isnull=False).count() + 1
            ),
        )
        dropped_out = factory.Trait(
            status=RegistrationStatus.DROPPED_OUT,
            seat_number=factory.LazyAttribute(lambda made: next_seat(made.session)),
            left_on=DAY,
            status_reason="tidak datang lagi",
        )
        ineligible = factory.Trait(status=RegistrationStatus.INELIGIBLE, status_reason="di luar kota")
        not_selected = factory.Trait(status=RegistrationStatus.NOT_SELECTED)
        withdrawn = factory.Trait(
            status=RegistrationStatus.WITHDRAWN, left_on=DAY, status_reason="mendapat pekerjaan tetap"
        )

    participant = factory.SubFactory(ParticipantFactory)
    session = factory.SubFactory(TrainingSessionFactory)
    status = RegistrationStatus.SUBMITTED
    registered_on = DAY
    registered_by = factory.SubFactory(UserFactory)
    privacy_notice = factory.LazyFunction(privacy_notice)


def next_seat(session) -> int:
    return session.registrations.filter(seat_number__isnull=False).count() + 1


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    registration = factory.SubFactory(RegistrationFactory, accepted=True)
    meeting = factory.SubFactory(MeetingFactory, session=factory.SelfAttribute("..registration.session"))
    mark = Mark.PRESENT
    marked_by = factory.SubFactory(UserFactory)


def graduate(registration: Registration, *, outcome: str = Outcome.COMPLETED, on: date = DAY) -> Registration:
    """Proposed by one, confirmed by another, and written to the registration, as the rule leaves it."""
    Graduation.objects.create(
        registration=registration,
        outcome=outcome,
        present_minutes=270,
        held_minutes=270,
        proposed_at=MORNING,
        proposed_by=UserFactory(),
        confirmed_at=MORNING,
        confirmed_on=on,
        confirmed_by=UserFactory(),
    )
    registration.status = outcome
    registration.save(update_fields=["status"])
    return registration


class CertificateFactory(factory.django.DjangoModelFactory):
    """A valid certificate with a typed number, on the day of graduation; the bytes are only an example."""

    class Meta:
        model = Certificate

    registration = factory.LazyFunction(lambda: graduated_registration())
    number = factory.SubFactory(PaperNumberFactory, kind="certificate")
    paper = factory.SubFactory(
        PaperFactory,
        kind="certificate",
        number=factory.SelfAttribute("..number"),
        dated_on=factory.SelfAttribute("..dated_on"),
        data=factory.LazyAttribute(lambda made: printed(made.factory_parent.registration)),
    )
    signatory = factory.SubFactory(SignatoryFactory)
    dated_on = DAY
    issued_at = MORNING
    issued_by = factory.SubFactory(UserFactory)


def printed(registration: Registration) -> dict[str, object]:
    """What the archive keeps of a certificate, as far as tests look at it."""
    names = ("government", "office", "birth", "programme", "place_and_date", "position", "signer", "signer_number",
             "replaces", "hours", "hours_note", "crest", "photo")  # fmt: skip
    return {
        **dict.fromkeys(names, ""),
        "holder": registration.participant.name,
        "issue": None,
        "details": [],
        "units": [],
    }


def graduated_registration(**kwargs) -> Registration:
    return graduate(RegistrationFactory(accepted=True, **kwargs))
