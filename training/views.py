"""Pages of training."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from training.models import TrainingSession
from training.tabs import session_head


@require_safe
@requires(Action.VIEW)
def session_list(request: Request) -> HttpResponse:
    sessions = TrainingSession.objects.visible_to(request.user).for_list()
    return render(request, "training/session_list.html", {"sessions": sessions})


@require_safe
@requires(Action.VIEW)
def session_detail(request: Request, code: str) -> HttpResponse:
    session = get_object_or_404(TrainingSession.objects.visible_to(request.user).for_list(), code=code)
    context = session_head(session, "session-detail", request.user, timezone.localdate())
    return render(request, "training/session_detail.html", context)
