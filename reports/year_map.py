"""Where the people of a year live, as a map: one figure at a time, the same numbers as the table beside it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.safestring import SafeString

from reports import breakdowns, figures
from reports.figures import Figure
from reports.maps import Place, Step, city_map, steps
from reports.year_report import YearReport

MAP_FIGURES = {figure.code: figure for figure in (figures.APPLICANTS, figures.GRADUATES, figures.RECIPIENTS)}
UNITS = {
    figures.APPLICANTS.code: "pendaftar",
    figures.GRADUATES.code: "lulusan",
    figures.RECIPIENTS.code: "penerima",
}


@dataclass(frozen=True, slots=True)
class YearMap:
    """`outside` is how many live where the map does not reach."""

    figure: Figure
    svg: SafeString
    legend: tuple[Step, ...]
    outside: int


def year_map(report: YearReport, figure: Figure, *, linked: bool) -> YearMap:
    """The map of `figure`; `linked` makes each kelurahan open its rows, which paper cannot."""
    rows = [row for row in report.places.parts if row.group.value != breakdowns.OUT_OF_TOWN]
    base = reverse("year-rows", args=[report.year, figure.code])
    places = {
        row.group.value: Place(
            row.group.label,
            row.group.counts[figure.code],
            f"{base}?{breakdowns.KELURAHAN.code}={row.group.value}" if linked else "",
        )
        for row in rows
    }
    unit, inside = UNITS[figure.code], sum(place.count for place in places.values())
    svg = city_map(
        places,
        title=f"Peta {unit} tahun {report.year} menurut kelurahan tempat tinggal",
        description="Makin gelap, makin banyak. Angka yang sama ada di tabel di sampingnya.",
        unit=unit,
    )
    legend = steps(max((place.count for place in places.values()), default=0))
    return YearMap(figure, svg, legend, report.values[figure.code].value - inside)
