"""The registrations of an angkatan: the list, deciding singly and in bulk, the order of the cadangan."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, may, requires
from accounts.http import Request
from participants.class_list import (
    COLUMNS,
    SORTS,
    Asked,
    Overview,
    filter_chips,
    list_page,
    list_rows,
    overview,
)
from participants.decisions import DECISIONS, SELECTING, VERIFYING, Decision
from participants.enums import RegistrationStatus
from participants.forms.selection import DecisionForm
from participants.places import FreedPlace, Leaving, freed_places
from participants.querysets import number_typed
from participants.selection import accept_in_order, move_in_waitlist
from participants.transitions import names
from participants.views.session_page import find_session, freed_sentence, head
from tkm.lib.errors import DomainError
from tkm.lib.http import render_part, wants_part
from tkm.lib.sorting import headings
from tkm.lib.text import row_id
from training.enums import Phase
from training.models import TrainingSession
from training.summary import Fact

TAB = "session-registrations"
S = RegistrationStatus
PLACES_MATTER = (Phase.SELECTION, Phase.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.VIEW)
def session_registrations(request: Request, code: str) -> HttpResponse:
    """Filtering is a POST that leads on to an address without numbers (docs/decisions/0005)."""
    session = find_session(request, code)
    seen = overview(session)
    query = request.POST if request.method == "POST" else request.GET
    is_number = number_typed(query.get("nama", "")) is not None
    if is_number:
        messages.info(request, "Di sini dicari nama. NIK dan nomor HP dicari di menu Peserta.")
    if is_number or request.method == "POST":
        return redirect(reverse(TAB, args=[code]) + Asked.of(query, seen).query)
    chosen = seen.known if request.GET.get("pilih") == "semua" else ()
    return _list_page(request, session, seen, DecisionForm(), chosen)


@requires(Action.SELECT)
def session_decide(request: Request, code: str) -> HttpResponse:
    """One decision for those chosen, in the order of the list; the filters stay as they were."""
    session = find_session(request, code, Action.SELECT)
    back = f"{reverse(TAB, args=[code])}?{request.GET.urlencode()}".rstrip("?")
    if request.method != "POST":
        return redirect(back)
    seen = overview(session)
    single, chosen = _single(request), _chosen(request, seen)
    form = DecisionForm({**request.POST.dict(), **({"decision": single[0]} if single else {})})
    if form.is_valid() and not chosen:
        form.add_error(None, "Pilih dulu orangnya dengan mencentang kotak di depan nama.")
    if form.errors:
        return _list_page(request, session, seen, form, chosen)
    decide(request, session, form, chosen)
    return redirect(back)


@require_POST
@requires(Action.SELECT)
def registration_order(request: Request, code: str, pk: int) -> HttpResponse:
    """Move a cadangan to the rank that the button names; what is no rank moves nobody."""
    session = find_session(request, code, Action.SELECT)
    registration = get_object_or_404(session.registrations, pk=pk)
    rank = row_id(request.POST.get("to_rank", ""))
    try:
        if rank is not None:
            move_in_waitlist(registration.pk, to_rank=rank, actor=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(f"{reverse(TAB, args=[code])}?status={S.WAITLISTED}")


def decide(request: Request, session: TrainingSession, form: DecisionForm, chosen: Sequence[int]) -> None:
    """Act on each, and say what came of it."""
    decision, reason, on = form.chosen, form.cleaned_data["reason"], timezone.localdate()
    if decision == DECISIONS["terima"]:
        _accept(request, session, chosen, on)
        return
    done, refusals = [], []
    for pk in chosen:
        try:
            done.append(decision.rule(pk, reason, on, request.user))
        except DomainError as error:
            refusals.append(error.message)
    _say(request, len(done), decision, refusals)
    for result in done:
        if isinstance(result, Leaving) and result.freed_number:
            messages.info(request, freed_sentence(result))


def _accept(request: Request, session: TrainingSession, chosen: Sequence[int], on: date) -> None:
    batch = accept_in_order(session.pk, chosen, on=on, actor=request.user)
    refusals = [error.message for error in batch.refusals]
    if batch.without_place:
        left = names(batch.without_place, at_most=len(batch.without_place))
        refusals.append(f"Kuota penuh ({session.quota} tempat). Tidak mendapat tempat: {left}. Masukkan ke cadangan.")
    _say(request, len(batch.accepted), DECISIONS["terima"], refusals)


def _say(request: Request, done: int, decision: Decision, refusals: Sequence[str]) -> None:
    if done:
        messages.success(request, f"{done} orang {decision.done}.")
    if len(refusals) > 1:
        rows = format_html_join("", "<li>{}</li>", ((sentence,) for sentence in refusals))
        messages.error(request, format_html("<b>Yang belum berubah</b><ul>{}</ul>", rows))
    elif refusals:
        messages.error(request, refusals[0])


def _single(request: Request) -> tuple[str, str] | None:
    """The button in a row says `terima-12`: what, and for whom alone."""
    code, dash, pk = request.POST.get("single", "").rpartition("-")
    return (code, pk) if dash else None


def _chosen(request: Request, seen: Overview) -> list[int]:
    """The people of this angkatan that were chosen, in the order of the page; whoever else was sent is nobody here."""
    single = _single(request)
    sent = [single[1]] if single else request.POST.getlist("registration")
    known = {str(pk): pk for pk in seen.known}
    return [known[pk] for pk in dict.fromkeys(sent) if pk in known]


def _list_page(
    request: Request, session: TrainingSession, seen: Overview, form: DecisionForm, chosen: Collection[int]
) -> HttpResponse:
    on = timezone.localdate()
    phase, asked = session.phase(on), Asked.of(request.GET, seen)
    page = list_page(session, asked, request.GET.get("page"))
    may_decide = may(request.user, Action.SELECT) and phase not in (Phase.FINISHED, Phase.CANCELLED)
    context = {
        **head(request, session, TAB),
        "seen": seen,
        "facts": _facts(seen, session, phase),
        "freed": _freed(session, seen, phase),
        "asked": asked,
        **_asked_for(request, asked, seen),
        "page": page,
        "rows": list_rows(session, page, seen, chosen, on),
        "decisions": _decisions(phase) if may_decide else (),
        "main_decision": "terima" if phase in PLACES_MATTER else "ms",
        "papers_url": reverse("session-papers", args=[session.code]) + asked.query,
        "may_register": may(request.user, Action.REGISTER) and phase == Phase.OPEN,
        "form": form,
    }
    whole, part = "participants/session_registrations.html", "participants/_registration_rows.html"
    response = render_part(request, whole, part, context, status=422 if form.errors else 200)
    if wants_part(request):
        response["HX-Replace-Url"] = reverse(TAB, args=[session.code]) + asked.query
    return response


def _asked_for(request: Request, asked: Asked, seen: Overview) -> dict[str, Any]:
    """What the filter bar offers, the chips in force, and the heads that sort."""
    return {
        "chips": filter_chips(request.GET, asked, seen),
        "headings": headings(request.GET, COLUMNS, asked.sort),
        "statuses": [(status, f"{status.label} ({seen.counts[status]})") for status in S if seen.counts[status]],
        "sorts": [(name, label) for name, (label, _) in SORTS.items() if name],
        "first_sort": SORTS[""][0],
    }


def _decisions(phase: Phase) -> tuple[Decision, ...]:
    """The buttons below the list: while registration is open nobody is selected."""
    return (*VERIFYING, *SELECTING) if phase in PLACES_MATTER else VERIFYING


def _freed(session: TrainingSession, seen: Overview, phase: Phase) -> list[FreedPlace]:
    """What freed the free numbers; asked only where there are any to give."""
    return freed_places(session, seen.held) if seen.free and phase in PLACES_MATTER else []


def _facts(seen: Overview, session: TrainingSession, phase: Phase) -> list[Fact]:
    """How many are where, each leading to its rows."""
    url = reverse(TAB, args=[session.code])

    def counted(label: str, status: RegistrationStatus, note: str = "") -> Fact:
        number = seen.counts[status]
        return Fact(label, str(number), note, f"{url}?status={status}" if number else "")

    if phase == Phase.OPEN:
        first = Fact("Pendaftar", str(seen.applicants), f"untuk {seen.quota} tempat", url if seen.known else "")
    else:
        first = Fact("Tempat terisi", str(seen.seated), f"dari {seen.quota} tempat", "")
    return [
        first,
        counted("Menunggu verifikasi", S.SUBMITTED),
        counted("Memenuhi syarat", S.ELIGIBLE, "belum diseleksi" if phase in PLACES_MATTER else ""),
        counted("Cadangan", S.WAITLISTED) if phase != Phase.OPEN else counted("TMS", S.INELIGIBLE),
        counted("Mengundurkan diri", S.WITHDRAWN),
    ]
