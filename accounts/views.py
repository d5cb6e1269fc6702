"""My account, and the sign of life for a load balancer."""

from allauth.account.views import PasswordChangeView
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from accounts.access import Action, may
from accounts.enums import Role
from accounts.http import Request

password_change = PasswordChangeView.as_view(success_url=reverse_lazy("profile"))


@require_safe
def profile(request: Request) -> HttpResponse:
    """Who I am here and what I may do."""
    user = request.user
    context = {
        "roles": [role.label for role in Role if role in user.roles],
        "rights": [action.value for action in Action if may(user, action)],
        "kecamatan": user.kecamatan.order_by("name"),
    }
    return render(request, "account/profile.html", context)


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")
