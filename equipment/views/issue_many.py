"""Issuing the drafts that were ticked in the tab of an angkatan."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.numbers import is_automatic
from equipment.handover import issue
from equipment.handover_locks import version_of
from equipment.models import Handover
from equipment.querysets import HandoverQuerySet
from tkm.lib.errors import DomainError
from tkm.lib.text import row_id
from training.models import TrainingSession


@requires(Action.MANAGE_EQUIPMENT)
def session_handovers_issue(request: Request, code: str) -> HttpResponse:
    """Name the ticked drafts and ask once more; then issue each for itself and say which could not be."""
    visible = TrainingSession.objects.visible_to(request.user, Action.MANAGE_EQUIPMENT).for_list()
    session = get_object_or_404(visible, code=code)
    handovers = list(ticked(request, session))
    if request.method == "POST":
        issue_each(request, handovers)
        return redirect("session-handovers", code=session.code)
    context = {
        "session": session,
        "rows": [(handover, version_of(handover)) for handover in handovers],
        "automatic": is_automatic(PaperKind.BAST),
    }
    return render(request, "equipment/session_handovers_issue.html", context)


def ticked(request: Request, session: TrainingSession) -> HandoverQuerySet:
    """The drafts of the angkatan that were ticked, in the order of the class."""
    typed = (request.POST if request.method == "POST" else request.GET).getlist("handover")
    ids = [pk for one in typed if (pk := row_id(one)) is not None]
    visible = Handover.objects.visible_to(request.user, Action.MANAGE_EQUIPMENT)
    mine = visible.filter(pk__in=ids, registration__session=session)
    if request.method != "POST":
        mine = mine.drafts()
    return mine.for_list().order_by("registration__seat_number", "pk")


def issue_each(request: Request, handovers: list[Handover]) -> None:
    """Each is a transaction of its own: one that cannot be issued does not hold up the others."""
    done = 0
    for handover in handovers:
        version = request.POST.get(f"version-{handover.pk}", "")
        try:
            issue(handover.pk, version=version, on=timezone.localdate(), at=timezone.now(), actor=request.user)
            done += 1
        except DomainError as error:
            messages.error(request, f"{handover.registration.participant}: {error.message}")
    if done:
        messages.success(request, f"{done} BAST terbit. Buka dan cetak satu per satu dari daftar di bawah.")
