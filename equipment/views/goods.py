"""Pages of units: the stock, one unit with its life, and what an inspection finds of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from accounts.models import User
from equipment.enums import INSPECTABLE, UNBOUND, WRITABLE_OFF
from equipment.filters import UnitFilters
from equipment.forms.goods import InspectionForm, SerialForm, WriteOffForm
from equipment.life import life_of
from equipment.models import EquipmentUnit
from equipment.stock import status_facts
from tkm.lib.http import render_part

PER_PAGE = 50


@require_safe
@requires(Action.VIEW)
def unit_list(request: Request) -> HttpResponse:
    filters = UnitFilters.of(request.GET)
    found = filters.apply(EquipmentUnit.objects.all())
    counts = found.count_by_status()
    rows = found.with_status(filters.asked["status"]).for_list().order_by(*filters.order)
    context = {
        "filters": filters,
        "facts": status_facts(counts, request.GET),
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_manage": may(request.user, Action.MANAGE_EQUIPMENT),
        "may_report": may(request.user, Action.REPORT),
    }
    return render_part(request, "equipment/unit_list.html", "equipment/_unit_rows.html", context)


@require_safe
@requires(Action.VIEW)
def unit_detail(request: Request, pk: int) -> HttpResponse:
    unit = found_unit(pk)
    form = InspectionForm(initial={"seen": unit.status, "inspected_on": timezone.localdate()})
    return render(request, "equipment/unit_detail.html", unit_page(unit, form, request.user))


@require_POST
@requires(Action.MANAGE_EQUIPMENT)
def unit_inspect(request: Request, pk: int) -> HttpResponse:
    unit = found_unit(pk)
    form = InspectionForm(request.POST)
    if form.is_valid() and (done := form.save([unit.pk], on=timezone.localdate(), actor=request.user)):
        messages.success(request, f"Pemeriksaan {unit.serial_number} tercatat: {done[0].get_status_display().lower()}.")
        return redirect(unit)
    return render(request, "equipment/unit_detail.html", unit_page(unit, form, request.user), status=422)


@requires(Action.MANAGE_EQUIPMENT)
def unit_write_off(request: Request, pk: int) -> HttpResponse:
    unit, today = found_unit(pk), timezone.localdate()
    form = WriteOffForm(request.POST or None, initial={"seen": unit.status, "written_off_on": today})
    if request.method == "POST" and form.is_valid() and form.save(unit, on=today, actor=request.user):
        messages.success(request, f"{unit.serial_number} dihapuskan.")
        return redirect(unit)
    context = {"unit": unit, "form": form}
    return render(request, "equipment/unit_write_off.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def unit_correct(request: Request, pk: int) -> HttpResponse:
    unit = found_unit(pk)
    form = SerialForm(request.POST or None, unit=unit)
    if request.method == "POST" and form.is_valid() and (corrected := form.save(actor=request.user)):
        messages.success(request, f"Nomor seri kini {corrected.serial_number}.")
        return redirect(unit)
    context = {"unit": unit, "form": form, "verb": "Simpan nomor seri", "back_url": unit.get_absolute_url()}
    return render(request, "equipment/unit_serial.html", context, status=422 if form.errors else 200)


def found_unit(pk: int) -> EquipmentUnit:
    people = ("received_by", "inspected_by", "written_off_by")
    return get_object_or_404(EquipmentUnit.objects.for_list().select_related(*people), pk=pk)


def unit_page(unit: EquipmentUnit, form: InspectionForm, user: User) -> dict[str, Any]:
    manages = may(user, Action.MANAGE_EQUIPMENT)
    return {
        "unit": unit,
        "life": life_of(unit, user),
        "form": form if manages and unit.status in INSPECTABLE else None,
        "may_correct": manages and unit.status in UNBOUND,
        "may_write_off": manages and unit.status in WRITABLE_OFF,
    }
