"""Pages of angkatan: the list, one angkatan, and making or changing it."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from tkm.lib.http import render_part
from training.filters import SessionFilters
from training.forms.sessions import SessionForm
from training.models import Program, TrainingSession
from training.querysets import TrainingSessionQuerySet
from training.sessions import EDITABLE, next_code, next_number
from training.summary import BEFORE_SELECTION, Teaching, buttons, coming, explanation, facts, to_do
from training.tabs import session_head
from training.views.one_session import find_session

PER_PAGE = 25
RECENT = 6


@require_safe
@requires(Action.VIEW)
def session_list(request: Request) -> HttpResponse:
    today = timezone.localdate()
    visible = TrainingSession.objects.visible_to(request.user)
    filters = SessionFilters.of(request.GET, visible)
    found = filters.apply(visible.for_list().with_places(), today)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page": page,
        "rows": [(session, session.phase(today)) for session in page],
        "before_selection": BEFORE_SELECTION,
        "may_manage": may(request.user, Action.MANAGE_TRAINING),
    }
    return render_part(request, "training/session_list.html", "training/_session_rows.html", context)


@require_safe
@requires(Action.VIEW)
def session_detail(request: Request, code: str) -> HttpResponse:
    today = timezone.localdate()
    visible = TrainingSession.objects.visible_to(request.user).for_list().with_places()
    visible = visible.with_own(request.user).select_related("registration_closed_by").prefetch_related("instructors")
    session = get_object_or_404(visible, code=code)
    meetings = list(session.meetings.order_by("number"))
    teaching, phase = Teaching.of(meetings, today), session.phase(today)
    context = {
        **session_head(session, "session-detail", request.user, today),
        "facts": facts(session, phase, teaching),
        "explanation": explanation(session, phase),
        "to_do": to_do(session, phase, teaching, request.user),
        "buttons": buttons(session, phase, request.user, today),
        "teaching": teaching,
        "coming": coming(session, meetings, today),
        "phase_note": "info" if phase.kind == "idle" else phase.kind,
        "may_cancel": may(request.user, Action.MANAGE_TRAINING) and session.status in EDITABLE,
    }
    return render(request, "training/session_detail.html", context)


@requires(Action.MANAGE_TRAINING)
def session_create(request: Request) -> HttpResponse:
    """The form; for htmx only the panel beside it, which follows the programme and year that are chosen."""
    today = timezone.localdate()
    form = SessionForm(request.POST or None, actor=request.user, on=today)
    if request.method == "POST" and form.is_valid() and (session := form.save(actor=request.user)):
        messages.success(request, f"{session} tersimpan sebagai rancangan. Susun pertemuannya, lalu buka.")
        return redirect(session)
    context = {
        **_known(request, today.year),
        "form": form,
        "verb": "Simpan rancangan",
        "back_url": reverse("session-list"),
    }
    page, part = "training/session_form.html", "training/_session_known.html"
    return render_part(request, page, part, context, status=422 if form.errors else 200)


@requires(Action.MANAGE_TRAINING)
def session_edit(request: Request, code: str) -> HttpResponse:
    today = timezone.localdate()
    session = find_session(request, code, Action.MANAGE_TRAINING)
    form = SessionForm(request.POST or None, actor=request.user, on=today, session=session)
    if request.method == "POST" and form.is_valid() and (changed := form.save(actor=request.user)):
        messages.success(request, "Perubahan angkatan tersimpan.")
        return redirect(changed)
    context = {
        **session_head(session, "session-detail", request.user, today),
        "others": _others(request, session.program).exclude(pk=session.pk)[:RECENT],
        "others_title": f"Angkatan {session.program} lain",
        "form": form,
        "verb": "Simpan perubahan",
        "back_url": session.get_absolute_url(),
    }
    return render(request, "training/session_form.html", context, status=422 if form.errors else 200)


def _known(request: Request, year: int) -> dict[str, Any]:
    """What the office knows of the chosen programme and year: its angkatan, the next free number and code."""
    typed = request.POST or request.GET
    program_id, typed_year = typed.get("program", ""), typed.get("year", "")
    year = int(typed_year) if re.fullmatch(r"[0-9]{4}", typed_year) else year
    program = Program.objects.filter(pk=program_id).first() if re.fullmatch(r"[0-9]{1,9}", program_id) else None
    return {
        "program": program,
        "year": year,
        "number": next_number(program, year) if program else None,
        "code": next_code(year),
        "others": _others(request, program)[:RECENT],
        "others_title": f"Angkatan {program}" if program else "Angkatan terbaru",
    }


def _others(request: Request, program: Program | None) -> TrainingSessionQuerySet:
    """The newest angkatan, of `program` if it is known."""
    visible = TrainingSession.objects.visible_to(request.user).for_list().order_by("-year", "-number")
    return visible.filter(program=program) if program else visible
