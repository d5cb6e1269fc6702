"""The year as a paper: everything as printed, in strings."""

from dataclasses import dataclass

from documents.letterhead import letterhead
from documents.models import Office
from documents.parts import LetterheadData
from reports import charts, figures
from reports.paper import TableData
from reports.year_map import MAP_FIGURES, UNITS, year_map
from reports.year_report import BUDGET, DEFINITIONS, REALISED, YearReport
from reports.year_tables import YearTable
from tkm.lib.formats import ribuan, rupiah, tanggal


@dataclass(frozen=True, slots=True)
class MapData:
    """One map, its legend (shade and words), and the sentence on those it does not show ("" for none)."""

    title: str
    svg: str
    legend: tuple[tuple[str, str], ...]
    outside: str


@dataclass(frozen=True, slots=True)
class YearTableData:
    """A table of the year; `is_sum` tells for each row whether it sums up those below it."""

    table: TableData
    is_sum: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class YearPaper:
    letterhead: LetterheadData
    paper: str
    year: str
    made_on: str
    scope: str  # empty: the whole office
    figures: tuple[tuple[str, str, str], ...]  # label, number, share
    funnel_chart: str
    funnel_note: str
    comparison: TableData  # without rows: nothing to compare with
    no_comparison: str
    maps: tuple[MapData, ...]
    tables: tuple[YearTableData, ...]
    definitions: tuple[tuple[str, str], ...]


def year_paper(report: YearReport, *, office: Office) -> YearPaper:
    """The texts of `report` under the office's letterhead. Raises TamperedError."""
    return YearPaper(
        letterhead=letterhead(office),
        paper=office.size,
        year=str(report.year),
        made_on=tanggal(report.on),
        scope=report.scope,
        figures=_figures(report),
        funnel_chart=_funnel_chart(report),
        funnel_note=f"Batang kosong: tahun {report.before}." if report.changes else "",
        comparison=_comparison(report),
        no_comparison=f"Belum ada data tahun {report.before}.",
        maps=tuple(_map(report, code) for code in MAP_FIGURES if report.values[code].value),
        tables=tuple(_table(report, table) for table in report.tables),
        definitions=DEFINITIONS,
    )


def _funnel_chart(report: YearReport) -> str:
    bars = [
        charts.Bar(bar.value.figure.label, bar.value.value, bar.value.share, before=bar.before) for bar in report.bars
    ]
    return charts.funnel(bars, title=f"Dari pendaftaran ke barang, tahun {report.year}")


def _figures(report: YearReport) -> tuple[tuple[str, str, str], ...]:
    counted = tuple((value.figure.label, ribuan(value.value), value.share) for value in report.values.values())
    goods = (figures.UNITS.label, ribuan(report.units), rupiah(report.units_value))
    budget = ((BUDGET.label, rupiah(report.budget), ""),) if report.budget is not None else ()
    realised: tuple[tuple[str, str, str], ...] = ()
    if report.realised:
        realised = ((REALISED.label, rupiah(report.realised.paid), f"{report.realised.share} pagu"),)
    return (*counted, goods, *budget, *realised)


def _comparison(report: YearReport) -> TableData:
    heads = ("Angka", str(report.year), "Bagian", str(report.before), "Bagian", "Selisih", "Selisih bagian")
    rows = tuple(
        (
            change.now.figure.label,
            ribuan(change.now.value),
            change.now.share,
            ribuan(change.before.value),
            change.before.share,
            change.difference,
            change.points,
        )
        for change in report.changes
    )
    return TableData(f"Dibanding tahun {report.before}", heads, rows)


def _map(report: YearReport, code: str) -> MapData:
    found = year_map(report, MAP_FIGURES[code], linked=False)
    unit = UNITS[code]
    return MapData(
        title=f"{found.figure.label} menurut kelurahan tempat tinggal",
        svg=found.svg,
        legend=tuple((step.shade, f"{step.words} {unit}") for step in found.legend),
        outside=f"{ribuan(found.outside)} {unit} tinggal di luar peta ini." if found.outside else "",
    )


def _table(report: YearReport, table: YearTable) -> YearTableData:
    rows = tuple(
        (f"{row.group.label}\n{row.note}" if row.note else row.group.label, *map(ribuan, row.group.counts.values()))
        for row in table.rows
    )
    heads = (table.head, *(figure.label for figure in figures.BREAKDOWN))
    sums = ("Jumlah", *(ribuan(value.value) for value in report.column_totals))
    return YearTableData(TableData(table.title, heads, rows, sums), tuple(row.is_sum for row in table.rows))
