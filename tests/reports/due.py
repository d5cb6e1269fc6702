"""Each kind of thing that can be due on a front page: how it comes about, for whom, and how it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.enums import Role
from equipment.enums import HandoverStatus, UnitStatus
from equipment.handover import hand_over
from equipment.handover_locks import version_of
from equipment.models import EquipmentUnit, Handover
from participants.enums import Outcome, RegistrationStatus
from participants.models import Graduation, Registration
from tests.accounts.factories import UserFactory
from tests.documents.factories import StoredFileFactory
from tests.equipment.factories import UnitFactory, draft_with_unit
from tests.equipment.walk import AT, TOMORROW, complete, handed_over, issued, keeper, scanned, voided
from tests.participants.factories import MORNING, RegistrationFactory, graduate
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from training.enums import MeetingStatus, SessionStatus
from training.models import Meeting, TrainingSession

S = RegistrationStatus
TEACHING = {Role.VERIFIKATOR, Role.INSTRUKTUR}
CHECKING = {Role.VERIFIKATOR, Role.PEJABAT}
KEEPING = {Role.PENGURUS_BARANG}


@dataclass(frozen=True)
class Due:
    """`make` lets `count` things be due in an angkatan (beside others that are not), `finish` does them.

    `rows` counts them on the page that the number leads to; `of_session` is False for what belongs to no angkatan.
    """

    words: str
    roles: set[Role]
    count: int
    make: Callable[..., Any]
    finish: Callable[[], Any]
    rows: Callable[[Any], int]
    of_session: bool = True


def listed(context: Any) -> int:
    return len(context["rows"])


def on_the_pager(context: Any) -> int:
    return int(context["page"].paginator.count)


def unlocked(context: Any) -> int:
    return sum(row.label == "Perlu ditindaklanjuti" for row in context["rows"])


def unproposed(context: Any) -> int:
    return sum(line.decision is None or line.decision.returned_at is not None for line in context["lines"])


def proposed(context: Any) -> int:
    return sum(line.decision is not None and line.decision.confirmed_at is None for line in context["lines"])


def finishable(context: Any) -> int:
    return int(context["may_finish"])


def applicants(*statuses: str, **kwargs: Any) -> TrainingSession:
    session = TrainingSessionFactory(**kwargs)
    for status in statuses:
        RegistrationFactory(session=session, status=status)
    return session


def waiting_list(**kwargs: Any) -> TrainingSession:
    """Two places, one of them taken, and three cadangan."""
    session = TrainingSessionFactory(closed=True, quota=2, **kwargs)
    RegistrationFactory(session=session, accepted=True)
    for _ in range(3):
        RegistrationFactory(session=session, waitlisted=True)
    return session


def fill_the_place() -> None:
    RegistrationFactory(session=TrainingSession.objects.get(), accepted=True)


def meetings(**kwargs: Any) -> TrainingSession:
    """Two past meetings not locked, one held, one of today, one cancelled."""
    session = TrainingSessionFactory(running=True, **kwargs)
    for number in (1, 2):
        MeetingFactory(session=session, number=number)
    MeetingFactory(session=session, number=3, held=True)
    MeetingFactory(session=session, number=4, status=MeetingStatus.CANCELLED, reason="listrik padam")
    MeetingFactory(session=session, number=5, held_on=DAY)
    return session


def lock_all() -> None:
    Meeting.objects.filter(status=MeetingStatus.PLANNED).update(
        status=MeetingStatus.HELD, locked_at=NOW, locked_by=UserFactory()
    )


def ended_class(**kwargs: Any) -> TrainingSession:
    """Three people after the last meeting; one more dropped out."""
    session = TrainingSessionFactory(ended=True, **kwargs)
    MeetingFactory(session=session, number=1, held=True)
    for _ in range(3):
        RegistrationFactory(session=session, accepted=True)
    RegistrationFactory(session=session, dropped_out=True, left_on=session.starts_on)
    return session


def propose_all(session: TrainingSession | None = None) -> None:
    session = session or TrainingSession.objects.get()
    proposer = UserFactory()
    for registration in session.registrations.filter(status=S.ACCEPTED):
        Graduation.objects.create(
            registration=registration,
            outcome=Outcome.COMPLETED,
            present_minutes=0,
            held_minutes=270,
            proposed_at=MORNING,
            proposed_by=proposer,
        )


def proposed_class(**kwargs: Any) -> TrainingSession:
    session = ended_class(**kwargs)
    propose_all(session)
    return session


def confirm_all() -> None:
    for proposal in Graduation.objects.filter(confirmed_at=None):
        proposal.confirmed_at, proposal.confirmed_on, proposal.confirmed_by = AT, DAY, UserFactory()
        proposal.save()
        Registration.objects.filter(pk=proposal.registration_id).update(status=proposal.outcome)


def graduated_class(**kwargs: Any) -> TrainingSession:
    session = ended_class(**kwargs)
    for registration in session.registrations.filter(status=S.ACCEPTED):
        graduate(registration)
    return session


def finish_session() -> None:
    TrainingSession.objects.update(status=SessionStatus.FINISHED)


def papers() -> None:
    """One handover in every state, and two in those that need a scan: none yet, or refused."""
    draft_with_unit()
    for make in (issued, handed_over, scanned, complete, voided):
        make()
    refused = scanned()
    Handover.objects.filter(pk=refused.pk).update(scan_refusal="tidak terbaca")


def of_status(status: str) -> Any:
    return Handover.objects.filter(status=status)


def issue_the_draft() -> None:
    issued(of_status(HandoverStatus.DRAFT).get())


def hand_over_the_issued() -> None:
    paper = of_status(HandoverStatus.ISSUED).get()
    version = version_of(paper)
    hand_over(paper.pk, handed_over_on=paper.dated_on, version=version, on=TOMORROW, actor=keeper())


def upload_all() -> None:
    given = of_status(HandoverStatus.HANDED_OVER)
    given.update(scan=StoredFileFactory(), scan_uploaded_at=AT, scan_uploaded_by=UserFactory(), scan_refusal="")


def check_all() -> None:
    seen = of_status(HandoverStatus.HANDED_OVER).filter(scan__isnull=False, scan_refusal="")
    seen.update(status=HandoverStatus.COMPLETE, checked_at=AT, checked_by=UserFactory())


def units() -> None:
    UnitFactory.create_batch(2)


def inspect_all() -> None:
    received = EquipmentUnit.objects.filter(status=UnitStatus.RECEIVED)
    received.update(status=UnitStatus.AVAILABLE, inspected_on=TOMORROW, inspected_by=UserFactory())


def decide_all() -> None:
    Registration.objects.filter(status__in=[S.SUBMITTED, S.ELIGIBLE]).update(status=S.NOT_SELECTED)


def verify_all() -> None:
    Registration.objects.filter(status=S.SUBMITTED).update(status=S.ELIGIBLE)


CASES = (
    Due("pendaftar menunggu verifikasi", {Role.VERIFIKATOR}, 2,
        lambda **kwargs: applicants(S.SUBMITTED, S.SUBMITTED, S.ELIGIBLE, **kwargs), verify_all, listed),
    Due("pendaftar MS belum diseleksi", {Role.VERIFIKATOR}, 2,
        lambda **kwargs: applicants(S.ELIGIBLE, S.ELIGIBLE, S.NOT_SELECTED, closed=True, **kwargs), decide_all, listed),
    Due("cadangan menunggu, 1 tempat kosong", {Role.VERIFIKATOR}, 3, waiting_list, fill_the_place, listed),
    Due("pertemuan lewat tanggal belum dikunci", TEACHING, 2, meetings, lock_all, unlocked),
    Due("peserta belum diusulkan kelulusannya", TEACHING, 3, ended_class, propose_all, unproposed),
    Due("usulan kelulusan menunggu pengesahan", CHECKING, 3, proposed_class, confirm_all, proposed),
    Due("angkatan siap diselesaikan", {Role.VERIFIKATOR}, 1, graduated_class, finish_session, finishable),
    Due("draf serah terima belum terbit", KEEPING, 1, papers, issue_the_draft, on_the_pager, False),
    Due("BAST terbit belum diserahkan", KEEPING, 1, papers, hand_over_the_issued, on_the_pager, False),
    Due("BAST bertanda tangan perlu diunggah", KEEPING, 2, papers, upload_all, on_the_pager, False),
    Due("unggahan BAST menunggu diperiksa", CHECKING, 1, papers, check_all, on_the_pager, False),
    Due("barang masuk belum diperiksa", KEEPING, 2, units, inspect_all, on_the_pager, False),
)  # fmt: skip
