"""Papers of a contract: what is recorded, refused, doubted, corrected and made void."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.access import ForbiddenError
from equipment.enums import SupplyKind, UnitStatus
from equipment.models import SupplyPaper
from equipment.receiving import COLUMNS, ContractAfterPaperError, ProcurementData, procurement_refusals
from equipment.supply import (
    Counted,
    ForeignLineError,
    NothingCountedError,
    SupplyData,
    SupplyNumberTakenError,
    SupplyVoidedError,
    VoidReasonMissingError,
    correct_supply,
    record_supply,
    void_supply,
)
from equipment.supply_checks import SupplyDayError
from equipment.supply_steps import groups_of
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, upload
from tests.equipment.factories import (
    ProcurementFactory,
    SupplyPaperFactory,
    UnitFactory,
    available_unit,
    issue_by_hand,
)
from tests.equipment.walk import AT, keeper
from tests.race import second_while_first_is_open
from tests.training.factories import DAY
from tkm.lib.errors import StaleError, UnansweredError

pytestmark = pytest.mark.django_db
K = SupplyKind


def data(procurement, kind=K.DELIVERY, counted=(20, 0), **changed) -> SupplyData:
    people = (
        {"examiners": "Noor Aida"}
        if kind == K.INSPECTION
        else {"from_whom": "CV Contoh Jaya", "to_whom": "PPK, Rahmad"}
    )
    values = {"number": "01/BAST-P/2025", "dated_on": date(2025, 7, 31), **people, **changed}
    counts = values.pop("counts", {procurement.pk: Counted(*counted)})
    return SupplyData(kind=kind, counts=counts, **values)


def record(procurement, *args, scan=None, submission: UUID | None = None, actor=None, **changed) -> SupplyPaper:
    return record_supply(
        procurement.pk,
        data(procurement, *args, **changed),
        scan=scan,
        submission=submission or uuid4(),
        on=DAY,
        actor=actor or keeper(),
    )


def correct(paper, procurement, *args, **changed) -> SupplyPaper:
    typed = data(procurement, *args, **changed)
    return correct_supply(paper.pk, typed, scan=None, version=paper.version, on=DAY, actor=keeper())


def doubts(procurement, *args, **changed) -> set[str]:
    with pytest.raises(UnansweredError) as asked:
        record(procurement, *args, **changed)
    assert asked.value.field == "reason"
    return {warning.code for warning in asked.value.warnings}


def test_a_paper_is_recorded_once_with_its_counts_and_scan():
    procurement, sent = ProcurementFactory(), uuid4()
    first = record(procurement, scan=upload(pdf()), submission=sent)
    again = record(procurement, submission=sent, number="lain")
    assert (first, SupplyPaper.objects.count()) == (again, 1)
    assert first.scan.name == "BAST-penyedia-01-BAST-P-2025.pdf"
    assert [(line.procurement, line.quantity, line.defective) for line in first.lines.all()] == [(procurement, 20, 0)]


def test_only_the_keeper_records():
    procurement = ProcurementFactory()
    for role in ("verifikator", "pejabat", "administrator", "petugas"):
        with pytest.raises(ForbiddenError):
            record(procurement, actor=UserFactory(role=role))


def test_partial_deliveries_add_up_and_what_goes_beyond_the_contract_needs_a_reason():
    procurement = ProcurementFactory()
    record(procurement, counted=(12, 0))
    record(procurement, counted=(8, 0), number="02", dated_on=DAY)
    assert doubts(procurement, counted=(1, 0), number="03", dated_on=DAY) == {"over_contract"}
    kept = record(procurement, counted=(1, 0), number="03", dated_on=DAY, reason="pengganti yang rusak")
    assert (groups_of(procurement)[0].counted, kept.reason) == (21, "pengganti yang rusak")


def test_one_paper_counts_several_lines_of_its_contract_and_of_no_other():
    first, second, foreign = ProcurementFactory(), ProcurementFactory(), ProcurementFactory(supplier="CV Lain")
    paper = record(first, counts={first.pk: Counted(20), second.pk: Counted(5)})
    assert groups_of(second)[0].lines[0].paper == paper
    with pytest.raises(ForeignLineError):
        record(first, number="02", counts={foreign.pk: Counted(1)})
    with pytest.raises(NothingCountedError):
        record(first, number="02", counts={})


@pytest.mark.parametrize("day", [date(2025, 7, 14), DAY + timedelta(days=1)])
def test_a_day_before_the_contract_or_to_come_is_refused(day):
    with pytest.raises(SupplyDayError):
        record(ProcurementFactory(), dated_on=day, reason="tetap")


def test_papers_out_of_their_order_need_a_reason():
    procurement = ProcurementFactory()
    early, late = date(2025, 7, 20), date(2025, 7, 31)
    record(procurement, dated_on=late)
    assert doubts(procurement, K.INSPECTION, dated_on=early) == {"before_delivery"}
    record(procurement, K.INSPECTION, dated_on=early, reason="diperiksa di gudang penyedia")
    record(procurement, K.RELEASE, dated_on=late)
    assert doubts(procurement, K.HANDING_ON, dated_on=DAY) == {"after_release"}


def test_a_later_delivery_is_no_doubt_though_the_first_was_inspected_already():
    procurement = ProcurementFactory()
    record(procurement, counted=(10, 0), dated_on=date(2025, 7, 20))
    record(procurement, K.INSPECTION, (10, 0), dated_on=date(2025, 7, 21))
    later = record(procurement, counted=(10, 0), number="02", dated_on=date(2025, 7, 31))
    assert later.reason == ""


def test_a_paper_after_the_first_bast_to_a_person_needs_a_reason():
    procurement = issue_by_hand().items.get().unit.procurement
    procurement.refresh_from_db()
    late = DAY + timedelta(days=2)
    typed = data(procurement, dated_on=late)
    with pytest.raises(UnansweredError) as asked:
        record_supply(procurement.pk, typed, scan=None, submission=uuid4(), on=late, actor=keeper())
    assert [warning.code for warning in asked.value.warnings] == ["after_bast"]


def test_more_inspected_than_delivered_is_doubted():
    procurement = ProcurementFactory()
    record(procurement, counted=(10, 0))
    assert doubts(procurement, K.INSPECTION, (11, 2), dated_on=DAY) == {"over_delivery"}


def test_counts_unlike_the_units_findings_are_doubted_once_all_are_inspected():
    unit = available_unit()
    procurement = unit.procurement
    waiting = UnitFactory(procurement=procurement)
    assert record(procurement, K.INSPECTION, (1, 1), dated_on=DAY).reason == ""
    waiting.status, waiting.inspected_on, waiting.inspected_by = UnitStatus.AVAILABLE, DAY, UserFactory()
    waiting.save()
    assert doubts(procurement, K.INSPECTION, (2, 1), dated_on=DAY, number="02") == {"unlike_units"}
    assert record(procurement, K.INSPECTION, (2, 0), dated_on=DAY, number="02").reason == ""


def test_a_number_is_used_once_per_kind_and_year():
    procurement = ProcurementFactory()
    paper = record(procurement)
    with pytest.raises(SupplyNumberTakenError):
        record(procurement, counted=(1, 0), number="01/bast-p/2025", reason="lagi")
    assert record(procurement, K.RELEASE).number == paper.number
    void_supply(paper.pk, reason="salah kontrak", at=AT, actor=keeper())
    assert record(procurement).number == paper.number


def test_a_correction_is_traced_and_a_stale_one_refused():
    procurement = ProcurementFactory()
    paper = record(procurement)
    corrected = correct(paper, procurement, number="1/BAST-P/2025", counted=(18, 0))
    assert [event.number for event in corrected.events.order_by("pgh_id")] == ["01/BAST-P/2025", "1/BAST-P/2025"]
    assert corrected.lines.get().quantity == 18
    with pytest.raises(StaleError):
        correct(paper, procurement, number="2/BAST-P/2025")
    assert correct(paper, procurement, number="1/BAST-P/2025", counted=(18, 0)) == corrected


def test_a_scan_is_added_later_without_asking_again():
    procurement = ProcurementFactory()
    paper = record(procurement)
    record(procurement, counted=(1, 0), number="02", reason="pengganti")
    same = data(procurement)
    added = correct_supply(paper.pk, same, scan=upload(pdf()), version=paper.version, on=DAY, actor=keeper())
    assert (added.scan is not None, added.reason) == (True, "")


def test_a_void_paper_counts_no_more_and_stays_as_it_was():
    procurement = ProcurementFactory()
    paper = record(procurement)
    with pytest.raises(VoidReasonMissingError):
        void_supply(paper.pk, reason="  ", at=AT, actor=keeper())
    void_supply(paper.pk, reason="salah kontrak", at=AT, actor=keeper())
    again = void_supply(paper.pk, reason="lain", at=AT, actor=keeper())
    assert (again.void_reason, groups_of(procurement)[0].counted) == ("salah kontrak", 0)
    with pytest.raises(SupplyVoidedError):
        correct(paper, procurement, number="2")


def test_a_contract_is_not_moved_behind_its_papers():
    procurement = ProcurementFactory()
    SupplyPaperFactory(line__procurement=procurement)
    stored = {name: getattr(procurement, name) for name in COLUMNS}
    moved = ProcurementData(**{**stored, "contract_date": date(2025, 8, 1)})
    assert [type(one) for one in procurement_refusals(moved, procurement, on=DAY)] == [ContractAfterPaperError]


@pytest.mark.django_db(transaction=True)
def test_two_deliveries_at_once_stay_within_the_contract():
    procurement, actor = ProcurementFactory(), keeper()
    outcome = second_while_first_is_open(
        lambda: record(procurement, actor=actor), lambda: record(procurement, number="02", actor=actor)
    )
    assert isinstance(outcome, UnansweredError)
    assert groups_of(procurement)[0].counted == 20
