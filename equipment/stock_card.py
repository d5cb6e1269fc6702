"""The stock as at a day, and the card of one kind of goods: built once; page, PDF and XLSX only print it."""

from dataclasses import dataclass
from datetime import date, timedelta

from documents.tables import Column, Kind, Table, TableReport, Value
from equipment.models import EquipmentType
from equipment.movements import DAYS, Moved, Movement, Stock, movements_of, stock_by_type
from tkm.lib.formats import tanggal

DEFINITIONS = (
    "Sisa: barang di gudang menurut nomor seri, yaitu yang belum diperiksa, yang baik (termasuk yang dialokasikan pada "
    "BAST yang terbit) dan yang rusak. Yang diserahkan, hilang atau dihapuskan tidak lagi di gudang.",
    "Nilai: harga satuan menurut kontraknya.",
    DAYS,
)


@dataclass(frozen=True, slots=True)
class StockLine:
    type: EquipmentType
    moved: Moved


@dataclass(frozen=True, slots=True)
class StockList:
    """What is left of every kind at the end of the day `on`."""

    on: date
    lines: tuple[StockLine, ...]

    @property
    def total(self) -> Moved:
        left = sum((line.moved.left for line in self.lines), Stock())
        came, went = (sum(getattr(line.moved, name) for line in self.lines) for name in ("incoming", "outgoing"))
        return Moved(came, went, left)


@dataclass(frozen=True, slots=True)
class CardRow:
    movement: Movement
    left: Stock


@dataclass(frozen=True, slots=True)
class StockCard:
    """The movements of one kind from `since` up to `until`, with what there was before and what is left."""

    type: EquipmentType
    since: date
    until: date
    opening: Stock
    rows: tuple[CardRow, ...]

    @property
    def closing(self) -> Stock:
        return self.rows[-1].left if self.rows else self.opening

    @property
    def incoming(self) -> int:
        return sum(row.movement.incoming for row in self.rows)

    @property
    def outgoing(self) -> int:
        return sum(row.movement.outgoing for row in self.rows)


def stock_list(*, on: date) -> StockList:
    """Every kind that ever moved by the day. Two queries."""
    moved = stock_by_type(until=on)
    return StockList(on, tuple(StockLine(one, moved[one.pk]) for one in EquipmentType.objects.filter(pk__in=moved)))


def stock_card(type: EquipmentType, *, since: date, until: date) -> StockCard:
    """Two queries: what there was the day before, and the movements since."""
    opening = left = _left_before(type, since)
    rows = []
    for movement in movements_of(type.pk, since=since, until=until):
        left += movement.change
        rows.append(CardRow(movement, left))
    return StockCard(type, since, until, opening, tuple(rows))


def _left_before(type: EquipmentType, since: date) -> Stock:
    if since == date.min:
        return Stock()
    moved = stock_by_type(until=since - timedelta(days=1), type_id=type.pk).get(type.pk)
    return moved.left if moved else Stock()


LEFT = (
    Column("Sisa", Kind.COUNT, 1, 9),
    Column("Belum diperiksa", Kind.COUNT, 2, 10),
    Column("Baik", Kind.COUNT, 1, 9),
    Column("Rusak", Kind.COUNT, 1, 9),
    Column("Nilai", Kind.MONEY, 3, 18),
)
MOVES = (Column("Masuk", Kind.COUNT, 1, 9), Column("Keluar", Kind.COUNT, 1, 9))


def _left(stock: Stock) -> tuple[int, ...]:
    return (stock.units, stock.waiting, stock.good, stock.defective, stock.value)


def list_tables(stock: StockList, *, made_on: date) -> TableReport:
    columns = (Column("Jenis barang", share=5, width=34), Column("Satuan", share=1, width=9), *MOVES, *LEFT)
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (line.type.name, line.type.unit_word, line.moved.incoming, line.moved.outgoing, *_left(line.moved.left))
        for line in stock.lines
    )
    total = stock.total
    return TableReport(
        title="Persediaan barang",
        subtitle=f"per {tanggal(stock.on)}",
        made_on=made_on,
        tables=(
            Table(
                title="Sisa menurut jenis",
                columns=columns,
                rows=rows,
                sums=("Jumlah", None, total.incoming, total.outgoing, *_left(total.left)) if rows else (),
                empty="Belum ada barang yang diterima sampai tanggal itu.",
            ),
        ),
        notes=DEFINITIONS,
        is_wide=True,
    )


def card_tables(card: StockCard, *, made_on: date) -> TableReport:
    head = (
        Column("Tanggal", Kind.DAY, 3, 13),
        Column("Gerak", share=3, width=20),
        Column("Dokumen", share=8, width=44),
    )
    columns = (*head, Column("Petugas", share=3, width=22), *MOVES, *LEFT)
    return TableReport(
        title=f"Kartu persediaan {card.type.name}",
        subtitle=f"{tanggal(card.since)} sampai {tanggal(card.until)}",
        made_on=made_on,
        tables=(
            Table(
                title="Gerak barang",
                columns=columns,
                rows=(_edge(card.since, "Sisa awal", card.opening), *map(_row, card.rows)),
                sums=("Sisa akhir", None, None, None, card.incoming, card.outgoing, *_left(card.closing)),
            ),
        ),
        notes=DEFINITIONS,
        is_wide=True,
    )


def _edge(day: date, words: str, stock: Stock) -> tuple[Value, ...]:
    return (day, words, None, None, None, None, *_left(stock))


def _row(row: CardRow) -> tuple[Value, ...]:
    one = row.movement
    words = one.kind.label if one.change.units else f"{one.kind.label} ({one.units})"
    moved = (one.incoming or None, one.outgoing or None)
    return (one.day, words, one.document, one.who, *moved, *_left(row.left))
