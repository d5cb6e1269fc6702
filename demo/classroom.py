"""From an angkatan on paper to graduates: registration, selection, attendance, graduation."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from demo.people import Invented, invented
from demo.staff import Office, acting
from documents.models import PrivacyNotice
from participants.attendance import Entry, lock_list, mark_attendance, mark_rest_present
from participants.enums import Mark
from participants.graduation import Proposal, candidates_of, confirm, finish, propose, version_of
from participants.leaving import drop_out
from participants.models import Registration
from participants.people import PersonData
from participants.registration import Application, register
from participants.selection import accept, put_on_waitlist, turn_down
from participants.verification import mark_eligible, mark_ineligible
from regions.models import Kelurahan
from training.meetings import plan
from training.models import TrainingSession
from training.schedule import Schedule
from training.sessions import SessionData, create_session, publish

WEEKDAYS = frozenset(range(5))
MORNING, HOURS = time(8, 0), 6


def noon(day: date) -> datetime:
    """A moment on `day` in the office's time zone."""
    return timezone.make_aware(datetime.combine(day, time(12, 0)))


def offer(data: SessionData, *, on: date, office: Office) -> TrainingSession:
    """The angkatan, open for registration on the day `on`, with its meetings planned."""
    session = create_session(data, submission=uuid4(), actor=acting(office.verifier))
    publish(session.pk, on=on, actor=acting(office.verifier))
    return session


def plan_meetings(session: TrainingSession, *, skipped: frozenset[date], office: Office) -> None:
    schedule = Schedule(WEEKDAYS, session.starts_on, session.ends_on, MORNING, HOURS, skipped)
    plan(session.pk, schedule, replace=False, actor=acting(office.verifier))


def register_people(
    session: TrainingSession, numbers: Sequence[int], *, first: date, office: Office
) -> list[Registration]:
    """The invented people of these numbers, six a day from the day `first`, as the clerk types them."""
    notice = PrivacyNotice.objects.order_by("-version")[0]
    kelurahan = {place.code: place for place in Kelurahan.objects.all()}
    registered = []
    for at, n in enumerate(numbers):
        person = invented(n)
        application = Application(notice, person.origin, person.origin_letter, photo_consent=n % 3 != 0)
        data = _typed(person, kelurahan[person.kelurahan_code])
        day = first + timedelta(days=at // 6)
        registered.append(register(session.pk, data, application, known="", on=day, actor=acting(office.clerk)))
    return registered


def _typed(person: Invented, kelurahan: Kelurahan) -> PersonData:
    return PersonData(
        nik=person.nik,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        kelurahan=kelurahan,
        birth_place=person.birth_place,
        kk_number=person.kk_number,
        address=person.address,
        phone=person.phone,
        education=person.education,
        occupation=person.occupation,
    )


def select(
    registered: Sequence[Registration], *, ineligible: Sequence[int], waiting: int, on: date, office: Office
) -> None:
    """MS or TMS, the quota in the order of registration, `waiting` people after them, the others turned down."""
    chosen = [row for at, row in enumerate(registered) if at not in ineligible]
    for at in ineligible:
        mark_ineligible(registered[at].pk, reason="Masih bersekolah", on=on, actor=acting(office.verifier))
    for row in chosen:
        mark_eligible(row.pk, on=on, actor=acting(office.verifier))
    quota = registered[0].session.quota
    for row in chosen[:quota]:
        accept(row.pk, on=on, actor=acting(office.verifier))
    for row in chosen[quota : quota + waiting]:
        put_on_waitlist(row.pk, on=on, actor=acting(office.verifier))
    for row in chosen[quota + waiting :]:
        turn_down(row.pk, on=on, actor=acting(office.verifier))


# Who was not simply there: (meeting, number) → the mark.
ABSENCES = {
    (3, 5): Entry(Mark.EXCUSED, note="mengantar anak berobat"),
    (5, 3): Entry(Mark.LATE, late_minutes=40),
    (5, 11): Entry(Mark.SICK, note="surat puskesmas"),
    (8, 16): Entry(Mark.ABSENT),
    (9, 5): Entry(Mark.ABSENT),
    (9, 7): Entry(Mark.EXCUSED, note="surat izin"),
    (9, 14): Entry(Mark.SICK),
    (12, 2): Entry(Mark.LATE, late_minutes=25),
    (13, 9): Entry(Mark.SICK),
    (15, 18): Entry(Mark.EXCUSED),
    (17, 12): Entry(Mark.LATE, late_minutes=15),
    **{(meeting, 19): Entry(Mark.ABSENT) for meeting in (4, 7, 10, 11, 14, 16, 18)},
}


def teach(session: TrainingSession, *, leaver: int, leaves_after: int, office: Office) -> None:
    """Every meeting marked and locked on its own day; `leaver` stops coming after the meeting `leaves_after`."""
    seats = dict(session.registrations.seated().values_list("seat_number", "pk"))
    for meeting in session.meetings.order_by("number"):
        day = meeting.held_on
        if meeting.number == leaves_after + 1:
            drop_out(seats[leaver], reason="Pindah ke Banjarmasin", left_on=day, on=day, actor=acting(office.verifier))
        marks = {seats[seat]: entry for (number, seat), entry in ABSENCES.items() if number == meeting.number}
        if marks:
            mark_attendance(meeting.pk, marks, on=day, actor=acting(office.teacher))
        mark_rest_present(meeting.pk, on=day, actor=acting(office.teacher))
        lock_list(meeting.pk, at=noon(day), actor=acting(office.teacher))


def graduate(session: TrainingSession, *, on: date, office: Office) -> None:
    """Proposed by the teacher as attendance suggests, confirmed by an official, and the angkatan finished."""
    proposals: dict[int, Proposal] = {}
    shown = version_of(candidates_of(session))
    propose(session.pk, proposals, version=shown, at=noon(on - timedelta(days=1)), actor=acting(office.teacher))
    confirm(session.pk, version=version_of(candidates_of(session)), at=noon(on), actor=acting(office.official))
    finish(session.pk, on=on, actor=acting(office.verifier))
