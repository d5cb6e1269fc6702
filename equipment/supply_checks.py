"""What speaks against a contract's paper as typed: refusals, and doubts that a reason answers."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Min, Sum

from equipment.enums import SupplyKind, UnitStatus
from equipment.findings import Findings, first_findings
from equipment.models import Handover, Procurement, SupplyLine, SupplyPaper
from tkm.lib.errors import DomainError, Warn
from tkm.lib.formats import ribuan, tanggal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from equipment.supply import SupplyData

    Lines = QuerySet[SupplyLine]


class SupplyDayError(DomainError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="dated_on")


def supply_refusals(dated_on: date, lines: Sequence[Procurement], *, on: date) -> Iterator[DomainError]:
    """What no reason heals: a day to come, or one before the contract."""
    if dated_on > on:
        yield SupplyDayError(f"{tanggal(dated_on)} belum tiba. Surat dicatat setelah ditandatangani.")
    for line in lines:
        if dated_on < line.contract_date:
            yield SupplyDayError(f"Sebelum tanggal kontrak ({tanggal(line.contract_date)}). Perbaiki tanggalnya.")


def supply_doubts(data: "SupplyData", lines: Sequence[Procurement], stored: SupplyPaper | None) -> list[Warn]:
    """Each doubt once: order of the papers, sums beyond contract or delivery, counts unlike the units' findings.

    Of a `stored` paper only what changes is doubted: the rest was answered, or was right, when it was written.
    """
    found: dict[str, Warn] = {}
    for line in lines:
        for code, sentence in _doubts(data, line, stored):
            found.setdefault(code, Warn(code, sentence, "reason"))
    return list(found.values())


def _doubts(data: "SupplyData", line: Procurement, stored: SupplyPaper | None) -> Iterator[tuple[str, str]]:
    before = stored.lines.filter(procurement=line).first() if stored else None
    others = SupplyLine.objects.filter(procurement=line, paper__voided_at=None)
    if stored:
        others = others.exclude(paper=stored)
    moved = stored is None or before is None or stored.dated_on != data.dated_on
    counted = data.counts[line.pk]
    recounted = before is None or (before.quantity, before.defective) != (counted.quantity, counted.defective)
    if moved:
        yield from _order(data, line, _first_days(others))
    if before is None or before.quantity < counted.quantity:
        yield from _sums(data, line, _sums_by_kind(others))
    if data.kind == SupplyKind.INSPECTION and (moved or recounted):
        yield from _findings(data, line)


def _first_days(others: "Lines") -> dict[str, date]:
    """The day of the first other paper of each kind."""
    return dict(others.order_by().values_list("paper__kind").annotate(first=Min("paper__dated_on")))


def _sums_by_kind(others: "Lines") -> dict[str, tuple[int, int]]:
    rows = others.order_by().values_list("paper__kind").annotate(counted=Sum("quantity"), bad=Sum("defective"))
    return {kind: (counted, bad) for kind, counted, bad in rows}


def _order(data: "SupplyData", line: Procurement, firsts: dict[str, date]) -> Iterator[tuple[str, str]]:
    """As the trigger supply_line_fits judges; and against the first BAST to a person, which it does not see."""
    for kind in data.kind.earlier:
        if kind in firsts and firsts[kind] > data.dated_on:
            yield f"before_{kind}", f"{kind.label} pertama baru bertanggal {tanggal(firsts[kind])}."
    if firsts.get(data.kind, date.max) <= data.dated_on:
        return  # a later one of its kind: the first stands before what follows
    for kind in data.kind.later:
        if kind in firsts and firsts[kind] < data.dated_on:
            yield f"after_{kind}", f"{kind.label} sudah ada sejak {tanggal(firsts[kind])}, sebelum surat ini."
    given = Handover.objects.live().filter(items__unit__procurement=line)
    first = given.aggregate(first=Min("dated_on"))["first"]
    if first and first < data.dated_on:
        yield "after_bast", f"BAST kepada warga sudah ada sejak {tanggal(first)}, sebelum surat ini."


def _sums(data: "SupplyData", line: Procurement, sums: dict[str, tuple[int, int]]) -> Iterator[tuple[str, str]]:
    counted = data.counts[line.pk].quantity + sums.get(data.kind, (0, 0))[0]
    what = f"{line.type} {line.model_name}"
    if counted > line.quantity:
        yield (
            "over_contract",
            (f"{what}: semuanya menjadi {ribuan(counted)}, kontrak menyebut {ribuan(line.quantity)}."),
        )
    delivered = sums.get(SupplyKind.DELIVERY, (0, 0))[0]
    if data.kind != SupplyKind.DELIVERY and 0 < delivered < counted:
        yield (
            "over_delivery",
            (f"{what}: semuanya menjadi {ribuan(counted)}, BAST penyedia menyebut {ribuan(delivered)}."),
        )


def _findings(data: "SupplyData", line: Procurement) -> Iterator[tuple[str, str]]:
    """The counts against the units, once every unit has been looked at."""
    if line.units.filter(status=UnitStatus.RECEIVED).exists():
        return
    found = first_findings([line.pk], on=data.dated_on)[line.pk]
    typed = data.counts[line.pk]
    good = typed.quantity - typed.defective
    if found != Findings() and found != Findings(good, typed.defective):
        here, there = said(good, typed.defective), said(found.good, found.defective)
        what = f"{line.type} {line.model_name}"
        yield "unlike_units", f"{what}: surat ini menghitung {here}; nomor seri yang diperiksa hari itu {there}."


def said(good: int, defective: int) -> str:
    return f"{ribuan(good)} baik dan {ribuan(defective)} rusak"
