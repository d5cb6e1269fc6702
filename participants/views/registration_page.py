"""One registration: where it stands, what may be done now and why other things may not, leaving."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from participants.decisions import DECISIONS, DEPARTURES, Decision
from participants.enums import SELECTED, VERIFIABLE, RegistrationStatus
from participants.forms.selection import DecisionForm, LeavingForm
from participants.joining import locked_without_mark
from participants.models import Attendance, Certificate, Registration
from participants.photos import may_photograph
from participants.places import QuotaFullError, next_in_line
from participants.story import events, steps
from participants.views.papers import papers_of_registration
from participants.views.selection import TAB, decide
from participants.views.session_page import find_session, freed_sentence, head
from tkm.lib.undo import or_else

S = RegistrationStatus
CERTIFICATES = Prefetch("certificates", Certificate.objects.for_list())


@dataclass(frozen=True, slots=True)
class Move:
    """One thing to do with a registration: a decision (a button) or a page (a link); `why_not` is "" if it may be."""

    verb: str
    why_not: str
    decision: Decision | None = None
    url: str = ""


@require_safe
@requires(Action.VIEW)
def registration_detail(request: Request, code: str, pk: int) -> HttpResponse:
    return _page(request, _registration(request, code, pk), DecisionForm())


@requires(Action.SELECT)
def registration_decide(request: Request, code: str, pk: int) -> HttpResponse:
    """The decisions of the list, from the page of one registration."""
    registration = _registration(request, code, pk, Action.SELECT)
    if request.method != "POST":
        return redirect(registration)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, registration, form)
    decide(request, registration.session, form, [registration.pk])
    return redirect(registration)


@requires(Action.REGISTER)
def registration_withdraw(request: Request, code: str, pk: int) -> HttpResponse:
    registration = _registration(request, code, pk, Action.REGISTER)
    on = timezone.localdate()
    form = LeavingForm(request.POST or None, initial={"left_on": on})
    if form.is_valid() and (left := form.withdraw(registration, on=on, actor=request.user)):
        messages.success(request, _withdrawn(registration, on))
        if left.freed_number:
            messages.info(request, freed_sentence(left))
        return redirect(registration)
    happens = f"{registration.participant} mengundurkan diri dari {registration.session}."
    return _leaving_page(request, registration, form, "Catat mengundurkan diri", happens, _freeing(registration))


@requires(Action.SELECT)
def registration_drop(request: Request, code: str, pk: int) -> HttpResponse:
    registration = _registration(request, code, pk, Action.SELECT)
    on = timezone.localdate()
    form = LeavingForm(request.POST or None, initial={"left_on": on})
    if form.is_valid() and form.drop_out(registration, on=on, actor=request.user):
        messages.success(request, f"{registration.participant} tercatat gugur; nomor urutnya tetap.")
        return redirect(registration)
    happens = f"{registration.participant} tidak datang lagi ke {registration.session}."
    keeping = "Nomor urutnya tetap dan tidak diisi orang lain. Kehadirannya berhenti dihitung pada hari itu."
    return _leaving_page(request, registration, form, "Catat gugur", happens, keeping)


def _registration(request: Request, code: str, pk: int, action: Action = Action.VIEW) -> Registration:
    """One of this angkatan, with all that its page tells of it; another's is a 404."""
    session = find_session(request, code, action)
    people = ("participant__kelurahan__kecamatan", "registered_by", "decided_by", "graduation__confirmed_by")
    marks = Prefetch("attendances", Attendance.objects.select_related("meeting").order_by("meeting__number"))
    told = session.registrations.with_minutes().with_places_taken().select_related(*people)
    registration = get_object_or_404(told.prefetch_related(marks, CERTIFICATES), pk=pk)
    registration.session = session
    return registration


def _withdrawn(registration: Registration, on: date) -> str:
    """While registration is open the way back is to register the person again: the same registration opens."""
    done = f"{registration.participant} mengundurkan diri."
    if not registration.session.is_registration_open(on):
        return done
    again = f"{reverse('registration-start')}?{urlencode({'peserta': registration.participant_id})}"
    return or_else(done, again, "Daftarkan lagi")


def _freeing(registration: Registration) -> str:
    """What a withdrawal brings about."""
    if registration.seat_number is None:
        return "Pendaftarannya berakhir. Bila kembali, warga didaftarkan lagi selama pendaftaran dibuka."
    following = next_in_line(registration.session)
    after = f"berikutnya di cadangan: {following.participant}" if following else "belum ada cadangan"
    return f"No. {registration.seat_number} menjadi bebas; {after}. Tanda kehadirannya tetap tersimpan."


def _moves(request: Request, registration: Registration) -> list[Move]:
    """All that this user may do with a registration in its state, today or another day."""
    on, moves = timezone.localdate(), []
    for decision in _decisions(request, registration):
        why_not = decision.why_not(registration, on) or _no_place(decision, registration)
        moves.append(Move(decision.verb, why_not, decision))
    for departure in DEPARTURES:
        if may(request.user, departure.action) and not registration.has_left:
            url = reverse(departure.url_name, args=[registration.session.code, registration.pk])
            moves.append(Move(departure.verb, departure.why_not(registration, on), url=url))
    return moves


def _decisions(request: Request, registration: Registration) -> list[Decision]:
    """TMS has a form of its own; taking back is for what was decided, and for gugur."""
    if not may(request.user, Action.SELECT):
        return []
    taking_back = {"kembalikan": SELECTED, "batal-gugur": (S.DROPPED_OUT,)}
    return [
        decision
        for code, decision in DECISIONS.items()
        if not decision.needs_reason
        and decision.leads_to != registration.status
        and (code not in taking_back or registration.status in taking_back[code])
    ]


def _no_place(decision: Decision, registration: Registration) -> str:
    session = registration.session
    if decision != DECISIONS["terima"] or registration.seat_number or registration.places_taken < session.quota:
        return ""
    return QuotaFullError(session).message


def _page(request: Request, registration: Registration, form: DecisionForm) -> HttpResponse:
    moves = _moves(request, registration)
    why_not: dict[str, list[str]] = {}
    for move in moves:
        if move.why_not:
            why_not.setdefault(move.why_not, []).append(move.verb)
    told = events(registration)
    context = {
        **head(request, registration.session, TAB),
        "registration": registration,
        "participant": registration.participant,
        "steps": steps(registration, told),
        "events": told,
        "without_mark": locked_without_mark(registration) if registration.status == S.ACCEPTED else [],
        "moves": [move for move in moves if not move.why_not],
        "refused": [(", ".join(verbs), sentence) for sentence, verbs in why_not.items()],
        "papers": papers_of_registration(registration) if may(request.user, Action.REGISTER) else [],
        "may_photograph": may_photograph(request.user),
        "may_refuse_papers": may(request.user, Action.SELECT) and registration.status in VERIFIABLE,
        "form": form,
    }
    return render(request, "participants/registration_detail.html", context, status=422 if form.errors else 200)


def _leaving_page(
    request: Request, registration: Registration, form: LeavingForm, verb: str, happens: str, consequence: str
) -> HttpResponse:
    context: dict[str, Any] = {
        **head(request, registration.session, TAB),
        "registration": registration,
        "form": form,
        "verb": verb,
        "happens": happens,
        "consequence": consequence,
        "back_url": registration.get_absolute_url(),
    }
    return render(request, "participants/registration_leave.html", context, status=422 if form.errors else 200)
