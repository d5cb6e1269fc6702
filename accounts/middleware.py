"""The log-in wall as parts of a page need it, privacy at a shared desk, and the authors of history."""

import re
from collections.abc import Callable
from typing import Any

import django.contrib.auth.middleware
import pghistory.middleware
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import trigger_client_event

from accounts.kept_forms import KEPT, LEFT, NEVER, drop, keep, kept_for, move_to_path, page_of
from accounts.refill import refill
from tkm.lib.http import wants_part

# Ours, and Django's in /admin/.
PLACE_OF_NOTES = re.compile(r'<div id="(pesan|content-main)"[^>]*>')


class LoginRequiredMiddleware(django.contrib.auth.middleware.LoginRequiredMiddleware):
    def handle_no_permission(  # type: ignore[override]  # Django's own only redirects
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        """To the log-in and back to the page, with what was typed on it.

        A part of a page leaves the page as it is: static/js/idle.js hears "terkunci" and asks for the log-in over it.
        """
        if wants_part(request):
            return trigger_client_event(HttpResponse(status=401), "terkunci")
        kept = keep(request, at=timezone.now())
        if kept:
            messages.warning(request, "Halaman terkunci karena lama tidak dipakai. Masuk lagi: isian Anda masih ada.")
        elif LEFT in request.session:
            messages.info(request, "Halaman terkunci karena lama tidak dipakai. Masuk lagi untuk melanjutkan.")
        back = request.get_full_path() if request.method == "GET" else kept or page_of(request)
        return redirect_to_login(back, reverse("account_login"))


class KeptFormMiddleware:
    """Gives a kept form back on its page, once its writer is there again; sent once more, it is forgotten."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not request.user.is_authenticated or KEPT not in request.session or wants_part(request):
            return response
        if request.method == "POST" and not hasattr(request, "just_kept"):
            drop(request.session, request.path)
        return self.give_back(request, response) if request.method == "GET" else response

    def give_back(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        form = kept_for(request, at=timezone.now())
        if form and response.status_code == 405 and form.page != form.path:
            return HttpResponseRedirect(move_to_path(request, form))
        if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        if form:
            html = response.content.decode()
            filled = refill(html, page=form.page, path=form.path, fields=form.fields)
            note = render_to_string("account/_given_back.html", {"filled": filled, "files": form.files})
            response.content = PLACE_OF_NOTES.sub(lambda found: found.group() + note, filled.html, count=1)
        elif not request.path.startswith(NEVER):
            drop(request.session)  # another page: the next person's form must not open with this one's words
        return response


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
