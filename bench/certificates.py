"""How long 300 certificates take: issued into the archive, and set as one file for the printer."""

import sys
import time
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from demo.certificates import certify, write_units
from demo.staff import Office, set_up_office
from documents.models import PrivacyNotice
from documents.photos import portrait, store_portrait
from participants.certificates import print_file
from participants.enums import Outcome, RegistrationStatus, Sex
from participants.models import Graduation, Participant, Registration
from regions.models import Kelurahan
from training.models import Meeting, TrainingSession

PEOPLE = 300
DAY = date(2031, 9, 4)
AT = datetime(2031, 9, 4, 4, 0, tzinfo=UTC)


def measure() -> tuple[float, float]:
    """Seconds for issuing PEOPLE certificates with photos, and for their print file; nothing of it stays."""
    with transaction.atomic():
        office = set_up_office()
        write_units(office)
        session = _graduates(office)
        start = time.perf_counter()
        made = certify(session, on=DAY, office=office)
        issued = time.perf_counter()
        content = print_file(session)
        printed = time.perf_counter()
        transaction.set_rollback(True)
    if len(made) != PEOPLE or not content.startswith(b"%PDF"):
        raise RuntimeError("not all certificates were issued")
    return issued - start, printed - issued


def main() -> None:
    issuing, printing = measure()
    both = issuing + printing
    sys.stdout.write(f"{PEOPLE} sertifikat: {issuing:.1f} s ke arsip + {printing:.1f} s berkas cetak = {both:.1f} s\n")


def _graduates(office: Office) -> TrainingSession:
    """An angkatan of PEOPLE graduates, each with a photo of their own."""
    session = TrainingSession.objects.create(
        program=office.program, year=DAY.year, number=99, code="UKUR-SERTIFIKAT", status="published",
        kelurahan=Kelurahan.objects.order_by("pk")[0], venue="Aula", quota=PEOPLE, funding_source=office.funding,
        registration_opens_on=DAY - timedelta(60), registration_closes_on=DAY - timedelta(40),
        starts_on=DAY - timedelta(30), ends_on=DAY - timedelta(2),
    )  # fmt: skip
    Meeting.objects.create(
        session=session, number=1, held_on=DAY - timedelta(10), starts_at="08:00", lesson_hours=6, status="held",
        locked_at=AT, locked_by=office.verifier,
    )  # fmt: skip
    kelurahan, notice = session.kelurahan, PrivacyNotice.objects.order_by("-version")[0]
    people = Participant.objects.bulk_create(_person(n, kelurahan) for n in range(PEOPLE))
    rows = Registration.objects.bulk_create(
        Registration(
            participant=person, session=session, status=RegistrationStatus.ACCEPTED, seat_number=seat,
            registered_on=DAY - timedelta(50), registered_by=office.clerk, privacy_notice=notice,
        )
        for seat, person in enumerate(people, start=1)
    )  # fmt: skip
    Graduation.objects.bulk_create(
        Graduation(
            registration=row, outcome=Outcome.COMPLETED, present_minutes=270, held_minutes=270, proposed_at=AT,
            proposed_by=office.teacher, confirmed_at=AT, confirmed_on=DAY - timedelta(1), confirmed_by=office.official,
        )
        for row in rows
    )  # fmt: skip
    session.registrations.update(status=RegistrationStatus.COMPLETED)
    return session


def _person(n: int, kelurahan: Kelurahan) -> Participant:
    return Participant(
        nik=f"637206570892{9000 + n}", name=f"Siti Rahmah Nomor {n}", birth_place="Banjarbaru", nik_reason="",
        birth_date=date(1992, 8, 17), sex=Sex.FEMALE, kelurahan=kelurahan,
        photo=store_portrait(_photo(n), name=f"ukur-{n}"),
    )  # fmt: skip


def _photo(n: int) -> bytes:
    """As large as photos of people are: about 80 kB."""
    noise = Image.effect_noise((100, 133), 30 + n % 7).resize((600, 800), Image.Resampling.BICUBIC)
    made = BytesIO()
    noise.convert("RGB").save(made, format="PNG")
    return portrait(SimpleUploadedFile("foto.png", made.getvalue()), field="photo")
