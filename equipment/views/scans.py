"""After handing over: the scan and its check, voiding, earlier aid and exceptions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.models import StoredFile
from documents.serving import serve
from equipment.enums import LIVE, HandoverStatus
from equipment.forms.scans import EarlierAidForm, OverrideForm, RefusalForm, ScanForm, VoidForm
from equipment.handover_locks import version_of
from equipment.models import EquipmentType, EquipmentUnit, WaitingOverride
from equipment.overrides import grant_override
from equipment.scans import accept_scan
from equipment.views.handovers import found, moved_on, refused
from equipment.views.issuing import log_opening
from tkm.lib.errors import DomainError
from tkm.lib.text import row_id


@requires(Action.MANAGE_EQUIPMENT)
def handover_scan(request: Request, pk: int) -> HttpResponse:
    """Upload the signed BAST."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.HANDED_OVER):
        return redirect(handover)
    form = ScanForm(request.POST, request.FILES) if request.method == "POST" else ScanForm()
    if form.is_valid() and (done := form.save(handover, at=timezone.now(), actor=request.user)):
        messages.success(request, "BAST bertanda tangan tersimpan dan menunggu diperiksa orang lain.")
        return redirect(done)
    context = {"handover": handover, "form": form, "verb": "Unggah BAST", "back_url": handover.get_absolute_url()}
    return render(request, "equipment/handover_scan.html", context, status=422 if form.errors else 200)


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def handover_scan_open(request: Request, pk: int) -> HttpResponse:
    """The uploaded scan; it carries the full NIK, so each opening is logged."""
    handover = found(request, pk, Action.OPEN_NIK_PAPER)
    stored = get_object_or_404(StoredFile, pk=handover.scan_id)
    log_opening(request, handover, f"BAST bertanda tangan {handover.number}")
    return serve(request, stored)


@requires(Action.CHECK_SCAN)
def handover_check(request: Request, pk: int) -> HttpResponse:
    """Compare the scan with what was printed; accept it, or say what is missing."""
    handover = found(request, pk, Action.CHECK_SCAN)
    if moved_on(request, handover, HandoverStatus.HANDED_OVER):
        return redirect(handover)
    if handover.scan_id is None:
        raise Http404
    refusing = request.method == "POST" and "refuse" in request.POST
    form = RefusalForm(request.POST if refusing else None, initial={"scan_id": handover.scan_id})
    if refusing and form.is_valid() and form.save(handover, actor=request.user):
        messages.success(request, "Pindaian ditolak. Pengunggah melihat alasannya dan mengunggah lagi.")
        return redirect(handover)
    if request.method == "POST" and not refusing and accepted(request, pk):
        messages.success(request, f"BAST {handover.number} lengkap.")
        return redirect(handover)
    items = handover.items.select_related("unit__procurement__type").order_by("position")
    context = {"handover": handover, "form": form, "items": items}
    return render(request, "equipment/handover_check.html", context, status=422 if request.method == "POST" else 200)


def accepted(request: Request, pk: int) -> bool:
    """Accept the scan whose number the page carried; or say why not."""
    scan_id = row_id(request.POST.get("scan_id", "")) or 0
    try:
        accept_scan(pk, scan_id=scan_id, at=timezone.now(), actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return False
    return True


@requires(Action.VOID_BAST)
def handover_void(request: Request, pk: int) -> HttpResponse:
    """Make the BAST void, and say where its units are."""
    handover = found(request, pk, Action.VOID_BAST)
    if moved_on(request, handover, *LIVE):
        return redirect(handover)
    units = list(EquipmentUnit.objects.filter(handover_items__handover=handover).order_by("handover_items__position"))
    form = VoidForm(request.POST or None, units=units, initial={"version": version_of(handover)})
    if form.is_valid() and (done := form.save(handover, at=timezone.now(), actor=request.user)):
        messages.success(request, f"BAST {done.number} dibatalkan. Nomornya tetap tercatat.")
        return redirect(done)
    context = {"handover": handover, "form": form}
    return render(request, "equipment/handover_void.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def handover_earlier_aid(request: Request, pk: int) -> HttpResponse:
    """Take down aid from elsewhere that the recipient turned out to have."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    form = EarlierAidForm(request.POST or None)
    if form.is_valid() and form.save(handover, on=timezone.localdate(), actor=request.user):
        messages.success(request, f"Bantuan sebelumnya untuk {handover.registration.participant} tercatat.")
        return redirect(handover)
    context = {
        "handover": handover,
        "form": form,
        "earlier": handover.registration.participant.earlier_aids.select_related("type", "recorded_by"),
        "verb": "Catat bantuan",
        "back_url": handover.get_absolute_url(),
    }
    return render(request, "equipment/handover_earlier_aid.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
def handover_override(request: Request, pk: int) -> HttpResponse:
    """Ask that the aid is given within the waiting period."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    kinds = EquipmentType.objects.filter(procurements__units__handover_items__handover=handover).distinct()
    form = OverrideForm(request.POST or None, kinds=kinds)
    if request.method == "POST" and form.is_valid() and form.save(handover, actor=request.user):
        messages.success(request, "Permintaan pengecualian tersimpan.")
        return redirect(handover)
    context = {"handover": handover, "form": form, "verb": "Simpan permintaan", "back_url": handover.get_absolute_url()}
    return render(request, "equipment/handover_override.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Action.VOID_BAST)
def handover_override_grant(request: Request, pk: int, override: int) -> HttpResponse:
    """Let the aid be given within the waiting period."""
    handover = found(request, pk, Action.VOID_BAST)
    wanted = get_object_or_404(WaitingOverride, pk=override, registration=handover.registration_id)
    try:
        grant_override(wanted.pk, version=request.POST.get("version", ""), at=timezone.now(), actor=request.user)
    except DomainError as error:
        return refused(request, handover, error)
    messages.success(request, "Pengecualian diberikan.")
    return redirect(handover)
