"""Recording the papers on which goods travel from the supplier to our store, as they were signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.files import store_upload
from documents.models import StoredFile
from equipment.enums import SupplyKind
from equipment.models import Procurement, SupplyLine, SupplyPaper
from equipment.supply_checks import supply_doubts, supply_refusals
from tkm.lib.db import advisory_lock, violation
from tkm.lib.errors import DomainError, StaleError, UnansweredError
from tkm.lib.text import tidy

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class Counted:
    """What a paper says of one contract line; `quantity` includes the defective."""

    quantity: int
    defective: int = 0


@dataclass(frozen=True, slots=True)
class SupplyData:
    """What is typed off the paper; `counts` by the pk of the contract line."""

    kind: SupplyKind
    number: str
    dated_on: date
    counts: Mapping[int, Counted]
    from_whom: str = ""
    to_whom: str = ""
    examiners: str = ""
    reason: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("number", "dated_on", "from_whom", "to_whom", "examiners")}


class SupplyNumberTakenError(DomainError):
    def __init__(self, data: SupplyData) -> None:
        super().__init__(
            f"{data.kind.label} nomor {data.number} sudah tercatat pada tahun {data.dated_on.year}. Periksa nomornya.",
            field="number",
        )


class NothingCountedError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis berapa barang yang disebut surat ini, paling sedikit pada satu baris.")


class ForeignLineError(DomainError):
    def __init__(self) -> None:
        super().__init__("Satu surat memuat barang dari satu kontrak. Catat surat kontrak lain di pengadaannya.")


class SupplyVoidedError(DomainError):
    def __init__(self, paper: SupplyPaper) -> None:
        super().__init__(f"{paper} sudah dibatalkan, jadi tidak berubah lagi. Catat surat yang benar.")


class VoidReasonMissingError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis mengapa dibatalkan; alasan ini tetap terbaca.", field="reason")


@transaction.atomic
def record_supply(
    procurement_id: int,
    data: SupplyData,
    *,
    scan: "UploadedFile[bytes] | None",
    submission: UUID,
    on: date,
    actor: User,
) -> SupplyPaper:
    """Write down one paper of the contract of this line; the same `submission` a second time gives the first one's.

    Raises NothingCountedError, ForeignLineError, what `supply_refusals` yields, SupplyNumberTakenError,
    FileRefusedError, and UnansweredError while `supply_doubts` has doubts and there is no reason.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    advisory_lock("submission", str(submission))
    if made := SupplyPaper.objects.filter(submission=submission).first():
        return made
    lines = _hold_contract(Procurement.objects.get(pk=procurement_id))
    reason = _checked(data, lines, None, on=on)
    with violation("supply_number_once_per_kind_and_year", SupplyNumberTakenError(data)):
        paper = SupplyPaper.objects.create(
            kind=data.kind, reason=reason, recorded_by=actor, submission=submission, **data.columns()
        )
    if scan is not None:
        paper.scan = _stored(scan, data)
        paper.save(update_fields=["scan", "updated_at"])
    _write_lines(paper, data.counts)
    return paper


@transaction.atomic
def correct_supply(
    paper_id: int, data: SupplyData, *, scan: "UploadedFile[bytes] | None", version: str, on: date, actor: User
) -> SupplyPaper:
    """Correct what was typed, add or replace the scan; nothing differs: nothing is written.

    Raises SupplyVoidedError, StaleError and what `record_supply` raises.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    lines = _hold_contract(Procurement.objects.filter(supply_lines__paper=paper_id).order_by("pk")[0])
    paper = _locked(paper_id)
    if paper.voided_at:
        raise SupplyVoidedError(paper)
    columns = data.columns()
    changed = [name for name, value in columns.items() if getattr(paper, name) != value]
    if not changed and scan is None and counts_of(paper) == dict(data.counts) and data.reason in ("", paper.reason):
        return paper
    if paper.version != version:
        raise StaleError("Surat ini")
    paper.reason = _checked(data, lines, paper, on=on)
    for name in changed:
        setattr(paper, name, columns[name])
    if scan is not None:
        paper.scan = _stored(scan, data)
    with violation("supply_number_once_per_kind_and_year", SupplyNumberTakenError(data)):
        paper.save(update_fields=[*changed, "reason", "scan", "updated_at"])
    _write_lines(paper, data.counts)
    return paper


@transaction.atomic
def void_supply(paper_id: int, *, reason: str, at: datetime, actor: User) -> SupplyPaper:
    """A paper that does not hold counts no more; it stays readable, and its number is free again.

    One that is void is returned unchanged. Raises VoidReasonMissingError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    _hold_contract(Procurement.objects.filter(supply_lines__paper=paper_id).order_by("pk")[0])
    paper = _locked(paper_id)
    if paper.voided_at:
        return paper
    if not tidy(reason):
        raise VoidReasonMissingError
    paper.voided_at, paper.voided_by, paper.void_reason = at, actor, tidy(reason)
    paper.save(update_fields=["voided_at", "voided_by", "void_reason", "updated_at"])
    return paper


def counts_of(paper: SupplyPaper) -> dict[int, Counted]:
    """What the paper says now, by contract line."""
    return {line.procurement_id: Counted(line.quantity, line.defective) for line in paper.lines.order_by("pk")}


def _hold_contract(procurement: Procurement) -> list[Procurement]:
    """All lines of the contract, held until the end: its papers wait for each other here."""
    locked = Procurement.objects.of_contract(procurement).select_for_update(of=("self",), no_key=True)
    return list(locked.order_by("pk"))


def _locked(paper_id: int) -> SupplyPaper:
    return SupplyPaper.objects.select_for_update(of=("self",), no_key=True).get(pk=paper_id)


def _checked(data: SupplyData, lines: Sequence[Procurement], stored: SupplyPaper | None, *, on: date) -> str:
    """The reason to keep: empty as long as nothing was ever doubted."""
    if not data.counts:
        raise NothingCountedError
    if set(data.counts) - {line.pk for line in lines}:
        raise ForeignLineError
    counted = [line for line in lines if line.pk in data.counts]
    for refusal in supply_refusals(data.dated_on, counted, on=on):
        raise refusal
    warnings = supply_doubts(data, counted, stored)
    if warnings and not data.reason:
        raise UnansweredError(warnings)
    return data.reason if warnings or (stored and stored.reason) else ""


def _write_lines(paper: SupplyPaper, counts: Mapping[int, Counted]) -> None:
    """The lines as typed; what did not change is not written."""
    stored = {line.procurement_id: line for line in paper.lines.order_by("pk")}
    SupplyLine.objects.filter(pk__in=[line.pk for pk, line in stored.items() if pk not in counts]).delete()
    for pk, counted in sorted(counts.items()):
        values = {"quantity": counted.quantity, "defective": counted.defective}
        line = stored.get(pk)
        if line is None:
            SupplyLine.objects.create(paper=paper, procurement_id=pk, **values)
        elif (line.quantity, line.defective) != (counted.quantity, counted.defective):
            line.quantity, line.defective = counted.quantity, counted.defective
            line.save(update_fields=["quantity", "defective"])


def _stored(scan: "UploadedFile[bytes]", data: SupplyData) -> StoredFile:
    return store_upload(scan, name=f"{data.kind.label} {data.number}")


def names(typed: Iterable[str]) -> str:
    """Examiners one a line, as they are stored."""
    return "\n".join(filter(None, map(tidy, typed)))
