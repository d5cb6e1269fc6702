"""One angkatan with somebody in every state, for the tests of its report."""

from dataclasses import dataclass
from datetime import date, timedelta

from documents.models import Paper, PaperNumber
from equipment.enums import HandoverStatus, UnitStatus
from equipment.models import Handover
from participants.enums import Mark, Outcome, RegistrationStatus
from participants.models import Registration
from reports.session_report import SessionReport, build_report, find_session
from tests.accounts.factories import UserFactory
from tests.documents.factories import StoredFileFactory
from tests.equipment.factories import DecreeFactory, DecreeRecipientFactory, draft_with_unit
from tests.participants.factories import MORNING, AttendanceFactory, ParticipantFactory, RegistrationFactory, graduate
from tests.regions.factories import kelurahan
from tests.training.factories import DAY, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus
from training.models import TrainingSession

S = RegistrationStatus


@dataclass
class World:
    """12 applicants: 4 graduates (2 with a machine, one of them with a checked scan), 1 failed, 1 dropped out, …"""

    session: TrainingSession
    graduates: list[Registration]
    failed: Registration
    dropped: Registration

    def report(self, on: date = DAY) -> SessionReport:
        found = find_session(TrainingSession.objects.all(), self.session.code)
        assert found is not None
        return build_report(found, on=on)


def issue(handover: Handover, n: int, *, year: int = 2025) -> None:
    """From draft to issued, in the order that the triggers ask for."""
    handover.items.update(is_binding=True)
    for item in handover.items.select_related("unit"):
        item.unit.status = UnitStatus.RESERVED
        item.unit.save(update_fields=["status"])
    number = PaperNumber.objects.create(kind="bast", year=year, sequence=n, text=f"500.15/{n:03d}/BAST/{year}")
    stored = StoredFileFactory(content=f"%PDF {n}".encode())
    paper = Paper.objects.create(
        kind="bast", number=number, dated_on=DAY, data={}, file=stored, code=f"8K4M2Q{n:02d}", created_by=UserFactory()
    )
    handover.status, handover.number, handover.paper = HandoverStatus.ISSUED, number, paper
    handover.issued_at, handover.kk_number = MORNING, handover.registration.participant.kk_number
    handover.save()


def hand_over(handover: Handover) -> None:
    handover.status, handover.handed_over_on = HandoverStatus.HANDED_OVER, DAY
    handover.save()
    for item in handover.items.select_related("unit"):
        item.unit.status = UnitStatus.HANDED_OVER
        item.unit.save(update_fields=["status"])


def complete(handover: Handover) -> None:
    handover.scan, handover.scan_uploaded_at, handover.scan_uploaded_by = StoredFileFactory(), MORNING, UserFactory()
    handover.checked_at, handover.checked_by = MORNING, UserFactory()
    handover.status = HandoverStatus.COMPLETE
    handover.save()


def void(handover: Handover) -> None:
    """Void an issued one: the unit is free again."""
    handover.status, handover.voided_at, handover.voided_by = HandoverStatus.VOIDED, MORNING, UserFactory()
    handover.void_reason = "salah penerima"
    handover.save()
    handover.items.update(is_binding=False)
    for item in handover.items.select_related("unit"):
        item.unit.status = UnitStatus.AVAILABLE
        item.unit.save(update_fields=["status"])


def people(session: TrainingSession) -> list[Registration]:
    """Six in class (two kelurahan, two sexes), then one each of the states outside it."""
    inside = [
        RegistrationFactory(
            session=session,
            accepted=True,
            participant=ParticipantFactory(
                kelurahan=kelurahan("Cempaka" if n < 2 else "Landasan Ulin Selatan"), sex="L" if n == 0 else "P"
            ),
        )
        for n in range(6)
    ]
    for status in (S.SUBMITTED, S.ELIGIBLE, S.NOT_SELECTED):
        RegistrationFactory(session=session, status=status)
    RegistrationFactory(session=session, waitlisted=True)
    RegistrationFactory(session=session, withdrawn=True)
    RegistrationFactory(session=session, status=S.INELIGIBLE, status_reason="berdomisili di luar kota")
    return inside


def attendance(session: TrainingSession, inside: list[Registration]) -> None:
    """Two held meetings of 6 JP: everybody came to the first, the fifth stayed away from the second; one cancelled."""
    for number in (1, 2):
        meeting = MeetingFactory(session=session, number=number)
        for at, registration in enumerate(inside):
            mark = Mark.ABSENT if (number, at) == (2, 4) else Mark.PRESENT
            AttendanceFactory(registration=registration, meeting=meeting, mark=mark)
        meeting.status, meeting.locked_at, meeting.locked_by = MeetingStatus.HELD, MORNING, UserFactory()
        meeting.save()
    MeetingFactory(session=session, number=3, status=MeetingStatus.CANCELLED, reason="listrik padam")


def make_world(*, ends_on: date = DAY - timedelta(days=10)) -> World:
    session = TrainingSessionFactory(ended=True, ends_on=ends_on, quota=8)
    inside = people(session)
    attendance(session, inside)
    for registration in inside[:4]:
        graduate(registration)
    graduate(inside[4], outcome=Outcome.NOT_COMPLETED)
    dropped = inside[5]
    dropped.status, dropped.left_on, dropped.status_reason = S.DROPPED_OUT, DAY, "tidak datang lagi"
    dropped.save()
    decree = DecreeFactory()
    for n, registration in enumerate(inside[:3], start=1):
        line = DecreeRecipientFactory(decree=decree, registration=registration, position=n)
        first = draft_with_unit(recipient=line)
        issue(first, n * 2 - 1)
        if n == 3:
            continue
        void(first)
        second = draft_with_unit(recipient=line)
        issue(second, n * 2)
        hand_over(second)
        if n == 1:
            complete(second)
    return World(session, inside[:4], inside[4], dropped)
