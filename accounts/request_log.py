"""Each request leaves one line in the log, and its answer carries the name of that line."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tkm.lib import logs

logger = logging.getLogger("tkm.request")


class RequestLogMiddleware:
    """Method, route, status, time and the user's number: neither the address nor anything that was sent.

    Of a failure (`accounts.errors.server_error` keeps it) the same line tells kind and place.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token, started = logs.request_id.set(logs.new_reference()), time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = logs.request_id.get()
            tell(request, response, round((time.monotonic() - started) * 1000))
        finally:
            logs.request_id.reset(token)
        return response


def tell(request: HttpRequest, response: HttpResponse, milliseconds: int) -> None:
    match = request.resolver_match
    user = getattr(request, "_cached_user", None)  # whoever Django has read already: the log asks the database nothing
    told = {
        "method": request.method if request.method in KNOWN_METHODS else None,
        "route": match.view_name if match else None,
        "status": response.status_code,
        "ms": milliseconds,
        "user": getattr(user, "pk", None),
    }
    error = getattr(request, "failure", None)
    level = logging.ERROR if response.status_code >= 500 else logging.INFO
    logger.log(level, "request", extra=told, exc_info=error)


KNOWN_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
