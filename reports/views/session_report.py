"""The report of one angkatan: on screen, as PDF, as XLSX, and the people behind each figure."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import PDF, XLSX
from documents.letterhead import office_for
from documents.serving import file_response
from documents.typeset import typeset
from reports import breakdowns, figures
from reports.paper import report_paper
from reports.session_report import (
    SessionReport,
    base_of,
    build_report,
    find_session,
    goods_of,
    person,
    report_rows,
    words_of,
)
from reports.spreadsheet import workbook
from tkm.lib.errors import DomainError
from training.models import TrainingSession
from training.tabs import session_head

if TYPE_CHECKING:
    from reports.session_report import Headed


def _session(request: Request, code: str) -> "Headed":
    session = find_session(TrainingSession.objects.visible_to(request.user, Action.REPORT), code)
    if session is None:
        raise Http404
    return session


def _report(request: Request, code: str) -> SessionReport:
    return build_report(_session(request, code), on=timezone.localdate())


@require_safe
@requires(Action.REPORT)
def session_report(request: Request, code: str) -> HttpResponse:
    report = _report(request, code)
    context = {
        **session_head(report.session, "session-report", request.user, report.on),
        "report": report,
        "columns": figures.BREAKDOWN,
        "class_rate": figures.CLASS_RATE,
        "units": figures.UNITS,
        "definitions": figures.DEFINITIONS,
    }
    return render(request, "reports/session_report.html", context)


@require_safe
@requires(Action.REPORT)
def session_report_pdf(request: Request, code: str) -> HttpResponse:
    report = _report(request, code)
    try:
        paper = report_paper(report, office=office_for(PaperKind.SESSION_REPORT).get())
        content = typeset("session_report", paper, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("session-report", code)
    return file_response(content, media_type=PDF, name=f"laporan-{code}.pdf")


@require_safe
@requires(Action.REPORT)
def session_report_xlsx(request: Request, code: str) -> HttpResponse:
    return file_response(workbook(_report(request, code)), media_type=XLSX, name=f"laporan-{code}.xlsx")


@require_safe
@requires(Action.REPORT)
def figure_rows(request: Request, code: str, figure: str) -> HttpResponse:
    """The people behind one figure; a dimension and its value in the query narrow it to one cell of a breakdown."""
    session = _session(request, code)
    if (chosen := figures.BY_CODE.get(figure)) is None:
        raise Http404
    found = report_rows(breakdowns.divided(figures.rows(chosen, base_of(session))))
    narrowed = ""
    for dimension in breakdowns.DIMENSIONS:
        if value := request.GET.get(dimension.code):
            narrowed = words_of(dimension, found).get(value, value)
            found = [row for row in found if getattr(row, dimension.attribute) == value]
    head = session_head(session, "session-report", request.user, timezone.localdate())
    context = {**head, "figure": chosen, "people": [person(row, []) for row in found], "narrowed": narrowed}
    return render(request, "reports/report_rows.html", context)


@require_safe
@requires(Action.REPORT)
def unit_rows(request: Request, code: str) -> HttpResponse:
    """The units that were handed over, one a line."""
    session = _session(request, code)
    items = goods_of(session)
    for item in items:
        item.handover.registration.session = session
    head = session_head(session, "session-report", request.user, timezone.localdate())
    total = sum(item.unit.procurement.unit_price for item in items)
    context = {**head, "term": figures.UNITS, "items": items, "total": total}
    return render(request, "reports/report_units.html", context)
