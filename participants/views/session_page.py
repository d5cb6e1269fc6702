"""What the pages of one angkatan in this app have in common."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.access import Action
from accounts.http import Request
from participants.places import Leaving
from training.models import TrainingSession
from training.tabs import session_head


def find_session(request: Request, code: str, action: Action = Action.VIEW) -> TrainingSession:
    """The angkatan with all that its head prints, for who may do `action` there (else 404); one query.

    `is_own` tells whether the user teaches there.
    """
    sessions = TrainingSession.objects.visible_to(request.user, action).for_list().with_own(request.user)
    return get_object_or_404(sessions, code=code)


def may_here(request: Request, session: TrainingSession, action: Action) -> bool:
    """Whether the user's right reaches this angkatan, which `find_session` found for the user."""
    return session.within_reach_of(request.user, action)


def head(request: Request, session: TrainingSession, current: str) -> dict[str, Any]:
    return session_head(session, current, request.user, timezone.localdate())


def freed_sentence(left: Leaving) -> SafeString:
    """Which number is free now, by whom, and who is next, with a link."""
    person, number = left.registration.participant, left.freed_number
    if left.next_in_line is None:
        return format_html("No. {} bebas: {}. Belum ada cadangan.", number, person)
    url = reverse("registration-detail", args=[left.registration.session.code, left.next_in_line.pk])
    return format_html(
        'No. {} bebas: {}. Berikutnya di cadangan: <a href="{}">{}</a>.',
        number,
        person,
        url,
        left.next_in_line.participant,
    )
