"""Graduation of an angkatan: who was there how long, the proposal, the confirmation, the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from participants.enums import GRADUATING, Outcome, RegistrationStatus
from participants.forms.graduation import ConfirmForm, OutcomeForm, ReturnForm, proposals_of
from participants.graduation import (
    NotFinishableError,
    OutcomeReasonError,
    check_confirmable,
    check_finishable,
    check_graduation_time,
    check_proposed,
    finish,
    proposal_of,
    propose,
    suggested,
    version_of,
)
from participants.models import Graduation, Registration
from participants.rates import DEFINITION
from participants.views.session_page import find_session, head, may_here
from tkm.lib.errors import DomainError, refusal_of
from training.enums import SessionStatus
from training.models import TrainingSession

TAB = "graduation"


@dataclass(frozen=True, slots=True)
class Line:
    """One person: what the rate suggests, what is proposed or confirmed, and the form while it may be proposed."""

    registration: Registration
    suggested: Outcome
    decision: Graduation | None
    form: OutcomeForm | None

    @property
    def outcome(self) -> Outcome | None:
        return Outcome(self.decision.outcome) if self.decision else None


@require_safe
@requires(Action.VIEW)
def graduation(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code)
    return _page(request, session, _rows(session))


@requires(Action.MARK_ATTENDANCE)
def graduation_propose(request: Request, code: str) -> HttpResponse:
    """All outcomes at once; a refusal of any kind leaves everything typed in."""
    session = find_session(request, code, Action.MARK_ATTENDANCE)
    if request.method != "POST":
        return redirect(TAB, code)
    rows = _rows(session)
    forms = {row.pk: OutcomeForm(request.POST, registration=row) for row in _waiting(rows)}
    if (proposals := proposals_of(forms.values())) is None:
        return _page(request, session, rows, forms)
    version = request.POST.get("version", "")
    try:
        number = propose(session.pk, proposals, version=version, at=timezone.now(), actor=request.user)
    except OutcomeReasonError as error:
        forms[error.registration_id].add_error("reason", error.message)
        return _page(request, session, rows, forms)
    except DomainError as error:
        return _page(request, session, rows, forms, error.message)
    messages.success(request, f"Kelulusan {number} peserta diusulkan. Pengesahannya oleh orang lain.")
    return redirect(TAB, code)


@requires(Action.CONFIRM_GRADUATION)
def graduation_confirm(request: Request, code: str) -> HttpResponse:
    """The last look before it is final."""
    session = find_session(request, code, Action.CONFIRM_GRADUATION)
    rows = _rows(session)
    version = version_of(_waiting(rows))
    form = ConfirmForm(request.POST or None, initial={"version": version})
    if form.is_valid():
        number = form.confirm(session, version, at=timezone.now(), actor=request.user)
        if number is not None:
            messages.success(request, f"Kelulusan {number} peserta disahkan." if number else "Sudah disahkan.")
            return redirect(TAB, code)
    elif refusal := refusal_of(check_confirmable, _waiting(rows), request.user):
        messages.error(request, refusal)
        return redirect(TAB, code)
    return _decision_page(request, session, rows, form, "participants/graduation_confirm.html")


@requires(Action.CONFIRM_GRADUATION)
def graduation_return(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.CONFIRM_GRADUATION)
    rows = _rows(session)
    version = version_of(_waiting(rows))
    form = ReturnForm(request.POST or None, initial={"version": version})
    if form.is_valid() and form.send_back(session, version, at=timezone.now(), actor=request.user):
        messages.success(request, "Usulan kelulusan dikembalikan.")
        return redirect(TAB, code)
    if not form.is_bound and (refusal := refusal_of(check_proposed, _waiting(rows))):
        messages.error(request, refusal)
        return redirect(TAB, code)
    return _decision_page(request, session, rows, form, "participants/graduation_return.html")


@requires(Action.SELECT)
def session_finish(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.SELECT)
    try:
        if request.method == "POST":
            finish(session.pk, on=timezone.localdate(), actor=request.user)
            messages.success(request, f"{session} selesai.")
            return redirect(session)
        if session.status != SessionStatus.FINISHED:
            check_finishable(session, timezone.localdate())
    except NotFinishableError as error:
        messages.error(request, error.message)
        return redirect(TAB, code)
    context = {
        **head(request, session, TAB),
        "happens": f"{session} dinyatakan selesai.",
        "back_url": reverse(TAB, args=[code]),
    }
    return render(request, "participants/session_finish.html", context)


def _rows(session: TrainingSession) -> list[Registration]:
    """Who graduates or waits for it, by number; who left is none of them."""
    people = ("participant", "graduation__proposed_by", "graduation__confirmed_by", "graduation__returned_by")
    found = session.registrations.filter(status__in=GRADUATING).with_minutes().select_related(*people)
    rows = list(found.order_by("seat_number", "pk"))
    for row in rows:
        row.session = session
    return rows


def _waiting(rows: Sequence[Registration]) -> list[Registration]:
    return [row for row in rows if row.status == RegistrationStatus.ACCEPTED]


def _page(
    request: Request,
    session: TrainingSession,
    rows: Sequence[Registration],
    forms: Mapping[int, OutcomeForm] | None = None,
    refusal: str = "",
) -> HttpResponse:
    """With `forms` what was typed is shown again, even if it may not be proposed just now."""
    waiting = _waiting(rows)
    why_not = refusal_of(check_graduation_time, session, timezone.localdate()) if waiting else ""
    is_time = bool(forms) or not why_not
    may_propose = bool(waiting) and is_time and may_here(request, session, Action.MARK_ATTENDANCE)
    may_confirm = may_here(request, session, Action.CONFIRM_GRADUATION)
    context = {
        **head(request, session, TAB),
        "lines": [_line(row, forms, may_propose) for row in rows],
        "outcomes": [(outcome, "ok" if outcome == Outcome.COMPLETED else "bad") for outcome in Outcome],
        "definition": DEFINITION,
        "why_not": why_not,
        "may_propose": may_propose,
        "standing": proposal_of(waiting[0]) if waiting else None,
        **_confirmed(session, rows),
        "cannot_confirm": refusal_of(check_confirmable, waiting, request.user),
        "may_confirm": may_confirm and bool(waiting) and not why_not,
        **_finishing(request, session, waiting),
        "version": version_of(waiting),
        "has_errors": bool(forms),
        "refusal": refusal,
    }
    return render(request, "participants/graduation.html", context, status=422 if forms else 200)


def _confirmed(session: TrainingSession, rows: Sequence[Registration]) -> dict[str, Any]:
    """The decision of those for whom there is one, and how many certificates came of it."""
    decision = next((row.graduation for row in rows if row.status != RegistrationStatus.ACCEPTED), None)
    return {
        "confirmed": decision,
        "certified": session.registrations.with_valid_certificate().count() if decision else 0,
    }


def _finishing(request: Request, session: TrainingSession, waiting: Sequence[Registration]) -> dict[str, Any]:
    """Whether the angkatan can be finished now, and why not; asked only where it could be: most visits cost nothing."""
    if waiting or session.status != SessionStatus.PUBLISHED or not may_here(request, session, Action.SELECT):
        return {"may_finish": False, "cannot_finish": ""}
    refusal = refusal_of(check_finishable, session, timezone.localdate())
    return {"may_finish": not refusal, "cannot_finish": refusal}


def _line(row: Registration, forms: Mapping[int, OutcomeForm] | None, may_propose: bool) -> Line:
    form = None
    if may_propose and row.status == RegistrationStatus.ACCEPTED:
        form = forms[row.pk] if forms else OutcomeForm(None, registration=row)
    return Line(row, suggested(row), proposal_of(row), form)


def _decision_page(
    request: Request,
    session: TrainingSession,
    rows: Sequence[Registration],
    form: ConfirmForm | ReturnForm,
    template: str,
) -> HttpResponse:
    lines = [_line(row, None, False) for row in _waiting(rows)]
    passed = sum(line.outcome == Outcome.COMPLETED for line in lines)
    context = {
        **head(request, session, TAB),
        "lines": lines,
        "form": form,
        "happens": f"{passed} peserta lulus, {len(lines) - passed} tidak lulus.",
        "back_url": reverse(TAB, args=[session.code]),
    }
    return render(request, template, context, status=422 if form.errors else 200)
