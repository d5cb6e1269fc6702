"""Pages of BASTs: the list, one of them, and those of an angkatan."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.models import Office
from equipment.cases import load_case
from equipment.enums import HandoverStatus
from equipment.forms.handovers import SerialForm
from equipment.handover_filters import ELSEWHERE, HandoverFilters, is_personal
from equipment.handover_locks import HandoverGoneError
from equipment.handover_page import page_context
from equipment.models import Handover
from equipment.next_steps import next_of
from equipment.session_handovers import graduates_of, prints_of, summary_of
from tkm.lib.errors import DomainError
from tkm.lib.http import render_part, wants_part
from training.models import TrainingSession
from training.tabs import session_head

P = ParamSpec("P")
PER_PAGE = 25
NAMED = (
    *("registration__participant__kelurahan", "registration__session__program", "recipient__decree__number"),
    *("number", "paper", "signatory"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.VIEW)
def handover_list(request: Request) -> HttpResponse:
    """Filtering is a POST that leads on to an address without NIK and phone numbers (docs/decisions/0005)."""
    today = timezone.localdate()
    query = request.POST if request.method == "POST" else request.GET
    filters = HandoverFilters.of(query, request.user)
    if (personal := is_personal(query.get("cari", ""))) or request.method == "POST":
        if personal:
            messages.info(request, ELSEWHERE)
        return redirect(reverse("handover-list") + filters.address)
    found = filters.apply(Handover.objects.visible_to(request.user), today)
    page = Paginator(found.for_list(), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(row, next_of(row, today)) for row in page],
        "may_manage": may(request.user, Action.MANAGE_EQUIPMENT),
    }
    response = render_part(request, "equipment/handover_list.html", "equipment/_handover_rows.html", context)
    if wants_part(request):
        response["HX-Replace-Url"] = request.get_full_path()
    return response


@require_safe
@requires(Action.VIEW)
def handover_detail(request: Request, pk: int) -> HttpResponse:
    try:
        case = load_case(pk, among=Handover.objects.visible_to(request.user))
    except HandoverGoneError as error:
        raise Http404 from error
    context = {**page_context(case, request.user, timezone.localdate()), "serial_form": SerialForm()}
    return render(request, "equipment/handover_detail.html", context)


def found(request: Request, pk: int, action: Action = Action.VIEW) -> Handover:
    """The handover with what its confirmation pages name; a foreign one is a 404."""
    visible = Handover.objects.visible_to(request.user, action)
    return get_object_or_404(visible.select_related(*NAMED).defer("paper__data"), pk=pk)


def moved_on(request: Request, handover: Handover, *states: HandoverStatus) -> bool:
    """Whether somebody asks for the page of a step that is not due: a second POST still gets the rule's answer."""
    return request.method != "POST" and handover.status not in states


def refused(request: Request, handover: Handover, error: DomainError) -> HttpResponse:
    """Say why not, on the page of the handover; a draft that is gone has none, so on the list."""
    messages.error(request, error.message)
    return redirect("handover-list") if isinstance(error, HandoverGoneError) else redirect(handover)


def back_when_gone(view: Callable[Concatenate[Request, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A draft that somebody deletes while a form about it arrives: the sentence, on the list."""

    @wraps(view)
    def guarded(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except HandoverGoneError as error:
            messages.error(request, error.message)
            return redirect("handover-list")

    return guarded


@require_safe
@requires(Action.VIEW)
def session_handovers(request: Request, code: str) -> HttpResponse:
    """Every graduate of an angkatan with the BAST, and what is next."""
    today = timezone.localdate()
    visible = TrainingSession.objects.visible_to(request.user).for_list()
    session = get_object_or_404(visible, code=code)
    graduates = graduates_of(session, today)
    context = {
        **session_head(session, "session-handovers", request.user, today),
        "graduates": graduates,
        "summary": summary_of(graduates, session),
        "prints": prints_of(graduates),
        "copies": Office.objects.values_list("copies", flat=True).get(),
        "may_open": may(request.user, Action.OPEN_NIK_PAPER),
        "may_manage": may(request.user, Action.MANAGE_EQUIPMENT),
    }
    return render(request, "equipment/session_handovers.html", context)
