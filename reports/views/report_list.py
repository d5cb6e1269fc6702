"""All angkatan reports, with the figures that tell how each went."""

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

PER_PAGE = 25
PHASES = {value: label for value, label in Phase.choices if value != Phase.DRAFT}


@require_safe
@requires(Action.REPORT)
def report_list(request: Request) -> HttpResponse:
    on = timezone.localdate()
    sessions = TrainingSession.objects.visible_to(request.user, Action.REPORT).exclude(status=SessionStatus.DRAFT)
    offered = list(
        sessions.order_by("-year", "program__name").values_list("year", "program", "program__name").distinct()
    )
    years = list(dict.fromkeys(str(year) for year, _, _ in offered))
    programs = {str(pk): name for _, pk, name in offered}
    year, program, phase = (request.GET.get(name, "") for name in ("tahun", "program", "tahap"))
    chosen = sessions.for_list().in_phase(phase, on)
    if year in years:
        chosen = chosen.filter(year=int(year))
    if program in programs:
        chosen = chosen.filter(program=int(program))
    page = Paginator(chosen.order_by("-starts_on", "-code"), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "tahun": year if year in years else "",
        "program": programs.get(program, ""),
        "tahap": PHASES.get(phase, ""),
    }
    context = {
        "page": page,
        "lines": recap(page.object_list, on=on),
        "columns": BREAKDOWN,
        "years": [(year, year) for year in years],
        "programs": programs.items(),
        "phases": PHASES.items(),
        "chosen": {"tahun": year, "program": program, "tahap": phase},
        "chips": chips(request.GET, shown),
    }
    return render_part(request, "reports/report_list.html", "reports/_report_list.html", context)
