"""Registering a citizen: which angkatan, then one page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.models import PrivacyNotice
from participants.forms.registration import RegistrationForm
from participants.known import Look, history_of, look_up
from participants.models import Participant
from participants.nik_looks import reveal_nik
from participants.querysets import search_term
from participants.registration import closed_sentence
from tkm.lib.http import render_part, wants_part
from tkm.lib.text import row_id
from training.enums import Phase
from training.models import TrainingSession
from training.querysets import TrainingSessionQuerySet

LOOKING = "Formulir pendaftaran"


@require_safe
@requires(Action.REGISTER)
def registration_start(request: Request) -> HttpResponse:
    """The angkatan that are open today; with ?peserta= the buttons register that person."""
    on = timezone.localdate()
    typed = search_term(request.GET.get("q", ""))
    sessions = _sessions(request).in_phase(Phase.OPEN, on).order_by("registration_closes_on", "code")
    for word in typed.split():
        sessions = sessions.filter(_named(word))
    person = _chosen(request, request.GET)
    context = {"sessions": sessions, "typed": typed, "person": person, "today": on}
    page, part = "participants/registration_start.html", "participants/_open_sessions.html"
    return render_part(request, page, part, context)


@requires(Action.REGISTER)
def registration_create(request: Request, code: str) -> HttpResponse:
    """One page: the citizen from the KTP, and the registration."""
    on = timezone.localdate()
    session = get_object_or_404(_sessions(request), code=code)
    if request.method != "POST" and not session.is_registration_open(on):
        return render(request, "participants/registration_closed.html", _closed(session, on))
    typed = request.POST if request.method == "POST" else None
    notice = _notice()
    form = RegistrationForm(typed, session=session, notice=notice, on=on)
    if form.is_valid() and (registration := form.save(actor=request.user)):
        form_url = reverse("registration-paper", args=[code, "formulir", registration.pk])
        done = '{} terdaftar di {}. <a href="{}">Cetak formulir</a>'
        messages.success(request, format_html(done, registration.participant, session, form_url))
        return redirect(request.path if "next" in request.POST else registration)
    [look] = look_up(str(form["nik"].value() or ""), on=on, actor=request.user)
    context = _page(form, session, look, notice)
    return render(request, "participants/registration_form.html", context, status=422 if form.errors else 200)


@requires(Action.REGISTER)
def registration_nik(request: Request, code: str) -> HttpResponse:
    """The same page after a NIK was typed: filled with what it tells. A POST, so that no NIK stands in an address."""
    session = get_object_or_404(_sessions(request), code=code)
    typed = _with_nik(request, session)
    if request.method != "POST" or not typed.get("nik"):
        return redirect("registration-create", code=code)
    on, notice = timezone.localdate(), None if wants_part(request) else _notice()
    now, before = look_up(str(typed["nik"]), str(typed.get("checked_nik", "")), on=on, actor=request.user)
    form = RegistrationForm.after_look(typed, now=now, before=before, session=session, notice=notice, on=on)
    context = _page(form, session, now, notice)
    return render_part(request, "participants/registration_form.html", "participants/_nik_looked_up.html", context)


def _sessions(request: Request) -> TrainingSessionQuerySet:
    return TrainingSession.objects.visible_to(request.user, Action.REGISTER).for_list().with_places()


def _named(word: str) -> Q:
    return Q(program__name__icontains=word) | Q(code__icontains=word) | Q(kelurahan__name__icontains=word)


def _chosen(request: Request, query: QueryDict) -> Participant | None:
    """The person whom ?peserta= names, if the user may see the full NIK that goes into the form."""
    key = row_id(query.get("peserta", ""))
    if key is None:
        return None
    people = Participant.objects.visible_to(request.user, Action.REVEAL_NIK).select_related("kelurahan")
    return get_object_or_404(people, pk=key)


def _with_nik(request: Request, session: TrainingSession) -> QueryDict:
    """What was typed; of a person chosen on the person's own page the NIK is put in, which is a look that is logged."""
    if person := _chosen(request, request.POST):
        typed = request.POST.copy()
        reason = f"mendaftarkan ke {session.code}"
        typed["nik"] = reveal_nik(person.pk, reason=reason, place=LOOKING, actor=request.user)
        return typed
    return request.POST


def _notice() -> PrivacyNotice:
    return PrivacyNotice.objects.latest("version")


def _page(form: RegistrationForm, session: TrainingSession, look: Look, notice: PrivacyNotice | None) -> dict[str, Any]:
    history = history_of(look.person) if look.person else None
    return {
        "form": form,
        "session": session,
        "notice": notice,
        "look": look,
        "history": history,
        "standing": history.registration_in(session.pk) if history else None,
        "differences": form.differences(look.person) if look.person else [],
    }


def _closed(session: TrainingSession, on: date) -> dict[str, Any]:
    return {"session": session, "sentence": closed_sentence(session, on)}
