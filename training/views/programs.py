"""Programmes and what each teaches."""

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from training.forms.curriculum import CurriculumForm
from training.models import Program


@require_safe
@requires(Action.VIEW)
def program_list(request: Request) -> HttpResponse:
    programs = Program.objects.annotate(unit_count=Count("units"), unit_hours=Sum("units__lesson_hours"))
    context = {
        "programs": programs.order_by("-is_active", "name"),
        "may_manage": may(request.user, Action.MANAGE_TRAINING),
    }
    return render(request, "training/program_list.html", context)


@requires(Action.MANAGE_TRAINING)
def program_units(request: Request, pk: int) -> HttpResponse:
    """The table of units: kode, judul, JP."""
    program = get_object_or_404(Program, pk=pk)
    form = CurriculumForm(request.POST if request.method == "POST" else None, program=program)
    if request.method == "POST":
        count = form.save(actor=request.user)
        if count is not None:
            messages.success(request, f"{count} unit program {program} tersimpan.")
            return redirect("program-list")
    context = {"program": program, "form": form}
    return render(request, "training/program_units.html", context, status=422 if form.refusal else 200)
