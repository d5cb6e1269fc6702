"""An invented province: 100,000 people, 120,000 registrations, 1.2 million marks, 80,000 handovers, always the same.

Triggers and foreign keys sleep while it is loaded (what is written here obeys them); checks and unique keys do not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta, timezone
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from bench.copying import copy, count_on
from bench.goods import load_goods
from bench.shape import (
    APPLICANTS,
    MEETINGS,
    OPEN,
    PEOPLE,
    RUNNING,
    SESSIONS,
    SITTING,
    THIS_DAY,
    day_of_meeting,
    has_ended,
    nik_of,
    person_of,
    registration_id,
    starts_on,
    status_of,
    year_of,
)
from demo.staff import Office
from documents.models import PrivacyNotice
from participants.enums import LEFT, Education, Mark, Occupation, Outcome, RegistrationStatus, Sex
from participants.models import Attendance, Graduation, Participant, Registration
from regions.models import Kelurahan
from training.enums import MeetingStatus, SessionStatus
from training.models import Meeting, Program, SessionInstructor, TrainingSession

WITA = timezone(timedelta(hours=8))
FIRST = [
    "Siti",
    "Muhammad",
    "Nur",
    "Ahmad",
    "Rusdiana",
    "Fitri",
    "Noor",
    "Hasan",
    "Rina",
    "Mariatul",
    "Ratna",
    "Akhmad",
]
MIDDLE = ["Rahmah", "Hidayah", "Fauzi", "Kiptiah", "Aulia", "Latifah", "Jannah", "Rahman", "Yusuf", "Salasiah", "Wati"]
LAST = [
    "Hasanah",
    "Maulida",
    "Syahrani",
    "Norhayati",
    "Saputra",
    "Lestari",
    "Handayani",
    "Ramadhani",
    "Arsyad",
    "Effendi",
    "Wulandari",
    "Kusuma",
    "Permana",
    "Anggraini",
    "Hakim",
    "Basuki",
    "Suryani",
    "Pratiwi",
    "Halim",
    "Zulkifli",
]


@contextmanager
def asleep() -> Iterator[None]:
    """Without triggers and foreign keys, in one transaction. Only the owner of the cluster may."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield


def load(office: Office) -> None:
    """Fill the migrated, otherwise empty database; `office` are its users and reference data."""
    with asleep():
        load_people()
        load_sessions(office)
        load_registrations(office)
        load_classes(office)
        load_goods(office)
        tell_histories()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def load_people() -> None:
    kelurahan = list(Kelurahan.objects.order_by("pk").values_list("pk", flat=True))
    columns = "id nik name birth_date birth_place sex kk_number kelurahan_id address phone education occupation"
    copy(Participant, columns, (person(n, kelurahan) for n in range(1, PEOPLE + 1)))
    count_on(Participant)


def person(n: int, kelurahan: list[int]) -> tuple[object, ...]:
    nik, born = nik_of(n)
    sex = Sex.FEMALE if n % 4 else Sex.MALE
    name = f"{FIRST[n % 12]} {MIDDLE[n // 12 % 11]} {LAST[n // 132 % 20]}"
    household = f"637204010120{n // 2 % 10000:04d}" if n % 2 else f"63720502{n // 20000 + 10}20{n // 2 % 10000:04d}"
    education = Education.values[n % len(Education.values)]
    occupation = Occupation.values[n % len(Occupation.values)]
    place = kelurahan[n * 7 % len(kelurahan)]
    return (n, nik, name, born, "Banjarbaru", sex, household, place, f"Jl. Contoh No. {n % 300}", f"0812{n:08d}",
            education, occupation)  # fmt: skip


def load_sessions(office: Office) -> None:
    programs = [Program.objects.get_or_create(name=name)[0].pk for name in ("Menjahit Dasar", "Bordir", "Tata Busana")]
    kelurahan = list(Kelurahan.objects.order_by("pk").values_list("pk", flat=True))
    columns = (
        "id program_id year number code status kelurahan_id venue registration_opens_on "
        "registration_closes_on starts_on ends_on quota min_attendance funding_source_id budget outside_year_reason "
        "submission"
    )
    copy(TrainingSession, columns, (session(s, programs, kelurahan, office.funding.pk) for s in range(1, SESSIONS + 1)))
    copy(SessionInstructor, "trainingsession_id instructor_id",
         ((s, office.instructor.pk) for s in range(1, SESSIONS + 1)))  # fmt: skip
    columns = "id session_id number held_on starts_at lesson_hours topic status locked_at locked_by_id"
    copy(Meeting, columns, (row for s in range(1, SESSIONS + 1) for row in meetings(s, office.teacher.pk)))
    count_on(TrainingSession, Meeting)


def session(s: int, programs: list[int], kelurahan: list[int], funding: int) -> tuple[object, ...]:
    begins, of_year = starts_on(s), (s - 1) % 250
    is_open = s > SESSIONS - OPEN
    closes = begins - timedelta(days=10)
    return (
        s, programs[of_year % 3], year_of(s), of_year // 3 + 1, f"B-{year_of(s)}-{of_year + 1:03d}",
        SessionStatus.FINISHED if has_ended(s) else SessionStatus.PUBLISHED, kelurahan[s % len(kelurahan)], "Aula",
        closes - timedelta(days=60), closes, begins, day_of_meeting(s, MEETINGS), 500 if is_open else 30, 80, funding,
        150_000_000, "lintas tahun", UUID(int=s),
    )  # fmt: skip


def meetings(s: int, teacher: int) -> Iterator[tuple[object, ...]]:
    for number in range(1, MEETINGS + 1):
        day = day_of_meeting(s, number)
        is_held = day < THIS_DAY
        locked = (datetime.combine(day, time(14), WITA), teacher) if is_held else (None, None)
        status = MeetingStatus.HELD if is_held else MeetingStatus.PLANNED
        yield (s * 100 + number, s, number, day, time(8), 6, "Menjahit", status, *locked)


def load_registrations(office: Office) -> None:
    notice = PrivacyNotice.objects.order_by("-version").first()
    columns = (
        "id participant_id session_id status seat_number waitlist_rank "
        "status_reason left_on registered_on registered_by_id privacy_notice_id submission"
    )
    said = (office.clerk.pk, notice.pk if notice else None)
    copy(Registration, columns, (registration(s, k, *said) for s in range(1, SESSIONS + 1) for k in range(APPLICANTS)))
    count_on(Registration)


def registration(s: int, k: int, clerk: int, notice: int | None) -> tuple[object, ...]:
    status = status_of(s, k)
    number = k + 1 if k < SITTING and s <= SESSIONS - OPEN else None
    rank = k - SITTING + 1 if status == RegistrationStatus.WAITLISTED else None
    reason = "alasan contoh" if status in (*LEFT, RegistrationStatus.INELIGIBLE) else ""
    left = day_of_meeting(s, 3) if status in LEFT else None
    if status == RegistrationStatus.WITHDRAWN:
        number, left = None, starts_on(s) - timedelta(days=5)
    day = starts_on(s) - timedelta(days=30)
    pk = registration_id(s, k)
    return (pk, person_of(s, k), s, status, number, rank, reason, left, day, clerk, notice, UUID(int=pk))


def load_classes(office: Office) -> None:
    columns = "registration_id meeting_id mark late_minutes marked_by_id"
    running = range(1, SESSIONS - OPEN + 1)
    copy(Attendance, columns, (row for s in running for row in marks(s, office.teacher.pk)))
    columns = (
        "registration_id outcome present_minutes held_minutes "
        "proposed_at proposed_by_id confirmed_at confirmed_on confirmed_by_id"
    )
    ended = range(1, SESSIONS - OPEN - RUNNING + 1)
    copy(Graduation, columns, (row for s in ended for row in graduations(s, office.teacher.pk, office.official.pk)))


def marks(s: int, teacher: int) -> Iterator[tuple[object, ...]]:
    for k in range(SITTING):
        last = 3 if status_of(s, k) == RegistrationStatus.DROPPED_OUT else MEETINGS
        for number in range(1, last + 1):
            if day_of_meeting(s, number) >= THIS_DAY:
                break
            turn = (s + k * 3 + number) % 23
            mark = {5: Mark.LATE, 11: Mark.SICK, 17: Mark.ABSENT, 19: Mark.EXCUSED}.get(turn, Mark.PRESENT)
            yield registration_id(s, k), s * 100 + number, mark, 20 if mark == Mark.LATE else 0, teacher


def graduations(s: int, proposer: int, confirmer: int) -> Iterator[tuple[object, ...]]:
    day = day_of_meeting(s, MEETINGS) + timedelta(days=1)
    at = datetime.combine(day, time(9), WITA)
    for k in range(SITTING):
        status = status_of(s, k)
        if status in Outcome.values:
            held = MEETINGS * 270
            yield registration_id(s, k), status, held - 540, held, at, proposer, at, day, confirmer


def tell_histories() -> None:
    """One `insert` event per row of every tracked table, as the triggers would have written."""
    for model in apps.get_models():
        if any(field.name == "events" for field in model._meta.related_objects if field.name) and model._meta.managed:
            tell(model)


def tell(model: type[models.Model]) -> None:
    event = next(field.related_model for field in model._meta.related_objects if field.name == "events")
    shared = [field.column for field in event._meta.concrete_fields if not field.name.startswith("pgh_")]
    columns = ", ".join(f'"{name}"' for name in shared)
    context = '\'{"user": 1, "name": "Rina Marlina", "url": "/pendaftaran/"}\''
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {event._meta.db_table} (pgh_created_at, pgh_label, pgh_obj_id, pgh_context, {columns}) "
            f"SELECT now(), 'insert', \"{model._meta.pk.column}\", {context}, {columns} FROM {model._meta.db_table}"
        )
