"""A report that is tables: the same values set as a paper under the letterhead, and as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.letterhead import letterhead
from documents.models import Office
from documents.parts import LetterheadData
from documents.typeset import typeset
from documents.workbooks import open_workbook
from tkm.lib.formats import ribuan, rupiah, tanggal

Value = str | int | date | None
LONGEST_SHEET_NAME = 31
FORBIDDEN_IN_SHEET_NAME = str.maketrans("[]:*?/\\", "       ")


class Kind(StrEnum):
    """How a column is written."""

    TEXT = "text"
    COUNT = "count"
    MONEY = "money"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is the column's part of a paper's width, `width` that of a sheet in characters."""

    head: str
    kind: Kind = Kind.TEXT
    share: int = 2
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values, one for each column; None is nothing known. `empty` is said where there is no row."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    sums: tuple[Value, ...] = ()
    empty: str = "Tidak ada."


@dataclass(frozen=True, slots=True)
class TableReport:
    """What is told, as at which day, and what the numbers mean."""

    title: str
    subtitle: str
    made_on: date
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class PrintedTable:
    title: str
    heads: tuple[str, ...]
    shares: tuple[int, ...]
    aligns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class PrintedReport:
    letterhead: LetterheadData
    paper: str
    is_wide: bool
    title: str
    subtitle: str
    made_on: str
    tables: tuple[PrintedTable, ...]
    notes: tuple[str, ...]


def table_pdf(report: TableReport, *, office: Office, at: datetime) -> bytes:
    """The PDF of `report`. Raises TamperedError, UnprintableError."""
    printed = PrintedReport(
        letterhead=letterhead(office),
        paper=office.paper_size,
        is_wide=report.is_wide,
        title=report.title,
        subtitle=report.subtitle,
        made_on=tanggal(report.made_on),
        tables=tuple(map(_printed, report.tables)),
        notes=report.notes,
    )
    return typeset("tables", printed, at=at)


def _printed(table: Table) -> PrintedTable:
    kinds = [column.kind for column in table.columns]
    return PrintedTable(
        title=table.title,
        heads=tuple(column.head for column in table.columns),
        shares=tuple(column.share for column in table.columns),
        aligns=tuple("right" if kind in (Kind.COUNT, Kind.MONEY) else "left" for kind in kinds),
        rows=tuple(_written(row, kinds) for row in table.rows),
        sums=_written(table.sums, kinds),
        empty=table.empty,
    )


def _written(row: Sequence[Value], kinds: Sequence[Kind]) -> tuple[str, ...]:
    return tuple(written(value, kind) for value, kind in zip(row, kinds, strict=False))


def written(value: Value, kind: Kind) -> str:
    """A value as people read it; nothing known is a dash."""
    if value is None:
        return "–"
    if isinstance(value, date):
        return tanggal(value)
    if isinstance(value, int):
        return rupiah(value) if kind == Kind.MONEY else ribuan(value)
    return value


def table_workbook(report: TableReport) -> bytes:
    """The XLSX of `report`: a sheet for each table, and one for what the numbers mean."""
    target = BytesIO()
    book = open_workbook(target, title=report.title)
    bold = book.add_format({"bold": True, "bottom": 1})
    shapes = {
        Kind.TEXT: book.add_format({"text_wrap": True, "valign": "top"}),
        Kind.COUNT: book.add_format({"num_format": "#,##0", "valign": "top"}),
        Kind.MONEY: book.add_format({"num_format": '"Rp"#,##0', "valign": "top"}),
        Kind.DAY: book.add_format({"num_format": "dd-mm-yyyy", "align": "left", "valign": "top"}),
    }
    for table in report.tables:
        sheet = book.add_worksheet(table.title.translate(FORBIDDEN_IN_SHEET_NAME)[:LONGEST_SHEET_NAME])
        _fill(sheet, report, table, bold, shapes)
    notes = book.add_worksheet("Keterangan")
    notes.set_column(0, 0, 110)
    for at, note in enumerate(report.notes):
        notes.write_string(at, 0, note, shapes[Kind.TEXT])
    book.close()
    return target.getvalue()


def _fill(sheet: Worksheet, report: TableReport, table: Table, bold: Format, shapes: dict[Kind, Format]) -> None:
    sheet.write_string(0, 0, report.title, bold)
    sheet.write_string(1, 0, report.subtitle)
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(3, at, column.head, bold)
    for line, row in enumerate((*table.rows, table.sums), start=4):
        for at, value in enumerate(row):
            shape = bold if row is table.sums and isinstance(value, str) else shapes[table.columns[at].kind]
            _write(sheet, line, at, value, shape)
    if not table.rows:
        sheet.write_string(4, 0, table.empty)


def _write(sheet: Worksheet, line: int, at: int, value: Value, shape: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(line, at, datetime(value.year, value.month, value.day), shape)  # noqa: DTZ001 a day
    elif isinstance(value, int):
        sheet.write_number(line, at, value, shape)
    elif value is not None:
        sheet.write_string(line, at, value, shape)
