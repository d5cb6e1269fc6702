"""Two angkatan, the user's own and a foreign one, each with all that hangs on it; and the rows of every address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.enums import Role
from accounts.models import User
from equipment.models import Handover, HandoverItem, Payment, SupplyPaper, WaitingOverride
from participants.models import Certificate, Registration
from tests.accounts.factories import UserFactory
from tests.documents.factories import PhotoFactory, StoredFileFactory
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    PaymentFactory,
    SupplyPaperFactory,
    draft_with_unit,
)
from tests.equipment.walk import AT, scanned
from tests.participants.factories import CertificateFactory, RegistrationFactory, graduated_registration
from tests.regions.factories import kelurahan
from tests.training.factories import InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.models import Instructor, Meeting, TrainingSession

HERE, ELSEWHERE = "Landasan Ulin Selatan", "Komet"  # Kec. Liang Anggang, Kec. Banjarbaru Utara


@dataclass(frozen=True)
class Side:
    """One angkatan and what hangs on it: a draft, and a BAST whose scan waits to be checked."""

    session: TrainingSession
    registration: Registration
    meeting: Meeting
    draft: Handover
    given: Handover
    override: WaitingOverride
    supply: SupplyPaper
    payment: Payment
    certificate: Certificate
    uncertified: Registration

    @property
    def item(self) -> HandoverItem:
        return self.draft.items.get()

    @property
    def decree_pk(self) -> int:
        return self.draft.recipient.decree_id


@dataclass(frozen=True)
class World:
    """`own` may be seen by whom `user` and `limited_user` make, `sibling` too; `foreign` not by the limited."""

    own: Side
    sibling: Side
    foreign: Side
    teacher: Instructor

    def user(self, *roles: Role) -> User:
        """Somebody who sees all angkatan; with the role of an instructor who teaches the own ones."""
        user = UserFactory(roles=roles)
        if Role.INSTRUKTUR in roles:
            Instructor.objects.filter(pk=self.teacher.pk).update(user=user)
        return user

    def limited_user(self, *roles: Role) -> User:
        """The same, limited to the kecamatan of the own angkatan; who only teaches is limited by that alone."""
        user = self.user(*roles)
        if set(roles) != {Role.INSTRUKTUR}:
            user.kecamatan.set([self.own.session.kelurahan.kecamatan])
        return User.objects.get(pk=user.pk)


def make_side(place: str, **kwargs: Any) -> Side:
    session = TrainingSessionFactory(running=True, kelurahan=kelurahan(place), quota=30, **kwargs)
    decree = DecreeFactory(scan=StoredFileFactory())
    lines = [
        DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session)) for _ in range(2)
    ]
    draft = draft_with_unit(recipient=lines[0])
    override = WaitingOverride.objects.create(
        registration=draft.registration,
        type=EquipmentTypeFactory(),
        reason="mesin lama rusak",
        asked_by=UserFactory(),
        asked_at=AT,
    )
    procurement = draft.items.get().unit.procurement
    return Side(
        session=session,
        registration=RegistrationFactory(session=session, accepted=True, participant__photo=PhotoFactory()),
        meeting=MeetingFactory(session=session),
        draft=draft,
        given=scanned(recipient=lines[1]),
        override=override,
        supply=SupplyPaperFactory(line__procurement=procurement, scan=StoredFileFactory()),
        payment=PaymentFactory(procurement=procurement),
        certificate=CertificateFactory(registration=lines[1].registration),
        uncertified=lines[0].registration,
    )


def make_world() -> World:
    teacher = InstructorFactory()
    return World(
        own=make_side(HERE, instructors=[teacher]),
        sibling=make_side(HERE, instructors=[teacher]),
        foreign=make_side(ELSEWHERE),
        teacher=teacher,
    )


Rows = Callable[[Side], list[Any]]


def none(side: Side) -> list[Any]:
    return []


def session(side: Side) -> list[Any]:
    return [side.session.code]


def registration(side: Side) -> list[Any]:
    return [side.session.code, side.registration.pk]


def meeting(side: Side) -> list[Any]:
    return [side.session.code, side.meeting.pk]


def numbered(side: Side) -> list[Any]:
    return [side.session.code, side.meeting.number]


def mark(side: Side) -> list[Any]:
    return [side.session.code, side.meeting.number, side.registration.pk]


def person(side: Side) -> list[Any]:
    return [side.registration.participant_id]


def draft(side: Side) -> list[Any]:
    return [side.draft.pk]


def given(side: Side) -> list[Any]:
    return [side.given.pk]


def printing(side: Side) -> list[Any]:
    return [side.given.pk, 1]


def item(side: Side) -> list[Any]:
    return [side.draft.pk, side.item.pk]


def override(side: Side) -> list[Any]:
    return [side.draft.pk, side.override.pk]


def decree(side: Side) -> list[Any]:
    return [side.decree_pk]


def unit(side: Side) -> list[Any]:
    return [side.item.unit_id]


def procurement(side: Side) -> list[Any]:
    return [side.item.unit.procurement_id]


def kind(side: Side) -> list[Any]:
    return [side.item.unit.procurement.type_id]


def supply(side: Side) -> list[Any]:
    return [side.supply.pk]


def payment(side: Side) -> list[Any]:
    return [side.payment.pk]


def figure(side: Side) -> list[Any]:
    return [side.session.code, "pendaftar"]


def lists(side: Side) -> list[Any]:
    return [side.session.code, "minggu"]


def form(side: Side) -> list[Any]:
    return [side.session.code, "pdf"]


def desk(side: Side) -> list[Any]:
    return [side.session.code, "formulir"]


def one_paper(side: Side) -> list[Any]:
    return [side.session.code, "bukti", side.registration.pk]


def annex(side: Side) -> list[Any]:
    return [side.decree_pk, "pdf"]


def stack(side: Side) -> list[Any]:
    return [side.session.code, "semua"]


def words(side: Side) -> list[Any]:
    return ["bast"]


def year(side: Side) -> list[Any]:
    return [side.session.year]


def year_figure(side: Side) -> list[Any]:
    return [side.session.year, "pendaftar"]


def attention(side: Side) -> list[Any]:
    return ["pindaian-belum-diperiksa"]


def certificate(side: Side) -> list[Any]:
    return [side.certificate.pk]


def uncertified(side: Side) -> list[Any]:
    return [side.session.code, side.uncertified.pk]


def program(side: Side) -> list[Any]:
    return [side.session.program_id]


_NAMES: dict[Rows, str] = {
    none: "wording-list unit-list procurement-list procurement-create decree-list "
    "decree-create handover-list handover-create registration-start participant-list report-list session-list "
    "session-create search year-latest attention attention-pdf stock-list stock-list-pdf stock-list-xlsx realisation "
    "realisation-pdf realisation-xlsx program-list",
    program: "program-units",
    session: "session-detail session-edit session-publish session-close session-reopen session-cancel session-finish "
    "session-certificates certificate-issue certificate-book "
    "meeting-list meeting-plan meeting-create session-registrations session-decide attendance-current graduation "
    "graduation-propose graduation-confirm graduation-return registration-create registration-nik session-handovers "
    "session-handovers-issue session-history session-report session-report-pdf session-report-xlsx report-units "
    "session-papers session-match session-match-pdf session-match-xlsx",
    registration: "registration-detail registration-decide registration-order registration-withdraw registration-drop "
    "registration-history",
    certificate: "certificate-detail certificate-paper certificate-revoke",
    uncertified: "certificate-preview",
    meeting: "meeting-edit meeting-cancel",
    numbered: "attendance attendance-save attendance-unlock attendance-list",
    mark: "attendance-mark",
    person: "participant-detail participant-history participant-nik participant-edit participant-photo "
    "participant-photo-remove "
    "participant-photo-image",
    draft: "handover-detail handover-history handover-edit handover-delete handover-units handover-preview "
    "handover-issue "
    "handover-reprint handover-override",
    given: "handover-paper handover-hand-over handover-scan handover-scan-open handover-check handover-void "
    "handover-earlier-aid",
    printing: "handover-paper-revision",
    item: "handover-unit-remove",
    override: "handover-override-grant",
    decree: "decree-detail decree-history decree-edit decree-recipients decree-scan handover-draft",
    unit: "unit-detail unit-history unit-inspect unit-correct unit-write-off",
    procurement: "procurement-detail procurement-history procurement-edit unit-receive unit-inspect-many unit-drop "
    "procurement-papers "
    "supply-delivery supply-inspection supply-handing-on supply-release procurement-payments payment-create "
    "procurement-match procurement-match-pdf procurement-match-xlsx",
    kind: "stock-card stock-card-pdf stock-card-xlsx",
    supply: "supply-edit supply-void supply-scan",
    payment: "payment-edit payment-void",
    figure: "report-rows",
    lists: "attendance-lists",
    form: "attendance-recap",
    desk: "desk-papers desk-paper-blank",
    one_paper: "registration-paper",
    annex: "decree-annex decree-public-annex",
    stack: "session-handover-list session-basts",
    words: "wording-versions wording-edit wording-preview",
    year: "year-report year-report-pdf year-report-xlsx year-open-data year-units",
    year_figure: "year-rows",
    attention: "attention-rows",
}
ROWS: dict[str, Rows] = {name: rows for rows, names in _NAMES.items() for name in names.split()}
# The office's goods and decrees belong to no kecamatan: everybody who may see them at all sees every one.
# Of a decree only the people on it are hidden, and its scan, which names them all.
EVERYBODYS = {
    # A year is everybody's; it counts the angkatan that the user may report on.
    *(name for name, rows in ROWS.items() if rows in (none, unit, procurement, words, year, year_figure, attention)),
    *(name for name, rows in ROWS.items() if rows in (supply, payment, kind, program)),
    *("decree-detail", "decree-history", "decree-edit", "decree-recipients", "handover-draft"),
}
