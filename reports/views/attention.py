"""What needs attention: all kinds with their counts, the rows of one kind, and both on paper."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import PDF
from documents.letterhead import office_for
from documents.serving import file_response
from documents.typeset import typeset
from reports.attention import aged, findings
from reports.attention_kinds import BY_CODE, KINDS
from reports.attention_paper import attention_paper
from tkm.lib.errors import DomainError

PER_PAGE = 25


@require_safe
@requires(Action.REPORT)
def attention(request: Request) -> HttpResponse:
    on = timezone.localdate()
    found = findings(KINDS, request.user, on)
    context = {
        "today": on,
        "urgent": [one for one in found if one.count and not one.kind.for_knowledge],
        "known": [one for one in found if one.count and one.kind.for_knowledge],
        "clear": [one for one in found if not one.count],
    }
    return render(request, "reports/attention.html", context)


@require_safe
@requires(Action.REPORT)
def attention_pdf(request: Request) -> HttpResponse:
    office = office_for(PaperKind.SESSION_REPORT).get()
    try:
        paper = attention_paper(request.user, office=office, on=timezone.localdate())
        content = typeset("attention", paper, at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("attention")
    return file_response(content, media_type=PDF, name="perlu-ditindaklanjuti.pdf")


@require_safe
@requires(Action.REPORT)
def attention_rows(request: Request, kind: str) -> HttpResponse:
    """What is counted under one kind, the oldest first."""
    if (chosen := BY_CODE.get(kind)) is None:
        raise Http404
    on = timezone.localdate()
    page = Paginator(chosen.found(request.user, on), PER_PAGE).get_page(request.GET.get("page"))
    (finding,) = findings((chosen,), request.user, on)
    context = {"finding": finding, "page": page, "lines": aged(page.object_list, chosen, on)}
    return render(request, "reports/attention_rows.html", context)
