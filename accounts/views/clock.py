"""How long a browser stays open, and the sign of life for a load balancer."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import Request
from accounts.sign_ins import time_left as left_of


@login_not_required
@require_http_methods(["GET", "POST"])
def time_left(request: HttpRequest) -> JsonResponse:
    """Seconds until the lock, who is logged in and the token that a form needs; a POST begins the time anew."""
    user = request.user
    seconds = int(left_of(request.session, timezone.now()).total_seconds()) if user.is_authenticated else 0
    answer = JsonResponse({"left": seconds, "user": user.pk, "token": get_token(request)})
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
def signed_in_again(request: Request) -> HttpResponse:
    """The end of a log-in for the sake of another tab, which goes on where it was."""
    return render(request, "account/signed_in_again.html")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
