"""Pages of contracts: the list, one contract with its units, receiving and inspecting what arrived."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from accounts.models import User
from equipment.enums import UnitStatus
from equipment.filters import ProcurementFilters
from equipment.forms.goods import InspectionForm, ProcurementForm, ReceiptForm
from equipment.models import Procurement
from equipment.receiving import drop_units, is_on_paper
from equipment.stock import status_facts
from equipment.supply_steps import FIRST_GIVEN, groups_of, supply_steps
from tkm.lib.errors import DomainError
from tkm.lib.formats import ribuan
from tkm.lib.http import render_part
from tkm.lib.text import row_id
from training.tabs import Tab

PER_PAGE = 25
UNITS_PER_PAGE = 100


@require_safe
@requires(Action.VIEW)
def procurement_list(request: Request) -> HttpResponse:
    filters = ProcurementFilters.of(request.GET)
    rows = filters.apply(Procurement.objects.for_list())
    context = {
        "filters": filters,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_manage": may(request.user, Action.MANAGE_EQUIPMENT),
        "may_report": may(request.user, Action.REPORT),
    }
    return render_part(request, "equipment/procurement_list.html", "equipment/_procurement_rows.html", context)


@require_safe
@requires(Action.VIEW)
def procurement_detail(request: Request, pk: int) -> HttpResponse:
    form = InspectionForm(initial={"seen": UnitStatus.RECEIVED, "inspected_on": timezone.localdate()})
    procurement = found_with_session(pk, request.user)
    return render(request, "equipment/procurement_detail.html", procurement_page(request, procurement, form))


@require_POST
@requires(Action.MANAGE_EQUIPMENT)
def unit_inspect_many(request: Request, pk: int) -> HttpResponse:
    """What was found of all ticked units; refused, the page shows them ticked again."""
    procurement, form = found_with_session(pk, request.user), InspectionForm(request.POST)
    if form.is_valid():
        own = set(procurement.units.values_list("pk", flat=True))
        chosen = [unit for unit in form.cleaned_data["units"] if unit in own]
        if done := form.save(chosen, on=timezone.localdate(), actor=request.user):
            result = UnitStatus(form.cleaned_data["outcome"]).label.lower()
            messages.success(request, f"Pemeriksaan {ribuan(len(done))} barang tercatat: {result}.")
            return redirect(procurement)
    return render(
        request, "equipment/procurement_detail.html", procurement_page(request, procurement, form), status=422
    )


@require_POST
@requires(Action.MANAGE_EQUIPMENT)
def unit_drop(request: Request, pk: int) -> HttpResponse:
    """Asks first, then takes the ticked units off the list."""
    procurement = found(pk)
    ticked = [unit for typed in request.POST.getlist("units") if (unit := row_id(typed)) is not None]
    if "sure" not in request.POST:
        units = procurement.units.filter(pk__in=ticked, status=UnitStatus.RECEIVED)
        if units:
            return render(request, "equipment/unit_drop.html", {"procurement": procurement, "units": units})
        messages.error(request, "Centang dulu barang yang salah catat.")
        return redirect(procurement)
    try:
        count = drop_units(procurement.pk, ticked, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{ribuan(count)} barang dihapus dari daftar.")
    return redirect(procurement)


@requires(Action.MANAGE_EQUIPMENT)
def procurement_create(request: Request) -> HttpResponse:
    form = ProcurementForm(request.POST or None, user=request.user)
    today = timezone.localdate()
    if request.method == "POST" and form.is_valid() and (made := form.save(on=today, actor=request.user)):
        messages.success(request, "Pengadaan tercatat. Catat barangnya setelah diterima.")
        return redirect(made)
    context = {"form": form, "verb": "Simpan pengadaan", "back_url": reverse("procurement-list")}
    return render(request, "equipment/procurement_form.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def procurement_edit(request: Request, pk: int) -> HttpResponse:
    procurement, today = found(pk), timezone.localdate()
    frozen = is_on_paper(procurement)
    form = ProcurementForm(request.POST or None, user=request.user, procurement=procurement, frozen=frozen)
    if request.method == "POST" and form.is_valid() and (changed := form.save(on=today, actor=request.user)):
        messages.success(request, "Perubahan pengadaan tersimpan.")
        return redirect(changed)
    context = {
        "form": form,
        "procurement": procurement,
        "frozen": frozen,
        "verb": "Simpan perubahan",
        "back_url": procurement.get_absolute_url(),
    }
    return render(request, "equipment/procurement_form.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def unit_receive(request: Request, pk: int) -> HttpResponse:
    procurement, today = found(pk), timezone.localdate()
    form = ReceiptForm(request.POST or None, procurement=procurement, initial={"received_on": today})
    if request.method == "POST" and form.is_valid() and (units := form.save(on=today, actor=request.user)):
        messages.success(request, f"{ribuan(len(units))} barang dicatat, belum diperiksa.")
        return redirect(procurement)
    context = {
        "form": form,
        "procurement": procurement,
        "remaining": max(procurement.quantity - procurement.units.within_contract().count(), 0),
        "verb": "Catat barang masuk",
        "back_url": procurement.get_absolute_url(),
    }
    return render(request, "equipment/unit_receive.html", context, status=422 if form.errors else 200)


def found(pk: int) -> Procurement:
    return get_object_or_404(Procurement.objects.for_list().annotate(first_given=FIRST_GIVEN), pk=pk)


def found_with_session(pk: int, user: User) -> Any:
    """With the angkatan it is for; what `with_session_for()` annotates is no column, hence Any."""
    found = Procurement.objects.for_list().with_session_for(user).annotate(first_given=FIRST_GIVEN)
    return get_object_or_404(found, pk=pk)


# label, URL name, the right that shows it
TABS = (
    ("Barang", "procurement-detail", Action.VIEW),
    ("Dokumen", "procurement-papers", Action.VIEW),
    ("Pembayaran", "procurement-payments", Action.VIEW),
    ("Pencocokan", "procurement-match", Action.REPORT),
)


def head_of(procurement: Procurement, current: str, user: User) -> dict[str, Any]:
    """What every page of one contract line shows on top."""
    shown = [(label, name) for label, name, action in TABS if may(user, action)]
    return {
        "procurement": procurement,
        "tabs": [Tab(label, reverse(name, args=[procurement.pk]), name == current) for label, name in shown],
        "may_manage": may(user, Action.MANAGE_EQUIPMENT),
    }


def procurement_page(request: Request, procurement: Any, form: InspectionForm) -> dict[str, Any]:
    """The contract, its units in figures and rows; the ticked ones are those sent, or all by `?pilih=semua`."""
    counts = procurement.units.count_by_status()
    rows = procurement.units.with_status(request.GET.get("status", "")).waiting_first()
    manages = may(request.user, Action.MANAGE_EQUIPMENT)
    sent = set(request.POST.getlist("units"))
    everything = request.GET.get("pilih") == "semua"
    page = Paginator(rows, UNITS_PER_PAGE).get_page(request.GET.get("page"))
    return {
        **head_of(procurement, "procurement-detail", request.user),
        "angkatan": procurement.session if procurement.is_session_seen else None,
        "steps": supply_steps(procurement, groups_of(procurement)),
        "facts": status_facts(counts, request.GET),
        "page": page,
        "rows": [(unit, everything or str(unit.pk) in sent) for unit in page],
        "form": form if manages and any(unit.status == UnitStatus.RECEIVED for unit in page) else None,
        "waiting": counts.get(UnitStatus.RECEIVED.value, 0),
        "chosen_status": request.GET.get("status", ""),
    }
