"""The angkatan report as a workbook: the same object as the page, one sheet per part."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TypeVar

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from documents.workbooks import open_workbook
from reports import figures
from reports.session_report import SessionReport
from tkm.lib.formats import tanggal


class Sheet:
    """Rows from the top down. Text is written as text, so that a name beginning with "=" stays a name."""

    def __init__(self, sheet: Worksheet, bold: Format, percent: Format, money: Format) -> None:
        self.sheet, self.bold, self.percent, self.money = sheet, bold, percent, money
        self.at = 0

    def row(self, *cells: object, format: Format | None = None) -> None:
        for column, cell in enumerate(cells):
            if isinstance(cell, int) and not isinstance(cell, bool):
                self.sheet.write_number(self.at, column, cell, format)
            elif isinstance(cell, float):
                self.sheet.write_number(self.at, column, cell, format or self.percent)
            elif cell is not None:
                self.sheet.write_string(self.at, column, str(cell), format)
        self.at += 1

    def heading(self, *cells: object) -> None:
        self.row(*cells, format=self.bold)


T = TypeVar("T")
# Name, widths of the columns, and what fills the sheet from the report.
Part = tuple[str, tuple[int, ...], Callable[[Sheet, T], None]]


def written(parts: Sequence[Part[T]], report: T, *, title: str) -> bytes:
    """The XLSX bytes of `report`, one sheet per part."""
    target = BytesIO()
    book = open_workbook(target, title=title)
    bold = book.add_format({"bold": True, "bottom": 1})
    percent, money = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": '"Rp"#,##0'})
    for name, widths, fill in parts:
        sheet = book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        fill(Sheet(sheet, bold, percent, money), report)
    book.close()
    return target.getvalue()


def workbook(report: SessionReport) -> bytes:
    """The XLSX bytes of `report`."""
    return written(PARTS, report, title=f"Laporan {report.session}")


def _summary(sheet: Sheet, report: SessionReport) -> None:
    sheet.heading(str(report.session))
    sheet.row(report.session.code, f"per {tanggal(report.on)}")
    sheet.at += 1
    for label, text in report.facts:
        sheet.row(label, text)
    sheet.at += 1
    sheet.heading("Angka", "Jumlah", "Bagian")
    for value in report.values.values():
        sheet.row(value.figure.label, value.value, value.share)
    rate = float(report.rate) if report.rate is not None else "belum ada"
    sheet.row(figures.CLASS_RATE.label, rate, f"{report.held_hours} JP terlaksana")
    sheet.row(figures.UNITS.label, report.units)
    sheet.row("Nilai barang diserahkan", report.units_value, format=sheet.money)
    sheet.at += 1
    sheet.heading("Belum selesai", "Jumlah")
    for point in report.open_points:
        sheet.row(point.words, point.count)


def _breakdowns(sheet: Sheet, report: SessionReport) -> None:
    for breakdown in report.breakdowns:
        sheet.heading(breakdown.dimension.label, *(figure.label for figure in figures.BREAKDOWN))
        for group in breakdown.groups:
            sheet.row(group.label, *(group.counts[figure.code] for figure in figures.BREAKDOWN))
        sheet.row("Jumlah", *(report.values[figure.code].value for figure in figures.BREAKDOWN))
        sheet.at += 1


def _meetings(sheet: Sheet, report: SessionReport) -> None:
    sheet.heading("Pertemuan", "Tanggal", "JP", "Status", "Hadir", "Terlambat", "Izin", "Sakit", "Alpa")
    for line in report.meetings:
        marks = (line.present, line.late, line.excused, line.sick, line.absent)
        sheet.row(line.number, tanggal(line.held_on), line.lesson_hours, line.status, *marks)


def _people(sheet: Sheet, report: SessionReport) -> None:
    sheet.heading("No. urut", "Nama", "NIK (disamarkan)", "Kelurahan", "Status", "Kehadiran", "Barang dan BAST")
    for person in report.people:
        rate = float(person.rate) if person.rate is not None else "belum ada"
        goods = "; ".join(map(str, person.goods))
        sheet.row(int(person.seat), person.name, person.nik, person.kelurahan, person.status, rate, goods)


def _definitions(sheet: Sheet, report: SessionReport) -> None:
    sheet.heading("Angka", "Artinya")
    for label, definition in figures.DEFINITIONS:
        sheet.row(label, definition)


PARTS: tuple[Part[SessionReport], ...] = (
    ("Ringkasan", (44, 40, 22), _summary),
    ("Rincian", (44, 14, 14, 14, 18), _breakdowns),
    ("Kehadiran", (11, 20, 6, 16, 8, 10, 8, 8, 8), _meetings),
    ("Peserta", (9, 32, 22, 26, 18, 11, 60), _people),
    ("Keterangan", (30, 100), _definitions),
)
