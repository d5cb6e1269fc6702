"""Payments: within the contract, once per SP2D, corrected in the open, counted as at a day."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.access import ForbiddenError
from equipment.models import Payment
from equipment.payments import (
    NoMoneyError,
    PaymentData,
    PaymentDayError,
    PaymentVoidedError,
    Sp2dTakenError,
    correct_payment,
    record_payment,
    void_payment,
)
from equipment.realisation import by_funding, realised_budget, realised_of
from equipment.supply import VoidReasonMissingError
from tests.accounts.factories import UserFactory
from tests.equipment.factories import PaymentFactory, ProcurementFactory
from tests.equipment.walk import AT, keeper
from tests.race import second_while_first_is_open
from tests.training.factories import DAY, FundingSourceFactory, TrainingSessionFactory
from tkm.lib.errors import StaleError, UnansweredError

pytestmark = pytest.mark.django_db


def typed(**changed) -> PaymentData:
    return PaymentData(**{"sp2d_number": "SP2D/1", "paid_on": DAY, "amount": 20_000_000, **changed})


def pay(procurement, *, submission=None, actor=None, **changed) -> Payment:
    sent = submission or uuid4()
    return record_payment(procurement.pk, typed(**changed), submission=sent, on=DAY, actor=actor or keeper())


def correct(payment, **changed) -> Payment:
    return correct_payment(payment.pk, typed(**changed), version=payment.version, on=DAY, actor=keeper())


def test_a_payment_is_recorded_once_and_only_by_the_keeper():
    procurement, sent = ProcurementFactory(), uuid4()
    assert pay(procurement, submission=sent) == pay(procurement, submission=sent, sp2d_number="SP2D/2")
    assert Payment.objects.count() == 1
    for role in ("verifikator", "pejabat", "administrator"):
        with pytest.raises(ForbiddenError):
            pay(procurement, sp2d_number="SP2D/2", actor=UserFactory(role=role))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"paid_on": DAY + timedelta(days=1)}, PaymentDayError),
        ({"paid_on": date(2025, 7, 14)}, PaymentDayError),
        ({"amount": 0}, NoMoneyError),
    ],
)
def test_what_no_reason_heals(changed, refusal):
    with pytest.raises(refusal):
        pay(ProcurementFactory(), reason="tetap", **changed)


def test_beyond_the_contract_a_reason_is_asked_and_kept():
    procurement = ProcurementFactory()
    pay(procurement, amount=50_000_000)
    with pytest.raises(UnansweredError) as asked:
        pay(procurement, sp2d_number="SP2D/2", amount=1)
    assert asked.value.field == "reason"
    assert "Rp50.000.001" in asked.value.message
    assert pay(procurement, sp2d_number="SP2D/2", amount=1, reason="adendum").reason == "adendum"
    assert pay(ProcurementFactory(supplier="CV Lain"), sp2d_number="SP2D/3", reason="tidak perlu").reason == ""


def test_an_sp2d_is_taken_once_but_shared_by_the_lines_of_one_contract():
    first, sibling, foreign = ProcurementFactory(), ProcurementFactory(), ProcurementFactory(supplier="CV Lain")
    pay(first)
    for procurement in (first, foreign):
        with pytest.raises(Sp2dTakenError):
            pay(procurement, sp2d_number="sp2d/1", amount=1)
    assert pay(sibling).sp2d_number == "SP2D/1"


def test_a_correction_is_traced_and_a_stale_one_refused():
    payment = pay(ProcurementFactory())
    corrected = correct(payment, amount=25_000_000)
    assert [event.amount for event in corrected.events.order_by("pgh_id")] == [20_000_000, 25_000_000]
    with pytest.raises(StaleError):
        correct(payment, amount=1)
    assert correct(payment, amount=25_000_000) == corrected


def test_a_void_payment_counts_no_more_and_stays_as_it_was():
    payment = pay(ProcurementFactory())
    with pytest.raises(VoidReasonMissingError):
        void_payment(payment.pk, reason=" ", at=AT, actor=keeper())
    void_payment(payment.pk, reason="salah kontrak", at=AT, actor=keeper())
    assert void_payment(payment.pk, reason="lain", at=AT, actor=keeper()).void_reason == "salah kontrak"
    with pytest.raises(PaymentVoidedError):
        correct(payment, amount=1)
    assert realised_of(payment.procurement, on=DAY).paid == 0
    assert pay(payment.procurement).sp2d_number == payment.sp2d_number


def test_realisation_counts_what_was_paid_by_the_day():
    procurement = ProcurementFactory()
    PaymentFactory(procurement=procurement, paid_on=date(2025, 8, 1), amount=20_000_000)
    PaymentFactory(procurement=procurement, paid_on=date(2025, 8, 20), amount=5_400_000)
    before, then = (realised_of(procurement, on=date(2025, 8, day)) for day in (19, 20))
    assert (before.paid, then.paid, then.rest, then.share) == (20_000_000, 25_400_000, 24_600_000, "50,8%")
    assert str(then) == "Rp25.400.000 dari Rp50.000.000 (50,8%), per tanggal 20 Agustus 2025"


def test_the_pagu_of_an_angkatan_is_realised_by_its_own_contracts_or_left_out():
    session = TrainingSessionFactory(budget=98_500_000)
    assert realised_budget(session, on=DAY) is None
    PaymentFactory(procurement=ProcurementFactory(session=session), paid_on=DAY, amount=49_250_000)
    PaymentFactory(paid_on=DAY)
    assert realised_budget(session, on=DAY).share == "50%"
    assert realised_budget(session, on=DAY - timedelta(days=1)) is None
    session.budget = None
    assert realised_budget(session, on=DAY) is None


def test_each_source_of_funds_has_its_contracts_and_payments():
    apbd, dak = FundingSourceFactory(name="APBD"), FundingSourceFactory(name="DAK")
    first, line = ProcurementFactory(funding_source=apbd), ProcurementFactory(funding_source=apbd)
    PaymentFactory(procurement=first, amount=10_000_000)
    PaymentFactory(procurement=line, amount=5_000_000)
    PaymentFactory(
        procurement=ProcurementFactory(funding_source=dak, contract_date=date(2026, 2, 2)), paid_on=date(2026, 3, 1)
    )
    rows = {
        line.source.name: (line.contracts, line.realised.paid, line.realised.whole)
        for line in by_funding(on=date(2025, 12, 31), year=None)
    }
    assert rows == {"APBD": (1, 15_000_000, 100_000_000)}
    assert [line.source.name for line in by_funding(on=date(2026, 12, 31), year=2026)] == ["DAK"]


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_stay_within_the_contract():
    procurement, actor = ProcurementFactory(), keeper()
    outcome = second_while_first_is_open(
        lambda: pay(procurement, amount=50_000_000, actor=actor),
        lambda: pay(procurement, amount=1, sp2d_number="SP2D/2", actor=actor),
    )
    assert isinstance(outcome, UnansweredError)


@pytest.mark.django_db(transaction=True)
def test_one_sp2d_for_two_contracts_at_once_is_a_sentence():
    first, second, actor = ProcurementFactory(), ProcurementFactory(supplier="CV Lain"), keeper()
    outcome = second_while_first_is_open(lambda: pay(first, actor=actor), lambda: pay(second, actor=actor))
    assert isinstance(outcome, Sp2dTakenError)
