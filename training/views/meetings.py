"""Pages of the meetings of one angkatan: the list, the schedule with its preview, one meeting."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from tkm.lib.chips import chips
from tkm.lib.formats import hari_tanggal
from tkm.lib.undo import or_else
from training.forms.meetings import MeetingCancelForm, MeetingEditForm, MeetingForm, PlanForm
from training.models import TrainingSession
from training.sessions import EDITABLE
from training.summary import Teaching, meeting_rows
from training.tabs import session_head
from training.views.one_session import find_session

TO_LOCK = "kunci"  # ?perlu=kunci: past meetings whose list is not locked


@require_safe
@requires(Action.VIEW)
def meeting_list(request: Request, code: str) -> HttpResponse:
    """All of them, or (`?perlu=kunci`) those that are past and not locked: what the front page counts."""
    today = timezone.localdate()
    session = find_session(request, code, Action.VIEW)
    meetings = list(session.meetings.order_by("held_on", "starts_at", "number"))
    shown = {"perlu": "Daftar hadir belum dikunci" if request.GET.get("perlu") == TO_LOCK else ""}
    wanted = [one for one in meetings if one.is_overdue(today)] if shown["perlu"] else meetings
    context = {
        **_head(request, session),
        "rows": meeting_rows(session, wanted, today),
        "chips": chips(request.GET, shown),
        "teaching": Teaching.of(meetings, today),
        "may_plan": may(request.user, Action.MANAGE_TRAINING) and session.status in EDITABLE,
    }
    return render(request, "training/meeting_list.html", context)


@requires(Action.MANAGE_TRAINING)
def meeting_plan(request: Request, code: str) -> HttpResponse:
    """A schedule is saved only as it was previewed; what was changed since is previewed again."""
    session = find_session(request, code, Action.MANAGE_TRAINING)
    form = PlanForm(request.POST or None, session=session)
    proposals = form.preview() if request.method == "POST" and form.is_valid() else []
    is_confirmed = bool(proposals) and request.POST.get("previewed") == form.fingerprint
    if is_confirmed and (made := form.save(actor=request.user)) is not None:
        messages.success(request, f"{len(made)} pertemuan tersimpan.")
        return redirect("meeting-list", session.code)
    context = {
        **_head(request, session),
        "form": form,
        "proposals": proposals,
        "new": sum(proposal.existing is None for proposal in proposals),
        "hours": sum(proposal.data.lesson_hours for proposal in proposals),
        "back_url": reverse("meeting-list", args=[session.code]),
    }
    return render(request, "training/meeting_plan.html", context, status=422 if form.errors else 200)


@requires(Action.MANAGE_TRAINING)
def meeting_create(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.MANAGE_TRAINING)
    form = MeetingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (meeting := form.save(session, actor=request.user)):
        messages.success(request, f"{meeting} pada {hari_tanggal(meeting.held_on)} tersimpan.")
        return redirect("meeting-list", session.code)
    return _form_page(request, session, form, title="Tambah pertemuan", verb="Tambah pertemuan")


@requires(Action.MANAGE_TRAINING)
def meeting_edit(request: Request, code: str, pk: int) -> HttpResponse:
    session = find_session(request, code, Action.MANAGE_TRAINING)
    meeting = get_object_or_404(session.meetings, pk=pk)
    marks = meeting.attendances.count()
    form = MeetingEditForm(request.POST or None, meeting=meeting, marks=marks, on=timezone.localdate())
    if request.method == "POST" and form.is_valid() and (changed := form.save(session, actor=request.user)):
        messages.success(request, f"{changed} pada {hari_tanggal(changed.held_on)} tersimpan.")
        return redirect("meeting-list", session.code)
    cancel_url = reverse("meeting-cancel", args=[code, pk])
    title = f"Ubah {str(meeting).lower()}"
    return _form_page(request, session, form, title=title, verb="Simpan perubahan", cancel_url=cancel_url)


@requires(Action.MANAGE_TRAINING)
def meeting_cancel(request: Request, code: str, pk: int) -> HttpResponse:
    session = find_session(request, code, Action.MANAGE_TRAINING)
    meeting = get_object_or_404(session.meetings, pk=pk)
    form = MeetingCancelForm(request.POST or None, meeting=meeting, marks=meeting.attendances.count())
    if request.method == "POST" and form.is_valid() and form.save(actor=request.user):
        again = reverse("meeting-create", args=[code])
        messages.success(request, or_else(f"{meeting} sudah dibatalkan.", again, "Tambah pertemuan penggantinya"))
        return redirect("meeting-list", session.code)
    context = {
        **_head(request, session),
        "meeting": meeting,
        "form": form,
        "happens": f"{meeting}, {hari_tanggal(meeting.held_on)}, dibatalkan dan tidak dihitung bagi siapa pun.",
        "back_url": reverse("meeting-list", args=[session.code]),
    }
    return render(request, "training/meeting_cancel.html", context, status=422 if form.errors else 200)


def _head(request: Request, session: TrainingSession) -> dict[str, Any]:
    return session_head(session, "meeting-list", request.user, timezone.localdate())


def _form_page(
    request: Request,
    session: TrainingSession,
    form: MeetingForm,
    *,
    title: str,
    verb: str,
    cancel_url: str = "",
) -> HttpResponse:
    context = {
        **_head(request, session),
        "form": form,
        "title": title,
        "verb": verb,
        "cancel_url": cancel_url,
        "back_url": reverse("meeting-list", args=[session.code]),
    }
    return render(request, "training/meeting_form.html", context, status=422 if form.errors else 200)
