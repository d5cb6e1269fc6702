"""Making drafts: choosing who, for one or for all graduates of a decree, and changing them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, requires
from accounts.http import Request
from documents.models import Signatory
from equipment.awaiting import awaiting, with_people
from equipment.draft_units import free_units
from equipment.drafts import drafts_sent_as, drop_draft, remove_unit
from equipment.enums import HandoverStatus
from equipment.filters import asked
from equipment.forms.handovers import DraftForm, DraftsForm, SerialForm, posted_lines
from equipment.models import DecreeRecipient, Handover, RecipientDecree
from equipment.views.handovers import back_when_gone, found, moved_on, refused
from participants.models import Participant
from participants.querysets import LONGEST_TERM, number_typed
from tkm.lib.errors import DomainError
from tkm.lib.text import row_id, tidy
from tkm.lib.undo import or_else

PER_PAGE = 50
OFFERED = 500  # serial numbers that a browser suggests while typing


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.MANAGE_EQUIPMENT)
def handover_create(request: Request) -> HttpResponse:
    """Who may get a BAST now: graduates named by a decree in force, without one; looked for by name (decision 0005)."""
    query = request.POST if request.method == "POST" else request.GET
    typed = tidy(asked(query, "cari"))[:LONGEST_TERM]
    is_number = number_typed(typed) is not None
    if is_number:
        messages.info(request, "Di sini dicari nama. NIK dan nomor HP dicari di menu Peserta.")
    if is_number or request.method == "POST":
        kept = f"?{urlencode({'cari': typed})}" if typed and not is_number else ""
        return redirect(reverse("handover-create") + kept)
    lines = awaiting(request.user, timezone.localdate())
    if typed:
        lines = lines.filter(registration__participant__in=Participant.objects.matching(typed))
    page = Paginator(lines, PER_PAGE).get_page(request.GET.get("page"))
    decrees = list(dict.fromkeys(line.decree for line in page))
    return render(request, "equipment/handover_create.html", {"page": page, "typed": typed, "decrees": decrees})


@requires(Action.MANAGE_EQUIPMENT)
def handover_draft(request: Request, decree: int) -> HttpResponse:
    """Drafts for all graduates of one decree; `?penerima=` narrows it to one line, `?angkatan=` to one angkatan."""
    paper = get_object_or_404(RecipientDecree.objects.select_related("number"), pk=decree)
    if request.method == "POST" and (known := sent_before(request, paper)):
        return redirect(after(known))
    lines, types = lines_of(request, paper), list(paper.types.order_by("name"))
    form = DraftsForm(request.POST or None, lines=lines, types=types, initial=occasion_for(lines))
    if request.method == "POST" and form.is_valid() and (made := form.save(actor=request.user)):
        messages.success(request, f"{len(made)} draf BAST tersimpan. Periksa, lalu terbitkan.")
        return redirect(after(made))
    context = {
        "form": form,
        "decree": paper,
        "units": free_units([kind.pk for kind in types]).for_list().order_by("serial_key")[:OFFERED],
        "verb": "Simpan draf",
        "back_url": reverse("handover-create"),
    }
    return render(request, "equipment/handover_drafts.html", context, status=422 if form.errors else 200)


def lines_of(request: Request, decree: RecipientDecree) -> list[DecreeRecipient]:
    """Those that the form was sent with, also when another clerk drafted some meanwhile; else those asked for."""
    if posted := posted_lines(request.POST):
        visible = decree.recipients.visible_to(request.user, Action.MANAGE_EQUIPMENT).filter(pk__in=posted)
        return list(with_people(visible))
    return asked_lines(request, decree)


def asked_lines(request: Request, decree: RecipientDecree) -> list[DecreeRecipient]:
    lines = awaiting(request.user, timezone.localdate()).filter(decree=decree)
    line, code = row_id(request.GET.get("penerima", "")), request.GET.get("angkatan", "")
    if line is not None:
        lines = lines.filter(pk=line)
    if code and "\0" not in code:
        lines = lines.filter(registration__session__code=code)
    return list(lines)


def sent_before(request: Request, decree: RecipientDecree) -> list[Handover]:
    """The drafts that this very form has made already, when it arrives a second time."""
    try:
        submission = UUID(request.POST.get("submission", ""))
    except ValueError:
        return []
    return drafts_sent_as(submission, decree)


def occasion_for(lines: Sequence[DecreeRecipient]) -> dict[str, Any]:
    """What the form proposes: the place of the training, today, and who is in office."""
    today = timezone.localdate()
    signatory = Signatory.objects.valid_on(today).order_by("-valid_from").first()
    place = lines[0].registration.session.place if lines else ""
    return {"place": place, "dated_on": today, "signatory": signatory}


def after(made: Sequence[Handover]) -> str:
    """One draft leads to its page, several of one angkatan to its tab, else to the list of drafts."""
    if len(made) == 1:
        return made[0].get_absolute_url()
    codes = {handover.registration.session.code for handover in made}
    if len(codes) == 1:
        return reverse("session-handovers", args=[codes.pop()])
    return f"{reverse('handover-list')}?status=draft"


@requires(Action.MANAGE_EQUIPMENT)
@back_when_gone
def handover_edit(request: Request, pk: int) -> HttpResponse:
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    form = DraftForm(request.POST or None, handover=handover)
    if request.method == "POST" and form.is_valid() and (changed := form.save(actor=request.user)):
        messages.success(request, "Draf tersimpan.")
        return redirect(changed)
    context = {"handover": handover, "form": form, "verb": "Simpan draf", "back_url": handover.get_absolute_url()}
    return render(request, "equipment/handover_form.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_EQUIPMENT)
@back_when_gone
def handover_units(request: Request, pk: int) -> HttpResponse:
    """Choosing a unit for the draft: its serial number typed, or picked from those that are ready."""
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    form = SerialForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (item := form.save(handover, actor=request.user)):
        messages.success(request, f"{item.unit.serial_number} masuk ke draf.")
        return redirect(handover)
    typed = request.GET.get("cari", "").replace("\0", "")
    types = handover.recipient.decree.types.values_list("pk", flat=True)
    units = free_units(types).with_serial(typed).for_list().order_by("serial_key")
    page = Paginator(units, PER_PAGE).get_page(request.GET.get("page"))
    context = {"handover": handover, "form": form, "page": page, "typed": typed}
    return render(request, "equipment/handover_units.html", context, status=422 if form.errors else 200)


@require_POST
@requires(Action.MANAGE_EQUIPMENT)
def handover_unit_remove(request: Request, pk: int, item: int) -> HttpResponse:
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    try:
        remove_unit(handover.pk, item, actor=request.user)
    except DomainError as error:
        return refused(request, handover, error)
    again = reverse("handover-units", args=[handover.pk])
    messages.success(request, or_else("Barang dilepas dari draf.", again, "Pilih barang lagi"))
    return redirect(handover)


@requires(Action.MANAGE_EQUIPMENT)
def handover_delete(request: Request, pk: int) -> HttpResponse:
    handover = found(request, pk, Action.MANAGE_EQUIPMENT)
    if moved_on(request, handover, HandoverStatus.DRAFT):
        return redirect(handover)
    if request.method == "POST":
        try:
            drop_draft(handover.pk, actor=request.user)
        except DomainError as error:
            return refused(request, handover, error)
        again = f"{reverse('handover-draft', args=[handover.recipient.decree_id])}?penerima={handover.recipient_id}"
        messages.success(
            request, or_else(f"Draf untuk {handover.registration.participant} dihapus.", again, "Buat lagi drafnya")
        )
        return redirect("session-handovers", code=handover.registration.session.code)
    return render(request, "equipment/handover_delete.html", {"handover": handover})
