"""Pages of payments: those of one contract line, and all of them by source of funds, as at a day."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.tables import TableReport
from equipment.as_at import AsAt, last_year_end
from equipment.forms.supply import PaymentForm, VoidRecordForm
from equipment.models import Payment, Procurement
from equipment.realisation import DEFINITION, by_funding, contract_lines, realisation_tables, realised_of, total_of
from equipment.views.procurement import found, head_of
from equipment.views.stock import pdf, xlsx


@require_safe
@requires(Action.VIEW)
def procurement_payments(request: Request, pk: int) -> HttpResponse:
    procurement = found(pk)
    as_at = AsAt.of(request.GET, today=timezone.localdate())
    context = {
        **head_of(procurement, "procurement-payments", request.user),
        "as_at": as_at,
        "realised": realised_of(procurement, on=as_at.day),
        "definition": DEFINITION,
        "payments": procurement.payments.select_related("recorded_by", "voided_by").order_by("paid_on", "pk"),
    }
    return render(request, "equipment/procurement_payments.html", context, status=as_at.status)


@require_safe
@requires(Action.REPORT)
def realisation(request: Request) -> HttpResponse:
    """All contracts by source of funds; `?dana=` opens the contract lines behind one source's figures."""
    today = timezone.localdate()
    as_at, year = AsAt.of(request.GET, today=today), year_asked(request)
    lines = by_funding(on=as_at.day, year=year)
    chosen = next((line for line in lines if str(line.source.pk) == request.GET.get("dana")), None)
    context = {
        "as_at": as_at,
        "year": str(year or ""),
        "years": [(one, str(one)) for one in Procurement.objects.years()],
        "period": f"{as_at.query}&tahun={year}" if year else as_at.query,
        "year_end": last_year_end(today),
        "lines": lines,
        "total": total_of(lines, on=as_at.day),
        "chosen": chosen,
        "contracts": contract_lines(chosen.source, on=as_at.day, year=year) if chosen else [],
        "definition": DEFINITION,
    }
    return render(request, "equipment/realisation.html", context, status=as_at.status)


@require_safe
@requires(Action.REPORT)
def realisation_pdf(request: Request) -> HttpResponse:
    return pdf(request, _tables(request), name="realisasi-pengadaan", back=("realisation",))


@require_safe
@requires(Action.REPORT)
def realisation_xlsx(request: Request) -> HttpResponse:
    return xlsx(_tables(request), name="realisasi-pengadaan")


def _tables(request: Request) -> TableReport:
    today = timezone.localdate()
    return realisation_tables(on=AsAt.of(request.GET, today=today).day, year=year_asked(request), made_on=today)


def year_asked(request: Request) -> int | None:
    typed = request.GET.get("tahun", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else None


@requires(Action.MANAGE_EQUIPMENT)
def payment_create(request: Request, pk: int) -> HttpResponse:
    procurement, today = found(pk), timezone.localdate()
    form = PaymentForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := form.save(procurement, on=today, actor=request.user)):
        messages.success(request, f"{made} tercatat.")
        return redirect(made)
    return form_page(request, form, procurement, today, verb="Catat pembayaran")


@requires(Action.MANAGE_EQUIPMENT)
def payment_edit(request: Request, pk: int) -> HttpResponse:
    payment, today = found_payment(pk), timezone.localdate()
    form = PaymentForm(request.POST or None, payment=payment)
    procurement = payment.procurement
    if request.method == "POST" and form.is_valid() and form.save(procurement, on=today, actor=request.user):
        messages.success(request, "Perubahan pembayaran tersimpan.")
        return redirect(payment)
    return form_page(request, form, procurement, today, verb="Simpan perubahan")


@requires(Action.MANAGE_EQUIPMENT)
def payment_void(request: Request, pk: int) -> HttpResponse:
    payment = found_payment(pk)
    form = VoidRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save(payment, at=timezone.now(), actor=request.user):
        messages.success(request, f"{payment} dibatalkan.")
        return redirect(payment)
    context = {"payment": payment, "procurement": payment.procurement, "form": form}
    return render(request, "equipment/payment_void.html", context, status=422 if form.errors else 200)


def form_page(request: Request, form: PaymentForm, procurement: Procurement, today: date, *, verb: str) -> HttpResponse:
    context = {
        "form": form,
        "procurement": procurement,
        "payment": form.payment,
        "realised": realised_of(procurement, on=today),
        "verb": verb,
        "back_url": f"{procurement.get_absolute_url()}pembayaran/",
    }
    return render(request, "equipment/payment_form.html", context, status=422 if form.errors else 200)


def found_payment(pk: int) -> Payment:
    return get_object_or_404(Payment.objects.select_related("procurement__type"), pk=pk)
