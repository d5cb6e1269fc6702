"""How much of the money was really paid by a day: counted from payments alone, each sum with its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from documents.tables import Column, Kind, Table, TableReport
from equipment.models import Payment, Procurement
from equipment.querysets import PaymentQuerySet, ProcurementQuerySet
from tkm.lib.formats import persen, rupiah, tanggal
from training.models import FundingSource, TrainingSession

DEFINITION = (
    "Jumlah SP2D yang tercatat sampai dengan tanggal itu; yang dibatalkan tidak dihitung. Nilai kontrak: jumlah "
    "menurut kontrak dikali harga satuan, dari kontrak yang bertanggal sampai dengan hari itu."
)


@dataclass(frozen=True, slots=True)
class Realisation:
    """Whole rupiah: what was `paid` by the day `on`, out of `whole` (a contract's value or an angkatan's pagu)."""

    paid: int
    whole: int
    on: date

    @property
    def rest(self) -> int:
        return self.whole - self.paid

    @property
    def share(self) -> str:
        """`50,8%`, rounded down; empty where the whole is nothing."""
        return persen(Fraction(self.paid, self.whole)) if self.whole else ""

    def __str__(self) -> str:
        share = f" ({self.share})" if self.share else ""
        return f"{rupiah(self.paid)} dari {rupiah(self.whole)}{share}, per tanggal {tanggal(self.on)}"


@dataclass(frozen=True, slots=True)
class FundLine:
    """One source of funds: its contracts and what was paid of them."""

    source: FundingSource
    contracts: int
    realised: Realisation


@dataclass(frozen=True, slots=True)
class ContractLine:
    procurement: Procurement
    realised: Realisation


VALUE = F("quantity") * F("unit_price")  # as `Procurement.total_price`


def paid_of(payments: PaymentQuerySet, *, on: date) -> int:
    """The one definition: whole rupiah of the payments that stand, by the end of the day."""
    return payments.paid_until(on).aggregate(paid=Sum("amount"))["paid"] or 0


def realised_of(procurement: Procurement, *, on: date) -> Realisation:
    """Of one contract line."""
    return Realisation(paid_of(procurement.payments.all(), on=on), procurement.total_price, on)


def realised_budget(session: TrainingSession, *, on: date) -> Realisation | None:
    """Of the pagu of one angkatan, from the contracts that are for it; None where pagu or payments are not known."""
    payments = Payment.objects.filter(procurement__session=session)
    paid = paid_of(payments, on=on) if session.budget else 0
    return Realisation(paid, session.budget, on) if session.budget and paid else None


def contracts_by(on: date, year: int | None) -> ProcurementQuerySet:
    """The contract lines that count on the day: dated by then (and in that year, if given)."""
    contracts = Procurement.objects.filter(contract_date__lte=on)
    return contracts.filter(contract_date__year=year) if year else contracts


def by_funding(*, on: date, year: int | None) -> list[FundLine]:
    """Each source of funds that has contracts by that day (of that year, if given). Four queries."""
    contracts = contracts_by(on, year)
    wholes = dict(contracts.order_by().values_list("funding_source").annotate(value=Sum(VALUE)))
    paid = payments_of(contracts, on=on).order_by().values_list("procurement__funding_source")
    sums = dict(paid.annotate(paid=Sum("amount")))
    numbers = _numbers(contracts.values_list("funding_source", "contract_number"))
    sources = FundingSource.objects.filter(pk__in=wholes)
    return [
        FundLine(source, numbers[source.pk], Realisation(sums.get(source.pk, 0), wholes[source.pk], on))
        for source in sources
    ]


def contract_lines(source: FundingSource, *, on: date, year: int | None) -> list[ContractLine]:
    """The rows behind one source's figures: its contract lines, each with what was paid. One query."""
    paid = Payment.objects.filter(procurement=OuterRef("pk")).paid_until(on).order_by().values("procurement")
    sums = Coalesce(Subquery(paid.annotate(paid=Sum("amount")).values("paid")), 0)
    found: Any = contracts_by(on, year).filter(funding_source=source).select_related("type").annotate(paid=sums)
    return [
        ContractLine(line, Realisation(line.paid, line.total_price, on))
        for line in found.order_by("contract_date", "contract_number", "pk")
    ]


def payments_of(contracts: ProcurementQuerySet, *, on: date) -> PaymentQuerySet:
    return Payment.objects.filter(procurement__in=contracts).paid_until(on)


def _numbers(pairs: Iterable[tuple[int, str]]) -> dict[int, int]:
    """How many contracts each source has; the lines of one count once."""
    found: dict[int, set[str]] = {}
    for source, number in pairs:
        found.setdefault(source, set()).add(number)
    return {source: len(numbers) for source, numbers in found.items()}


def total_of(lines: Iterable[FundLine], *, on: date) -> Realisation:
    shown = [line.realised for line in lines]
    return Realisation(sum(one.paid for one in shown), sum(one.whole for one in shown), on)


MONEY = (
    Column("Nilai kontrak", Kind.MONEY, 3, 20),
    Column("Dibayar", Kind.MONEY, 3, 20),
    Column("Sisa", Kind.MONEY, 3, 20),
    Column("Bagian", share=1, width=9),
)


def realisation_tables(*, on: date, year: int | None, made_on: date) -> TableReport:
    """The same lines as the page, and below them every contract line of each source."""
    lines = by_funding(on=on, year=year)
    total = total_of(lines, on=on)
    head = (Column("Sumber dana", share=4, width=26), Column("Kontrak", Kind.COUNT, 1, 9))
    funds = Table(
        title="Menurut sumber dana",
        columns=(*head, *MONEY),
        rows=tuple((line.source.name, line.contracts, *_money(line.realised)) for line in lines),
        sums=("Jumlah", sum(line.contracts for line in lines), *_money(total)) if lines else (),
        empty="Belum ada kontrak sampai tanggal itu.",
    )
    return TableReport(
        title="Realisasi pengadaan",
        subtitle=f"per tanggal {tanggal(on)}" + (f", kontrak tahun {year}" if year else ""),
        made_on=made_on,
        tables=(funds, *(_contracts(line.source, on=on, year=year) for line in lines)),
        notes=(DEFINITION,),
        is_wide=True,
    )


def _contracts(source: FundingSource, *, on: date, year: int | None) -> Table:
    lines = contract_lines(source, on=on, year=year)
    head = (
        Column("Kontrak", share=3, width=24),
        Column("Tanggal", Kind.DAY, 2, 13),
        Column("Barang", share=3, width=30),
    )
    return Table(
        title=f"Dana {source.name}",
        columns=(*head, *MONEY),
        rows=tuple(
            (
                line.procurement.contract_number,
                line.procurement.contract_date,
                f"{line.procurement.type} {line.procurement.model_name}",
                *_money(line.realised),
            )
            for line in lines
        ),
    )


def _money(realised: Realisation) -> tuple[int, int, int, str]:
    return (realised.whole, realised.paid, realised.rest, realised.share)
