"""Contracts for goods, and the goods that arrive under them: many serial numbers at once, each of them new."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Min, Sum

from accounts.access import Action, may, require
from accounts.models import User
from equipment.enums import LIVE, UNBOUND, UnitStatus
from equipment.models import EquipmentType, EquipmentUnit, HandoverItem, Procurement, SupplyPaper
from equipment.pasted import Pasted, TooManyLinesError, read_lines
from equipment.serials import clean_serial, serial_key
from tkm.lib.db import advisory_lock
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from tkm.lib.formats import ribuan, rupiah, tanggal
from training.models import FundingSource, TrainingSession

# What a BAST says of the contract; its supplier, quantity and notes stand on no paper of ours.
PRINTED = (
    "contract_number",
    "contract_date",
    "type",
    "model_name",
    "unit_price",
    "funding_source",
    "budget_account",
)
SHOWN = 20  # refusals that one page can still tell apart


@dataclass(frozen=True, slots=True)
class ProcurementData:
    """What is typed of a contract line."""

    contract_number: str
    contract_date: date
    supplier: str
    type: EquipmentType
    model_name: str
    quantity: int
    unit_price: int
    funding_source: FundingSource
    budget_account: str = ""
    notes: str = ""
    session: TrainingSession | None = None

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = tuple(field.name for field in fields(ProcurementData))


class ContractInFutureError(DomainError):
    def __init__(self, day: date) -> None:
        super().__init__(f"{tanggal(day)} belum tiba. Periksa tanggal kontraknya.", field="contract_date")


class ContractAfterReceiptError(DomainError):
    def __init__(self, first: date) -> None:
        super().__init__(
            f"Barang sudah diterima sejak {tanggal(first)}, jadi kontraknya tidak dapat bertanggal sesudahnya.",
            field="contract_date",
        )


class OtherFundingError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"{session} didanai {session.funding_source}, pengadaan ini dari sumber lain. Pilih yang sama.",
            field="session",
        )


class ContractAfterPaperError(DomainError):
    def __init__(self, first: date) -> None:
        super().__init__(
            f"Surat atau pembayarannya bertanggal {tanggal(first)}, jadi kontraknya tidak dapat sesudahnya.",
            field="contract_date",
        )


class ValueBelowPaidError(DomainError):
    def __init__(self, paid: int) -> None:
        super().__init__(
            f"{rupiah(paid)} sudah dibayar, jadi nilai kontrak tidak dapat kurang dari itu.", field="quantity"
        )


class QuantityBelowReceivedError(DomainError):
    def __init__(self, received: int) -> None:
        super().__init__(
            f"{ribuan(received)} barang sudah diterima, jadi jumlahnya tidak dapat kurang dari itu.", field="quantity"
        )


class ProcurementInUseError(DomainError):
    def __init__(self, field: str) -> None:
        label = Procurement._meta.get_field(field).verbose_name  # type: ignore[union-attr]  # never a reverse relation
        super().__init__(
            f"Barang dari pengadaan ini sudah tertulis pada BAST, jadi {label} tidak berubah lagi.", field=field
        )


class ReceiptDayError(DomainError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="received_on")


class SerialsRefusedError(DomainError):
    """Lines of the list that cannot be taken; `refusals` tells each in a sentence, the first SHOWN of them."""

    def __init__(self, refusals: list[str]) -> None:
        rest = len(refusals) - SHOWN
        self.refusals = (*refusals[:SHOWN], *([f"Dan {ribuan(rest)} baris lain."] if rest > 0 else []))
        super().__init__(" ".join(self.refusals), field="serials")


class SerialTakenError(DomainError):
    def __init__(self, typed: str, other: EquipmentUnit) -> None:
        super().__init__(f"{already_known(typed, other)} Periksa nomor pada barangnya.", field="serial_number")


class UnitBoundError(DomainError):
    def __init__(self, unit: EquipmentUnit) -> None:
        super().__init__(
            f"{unit.serial_number} {unit.get_status_display().lower()}, jadi nomor serinya tidak berubah lagi."
        )


class InspectedAlreadyError(DomainError):
    def __init__(self, units: list[EquipmentUnit]) -> None:
        names = ", ".join(unit.serial_number for unit in units)
        super().__init__(f"Sudah diperiksa, jadi tidak dihapus dari daftar: {names}.")


def procurement_refusals(data: ProcurementData, stored: Procurement | None, *, on: date) -> Iterator[DomainError]:
    """What speaks against the contract as typed; `stored` is the row it would replace."""
    if data.contract_date > on:
        yield ContractInFutureError(data.contract_date)
    if data.session and data.session.funding_source_id != data.funding_source.pk:
        yield OtherFundingError(data.session)
    if stored is None:
        return
    yield from _evidence_refusals(data, stored)
    if data.quantity < (received := stored.units.within_contract().count()):
        yield QuantityBelowReceivedError(received)
    first = stored.units.aggregate(first=Min("received_on"))["first"]
    if first and data.contract_date > first:
        yield ContractAfterReceiptError(first)
    changed = [name for name in PRINTED if getattr(data, name) != getattr(stored, name)]
    if changed and is_on_paper(stored):
        yield ProcurementInUseError(changed[0])


def _evidence_refusals(data: ProcurementData, stored: Procurement) -> Iterator[DomainError]:
    """What the papers and payments of the contract do not allow, as the trigger procurement_fits_its_papers judges."""
    papers = SupplyPaper.objects.standing().of(stored).aggregate(first=Min("dated_on"))
    paid = stored.payments.standing().aggregate(first=Min("paid_on"), total=Sum("amount"), answered=Max("reason"))
    first = min(filter(None, (papers["first"], paid["first"])), default=None)
    if first and data.contract_date > first:
        yield ContractAfterPaperError(first)
    value = data.quantity * data.unit_price
    if value < min(paid["total"] or 0, stored.total_price) and not paid["answered"]:
        yield ValueBelowPaidError(paid["total"])


def is_on_paper(procurement: Procurement) -> bool:
    """Whether a BAST that counts names goods of this contract."""
    return HandoverItem.objects.filter(unit__procurement=procurement, handover__status__in=LIVE).exists()


@transaction.atomic
def create_procurement(data: ProcurementData, *, submission: UUID, on: date, actor: User) -> Procurement:
    """Record a contract; the same `submission` a second time gives the first one's. Raises ContractInFutureError."""
    _require_editor(actor)
    advisory_lock("submission", str(submission))
    if made := Procurement.objects.filter(submission=submission).first():
        return made
    for refusal in procurement_refusals(data, None, on=on):
        raise refusal
    return Procurement.objects.create(submission=submission, **data.values())


@transaction.atomic
def update_procurement(
    procurement_id: int, data: ProcurementData, *, version: str, on: date, actor: User
) -> Procurement:
    """Correct a contract; `version` is the updated_at the form was opened on. Nothing differs: nothing is written.

    Raises StaleError and what `procurement_refusals` yields.
    """
    _require_editor(actor)
    procurement = _locked(procurement_id)
    changed = [name for name, value in data.values().items() if getattr(procurement, name) != value]
    if not changed:
        return procurement
    if procurement.updated_at.isoformat() != version:
        raise StaleError("Data pengadaan")
    _hold_units(procurement)
    for refusal in procurement_refusals(data, procurement, on=on):
        raise refusal
    for name in changed:
        setattr(procurement, name, getattr(data, name))
    procurement.save(update_fields=[*changed, "updated_at"])
    return procurement


@transaction.atomic
def receive_units(
    procurement_id: int,
    *,
    serials: str,
    received_on: date,
    surplus_reason: str,
    submission: UUID,
    on: date,
    actor: User,
) -> list[EquipmentUnit]:
    """Take in the units whose serial numbers stand in `serials`, one a line: all of them or none.

    The same `submission` a second time gives the first one's units. Raises ReceiptDayError, SerialsRefusedError, and
    UnansweredError while there are more than the contract says without a reason.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    advisory_lock("unit", "serials")  # who types the same number at the same moment is told so, line by line
    procurement = _locked(procurement_id)
    if made := list(procurement.units.filter(submission=submission)):
        return made
    _check_day(procurement, received_on, on)
    pasted = _all_new(serials)
    received = {"received_on": received_on, "received_by": actor, "submission": submission}
    reasons = _reasons(procurement, len(pasted), surplus_reason)
    return EquipmentUnit.objects.bulk_create(
        EquipmentUnit(procurement=procurement, serial_number=one.serial, surplus_reason=reason, **received)
        for one, reason in zip(pasted, reasons, strict=True)
    )


@transaction.atomic
def correct_serial(unit_id: int, typed: str, *, seen: str, actor: User) -> EquipmentUnit:
    """Write the number that really stands on the plate; `seen` is the one the form was opened on.

    Raises SerialRefusedError, UnitBoundError, StaleError, SerialTakenError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    advisory_lock("unit", "serials")
    unit = EquipmentUnit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit_id)
    number = clean_serial(typed, field="serial_number")
    if number == unit.serial_number:
        return unit
    if unit.status not in UNBOUND:
        raise UnitBoundError(unit)
    if seen != unit.serial_number:
        raise StaleError("Nomor seri")
    taken = EquipmentUnit.objects.for_list().exclude(pk=unit.pk).filter(serial_key=serial_key(number)).first()
    if taken:
        raise SerialTakenError(number, taken)
    unit.serial_number = number
    unit.save(update_fields=["serial_number"])
    return unit


@transaction.atomic
def drop_units(procurement_id: int, unit_ids: Collection[int], *, actor: User) -> int:
    """Take units off the list that were recorded by mistake and never inspected; how many there were.

    Those already gone are not counted; the history keeps them. Raises InspectedAlreadyError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    locked = EquipmentUnit.objects.select_for_update(of=("self",), no_key=True)
    units = list(locked.filter(procurement=procurement_id, pk__in=unit_ids).order_by("pk"))
    if inspected := [unit for unit in units if unit.status != UnitStatus.RECEIVED]:
        raise InspectedAlreadyError(inspected)
    EquipmentUnit.objects.filter(pk__in=[unit.pk for unit in units]).delete()
    return len(units)


def already_known(typed: str, other: EquipmentUnit) -> str:
    """`JM1OO-1 sama dengan JM100-1 yang sudah ada (siap diserahkan, kontrak 027/15/2025).`"""
    where = f"({other.get_status_display().lower()}, kontrak {other.procurement.contract_number})"
    if typed == other.serial_number:
        return f"{typed} sudah ada {where}."
    return f"{typed} sama dengan {other.serial_number} yang sudah ada {where}."


def _require_editor(actor: User) -> None:
    """Contracts are data: in /admin/ the administrator corrects them too. What arrives is the keeper's alone."""
    if not may(actor, Action.ADMINISTER):
        require(actor, Action.MANAGE_EQUIPMENT)


def _locked(procurement_id: int) -> Procurement:
    locked = Procurement.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("type", "funding_source").get(pk=procurement_id)


def _hold_units(procurement: Procurement) -> None:
    """Wait for every BAST that is being issued with one of its units, and keep others waiting."""
    list(procurement.units.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk"))


def _check_day(procurement: Procurement, received_on: date, on: date) -> None:
    if received_on > on:
        raise ReceiptDayError(f"{tanggal(received_on)} belum tiba. Barang dicatat setelah diterima.")
    if received_on < procurement.contract_date:
        raise ReceiptDayError(f"Sebelum tanggal kontrak ({tanggal(procurement.contract_date)}). Perbaiki tanggalnya.")


def _all_new(serials: str) -> list[Pasted]:
    """The numbers of a pasted list. Raises SerialsRefusedError naming every line that cannot be taken."""
    try:
        pasted, refusals = read_lines(serials)
    except TooManyLinesError as error:
        raise SerialsRefusedError([error.message]) from error
    known = EquipmentUnit.objects.for_list().filter(serial_key__in=[one.key for one in pasted])
    stock = {unit.serial_key: unit for unit in known}
    refusals += [(one.line, already_known(one.serial, stock[one.key])) for one in pasted if one.key in stock]
    if refusals:
        raise SerialsRefusedError([f"Baris {line}: {sentence}" for line, sentence in sorted(refusals)])
    if not pasted:
        raise SerialsRefusedError(["Tulis paling sedikit satu nomor seri."])
    return pasted


def _reasons(procurement: Procurement, arrived: int, reason: str) -> list[str]:
    """For each unit in its order: nothing within the contract, `reason` beyond it. Raises UnansweredError."""
    room = max(procurement.quantity - procurement.units.within_contract().count(), 0)
    if arrived > room and not reason:
        raise UnansweredError([_over_contract(procurement, room, arrived)])
    return [reason if place >= room else "" for place in range(arrived)]


def _over_contract(procurement: Procurement, room: int, arrived: int) -> Warn:
    left = f"tinggal {ribuan(room)}" if room else "sudah diterima semua"
    return Warn(
        "over_contract",
        f"Kontrak menyebut {ribuan(procurement.quantity)} barang ({left}); daftar ini {ribuan(arrived)}. "
        "Kurangi daftarnya, atau tulis alasannya, misalnya pengganti barang rusak.",
        "surplus_reason",
    )
