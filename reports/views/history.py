"""Riwayat: who did what, when and where, of one person, angkatan, unit, BAST and what stands between them."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.history.acts import History, tell
from accounts.history.sources import Source
from accounts.http import Request
from equipment.models import EquipmentUnit, Handover, Procurement, RecipientDecree
from participants.models import Participant
from reports.history_filters import HistoryFilters
from reports.history_subjects import (
    of_decree,
    of_handover,
    of_person,
    of_procurement,
    of_registration,
    of_session,
    of_unit,
)
from tkm.lib.http import render_part
from training.models import TrainingSession
from training.tabs import session_head

PER_PAGE = 25
Crumb = tuple[str, str]  # where to, and its words


@require_safe
@requires(Action.VIEW)
def participant_history(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(Participant.objects.visible_to(request.user), pk=pk)
    crumbs = [(reverse("participant-list"), "Peserta"), (person.get_absolute_url(), person.name)]
    line = "Data diri, pendaftaran, kehadiran, kelulusan dan bantuan"
    return _page(request, person.name, line, crumbs, of_person(person, request.user))


@require_safe
@requires(Action.VIEW)
def session_history(request: Request, code: str) -> HttpResponse:
    session = _session(request, code)
    head = session_head(session, "session-history", request.user, timezone.localdate())
    return _page(request, session.short_name, "", _within(session), of_session(session, request.user), **head)


@require_safe
@requires(Action.VIEW)
def registration_history(request: Request, code: str, pk: int) -> HttpResponse:
    session = _session(request, code)
    registration = get_object_or_404(session.registrations.select_related("participant"), pk=pk)
    name = registration.participant.name
    crumbs = [*_within(session), (reverse("registration-detail", args=[code, pk]), name)]
    line = f"Pendaftaran di {session.short_name}"
    return _page(request, name, line, crumbs, of_registration(registration, request.user))


@require_safe
@requires(Action.VIEW)
def unit_history(request: Request, pk: int) -> HttpResponse:
    unit = get_object_or_404(EquipmentUnit.objects.for_list(), pk=pk)
    crumbs = [(reverse("unit-list"), "Barang"), (unit.get_absolute_url(), unit.serial_number)]
    line = f"{unit.procurement.type} {unit.procurement.model_name}, dari diterima sampai hari ini"
    return _page(request, unit.serial_number, line, crumbs, of_unit(unit, request.user))


@require_safe
@requires(Action.VIEW)
def procurement_history(request: Request, pk: int) -> HttpResponse:
    procurement = get_object_or_404(Procurement.objects.select_related("type"), pk=pk)
    crumbs = [
        (reverse("unit-list"), "Barang"),
        (reverse("procurement-list"), "Pengadaan"),
        (procurement.get_absolute_url(), procurement.contract_number),
    ]
    line = f"{procurement.type} {procurement.model_name}, dengan dokumen, pembayaran dan barangnya"
    sources = of_procurement(procurement, request.user)
    return _page(request, f"kontrak {procurement.contract_number}", line, crumbs, sources)


@require_safe
@requires(Action.VIEW)
def decree_history(request: Request, pk: int) -> HttpResponse:
    decree = get_object_or_404(RecipientDecree.objects.select_related("number"), pk=pk)
    crumbs = [(reverse("decree-list"), "SK penerima"), (decree.get_absolute_url(), str(decree.number))]
    return _page(request, str(decree), decree.title, crumbs, of_decree(decree, request.user))


@require_safe
@requires(Action.VIEW)
def handover_history(request: Request, pk: int) -> HttpResponse:
    named = Handover.objects.visible_to(request.user).select_related("registration__participant", "number")
    handover = get_object_or_404(named, pk=pk)
    person = handover.registration.participant
    crumbs = [(reverse("handover-list"), "Serah terima"), (handover.get_absolute_url(), person.name)]
    name = f"BAST {handover.number}" if handover.number else "draf BAST"
    return _page(request, name, f"Untuk {person.name}", crumbs, of_handover(handover, request.user))


def _session(request: Request, code: str) -> TrainingSession:
    return get_object_or_404(TrainingSession.objects.visible_to(request.user).for_list(), code=code)


def _within(session: TrainingSession) -> list[Crumb]:
    return [(reverse("session-list"), "Pelatihan"), (session.get_absolute_url(), session.short_name)]


def _page(
    request: Request, name: str, line: str, crumbs: Sequence[Crumb], sources: Sequence[Source], **head: Any
) -> HttpResponse:
    """Three queries beside those of the subject, whatever there is to tell."""
    filters = HistoryFilters.of(request.GET, sources)
    history, page = _told(filters.narrow(sources), filters, request.GET.get("page", ""))
    days = groupby(history.acts, key=lambda act: timezone.localtime(act.at).date())
    context = {
        "name": name,
        "line": line,
        "crumbs": crumbs,
        "filters": filters,
        "people": list(history.people.items()),
        "chips": filters.chips(history.people),
        "days": [(day, list(acts)) for day, acts in days],
        "page": page,
        **head,
    }
    return render_part(request, "reports/history.html", "reports/_history_acts.html", context)


def _told(sources: Sequence[Source], filters: HistoryFilters, typed: str) -> tuple[History, Page[int]]:
    """The page that is asked for; the first one where it is none or behind the last."""
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(10**6)) else 1
    history = tell(sources, filters.asked, first=max(number - 1, 0) * PER_PAGE, size=PER_PAGE)
    if not history.number and number > 1:
        history, number = tell(sources, filters.asked, size=PER_PAGE), 1
    return history, Paginator(range(history.number), PER_PAGE).get_page(number)
