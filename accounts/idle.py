"""A browser that nobody uses is locked: a shared desk must not stay open to whoever sits down next."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accounts import kept_forms
from accounts.sign_ins import time_left


class IdleMiddleware:
    """Ends a session that is over before the request sees it; every other request keeps it alive.

    Asking how much time is left is no use of the desk: a page that lies open would keep itself alive.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            if time_left(request.session, now).total_seconds() <= 0:
                kept_forms.leave_desk(request)
                request.user = AnonymousUser()
            elif request.method != "GET" or request.path != reverse("time-left"):
                request.session.touch(now)  # type: ignore[attr-defined]
        return self.get_response(request)
