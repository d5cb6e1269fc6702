"""The angkatan report as a paper: everything as printed, in strings."""

from dataclasses import dataclass

from documents.letterhead import letterhead
from documents.models import Office
from documents.parts import LetterheadData
from reports import charts, figures
from reports.session_report import Breakdown, Given, MeetingLine, Person, SessionReport
from tkm.lib.formats import persen, ribuan, rupiah, tanggal


@dataclass(frozen=True, slots=True)
class TableData:
    """A table: its title, the heads of its columns, the rows and a last row of sums (empty: none)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonData:
    """One line of the list of people: a cell for each head but the last, whose goods are told apart."""

    cells: tuple[str, ...]
    goods: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class PeopleData:
    title: str
    heads: tuple[str, ...]
    rows: tuple[PersonData, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    letterhead: LetterheadData
    paper: str
    title: str
    made_on: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]  # label, number, share
    funnel_chart: str
    attendance_chart: str  # empty while nothing is held
    breakdowns: tuple[TableData, ...]
    meetings: TableData
    people: PeopleData
    open_points: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]


def report_paper(report: SessionReport, *, office: Office) -> ReportPaper:
    """The texts of `report` under the office's letterhead. Raises TamperedError."""
    return ReportPaper(
        letterhead=letterhead(office),
        paper=office.size,
        title=str(report.session),
        made_on=tanggal(report.on),
        facts=(("Kode", report.session.code), *report.facts),
        figures=_figures(report),
        funnel_chart=_funnel_chart(report),
        attendance_chart=report.attendance_chart,
        breakdowns=tuple(_breakdown(report, breakdown) for breakdown in report.breakdowns),
        meetings=TableData("Kehadiran per pertemuan", MEETING_HEADS, tuple(map(_meeting, report.meetings))),
        people=PeopleData("Peserta", PEOPLE_HEADS, tuple(map(_person, report.people))),
        open_points=tuple(f"{point.count} {point.words}" for point in report.open_points),
        definitions=figures.DEFINITIONS,
    )


def _funnel_chart(report: SessionReport) -> str:
    bars = [charts.Bar(value.figure.label, value.value, value.share) for value in report.funnel]
    return charts.funnel(bars, title="Dari pendaftaran ke barang")


MEETING_HEADS = ("No", "Tanggal", "JP", "Status", "Hadir", "Terlambat", "Izin", "Sakit", "Alpa")
PEOPLE_HEADS = ("No", "Nama", "NIK (disamarkan)", "Kelurahan", "Status", "Kehadiran", "Barang dan BAST")


def _figures(report: SessionReport) -> tuple[tuple[str, str, str], ...]:
    counted = tuple((value.figure.label, ribuan(value.value), value.share) for value in report.values.values())
    rate = persen(report.rate) if report.rate is not None else "belum ada"
    goods = (ribuan(report.units), rupiah(report.units_value))
    return (
        *counted,
        (figures.CLASS_RATE.label, rate, f"{report.held_hours} JP terlaksana"),
        (figures.UNITS.label, *goods),
    )


def _breakdown(report: SessionReport, breakdown: Breakdown) -> TableData:
    columns = figures.BREAKDOWN
    return TableData(
        title=breakdown.dimension.label,
        heads=(breakdown.dimension.label, *(figure.label for figure in columns)),
        rows=tuple((row.label, *(ribuan(row.counts[figure.code]) for figure in columns)) for row in breakdown.groups),
        sums=("Jumlah", *(ribuan(report.values[figure.code].value) for figure in columns)),
    )


def _meeting(line: MeetingLine) -> tuple[str, ...]:
    marks = (line.present, line.late, line.excused, line.sick, line.absent)
    return (str(line.number), tanggal(line.held_on), str(line.lesson_hours), line.status, *map(str, marks))


def _person(person: Person) -> PersonData:
    rate = persen(person.rate) if person.rate is not None else "belum ada"
    return PersonData((person.seat, person.name, person.nik, person.kelurahan, person.status, rate), person.goods)
