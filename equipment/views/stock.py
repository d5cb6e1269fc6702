"""Pages of the stock as at a day: every kind, and the card of one kind; with their PDF and XLSX."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.files import PDF, XLSX
from documents.models import Office
from documents.serving import file_response
from documents.tables import TableReport, table_pdf, table_workbook
from equipment.as_at import AsAt, last_year_end, written
from equipment.models import EquipmentType
from equipment.stock_card import DEFINITIONS, StockCard, card_tables, list_tables, stock_card, stock_list
from tkm.lib.errors import DomainError

PER_PAGE = 100


@require_safe
@requires(Action.VIEW)
def stock(request: Request) -> HttpResponse:
    as_at, today = _as_at(request)
    context = {
        "as_at": as_at,
        "year_end": last_year_end(today),
        "stock": stock_list(on=as_at.day),
        "may_report": may(request.user, Action.REPORT),
        "definitions": DEFINITIONS,
    }
    return render(request, "equipment/stock_list.html", context, status=as_at.status)


@require_safe
@requires(Action.VIEW)
def stock_pdf(request: Request) -> HttpResponse:
    return pdf(request, _list_tables(request), name=f"persediaan-{_as_at(request)[0].day}", back=("stock-list",))


@require_safe
@requires(Action.VIEW)
def stock_xlsx(request: Request) -> HttpResponse:
    return xlsx(_list_tables(request), name=f"persediaan-{_as_at(request)[0].day}")


@require_safe
@requires(Action.VIEW)
def card(request: Request, pk: int) -> HttpResponse:
    as_at, today = _as_at(request)
    found = _card(request, pk)
    context = {
        "as_at": as_at,
        "since": _since(request, as_at.day),
        "period": f"?dari={written(found.since)}&per={written(found.until)}",
        "year_end": last_year_end(today),
        "card": found,
        "page": Paginator(found.rows, PER_PAGE).get_page(request.GET.get("page")),
        "definitions": DEFINITIONS,
    }
    return render(request, "equipment/stock_card.html", context, status=as_at.status)


@require_safe
@requires(Action.VIEW)
def card_pdf(request: Request, pk: int) -> HttpResponse:
    found = _card(request, pk)
    report = card_tables(found, made_on=timezone.localdate())
    return pdf(request, report, name=f"kartu-persediaan-{pk}-{found.until}", back=("stock-card", pk))


@require_safe
@requires(Action.VIEW)
def card_xlsx(request: Request, pk: int) -> HttpResponse:
    found = _card(request, pk)
    return xlsx(card_tables(found, made_on=timezone.localdate()), name=f"kartu-persediaan-{pk}-{found.until}")


def pdf(request: Request, report: TableReport, *, name: str, back: Sequence[Any]) -> HttpResponse:
    """The paper of a report; back to its page with a sentence where something on it cannot be printed."""
    try:
        content = table_pdf(report, office=Office.objects.get(), at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(*back)
    return file_response(content, media_type=PDF, name=f"{name}.pdf")


def xlsx(report: TableReport, *, name: str) -> HttpResponse:
    return file_response(table_workbook(report), media_type=XLSX, name=f"{name}.xlsx")


def _as_at(request: Request) -> tuple[AsAt, date]:
    today = timezone.localdate()
    return AsAt.of(request.GET, today=today), today


def _since(request: Request, until: date) -> AsAt:
    """The first day of the card: as asked, else the first of the year."""
    return AsAt.of(request.GET, today=until, name="dari", default=date(until.year, 1, 1))


def _card(request: Request, pk: int) -> StockCard:
    until = _as_at(request)[0].day
    kind = get_object_or_404(EquipmentType, pk=pk)
    return stock_card(kind, since=_since(request, until).day, until=until)


def _list_tables(request: Request) -> TableReport:
    as_at, today = _as_at(request)
    return list_tables(stock_list(on=as_at.day), made_on=today)
