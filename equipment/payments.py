"""Payments of a contract: SP2D by SP2D, within its value or with a reason, corrected in the open, never deleted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from accounts.access import Action, require
from accounts.models import User
from equipment.models import Payment, Procurement
from equipment.supply import VoidReasonMissingError
from tkm.lib.db import advisory_lock, violation
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from tkm.lib.formats import rupiah, tanggal
from tkm.lib.text import tidy


@dataclass(frozen=True, slots=True)
class PaymentData:
    """What is typed off the SP2D; whole rupiah."""

    sp2d_number: str
    paid_on: date
    amount: int
    note: str = ""
    reason: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("sp2d_number", "paid_on", "amount", "note")}


class PaymentDayError(DomainError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="paid_on")


class NoMoneyError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis jumlah yang dibayar, paling sedikit Rp1.", field="amount")


class Sp2dTakenError(DomainError):
    def __init__(self, data: PaymentData) -> None:
        super().__init__(
            f"SP2D {data.sp2d_number} sudah tercatat pada tahun {data.paid_on.year}. Periksa nomornya; satu SP2D hanya "
            "dibagi atas baris lain dari kontrak yang sama, dengan tanggal yang sama.",
            field="sp2d_number",
        )


class PaymentVoidedError(DomainError):
    def __init__(self, payment: Payment) -> None:
        super().__init__(f"{payment} sudah dibatalkan, jadi tidak berubah lagi. Catat pembayaran yang benar.")


@transaction.atomic
def record_payment(procurement_id: int, data: PaymentData, *, submission: UUID, on: date, actor: User) -> Payment:
    """Write down one SP2D; the same `submission` a second time gives the first one's.

    Raises PaymentDayError, NoMoneyError, Sp2dTakenError, and UnansweredError while the sum goes beyond the contract
    without a reason.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    advisory_lock("submission", str(submission))
    if made := Payment.objects.filter(submission=submission).first():
        return made
    procurement = _held(procurement_id)
    reason = _checked(data, procurement, None, on=on)
    with violation("payment_sp2d_once", Sp2dTakenError(data)):
        return Payment.objects.create(
            procurement=procurement, reason=reason, recorded_by=actor, submission=submission, **data.columns()
        )


@transaction.atomic
def correct_payment(payment_id: int, data: PaymentData, *, version: str, on: date, actor: User) -> Payment:
    """Correct what was typed; nothing differs: nothing is written. The history keeps what stood there.

    Raises PaymentVoidedError, StaleError and what `record_payment` raises.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    procurement = _held(Payment.objects.values_list("procurement", flat=True).get(pk=payment_id))
    payment = _locked(payment_id)
    if payment.voided_at:
        raise PaymentVoidedError(payment)
    columns = data.columns()
    changed = [name for name, value in columns.items() if getattr(payment, name) != value]
    if not changed and data.reason in ("", payment.reason):
        return payment
    if payment.version != version:
        raise StaleError("Pembayaran ini")
    payment.reason = _checked(data, procurement, payment, on=on)
    for name in changed:
        setattr(payment, name, columns[name])
    with violation("payment_sp2d_once", Sp2dTakenError(data)):
        payment.save(update_fields=[*changed, "reason", "updated_at"])
    return payment


@transaction.atomic
def void_payment(payment_id: int, *, reason: str, at: datetime, actor: User) -> Payment:
    """A payment that was none counts no more; it stays readable. One that is void is returned unchanged.

    Raises VoidReasonMissingError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    _held(Payment.objects.values_list("procurement", flat=True).get(pk=payment_id))
    payment = _locked(payment_id)
    if payment.voided_at:
        return payment
    if not tidy(reason):
        raise VoidReasonMissingError
    payment.voided_at, payment.voided_by, payment.void_reason = at, actor, tidy(reason)
    payment.save(update_fields=["voided_at", "voided_by", "void_reason", "updated_at"])
    return payment


def _held(procurement_id: int) -> Procurement:
    """The contract line, held until the end: its payments wait for each other here."""
    return Procurement.objects.select_for_update(of=("self",), no_key=True).get(pk=procurement_id)


def _locked(payment_id: int) -> Payment:
    return Payment.objects.select_for_update(of=("self",), no_key=True).get(pk=payment_id)


def _refusals(data: PaymentData, procurement: Procurement, *, on: date) -> Iterator[DomainError]:
    if data.paid_on > on:
        yield PaymentDayError(f"{tanggal(data.paid_on)} belum tiba. Pembayaran dicatat setelah SP2D terbit.")
    if data.paid_on < procurement.contract_date:
        yield PaymentDayError(f"Sebelum tanggal kontrak ({tanggal(procurement.contract_date)}). Perbaiki tanggalnya.")
    if data.amount < 1:
        yield NoMoneyError()


def _checked(data: PaymentData, procurement: Procurement, stored: Payment | None, *, on: date) -> str:
    """The reason to keep: empty while no payment went beyond the contract. One that grows no further asks nothing."""
    for refusal in _refusals(data, procurement, on=on):
        raise refusal
    others = procurement.payments.standing()
    if stored:
        others = others.exclude(pk=stored.pk)
    total = (others.aggregate(paid=Sum("amount"))["paid"] or 0) + data.amount
    if total <= procurement.total_price:
        return ""
    if not data.reason and (stored is None or stored.amount < data.amount):
        raise UnansweredError([_beyond(procurement, total)])
    return data.reason


def _beyond(procurement: Procurement, total: int) -> Warn:
    return Warn(
        "over_contract",
        f"Semua pembayaran menjadi {rupiah(total)}, nilai kontrak {rupiah(procurement.total_price)}. Perbaiki "
        "jumlahnya, atau tulis alasannya, misalnya adendum kontrak.",
        "reason",
    )
