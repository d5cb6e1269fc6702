"""Pages of decrees: the list, one decree with the people it names, recording it, and making its list."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.serving import serve
from equipment.enums import DecreeState
from equipment.filters import DecreeFilters
from equipment.forms.decrees import DecreeForm, RecipientsForm, typed_places
from equipment.lines import decree_facts, edit_rows, line_rows
from equipment.models import RecipientDecree
from equipment.recipients import Sort, nameable, nameable_sessions
from participants.nik_looks import log_looks
from tkm.lib.http import render_part

PER_PAGE = 25


@require_safe
@requires(Action.VIEW)
def decree_list(request: Request) -> HttpResponse:
    today = timezone.localdate()
    filters = DecreeFilters.of(request.GET)
    page = Paginator(filters.apply(RecipientDecree.objects.for_list(), today), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "filters": filters,
        "page": page,
        "rows": [(decree, decree.state(today)) for decree in page],
        "may_record": may(request.user, Action.RECORD_DECREE),
    }
    return render_part(request, "equipment/decree_list.html", "equipment/_decree_rows.html", context)


@require_safe
@requires(Action.VIEW)
def decree_detail(request: Request, pk: int) -> HttpResponse:
    decree = found(pk)
    lines = list(decree.recipients.visible_to(request.user).for_list())
    hidden = decree.people - len(lines)
    state = decree.state(timezone.localdate())
    context = {
        "decree": decree,
        "state": state,
        "facts": decree_facts(decree),
        "in_use": decree.issued > 0,
        "rows": line_rows(lines),
        "hidden": hidden,
        "may_record": may(request.user, Action.RECORD_DECREE),
        "may_prepare": state == DecreeState.IN_FORCE and may(request.user, Action.MANAGE_EQUIPMENT),
        "may_open_annex": may(request.user, Action.OPEN_NIK_PAPER),
        "may_open_scan": decree.scan_id and not hidden and may(request.user, Action.OPEN_NIK_PAPER),
    }
    return render(request, "equipment/decree_detail.html", context)


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def decree_scan(request: Request, pk: int) -> HttpResponse:
    """The scan as it came: its annex may carry full NIKs, so every look is logged for everybody on the list."""
    decree = get_object_or_404(RecipientDecree.objects.select_related("number", "scan"), pk=pk)
    visible = decree.recipients.visible_to(request.user, Action.OPEN_NIK_PAPER)
    lines = list(visible.select_related("registration__participant"))
    if decree.scan is None or len(lines) < decree.recipients.count():
        raise Http404
    people = [line.registration.participant for line in lines]
    log_looks(people, reason="Membuka pindaian SK", place=str(decree), actor=request.user)
    return serve(request, decree.scan)


@requires(Action.RECORD_DECREE)
def decree_create(request: Request) -> HttpResponse:
    form = DecreeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (decree := form.save(at=timezone.now(), actor=request.user)):
        messages.success(request, f"{decree} tercatat. Periksa daftar penerimanya.")
        return redirect("decree-recipients", pk=decree.pk)
    return form_page(request, form, verb="Catat SK", back_url=reverse("decree-list"))


@requires(Action.RECORD_DECREE)
def decree_edit(request: Request, pk: int) -> HttpResponse:
    decree = found(pk)
    frozen = decree.issued > 0
    form = DecreeForm(request.POST or None, request.FILES or None, decree=decree, frozen=frozen)
    if request.method == "POST" and form.is_valid() and (changed := form.save(at=timezone.now(), actor=request.user)):
        messages.success(request, "Perubahan SK tersimpan.")
        return redirect(changed)
    return form_page(
        request, form, decree=decree, frozen=frozen, verb="Simpan perubahan", back_url=decree.get_absolute_url()
    )


def form_page(request: Request, form: DecreeForm, **context: Any) -> HttpResponse:
    if form.errors:
        form.remind_of_the_file()
    return render(request, "equipment/decree_form.html", {"form": form, **context}, status=422 if form.errors else 200)


@requires(Action.RECORD_DECREE)
def decree_recipients(request: Request, pk: int) -> HttpResponse:
    """The list to be made: its lines, and the candidates of the angkatan chosen by `?angkatan=`."""
    decree = found(pk)
    form = RecipientsForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save(decree, actor=request.user):
        messages.success(request, "Daftar penerima tersimpan.")
        stays = "next" in request.POST or form.cleaned_data["sort"]
        return redirect("decree-recipients", pk=decree.pk) if stays else redirect(decree)
    context = {"decree": decree, "form": form, **recipients_page(request, decree, form)}
    return render(request, "equipment/decree_recipients.html", context, status=422 if form.errors else 200)


def recipients_page(request: Request, decree: Any, form: RecipientsForm) -> dict[str, Any]:
    """The lines with the places as typed, the angkatan to take people from, and the chosen one's candidates."""
    lines = decree.recipients.visible_to(request.user, Action.RECORD_DECREE).for_editing()
    sessions = nameable_sessions(request.user)
    chosen = next((session for session in sessions if session.code == request.GET.get("angkatan")), None)
    ticked, removed = set(request.POST.getlist("added")), set(request.POST.getlist("removed"))
    everything = request.GET.get("pilih") == "semua"
    candidates = nameable(chosen, decree) if chosen else []
    return {
        "version": form.data.get("version") or decree.updated_at.isoformat(),
        "rows": edit_rows(lines, places=typed_places(request.POST), removed=removed),
        "in_use": decree.issued > 0,
        "sessions": sessions,
        "chosen": chosen,
        "candidates": [(row, everything or str(row.pk) in ticked) for row in candidates],
        "sorts": Sort.choices,
    }


def found(pk: int) -> Any:
    """The decree with its figures: what `with_figures()` annotates is no column, hence Any."""
    related = ("number", "amends__number", "amended_by__number", "scan", "recorded_by")
    decrees = RecipientDecree.objects.select_related(*related).defer("scan__content")
    return get_object_or_404(decrees.with_figures(), pk=pk)
