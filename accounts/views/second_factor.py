"""The second factor: one page for all of it; the steps are allauth's, in our look."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as passkeys
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from accounts.http import Request
from accounts.second_factor import must_set_up


@require_safe
def second_factor(request: Request) -> HttpResponse:
    """What there is, and what may be added; where it is still missing, this page is all there is."""
    held = list(Authenticator.objects.filter(user=request.user).order_by("created_at", "pk"))
    spare = next((row for row in held if row.type == Authenticator.Type.RECOVERY_CODES), None)
    context = {
        "app": next((row for row in held if row.type == Authenticator.Type.TOTP), None),
        "passkeys": [row for row in held if row.type == Authenticator.Type.WEBAUTHN],
        "codes_left": len(spare.wrap().get_unused_codes()) if spare else None,
        "must_set_up": must_set_up(request.user),
    }
    return render(request, "mfa/index.html", context)


class DownloadCodesView(codes.DownloadRecoveryCodesView):  # type: ignore[misc]
    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **kwargs)
        response["Content-Disposition"] = 'attachment; filename="kode-cadangan-tkm.txt"'
        return response


download_codes = DownloadCodesView.as_view()
rename_passkey = passkeys.EditWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
remove_passkey = passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))
