"""Contracts and receipts: each line of a list is answered, nothing twice, nothing beyond the contract unsaid."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from accounts.access import ForbiddenError
from equipment.enums import UnitStatus
from equipment.models import EquipmentUnit, Procurement
from equipment.pasted import MOST
from equipment.receiving import (
    ContractAfterReceiptError,
    ContractInFutureError,
    InspectedAlreadyError,
    ProcurementData,
    ProcurementInUseError,
    QuantityBelowReceivedError,
    ReceiptDayError,
    SerialsRefusedError,
    SerialTakenError,
    UnitBoundError,
    correct_serial,
    create_procurement,
    drop_units,
    receive_units,
    update_procurement,
)
from equipment.serials import SerialRefusedError
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    EquipmentTypeFactory,
    ProcurementFactory,
    UnitFactory,
    available_unit,
    draft_with_unit,
    issue_by_hand,
)
from tests.race import second_while_first_is_open
from tests.training.factories import DAY, FundingSourceFactory
from tkm.lib.errors import StaleError, UnansweredError

pytestmark = pytest.mark.django_db
ONCE = UUID("11111111-1111-4111-8111-111111111111")


def keeper():
    return UserFactory(role="pengurus_barang")


def contract(**changed):
    typed = ProcurementData(
        contract_number="027/15/2025",
        contract_date=date(2025, 7, 15),
        supplier="CV Contoh Jaya",
        type=EquipmentTypeFactory(),
        model_name="Contoh JM-100",
        quantity=20,
        unit_price=2_500_000,
        funding_source=FundingSourceFactory(),
        budget_account="5.1.02.01.01.0039",
    )
    return replace(typed, **changed)


def receive(procurement, serials, **changed):
    given = {"received_on": DAY, "surplus_reason": "", "submission": uuid4(), "on": DAY, "actor": keeper()}
    return receive_units(procurement.pk, serials=serials, **{**given, **changed})


def refusals(procurement, serials, **changed):
    with pytest.raises(SerialsRefusedError) as refused:
        receive(procurement, serials, **changed)
    assert not procurement.units.filter(serial_key="NEW1").exists()
    return list(refused.value.refusals)


def test_a_pasted_list_comes_in_with_one_status():
    procurement = ProcurementFactory()
    units = receive(procurement, "JM100-1\r\n\r\n jm100-2 \nJM100-3\tJM100-4;JM100-5")
    assert [unit.serial_number for unit in units] == [f"JM100-{n}" for n in range(1, 6)]
    assert set(procurement.units.values_list("status", "received_on")) == {(UnitStatus.RECEIVED, DAY)}


def test_every_refused_line_is_named():
    procurement = ProcurementFactory()
    available_unit(procurement=procurement, serial_number="JM100-1")
    assert refusals(procurement, "NEW-1\nJM1OO-1\nNEW-2\nnew 2\n-\nJM100-1") == [
        "Baris 2: JM1OO-1 sama dengan JM100-1 yang sudah ada (siap diserahkan, kontrak 027/15/2025).",
        "Baris 4: NEW 2 sama dengan NEW-2 pada baris 3.",
        "Baris 5: “-” tidak memuat huruf atau angka.",
        "Baris 6: JM100-1 sama dengan JM1OO-1 pada baris 2.",
    ]


def test_a_number_of_another_contract_is_known_too():
    UnitFactory(serial_number="JM100-1", procurement=ProcurementFactory(contract_number="028/2025"))
    [sentence] = refusals(ProcurementFactory(), "JM100-1")
    assert sentence == "Baris 1: JM100-1 sudah ada (barang masuk, belum diperiksa, kontrak 028/2025)."


@pytest.mark.parametrize("serials", ["", " \n\t\n"])
def test_an_empty_list_is_refused(serials):
    assert refusals(ProcurementFactory(), serials) == ["Tulis paling sedikit satu nomor seri."]


def test_a_long_list_of_faults_is_cut():
    told = refusals(ProcurementFactory(), "\n".join(["-"] * 30))
    assert len(told) == 21
    assert told[-1] == "Dan 10 baris lain."


def test_a_very_long_list_is_divided_by_hand():
    assert refusals(ProcurementFactory(), "\n".join(map(str, range(MOST + 1)))) == [
        "501 baris sekaligus; paling banyak 500. Bagi menjadi beberapa kali."
    ]


def test_more_than_the_contract_says_asks_for_a_reason():
    procurement = ProcurementFactory(quantity=2)
    receive(procurement, "A1")
    with pytest.raises(UnansweredError) as doubt:
        receive(procurement, "A2\nA3")
    assert doubt.value.field == "surplus_reason"
    assert "Kontrak menyebut 2 barang (tinggal 1); daftar ini 2." in doubt.value.message
    receive(procurement, "A2\nA3", surplus_reason="pengganti A1")
    beyond = procurement.units.exclude(surplus_reason="")
    assert [(unit.serial_number, unit.surplus_reason) for unit in beyond] == [("A3", "pengganti A1")]


def test_a_reason_that_nothing_asks_for_is_not_kept():
    assert receive(ProcurementFactory(), "A1", surplus_reason="entah")[0].surplus_reason == ""


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2025, 7, 14), "Sebelum tanggal kontrak (15 Juli 2025)"),
        (DAY + timedelta(days=1), "5 Agustus 2025 belum tiba"),
    ],
)
def test_goods_arrive_between_contract_and_today(day, said):
    with pytest.raises(ReceiptDayError) as refused:
        receive(ProcurementFactory(), "A1", received_on=day)
    assert said in refused.value.message
    assert receive(ProcurementFactory(), "A1", received_on=date(2025, 7, 15))


def test_a_list_sent_twice_is_taken_once():
    procurement, actor = ProcurementFactory(), keeper()
    first = receive(procurement, "A1\nA2", submission=ONCE, actor=actor)
    assert receive(procurement, "A1\nA2", submission=ONCE, actor=actor) == first
    assert procurement.units.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_clerks_with_one_plate_are_told_apart():
    procurement, other, actor = ProcurementFactory(), ProcurementFactory(), keeper()
    outcome = second_while_first_is_open(
        lambda: receive(procurement, "JM100-1", actor=actor), lambda: receive(other, "JM1OO-1", actor=actor)
    )
    assert isinstance(outcome, SerialsRefusedError)  # without the lock: IntegrityError, a page 500
    assert EquipmentUnit.objects.count() == 1


@pytest.mark.parametrize("role", ["petugas", "verifikator", "instruktur", "pejabat", "administrator"])
def test_only_the_keeper_of_goods_receives(role):
    with pytest.raises(ForbiddenError):
        receive(ProcurementFactory(), "A1", actor=UserFactory(role=role))


def test_a_contract_is_recorded_once():
    actor = keeper()
    first = create_procurement(contract(), submission=ONCE, on=DAY, actor=actor)
    assert create_procurement(contract(supplier="Lain"), submission=ONCE, on=DAY, actor=actor) == first
    assert Procurement.objects.get().supplier == "CV Contoh Jaya"


@pytest.mark.django_db(transaction=True)
def test_a_contract_sent_twice_at_once_is_one():
    actor, typed = keeper(), contract()

    def send():
        return create_procurement(typed, submission=ONCE, on=DAY, actor=actor)

    assert second_while_first_is_open(send, send) == Procurement.objects.get()  # without the lock: IntegrityError


@pytest.mark.django_db(transaction=True)
def test_a_contract_is_not_changed_while_a_bast_is_being_issued():
    draft, actor = draft_with_unit(), keeper()
    procurement = draft.items.get().unit.procurement
    typed, version = contract(unit_price=1), procurement.updated_at.isoformat()
    outcome = second_while_first_is_open(
        lambda: issue_by_hand(draft),
        lambda: update_procurement(procurement.pk, typed, version=version, on=DAY, actor=actor),
    )
    assert isinstance(outcome, ProcurementInUseError)  # without holding the units: IntegrityError


def test_a_contract_of_tomorrow_is_refused():
    with pytest.raises(ContractInFutureError):
        create_procurement(contract(contract_date=DAY + timedelta(days=1)), submission=ONCE, on=DAY, actor=keeper())


def edit(procurement, version=None, **changed):
    version = version or procurement.updated_at.isoformat()
    return update_procurement(procurement.pk, contract(**changed), version=version, on=DAY, actor=keeper())


def test_a_contract_is_corrected():
    procurement = ProcurementFactory()
    edit(procurement, unit_price=2_600_000)
    procurement.refresh_from_db()
    assert procurement.unit_price == 2_600_000


def test_a_stale_correction_is_refused_and_an_equal_one_passes():
    procurement = ProcurementFactory()
    version = procurement.updated_at.isoformat()
    edit(procurement, supplier="CV Contoh Baru")
    with pytest.raises(StaleError):
        edit(procurement, version, supplier="CV Contoh Lain")
    assert edit(procurement, version, supplier="CV Contoh Baru").supplier == "CV Contoh Baru"


def test_a_contract_is_not_bent_away_from_its_goods():
    procurement = ProcurementFactory()
    UnitFactory(procurement=procurement, received_on=date(2025, 7, 20))
    UnitFactory(procurement=procurement)
    with pytest.raises(QuantityBelowReceivedError):
        edit(procurement, quantity=1)
    with pytest.raises(ContractAfterReceiptError):
        edit(procurement, contract_date=date(2025, 7, 21))
    edit(procurement, quantity=2, contract_date=date(2025, 7, 20))


@pytest.mark.parametrize(
    ("field", "value"), [("unit_price", 1), ("model_name", "Lain"), ("contract_date", date(2025, 7, 1))]
)
def test_what_stands_on_a_bast_is_not_corrected(field, value):
    procurement = issue_by_hand().items.get().unit.procurement
    with pytest.raises(ProcurementInUseError) as refused:
        edit(procurement, **{field: value})
    assert refused.value.field == field
    edit(procurement, supplier="CV Contoh Baru", quantity=21)


def test_a_mistyped_number_is_corrected_until_it_stands_on_a_bast():
    unit, bound = available_unit(serial_number="JM100-1"), issue_by_hand().items.get().unit
    assert correct_serial(unit.pk, "jm100-7", seen="JM100-1", actor=keeper()).serial_number == "JM100-7"
    with pytest.raises(UnitBoundError):
        correct_serial(bound.pk, "JM100-8", seen=bound.serial_number, actor=keeper())


def test_a_correction_meets_the_other_unit_and_the_other_clerk():
    unit = UnitFactory(serial_number="JM100-1")
    UnitFactory(serial_number="JM100-2")
    with pytest.raises(SerialTakenError) as refused:
        correct_serial(unit.pk, "JM1OO 2", seen="JM100-1", actor=keeper())
    assert "JM1OO 2 sama dengan JM100-2 yang sudah ada" in refused.value.message
    with pytest.raises(SerialRefusedError) as unreadable:
        correct_serial(unit.pk, "é", seen="JM100-1", actor=keeper())
    assert (refused.value.field, unreadable.value.field) == ("serial_number", "serial_number")
    with pytest.raises(StaleError):
        correct_serial(unit.pk, "JM100-3", seen="JM100-9", actor=keeper())
    assert correct_serial(unit.pk, "JM1OO-1", seen="JM100-1", actor=keeper()).serial_number == "JM1OO-1"


def test_what_was_recorded_by_mistake_leaves_the_list_once():
    procurement = ProcurementFactory()
    units = receive(procurement, "A1\nA2\nA3")
    chosen = [units[0].pk, units[1].pk]
    assert drop_units(procurement.pk, chosen, actor=keeper()) == 2
    assert drop_units(procurement.pk, chosen, actor=keeper()) == 0
    assert procurement.units.get().serial_number == "A3"


def test_what_was_inspected_or_belongs_elsewhere_stays():
    inspected, foreign = available_unit(), UnitFactory(procurement=ProcurementFactory())
    with pytest.raises(InspectedAlreadyError):
        drop_units(inspected.procurement_id, [inspected.pk], actor=keeper())
    assert drop_units(inspected.procurement_id, [foreign.pk], actor=keeper()) == 0
    assert EquipmentUnit.objects.count() == 2
