"""Pages of a contract's papers: the list with its steps, recording, correcting, making void, looking at the scan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.serving import serve
from equipment.enums import SupplyKind
from equipment.forms.supply import SupplyForm, VoidRecordForm
from equipment.models import Procurement, SupplyPaper
from equipment.supply_steps import groups_of, supply_steps
from equipment.views.procurement import found, head_of


@require_safe
@requires(Action.VIEW)
def procurement_papers(request: Request, pk: int) -> HttpResponse:
    procurement = found(pk)
    groups = groups_of(procurement)
    context = {
        **head_of(procurement, "procurement-papers", request.user),
        "groups": groups,
        "steps": supply_steps(procurement, groups),
        "may_open_scan": may(request.user, Action.REPORT),
    }
    return render(request, "equipment/procurement_papers.html", context)


@requires(Action.MANAGE_EQUIPMENT)
def supply_create(request: Request, pk: int, kind: SupplyKind) -> HttpResponse:
    procurement = found(pk)
    lines = list(Procurement.objects.of_contract(procurement))
    form = SupplyForm(request.POST or None, request.FILES or None, kind=kind, lines=lines)
    today = timezone.localdate()
    if request.method == "POST" and form.is_valid() and (paper := form.save(procurement, on=today, actor=request.user)):
        messages.success(request, f"{paper} tercatat.")
        return redirect("procurement-papers", procurement.pk)
    return form_page(request, form, procurement, verb=f"Catat {short(kind)}")


@requires(Action.MANAGE_EQUIPMENT)
def supply_edit(request: Request, pk: int) -> HttpResponse:
    paper = found_paper(pk)
    procurement, today = home_of(paper), timezone.localdate()
    lines = list(Procurement.objects.of_contract(procurement))
    kind = SupplyKind(paper.kind)
    form = SupplyForm(request.POST or None, request.FILES or None, kind=kind, lines=lines, paper=paper)
    if request.method == "POST" and form.is_valid() and form.save(procurement, on=today, actor=request.user):
        messages.success(request, "Perubahan surat tersimpan.")
        return redirect("procurement-papers", procurement.pk)
    return form_page(request, form, procurement, verb="Simpan perubahan")


@requires(Action.MANAGE_EQUIPMENT)
def supply_void(request: Request, pk: int) -> HttpResponse:
    paper = found_paper(pk)
    procurement = home_of(paper)
    form = VoidRecordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.save(paper, at=timezone.now(), actor=request.user):
        messages.success(request, f"{paper} dibatalkan.")
        return redirect("procurement-papers", procurement.pk)
    context = {"paper": paper, "procurement": procurement, "form": form}
    return render(request, "equipment/supply_void.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Action.REPORT)
def supply_scan(request: Request, pk: int) -> HttpResponse:
    paper = get_object_or_404(SupplyPaper.objects.select_related("scan"), pk=pk)
    if paper.scan is None:
        raise Http404
    return serve(request, paper.scan)


def form_page(request: Request, form: SupplyForm, procurement: Procurement, *, verb: str) -> HttpResponse:
    if form.errors:
        form.remind_of_the_file()
    context = {
        "form": form,
        "procurement": procurement,
        "paper": form.paper,
        "kind": form.kind,
        "verb": verb,
        "back_url": f"{procurement.get_absolute_url()}dokumen/",
    }
    return render(request, "equipment/supply_form.html", context, status=422 if form.errors else 200)


def found_paper(pk: int) -> SupplyPaper:
    return get_object_or_404(SupplyPaper, pk=pk)


def home_of(paper: SupplyPaper) -> Procurement:
    """The first contract line that the paper counts: on its page the paper is shown."""
    return paper.lines.select_related("procurement__type").order_by("pk")[0].procurement


def short(kind: SupplyKind) -> str:
    """`berita acara pemeriksaan`; an abbreviation keeps its capitals."""
    return kind.label if kind.label.startswith("BAST") else kind.label.lower()
