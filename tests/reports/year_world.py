"""A small but nasty year: every state, void and good BASTs, two kinds of machine, a stranger, two years."""

from datetime import date, timedelta

from equipment.models import HandoverItem
from participants.enums import Education
from regions.models import Kecamatan, Kelurahan
from tests.equipment.factories import DecreeRecipientFactory, EquipmentTypeFactory, ProcurementFactory, available_unit
from tests.equipment.factories import draft_with_unit as draft
from tests.participants.factories import ParticipantFactory, RegistrationFactory, graduated_registration
from tests.regions.factories import kelurahan
from tests.reports.world import complete, hand_over, issue, make_world
from tests.training.factories import DAY, FundingSourceFactory, TrainingSessionFactory
from training.enums import SessionStatus
from training.models import TrainingSession

YEAR = DAY.year


def out_of_town() -> Kelurahan:
    kecamatan = Kecamatan.objects.create(code="63.03.05", name="Martapura")
    return Kelurahan.objects.create(kecamatan=kecamatan, code="63.03.05.1001", name="Keraton")


def make_year() -> TrainingSession:
    """Of YEAR: the angkatan of the report's own world, and the one returned, by other money; an older one of before.

    In the returned: two graduates (one from elsewhere, with two kinds of machine), one young, one without education
    who withdrew. A rancangan and a cancelled angkatan stand beside them.
    """
    make_world()
    session = TrainingSessionFactory(
        running=True, number=90, quota=9, budget=40_000_000, funding_source=FundingSourceFactory(name="DBHCHT")
    )
    stranger = ParticipantFactory(kelurahan=out_of_town(), education=Education.NONE)
    given = graduated_registration(session=session, participant=stranger)
    graduated_registration(session=session, participant=ParticipantFactory(kelurahan=kelurahan("Komet"), sex="L"))
    young = ParticipantFactory(birth_date=date(2009, 1, 1), education="")
    RegistrationFactory(session=session, participant=young, withdrawn=True)
    give_two_kinds(given)
    before = TrainingSessionFactory(
        year=YEAR - 1, number=91, code="TKM-2024-91", starts_on=DAY - timedelta(days=300), budget=10_000_000,
        registration_opens_on=DAY - timedelta(days=360), registration_closes_on=DAY - timedelta(days=330),
        ends_on=DAY - timedelta(days=270),
    )  # fmt: skip
    graduated_registration(session=before)
    RegistrationFactory.create_batch(2, session=before, not_selected=True)
    TrainingSessionFactory(draft=True, number=92)
    called_off = TrainingSessionFactory(number=93, status=SessionStatus.CANCELLED, cancel_reason="dana dialihkan")
    RegistrationFactory(session=called_off)
    return session


def give_two_kinds(registration) -> None:
    kind = EquipmentTypeFactory(name="Mesin obras")
    line = DecreeRecipientFactory(registration=registration)
    line.decree.types.add(kind)
    handover = draft(recipient=line)
    dearer = ProcurementFactory(type=kind, contract_number="027/16/2025", unit_price=4_000_000)
    HandoverItem.objects.create(handover=handover, unit=available_unit(procurement=dearer), position=2)
    issue(handover, 6)
    hand_over(handover)
    complete(handover)
