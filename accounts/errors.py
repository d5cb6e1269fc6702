"""The pages for what went wrong before or behind a view, in our look and saying what to do next.

They are drawn without the request: neither the user nor the database is asked for, which may be what failed.
"""

import sys

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from accounts.kept_forms import keep
from tkm.embedded import EmbeddedError
from tkm.lib.formats import lamanya
from tkm.lib.http import wants_part
from tkm.lib.logs import request_id

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# PostgreSQL's words for "not reachable": connection lost, no room for another one, shutting down or starting up.
UNREACHABLE = ("08", "53", "57P")
RETRY_AFTER = 30  # seconds


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Back to the form with all that was typed, where it is known whose it is; else 403 in our look."""
    if not wants_part(request) and (page := keep(request, at=timezone.now())):
        return HttpResponseRedirect(page)
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """413 for what is too large, 400 for what cannot be read."""
    return _page(413) if isinstance(exception, TOO_LARGE) else _page(400)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with the reference that the log has too; 503 while the database is away."""
    error = sys.exc_info()[1]
    request.failure = error  # type: ignore[attr-defined]  # for RequestLogMiddleware
    if is_unreachable(error):
        return _page(503, RETRY_AFTER)
    return _page(500)


def too_many_requests(request: HttpRequest, retry_after: int) -> HttpResponse:
    """429: try again in `retry_after` seconds."""
    return _page(429, retry_after)


def is_unreachable(error: BaseException | None) -> bool:
    """Whether the database could not be asked at all; a refused or slow question is something else."""
    if isinstance(error, EmbeddedError):
        return True
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "pgcode", None)
    return state is None or state.startswith(UNREACHABLE)


def _page(status: int, retry_after: int | None = None) -> HttpResponse:
    words = lamanya(retry_after) if retry_after else ""
    text = get_template(f"{status}.html").render({"reference": request_id.get(), "retry_after": words})
    response = HttpResponse(text, status=status)
    if retry_after:
        response["Retry-After"] = str(retry_after)
    return response
