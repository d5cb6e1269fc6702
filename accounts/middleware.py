"""The log-in wall as parts of a page need it, privacy at a shared desk, and the authors of history."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

import django.contrib.auth.middleware
import pghistory.middleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.http import Request


class LoginRequiredMiddleware(django.contrib.auth.middleware.LoginRequiredMiddleware):
    def handle_no_permission(  # type: ignore[override]  # Django's own only redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """A part of a page sends the whole page to the log-in, instead of showing the log-in in its own place."""
        htmx = cast(Request, request).htmx
        if not htmx:
            return super().handle_no_permission(request, view_func)
        back = htmx.current_url_abs_path or reverse("home")
        return HttpResponseClientRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")


class PrivacyMiddleware:
    """Desks are shared: the browser's arrow must not show after log-out what was on the screen before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response


class WrongMethodMiddleware:
    """A button's address opened as a page (a reload, a kept link) is told in our look, not by an empty page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            response.content = get_template("405.html").render()
        return response


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """Who, as what and where, into every event row of a request."""
        user = request.user
        known = {"user": user.pk, "name": str(user)} if user.is_authenticated else {"user": None, "name": ""}
        return {**known, "url": request.path}
