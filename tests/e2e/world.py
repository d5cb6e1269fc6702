"""The demo, and beside it one of everything that the demo has not got on the day it is told."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from accounts.models import User
from demo.story import tell
from equipment.drafts import Occasion, create_drafts
from equipment.enums import HandoverStatus, UnitStatus
from equipment.handover_locks import version_of as paper_version
from equipment.models import EquipmentUnit, Handover
from equipment.scans import refuse_scan, upload_scan
from equipment.voiding import void_bast
from participants.enums import Mark
from participants.graduation import candidates_of, propose, version_of
from tests.documents.samples import pdf, upload
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import MeetingFactory, TrainingSessionFactory
from training.models import Instructor, TrainingSession

PAST, OPEN = "TKM-2025-03", "TKM-2026-07"  # of the demo
DRAFT, CHOOSING, TODAY, ENDED = "CONTOH-1", "CONTOH-2", "CONTOH-3", "CONTOH-4"


def build(on: date) -> None:
    tell(on)
    teacher = Instructor.objects.get(user__username="instruktur")
    made_on: dict[str, Any] = {"year": on.year, "instructors": [teacher]}
    TrainingSessionFactory(code=DRAFT, draft=True, **made_on, **_days(on, 1, 8, 9, 20))
    choosing = TrainingSessionFactory(code=CHOOSING, quota=2, **made_on, **_days(on, -9, -1, 5, 15))
    for state in ("accepted", "waitlisted", "eligible", "ineligible", "withdrawn"):
        RegistrationFactory(session=choosing, **{state: True})
    RegistrationFactory(session=choosing, waitlisted=True)
    teach(TrainingSessionFactory(code=TODAY, **made_on, **_days(on, -20, -10, on_day := 0, 9)), on, is_locked=False)
    ended = TrainingSessionFactory(code=ENDED, **made_on, **_days(on, -20, -10, on_day, 0))
    teach(ended, on, is_locked=True)
    shown = version_of(candidates_of(ended))
    propose(ended.pk, {}, version=shown, at=timezone.now(), actor=User.objects.get(username="instruktur"))
    goods(on)


def _days(on: date, opens: int, closes: int, starts: int, ends: int) -> dict[str, date]:
    names = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
    return {name: on + timedelta(days=day) for name, day in zip(names, (opens, closes, starts, ends), strict=True)}


def teach(session: TrainingSession, on: date, *, is_locked: bool) -> None:
    """A class of three with one meeting today: the first two are marked, all of them where the list is locked."""
    meeting = MeetingFactory(session=session, number=1, held_on=on)
    people = [RegistrationFactory(session=session, accepted=True, registered_on=session.starts_on) for _ in range(3)]
    AttendanceFactory(registration=people[0], meeting=meeting)
    AttendanceFactory(registration=people[1], meeting=meeting, mark=Mark.LATE, late_minutes=40, note="hujan")
    if is_locked:
        AttendanceFactory(registration=people[2], meeting=meeting, mark=Mark.ABSENT)
        meeting.status, meeting.locked_at, meeting.locked_by = "held", timezone.now(), User.objects.first()
        meeting.save()


def goods(on: date) -> None:
    """Of the demo's BASTs one is voided and drafted anew, one scan is refused; two machines wait for inspection."""
    keeper, official = (User.objects.get(username=name) for name in ("pengurus_barang", "pejabat"))
    at = timezone.now()
    void = Handover.objects.filter(status=HandoverStatus.COMPLETE).order_by("pk")[0]
    unit = void.items.get().unit
    back = {unit.pk: UnitStatus.AVAILABLE}
    void_bast(void.pk, reason="Salah penerima", whereabouts=back, version=paper_version(void), at=at, actor=official)
    place = Occasion(void.place, on, void.signatory)
    create_drafts({void.recipient_id: [unit.serial_number]}, place, submission=uuid4(), actor=keeper)
    missing = Handover.objects.get(status=HandoverStatus.HANDED_OVER, scan=None)
    scanned = upload_scan(missing.pk, upload(pdf()), at=at, actor=keeper)
    refuse_scan(missing.pk, scan_id=scanned.scan_id, reason="Tanda tangan penerima tidak terlihat", actor=official)
    for serial in ("JM100-9001", "JM100-9002"):
        EquipmentUnit.objects.create(
            procurement=unit.procurement, serial_number=serial, received_on=on, received_by=keeper, surplus_reason="x"
        )
