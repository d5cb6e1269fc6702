"""The training of the news report of 2025, and one angkatan that is open for registration on the day it is told.

What the report states (place, field, who opened it, that a sewing machine follows) is true to it; numbers, dates and
people are invented, and the notes of the angkatan say so.
"""

from datetime import date, timedelta

import pghistory
from django.db import transaction

from demo import certificates, classroom, goods
from demo.staff import Office, set_up_office
from regions.models import Kelurahan
from training.models import TrainingSession
from training.sessions import SessionData

PAST, OPEN = "TKM-2025-03", "TKM-2026-07"
NOTES = (
    "Pelatihan yang diberitakan ANTARA Kalimantan Selatan tahun 2025. Jumlah peserta, tanggal, jam pelajaran, pagu, "
    "merek mesin dan semua peserta di sini rekaan untuk contoh."
)


def tell(on: date) -> list[str]:
    """Tell what is not told yet; returns the codes of the angkatan made now. All of it or nothing."""
    with transaction.atomic(), pghistory.context(source="Data contoh"):
        office = set_up_office()
        certificates.write_units(office)
        made = []
        for code, chapter in ((PAST, past), (OPEN, running)):
            if not TrainingSession.objects.filter(code=code).exists():
                chapter(office, on)
                made.append(code)
    return made


def past(office: Office, on: date) -> None:
    """TKM-2025-03, from its registration in July to the scans of September 2025."""
    session = classroom.offer(_past_session(office), on=date(2025, 7, 14), office=office)
    classroom.plan_meetings(session, skipped=frozenset({date(2025, 8, 18)}), office=office)
    people = classroom.register_people(session, range(47), first=date(2025, 7, 14), office=office)
    classroom.select(people, ineligible=(22, 35), waiting=4, on=date(2025, 7, 28), office=office)
    machines = goods.receive(20, on=date(2025, 7, 31), session=session, office=office)
    goods.file_papers(machines, on=date(2025, 7, 31), office=office)
    goods.pay(machines, on=date(2025, 8, 28), office=office)
    classroom.teach(session, leaver=16, leaves_after=8, office=office)
    classroom.graduate(session, on=date(2025, 9, 2), office=office)
    certificates.photograph(session, without=(4, 11), office=office)
    given_out = certificates.certify(session, on=date(2025, 9, 4), office=office)
    certificates.replace_one(given_out[2], on=date(2025, 9, 8), office=office)
    decree = goods.decree(session, on=date(2025, 9, 2), office=office)
    place = "Kelurahan Landasan Ulin Selatan, Kecamatan Liang Anggang, Kota Banjarbaru"
    given = goods.ceremony(decree, place=place, on=date(2025, 9, 4), absent=1, office=office)
    goods.scan(given, unchecked=1, missing=1, on=date(2025, 9, 10), office=office)


def running(office: Office, on: date) -> None:
    """TKM-2026-07: registration opened a week ago, training starts in three weeks."""
    session = classroom.offer(_open_session(office, on), on=on - timedelta(days=7), office=office)
    classroom.register_people(session, range(60, 69), first=on - timedelta(days=2), office=office)


def _past_session(office: Office) -> SessionData:
    return SessionData(
        program=office.program,
        year=2025,
        number=3,
        code=PAST,
        kelurahan=Kelurahan.objects.get(code="63.72.06.1004"),
        venue="Gang Keruing 2",
        venue_address="Jalan Kelurahan, Gang Keruing 2",
        registration_opens_on=date(2025, 7, 14),
        registration_closes_on=date(2025, 7, 25),
        starts_on=date(2025, 8, 4),
        ends_on=date(2025, 9, 1),
        outside_year_reason="",
        quota=20,
        min_attendance=80,
        funding_source=office.funding,
        budget=98_500_000,
        budget_account="5.1.02.01.01.0039",
        opened_by="Wakil Wali Kota Banjarbaru, Wartono",
        notes=NOTES,
        instructors=(office.instructor,),
    )


def _open_session(office: Office, on: date) -> SessionData:
    starts_on, ends_on = on + timedelta(days=14), on + timedelta(days=33)
    is_outside = {starts_on.year, ends_on.year} != {2026}
    return SessionData(
        program=office.program,
        year=2026,
        number=7,
        code=OPEN,
        kelurahan=Kelurahan.objects.get(code="63.72.02.1004"),
        venue="Aula Kelurahan Guntung Payung",
        venue_address="",
        registration_opens_on=on - timedelta(days=7),
        registration_closes_on=on + timedelta(days=7),
        starts_on=starts_on,
        ends_on=ends_on,
        outside_year_reason="Tanggal contoh mengikuti hari demo dibuat." if is_outside else "",
        quota=16,
        min_attendance=80,
        funding_source=office.funding,
        budget=80_000_000,
        budget_account="5.1.02.01.01.0039",
        opened_by="",
        notes="Angkatan contoh: semua pendaftarnya rekaan.",
        instructors=(office.instructor,),
    )
