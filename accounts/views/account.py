"""My account: who I am here, what I may do, where I am logged in."""

from allauth.account.views import PasswordChangeView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, Reach, reach
from accounts.enums import Role
from accounts.http import Request
from accounts.log_ins import recent_attempts
from accounts.models import User
from accounts.second_factor import REQUIRED_OF

REACHES = {Reach.ALL: "", Reach.OWN: "hanya angkatan yang Anda ampu"}

password_change = PasswordChangeView.as_view(success_url=reverse_lazy("profile"))


@require_safe
def profile(request: Request) -> HttpResponse:
    """Everything about the own account on one page."""
    user = request.user
    reaches = [(action, reach(user, action)) for action in Action]
    context = {
        "roles": [role.label for role in Role if role in user.roles],
        "rights": [(action.value, REACHES[held]) for action, held in reaches if held],
        "kecamatan": user.kecamatan.order_by("name"),
        "sign_ins": user.sign_ins.filter(expire_date__gt=timezone.now()),
        "this_key": request.session.session_key,
        "attempts": recent_attempts(user),
        "administrators": User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR).order_by(
            "first_name", "pk"
        ),
        "needs_factor": bool(REQUIRED_OF & user.roles),
    }
    return render(request, "account/profile.html", context)


@require_safe
def keys(request: Request) -> HttpResponse:
    """What can be done from the keyboard; the same sheet that ? opens."""
    return render(request, "account/keys.html")


@require_POST
def device_sign_out(request: Request, pk: int) -> HttpResponse:
    """Log out one browser; the own one by the ordinary way."""
    sign_in = get_object_or_404(request.user.sign_ins, pk=pk)
    if sign_in.session_key == request.session.session_key:
        return redirect("account_logout")
    sign_in.delete()
    messages.success(request, f"{sign_in.device or 'Perangkat itu'} sudah dikeluarkan.")
    return redirect("profile")


def sign_out_everywhere(request: Request) -> HttpResponse:
    """Asked first: every browser, this one included, has to log in again."""
    if request.method == "POST":
        request.user.sign_ins.all().delete()
        logout(request)
        messages.success(request, "Anda sudah keluar dari semua perangkat.")
        return redirect("account_login")
    return render(request, "account/sign_out_everywhere.html")
