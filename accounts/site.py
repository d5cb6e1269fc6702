"""The second full door: /admin/, for those who may administer."""

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User


class AdminSite(admin.AdminSite):
    site_title = "TKM Banjarbaru"
    site_header = "TKM Banjarbaru – Administrasi"
    index_title = "Data dan pengaturan"

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and may(request.user, Action.ADMINISTER)

    def login(self, request: HttpRequest, extra_context: dict[str, object] | None = None) -> HttpResponse:
        """One log-in for all; who is in but may not administer is told so by a 403."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next") or reverse("admin:index"))
