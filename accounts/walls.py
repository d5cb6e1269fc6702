"""What stands between the log-in and the pages: a password to change, a second factor to set up."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts.models import User
from accounts.second_factor import must_set_up
from tkm.lib.http import wants_part

ALWAYS = {"account_logout", "time-left", "signed-in-again"}
PASSWORD_WALL = "account_change_password"  # noqa: S105  the name of a page
FACTOR_WALL = "mfa_index"
OPEN = {
    PASSWORD_WALL: {*ALWAYS, PASSWORD_WALL},
    FACTOR_WALL: {
        *ALWAYS,
        *(FACTOR_WALL, "mfa_activate_totp", "mfa_add_webauthn"),
        *("account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
    },
}


class WallMiddleware:
    """Leads whoever stands before a wall to the page that opens it, from every address, /admin/ included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        user = request.user
        if not isinstance(user, User) or not getattr(view, "login_required", True):
            return None
        wall = wall_before(user)
        if not wall or (request.resolver_match and request.resolver_match.view_name in OPEN[wall]):
            return None
        url = reverse(wall)
        return HttpResponseClientRedirect(url) if wants_part(request) else HttpResponseRedirect(url)


def wall_before(user: User) -> str:
    """The name of the page that must be dealt with first, or an empty text."""
    if user.must_change_password:
        return PASSWORD_WALL
    return FACTOR_WALL if must_set_up(user) else ""
