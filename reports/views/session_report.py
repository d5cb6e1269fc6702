"""The report of one angkatan: on screen, as PDF, as XLSX, and the people behind each figure."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.models import Office
from documents.typeset import typeset
from participants import rates
from reports import breakdowns, figures
from reports.paper import attendance_chart, report_paper
from reports.session_report import (
    SessionReport,
    base_of,
    build_report,
    find_session,
    person,
    report_rows,
)
from reports.spreadsheet import workbook
from training.models import TrainingSession
from training.tabs import session_head

if TYPE_CHECKING:
    from reports.session_report import Headed

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
        "attendance_chart": attendance_chart(report),
        "rate_definition": rates.DEFINITION,
    }
    return render(request, "reports/session_report.html", context)


@require_safe
@requires(Action.REPORT)
def session_report_pdf(request: Request, code: str) -> HttpResponse:
    report = _report(request, code)
    paper = report_paper(report, office=Office.objects.get())
    return _download(typeset("session_report", paper, at=timezone.now()), "application/pdf", f"laporan-{code}.pdf")


@require_safe
@requires(Action.REPORT)
def session_report_xlsx(request: Request, code: str) -> HttpResponse:
    return _download(workbook(_report(request, code)), XLSX, f"laporan-{code}.xlsx")


@require_safe
@requires(Action.REPORT)
def figure_rows(request: Request, code: str, figure: str) -> HttpResponse:
    """The people behind one figure; a dimension and its value in the query narrow it to one cell of a breakdown."""
    session = _session(request, code)
    if (chosen := figures.BY_CODE.get(figure)) is None:
        raise Http404
    found = report_rows(figures.rows(chosen, base_of(session)))
    narrowed = ""
    for dimension in breakdowns.DIMENSIONS:
        if value := request.GET.get(dimension.code):
            labels = dict(map(dimension.key, found))
            found = [row for row in found if dimension.key(row)[0] == value]
            narrowed = labels.get(value, value)
    head = session_head(session, "session-report", request.user, timezone.localdate())
    context = {**head, "figure": chosen, "people": [person(row, []) for row in found], "narrowed": narrowed}
    return render(request, "reports/report_rows.html", context)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=media_type == XLSX, filename=name) or ""
    return response
