"""The year as a workbook: the same object as the page, one sheet per part."""

from reports import figures
from reports.spreadsheet import Part, Sheet, written
from reports.year_report import BUDGET, DEFINITIONS, REALISED, YearReport
from reports.year_tables import YearTable
from tkm.lib.formats import tanggal


def year_workbook(report: YearReport) -> bytes:
    """The XLSX bytes of `report`."""
    return written(PARTS, report, title=f"Laporan tahun {report.year}")


def _summary(sheet: Sheet, report: YearReport) -> None:
    sheet.heading(f"Laporan tahun {report.year}")
    sheet.row(f"Keadaan per {tanggal(report.on)}", report.scope)
    sheet.at += 1
    sheet.heading("Angka", "Jumlah", "Bagian")
    for value in report.values.values():
        sheet.row(value.figure.label, value.value, value.share)
    sheet.row(figures.UNITS.label, report.units)
    sheet.row("Nilai barang diserahkan", report.units_value, format=sheet.money)
    if report.budget is not None:
        sheet.row(BUDGET.label, report.budget, format=sheet.money)
    if report.realised:
        sheet.row(REALISED.label, report.realised.paid, f"{report.realised.share} pagu", format=sheet.money)


def _comparison(sheet: Sheet, report: YearReport) -> None:
    sheet.heading("Angka", f"Tahun {report.year}", f"Tahun {report.before}", "Selisih", "Selisih bagian")
    for change in report.changes:
        numbers = (change.now.value, change.before.value, change.now.value - change.before.value)
        sheet.row(change.now.figure.label, *numbers, change.points)
    if not report.changes:
        sheet.row(f"Belum ada data tahun {report.before}")


def _table(sheet: Sheet, report: YearReport, table: YearTable) -> None:
    sheet.heading(table.head, *(figure.label for figure in figures.BREAKDOWN), "Keterangan")
    for row in table.rows:
        sheet.row(row.group.label, *row.group.counts.values(), row.note, format=sheet.bold if row.is_sum else None)
    sheet.heading("Jumlah", *(value.value for value in report.column_totals))
    sheet.at += 1


def _sessions(sheet: Sheet, report: YearReport) -> None:
    for table in report.wide_tables:
        _table(sheet, report, table)


def _places(sheet: Sheet, report: YearReport) -> None:
    _table(sheet, report, report.places)


def _people(sheet: Sheet, report: YearReport) -> None:
    for table in report.personal_tables:
        _table(sheet, report, table)


def _definitions(sheet: Sheet, report: YearReport) -> None:
    sheet.heading("Angka", "Artinya")
    for label, definition in DEFINITIONS:
        sheet.row(label, definition)


PARTS: tuple[Part[YearReport], ...] = (
    ("Ringkasan", (36, 18, 24), _summary),
    ("Tahun lalu", (24, 14, 14, 12, 16), _comparison),
    ("Angkatan dan dana", (46, 12, 14, 10, 18, 60), _sessions),
    ("Wilayah", (34, 12, 14, 10, 18), _places),
    ("Peserta", (26, 12, 14, 10, 18), _people),
    ("Keterangan", (30, 100), _definitions),
)
