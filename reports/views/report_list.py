"""All angkatan reports, with the figures that tell how each went."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from reports.figures import BREAKDOWN
from reports.recap import recap
from tkm.lib.chips import chips
from tkm.lib.http import render_part
from training.enums import Phase, SessionStatus
from training.models import TrainingSession
from training.querysets import TrainingSessionQuerySet

PER_PAGE = 25
PHASES = {value: label for value, label in Phase.choices if value != Phase.DRAFT}


@require_safe
@requires(Action.REPORT)
def report_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    sessions = TrainingSession.objects.visible_to(request.user, Action.REPORT).exclude(status=SessionStatus.DRAFT)
    filters = offered(sessions)
    chosen = {name: request.GET.get(name, "") for name in filters}
    shown = {name: choices.get(chosen[name], "") for name, choices in filters.items()}
    page = Paginator(narrowed(sessions, chosen, filters, on), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": recap(page.object_list, on=on),
        "columns": BREAKDOWN,
        "filters": {name: choices.items() for name, choices in filters.items()},
        "chosen": chosen,
        "chips": chips(request.GET, shown),
    }
    return render_part(request, "reports/report_list.html", "reports/_report_list.html", context)


def offered(sessions: TrainingSessionQuerySet) -> dict[str, dict[str, str]]:
    """The filters of the list, each with its values and their words, from the angkatan that there are."""
    pairs = sessions.order_by("-year", "program__name").values_list("year", "program", "program__name").distinct()
    years, programs = {}, {}
    for year, pk, name in pairs:
        years[str(year)], programs[str(pk)] = str(year), name
    return {"tahun": years, "program": programs, "tahap": PHASES}


def narrowed(
    sessions: TrainingSessionQuerySet, chosen: dict[str, str], filters: dict[str, dict[str, str]], on: date
) -> TrainingSessionQuerySet:
    """Only what is `chosen`, newest first; a value that is not offered narrows nothing."""
    found = sessions.for_list().in_phase(chosen["tahap"], on)
    if (year := chosen["tahun"]) in filters["tahun"]:
        found = found.filter(year=int(year))
    if (program := chosen["program"]) in filters["program"]:
        found = found.filter(program=int(program))
    return found.order_by("-starts_on", "-code")
