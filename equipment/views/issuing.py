"""From the draft to the day of handing over: preview, issue, print again, hand over; and opening the paper."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import PDF
from documents.models import Paper
from documents.numbers import is_automatic
from documents.serving import file_response, serve
from equipment.bast_data import preview
from equipment.cases import load_case
from equipment.enums import HandoverStatus
from equipment.forms.handovers import HandOverForm, IssueForm, ReprintForm
from equipment.handover_checks import conditions
from equipment.handover_locks import version_of
from equipment.models import Handover
from equipment.views.handovers import back_when_gone, found, moved_on, refused
from participants.nik_looks import log_looks
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def handover_preview(request: Request, pk: int) -> HttpResponse:
    """The BAST as it would be printed now, under a watermark; it carries the full NIK, so the opening is logged."""
    handover = found(request, pk, Action.OPEN_NIK_PAPER)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    try:
        content = preview(load_case(pk), at=timezone.now())
    except DomainError as error:
        return refused(request, handover, error)
    log_opening(request, handover, "Pratinjau BAST")
    return file_response(content, media_type=PDF, name="pratinjau-bast.pdf")


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def handover_paper(request: Request, pk: int, revision: int | None = None) -> HttpResponse:
    """The stored PDF of the last printing, or of the one asked for; byte for byte, each opening logged."""
    handover = found(request, pk, Action.OPEN_NIK_PAPER)
    wanted = revision or (handover.paper.revision if handover.paper else 0)
    papers = Paper.objects.filter(number=handover.number_id).select_related("file").defer("data")
    paper = get_object_or_404(papers, revision=wanted)
    log_opening(request, handover, f"BAST {handover.number}")
    return serve(request, paper.file)


def log_opening(request: Request, handover: Handover, paper: str) -> None:
    """Write down who opened which paper with the recipient's full NIK."""
    person = handover.registration.participant
    log_looks([person], reason=f"Membuka {paper}"[:200], place="Halaman serah terima", actor=request.user)


@requires(Action.MANAGE_EQUIPMENT)
@back_when_gone
def handover_issue(request: Request, pk: int) -> HttpResponse:
    """Ask once more, then give the number."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    automatic = is_automatic(PaperKind.BAST)
    form = IssueForm(request.POST or None, automatic=automatic, initial={"version": version_of(handover)})
    if request.method == "POST" and form.is_valid():
        issued = form.save(handover, on=timezone.localdate(), at=timezone.now(), actor=request.user)
        if issued:
            messages.success(request, f"BAST {issued.number} terbit. Buka, cetak, dan bawa ke tempat penyerahan.")
            return redirect(issued)
    case = load_case(pk)
    context = {
        "handover": handover,
        "case": case,
        "form": form,
        "unmet": [one for one in conditions(case, on=timezone.localdate()) if not one.is_met],
    }
    return render(request, "equipment/handover_issue.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def handover_reprint(request: Request, pk: int) -> HttpResponse:
    """The recipient did not come: another day, the same number."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.ISSUED):
        return redirect(handover)
    form = ReprintForm(request.POST or None, handover=handover)
    if request.method == "POST" and form.is_valid():
        printed = form.reprint(on=timezone.localdate(), at=timezone.now(), actor=request.user)
        if printed and printed.paper:
            day = tanggal(printed.dated_on)
            messages.success(request, f"Yang berlaku kini cetakan ke-{printed.paper.revision}, bertanggal {day}.")
            return redirect(printed)
    context = {"handover": handover, "form": form, "verb": "Cetak ulang BAST", "back_url": handover.get_absolute_url()}
    return render(request, "equipment/handover_reprint.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def handover_hand_over(request: Request, pk: int) -> HttpResponse:
    """Signed and taken along: from here on nothing changes."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.ISSUED):
        return redirect(handover)
    initial = {"version": version_of(handover), "handed_over_on": handover.dated_on}
    form = HandOverForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.save(handover, on=timezone.localdate(), actor=request.user)
        if given:
            messages.success(request, "Penyerahan tercatat. Unggah pindaian BAST yang sudah ditandatangani.")
            return redirect(given)
    context = {"handover": handover, "form": form}
    return render(request, "equipment/handover_hand_over.html", context, status=422 if form.errors else 200)
