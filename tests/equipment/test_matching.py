"""Decree × goods × handing over: the numbers of one angkatan or contract, each difference in words with its rows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from equipment.differences import build_match, match_tables, rows_of
from equipment.enums import SupplyKind, UnitStatus
from equipment.inspection import inspect
from equipment.matching import procurement_scope, session_scope
from equipment.models import HandoverItem, Procurement
from equipment.scans import accept_scan, upload_scan
from participants.enums import RegistrationStatus
from participants.models import Registration
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, upload
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    HandoverFactory,
    PaymentFactory,
    ProcurementFactory,
    SupplyPaperFactory,
    UnitFactory,
)
from tests.equipment.walk import AT, handed_over, issued, keeper
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.training.factories import DAY, TrainingSessionFactory

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=30)


def world(people=2, units=2):
    """An angkatan with `people` graduates on a decree, and a contract of `units` good units with all its papers."""
    session = TrainingSessionFactory(quota=40)
    decree = DecreeFactory()
    lines = [
        DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session))
        for _ in range(people)
    ]
    procurement = ProcurementFactory(session=session, quantity=units)
    by = keeper()
    found = UnitFactory.create_batch(units, procurement=procurement, received_by=by)
    good = {"seen": UnitStatus.RECEIVED, "outcome": UnitStatus.AVAILABLE, "note": ""}
    inspect([unit.pk for unit in found], **good, inspected_on=DAY, on=DAY, actor=by)
    for kind in SupplyKind:
        SupplyPaperFactory(kind=kind, line__procurement=procurement, line__quantity=units)
    return session, procurement, lines, found


def bast(line, unit, step):
    handover = HandoverFactory(recipient=line)
    HandoverItem.objects.create(handover=handover, unit=unit)
    return step(handover)


def told(scope) -> dict[str, int]:
    return {one.code: one.number for one in build_match(scope).differences}


def numbers(scope) -> list[tuple[int | None, ...]]:
    return [row.cells for row in build_match(scope).rows]


def test_no_difference_says_so_on_both_sides():
    session, procurement, lines, units = world()
    for line, unit in zip(lines, units, strict=True):
        finish(bast(line, unit, handed_over))
    for scope in (session_scope(session, on=LATER), procurement_scope(procurement, on=LATER)):
        assert told(scope) == {}
        assert numbers(scope) == [(2, 2, 2, 2, 0, 2, 2)]
    report = match_tables(build_match(session_scope(session, on=LATER)), title=str(session))
    assert (report.tables[0].rows[0][1:], report.tables[1].rows) == ((2, 2, 2, 2, 0, 2, 2), ())


def finish(handover):
    scanned = upload_scan(handover.pk, upload(pdf()), at=AT, actor=keeper())
    return accept_scan(handover.pk, scan_id=scanned.scan_id, at=AT, actor=UserFactory(role="verifikator"))


def test_each_step_that_is_not_done_is_named_and_opens_its_rows():
    session, procurement, lines, units = world(people=3, units=3)
    bast(lines[0], units[0], handed_over)
    bast(lines[1], units[1], issued)
    scope, reader = session_scope(session, on=LATER), UserFactory(role="pejabat")
    assert told(scope) == {"belum-menerima": 2, "belum-diserahkan": 1, "belum-lengkap": 1}
    kind = procurement.type_id
    names = [row.label for row in rows_of(scope, "belum-menerima", kind, reader)]
    assert sorted(names) == sorted(line.registration.participant.name for line in lines[1:])
    [row] = rows_of(scope, "belum-diserahkan", kind, reader)
    assert units[1].serial_number in row.words
    assert numbers(scope) == [(3, 3, 3, 3, 1, 1, 0)]


def test_a_defective_unit_stands_until_it_is_replaced():
    _, procurement, _, units = world(people=0)
    bad = {"seen": UnitStatus.AVAILABLE, "outcome": UnitStatus.DEFECTIVE, "note": "jatuh"}
    inspect([units[0].pk], **bad, inspected_on=LATER, on=LATER, actor=keeper())
    scope = procurement_scope(procurement, on=LATER)
    assert told(scope) == {"rusak": 1}
    assert [row.label for row in rows_of(scope, "rusak", procurement.type_id, keeper())] == [units[0].serial_number]
    UnitFactory(procurement=procurement, surplus_reason="pengganti")
    assert told(scope) == {"tercatat": 1, "belum-diperiksa": 1}


def test_contract_papers_and_units_that_differ_are_told_with_their_numbers():
    procurement = ProcurementFactory(quantity=5)
    SupplyPaperFactory(line__procurement=procurement, line__quantity=4)
    SupplyPaperFactory(kind=SupplyKind.INSPECTION, line__procurement=procurement, line__quantity=4, line__defective=1)
    unit = UnitFactory(procurement=procurement)
    good = {"seen": UnitStatus.RECEIVED, "outcome": UnitStatus.AVAILABLE, "note": ""}
    inspect([unit.pk], **good, inspected_on=DAY, on=DAY, actor=keeper())
    PaymentFactory(procurement=procurement, amount=12_500_000, paid_on=DAY)
    match = build_match(procurement_scope(procurement, on=LATER))
    words = {one.code: (one.number, one.words) for one in match.differences}
    assert {code: number for code, (number, _) in words.items()} == {
        "kontrak": 1,
        "tercatat": 3,
        "pemeriksaan": 2,
        "bayar": 10_000_000,
    }
    assert "3 baik dan 1 rusak, menurut nomor seri 1 baik dan 0 rusak" in words["pemeriksaan"][1]
    assert "BAST penyedia menyebut 4, nomor seri tercatat 1" in words["tercatat"][1]


def test_a_bast_whose_person_the_amending_decree_leaves_out_is_named():
    session, procurement, lines, units = world(people=1, units=1)
    handover = bast(lines[0], units[0], handed_over)
    DecreeFactory(amends=lines[0].decree, issued_on=LATER, in_force_from=LATER)
    scope = session_scope(session, on=LATER)
    assert told(scope) == {"tanpa-sk": 1, "tanpa-nama": 1, "belum-lengkap": 1}
    [row] = rows_of(scope, "tanpa-nama", procurement.type_id, UserFactory(role="pejabat"))
    assert row.label == f"BAST {handover.number}"
    assert told(session_scope(session, on=LATER - timedelta(days=1))) == {"belum-lengkap": 1}


def test_people_who_left_and_goods_for_another_angkatan_are_named():
    session, procurement, lines, units = world(people=1, units=2)
    other = DecreeRecipientFactory(registration=graduated_registration(session=TrainingSessionFactory()))
    bast(other, units[0], complete_of)
    left = RegistrationFactory(session=session, accepted=True)
    DecreeRecipientFactory(decree=lines[0].decree, registration=left)
    gone = {"status": RegistrationStatus.DROPPED_OUT, "left_on": DAY, "status_reason": "tidak datang lagi"}
    Registration.objects.filter(pk=left.pk).update(**gone)
    codes = told(procurement_scope(procurement, on=LATER))
    assert (codes["angkatan-lain"], codes["keluar"], codes["belum-menerima"]) == (1, 1, 1)


def complete_of(handover):
    return finish(handed_over(handover))


def test_too_few_good_units_for_the_decree_are_a_shortage():
    session, _, _, _ = world(people=3, units=2)
    [short] = [one for one in build_match(session_scope(session, on=LATER)).differences if one.code == "kurang"]
    assert (short.number, "SK menyebut 3 orang, baik 2" in short.words) == (1, True)


def test_without_a_contract_for_the_angkatan_nothing_is_claimed_of_goods():
    session = TrainingSessionFactory()
    DecreeRecipientFactory(registration=graduated_registration(session=session))
    assert numbers(session_scope(session, on=LATER)) == [(1, None, None, None, 0, 0, 0)]
    assert Procurement.objects.count() == 0


@pytest.mark.parametrize("where", ["session-match", "procurement-match"])
def test_the_page_costs_the_same_for_two_and_for_twenty(login, count_queries, where):
    session, procurement, lines, _ = world()
    client = login("pejabat")
    url = reverse(where, args=[session.code if where == "session-match" else procurement.pk])
    few = count_queries(lambda: client.get(url))
    for _ in range(18):
        DecreeRecipientFactory(decree=lines[0].decree, registration=graduated_registration(session=session))
    UnitFactory.create_batch(18, procurement=procurement, surplus_reason="tambahan", received_by=keeper())
    assert count_queries(lambda: client.get(url)) == few
    assert few <= 12, few
