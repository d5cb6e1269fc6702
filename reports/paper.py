"""The angkatan report as a paper: everything as printed, in strings."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from documents.models import Office
from documents.parts import LetterheadData
from participants import rates
from reports import charts, figures
from reports.session_report import Breakdown, MeetingLine, Person, SessionReport
from tkm.lib.formats import persen, ribuan, rupiah, tanggal


@dataclass(frozen=True, slots=True)
class TableData:
    """A table: its title, the heads of its columns, the rows and a last row of sums (empty: none)."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPaper:
    letterhead: LetterheadData
    paper: str
    title: str
    made_on: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[tuple[str, str, str], ...]  # label, number, share
    funnel_chart: str
    attendance_chart: str
    breakdowns: tuple[TableData, ...]
    meetings: TableData
    people: TableData
    open_points: tuple[str, ...]
    definitions: tuple[tuple[str, str], ...]


def report_paper(report: SessionReport, *, office: Office) -> ReportPaper:
    """The texts of `report` under the office's letterhead."""
    contact = tuple(filter(None, (office.address, office.contact)))
    return ReportPaper(
        letterhead=LetterheadData(office.government, office.name, contact),
        paper=office.paper_size,
        title=str(report.session),
        made_on=tanggal(report.on),
        facts=(("Kode", report.session.code), *report.facts),
        figures=_figures(report),
        funnel_chart=str(funnel_chart(report)),
        attendance_chart=str(attendance_chart(report)) if report.meetings else "",
        breakdowns=tuple(_breakdown(report, breakdown) for breakdown in report.breakdowns),
        meetings=TableData("Kehadiran per pertemuan", MEETING_HEADS, tuple(map(_meeting, report.meetings))),
        people=TableData("Peserta", PEOPLE_HEADS, tuple(map(_person, report.people))),
        open_points=tuple(f"{point.count} {point.words}" for point in report.open_points),
        definitions=(
            *((value.figure.label, value.figure.definition) for value in report.values.values()),
            ("Rata-rata kehadiran", rates.DEFINITION),
        ),
    )


def funnel_chart(report: SessionReport) -> SafeString:
    bars = [charts.Bar(value.figure.label, value.value, value.share) for value in report.funnel]
    return charts.funnel(bars, title="Dari pendaftaran ke barang")


def attendance_chart(report: SessionReport) -> SafeString:
    """People who came, per held meeting; red where fewer came than the minimum share asks of each."""
    held = [line for line in report.meetings if line.is_held]
    minimum = report.session.min_attendance
    bars = [
        charts.Bar(str(line.number), line.came, is_exception=line.came * 100 < minimum * line.marked) for line in held
    ]
    whole = max((line.marked for line in held), default=0)
    return charts.columns(bars, title="Peserta yang hadir pada tiap pertemuan", whole=whole)


MEETING_HEADS = ("No", "Tanggal", "JP", "Status", "Hadir", "Terlambat", "Izin", "Sakit", "Alpa")
PEOPLE_HEADS = ("No", "Nama", "NIK (disamarkan)", "Kelurahan", "Status", "Kehadiran", "Barang dan BAST")


def _figures(report: SessionReport) -> tuple[tuple[str, str, str], ...]:
    counted = tuple((value.figure.label, ribuan(value.value), value.share) for value in report.values.values())
    rate = persen(report.rate) if report.rate is not None else "belum ada"
    goods = (ribuan(report.units), rupiah(report.units_value))
    return (
        *counted,
        ("Rata-rata kehadiran", rate, f"{report.held_hours} JP terlaksana"),
        ("Barang diserahkan", *goods),
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


def _person(person: Person) -> tuple[str, ...]:
    rate = persen(person.rate) if person.rate is not None else "belum ada"
    return (person.seat, person.name, person.nik, person.kelurahan, person.status, rate, "; ".join(person.goods) or "–")
