"""The yearly view: on screen, as PDF, as XLSX, as open data, and the rows behind each number."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import CSV, PDF, XLSX
from documents.letterhead import office_for
from documents.serving import file_response
from documents.typeset import typeset
from reports import figures
from reports.open_data import open_data
from reports.year_counts import goods_of, years_of
from reports.year_map import MAP_FIGURES, year_map
from reports.year_paper import year_paper
from reports.year_report import BUDGET, DEFINITIONS, REALISED, YearReport, build_year
from reports.year_rows import SORTS, RowFilters
from reports.year_spreadsheet import year_workbook
from tkm.lib.errors import DomainError
from tkm.lib.http import render_part

FIRST, LAST = 2015, 2100  # the years that an angkatan can have
PER_PAGE = 25


@require_safe
@requires(Action.REPORT)
def year_latest(request: Request) -> HttpResponse:
    return redirect("year-report", next(iter(years_of(request.user)), timezone.localdate().year))


def _report(request: Request, year: int) -> YearReport:
    return build_year(request.user, _known(year), on=timezone.localdate())


def _known(year: int) -> int:
    if not FIRST <= year <= LAST:
        raise Http404
    return year


@require_safe
@requires(Action.REPORT)
def year_report(request: Request, year: int) -> HttpResponse:
    report = _report(request, year)
    shown = MAP_FIGURES.get(request.GET.get("peta", ""), figures.APPLICANTS)
    context = {
        "report": report,
        "columns": figures.BREAKDOWN,
        "map": year_map(report, shown, linked=True),
        "map_figures": MAP_FIGURES.values(),
        "units": figures.UNITS,
        "budget": BUDGET,
        "realised": REALISED,
        "definitions": DEFINITIONS,
    }
    return render(request, "reports/year_report.html", context)


@require_safe
@requires(Action.REPORT)
def year_report_pdf(request: Request, year: int) -> HttpResponse:
    report = _report(request, year)
    try:
        paper = year_paper(report, office=office_for(PaperKind.SESSION_REPORT).get())
        content = typeset("year_report", paper, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("year-report", year)
    return file_response(content, media_type=PDF, name=f"laporan-tahun-{year}.pdf")


@require_safe
@requires(Action.REPORT)
def year_report_xlsx(request: Request, year: int) -> HttpResponse:
    return file_response(year_workbook(_report(request, year)), media_type=XLSX, name=f"laporan-tahun-{year}.xlsx")


@require_safe
@requires(Action.REPORT)
def year_open_data(request: Request, year: int) -> HttpResponse:
    """For the public, so never a part of the city that looks like the whole."""
    report = _report(request, year)
    if report.scope:
        messages.error(
            request, "Data terbuka memuat seluruh kota. Minta pengguna yang melihat semua angkatan membuatnya."
        )
        return redirect("year-report", year)
    return file_response(open_data(report), media_type=CSV, name=f"data-terbuka-tkm-{year}.csv")


@require_safe
@requires(Action.REPORT)
def year_rows(request: Request, year: int, figure: str) -> HttpResponse:
    """The people behind one figure; what a table divides by narrows it to one cell."""
    chosen = {one.code: one for one in figures.YEAR}.get(figure)
    if chosen is None:
        raise Http404
    filters = RowFilters.of(request.GET, request.user, _known(year))
    found = filters.apply(chosen, request.user, year)
    context = {
        "year": year,
        "figure": chosen,
        "figures": [(reverse("year-rows", args=[year, one.code]), one.label) for one in figures.YEAR],
        "filters": filters,
        "sorts": [(key, words) for key, (words, _) in SORTS.items() if key],
        "first_sort": SORTS[""][0],
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render_part(request, "reports/year_rows.html", "reports/_year_rows.html", context)


@require_safe
@requires(Action.REPORT)
def year_units(request: Request, year: int) -> HttpResponse:
    """The units that were handed over, one a line."""
    related = ("unit__procurement__type", "handover__number", "handover__registration__participant")
    found = goods_of(request.user, _known(year)).select_related(*related, "handover__registration__session__program")
    ordered = found.order_by("handover__handed_over_on", "handover__number__sequence", "position", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reports/year_units.html", {"year": year, "term": figures.UNITS, "page": page})
