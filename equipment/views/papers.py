"""Printing: the annex of a decree, and the BASTs of an angkatan in one file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import PDF, XLSX
from documents.serving import file_response, printed
from documents.working import WorkingPaper
from equipment.models import DecreeRecipient, RecipientDecree
from equipment.papers.annex import Annex, annex_of, annex_paper
from equipment.papers.annex_book import annex_book
from equipment.papers.stack import WHICH, Stack, stack_of
from participants.nik_looks import log_looks
from tkm.lib.db import one_reading
from tkm.lib.errors import DomainError
from training.models import TrainingSession

FORMS = ("pdf", "xlsx")


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def decree_annex(request: Request, pk: int, form: str) -> HttpResponse:
    """The archive's copy: full NIKs, so the opening is logged for everybody on the list."""
    return _annex(request, pk, form, PaperKind.DECREE_ANNEX, Action.OPEN_NIK_PAPER)


@require_safe
@requires(Action.VIEW)
def decree_public_annex(request: Request, pk: int, form: str) -> HttpResponse:
    """What may hang on a board: names, kelurahan, training."""
    return _annex(request, pk, form, PaperKind.PUBLIC_ANNEX, Action.VIEW)


@require_safe
@requires(Action.VIEW)
def session_handover_list(request: Request, code: str, which: str) -> HttpResponse:
    """The list to be signed on the day, without a NIK."""

    def made() -> WorkingPaper:
        return _stack(request, code, which, Action.VIEW).list_paper

    return printed(request, made, back=reverse("session-handovers", args=[code]))


@require_safe
@requires(Action.OPEN_NIK_PAPER)
def session_basts(request: Request, code: str, which: str) -> HttpResponse:
    """All BASTs as they were archived, after the list; each opening is logged."""
    try:
        with one_reading():
            stack = _stack(request, code, which, Action.OPEN_NIK_PAPER)
            content = stack.pdf()
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("session-handovers", code)
    people = [handover.registration.participant for handover in stack.handovers]
    log_looks(people, reason="Mencetak BAST seangkatan", place=f"Serah terima {code}", actor=request.user)
    return file_response(content, media_type=PDF, name=f"bast-{code}.pdf")


def _stack(request: Request, code: str, which: str, action: Action) -> Stack:
    if which not in WHICH:
        raise Http404
    visible = TrainingSession.objects.visible_to(request.user, action).for_list()
    return stack_of(get_object_or_404(visible, code=code), which)


def _annex(request: Request, pk: int, form: str, kind: PaperKind, action: Action) -> HttpResponse:
    if form not in FORMS:
        raise Http404
    try:
        with one_reading():
            annex = _read(request, pk, kind, action)
            paper = annex_paper(annex)
        content = paper.pdf() if form == "pdf" else annex_book(annex)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("decree-detail", pk)
    if kind == PaperKind.DECREE_ANNEX:
        people = [line.registration.participant for line in annex.lines]
        log_looks(people, reason="Membuka lampiran SK", place=str(annex.decree), actor=request.user)
    if form == "pdf":
        return file_response(content, media_type=PDF, name=f"{paper.name}.pdf")
    return file_response(content, media_type=XLSX, name=f"{paper.name}.xlsx")


def _read(request: Request, pk: int, kind: PaperKind, action: Action) -> Annex:
    """A list of which the user may not see every line is no annex: 404, as its scan."""
    decree = get_object_or_404(RecipientDecree.objects.select_related("number"), pk=pk)
    lines = list(DecreeRecipient.objects.filter(decree=decree).visible_to(request.user, action).for_annex())
    if len(lines) < decree.recipients.count():
        raise Http404
    return annex_of(decree, kind, lines)
