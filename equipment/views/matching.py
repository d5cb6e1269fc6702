"""Pages that lay decree, goods and handing over side by side: of an angkatan and of a contract line."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from equipment.differences import SHOWN, build_match, match_tables, rows_of
from equipment.matching import COLUMNS, Scope, procurement_scope, session_scope
from equipment.models import Procurement
from equipment.views.procurement import found, head_of
from equipment.views.stock import pdf, xlsx
from tkm.lib.text import row_id
from training.models import TrainingSession
from training.tabs import session_head


@require_safe
@requires(Action.REPORT)
def session_match(request: Request, code: str) -> HttpResponse:
    session = _session(request, code)
    scope = session_scope(session, on=timezone.localdate())
    context = {
        **session_head(session, "session-report", request.user, scope.on),
        **_page(request, scope),
        "has_contracts": scope.procurements.exists(),
    }
    return render(request, "equipment/session_match.html", context)


@require_safe
@requires(Action.REPORT)
def session_match_pdf(request: Request, code: str) -> HttpResponse:
    session = _session(request, code)
    report = match_tables(build_match(session_scope(session, on=timezone.localdate())), title=str(session))
    return pdf(request, report, name=f"pencocokan-{code}", back=("session-match", code))


@require_safe
@requires(Action.REPORT)
def session_match_xlsx(request: Request, code: str) -> HttpResponse:
    session = _session(request, code)
    report = match_tables(build_match(session_scope(session, on=timezone.localdate())), title=str(session))
    return xlsx(report, name=f"pencocokan-{code}")


@require_safe
@requires(Action.REPORT)
def procurement_match(request: Request, pk: int) -> HttpResponse:
    procurement = found(pk)
    scope = procurement_scope(procurement, on=timezone.localdate())
    context = {**head_of(procurement, "procurement-match", request.user), **_page(request, scope)}
    return render(request, "equipment/procurement_match.html", context)


@require_safe
@requires(Action.REPORT)
def procurement_match_pdf(request: Request, pk: int) -> HttpResponse:
    procurement = found(pk)
    match = build_match(procurement_scope(procurement, on=timezone.localdate()))
    return pdf(
        request,
        match_tables(match, title=_contract(procurement)),
        name=f"pencocokan-pengadaan-{pk}",
        back=("procurement-match", pk),
    )


@require_safe
@requires(Action.REPORT)
def procurement_match_xlsx(request: Request, pk: int) -> HttpResponse:
    procurement = found(pk)
    match = build_match(procurement_scope(procurement, on=timezone.localdate()))
    return xlsx(match_tables(match, title=_contract(procurement)), name=f"pencocokan-pengadaan-{pk}")


def _page(request: Request, scope: Scope) -> dict[str, Any]:
    """The match, and the rows of the difference that `?selisih=` opens."""
    match = build_match(scope)
    code, type_id = request.GET.get("selisih", ""), row_id(request.GET.get("jenis", ""))
    chosen = next((one for one in match.differences if f"?{_query(request)}" == one.url.split("#")[0]), None)
    rows = rows_of(scope, code, type_id, request.user) if chosen else None
    return {
        "match": match,
        "columns": COLUMNS,
        "chosen": chosen if rows is not None else None,
        "rows": rows or [],
        "is_cut": rows is not None and chosen is not None and len(rows) < chosen.number,
        "most": SHOWN,
    }


def _query(request: Request) -> str:
    """`selisih=…&jenis=…` as a difference writes it, whatever else stands in the address."""
    kind = request.GET.get("jenis", "")
    return f"selisih={request.GET.get('selisih', '')}" + (f"&jenis={kind}" if kind else "")


def _session(request: Request, code: str) -> TrainingSession:
    return get_object_or_404(TrainingSession.objects.visible_to(request.user, Action.REPORT).for_list(), code=code)


def _contract(procurement: Procurement) -> str:
    return f"Kontrak {procurement.contract_number}, {procurement.type} {procurement.model_name}"
