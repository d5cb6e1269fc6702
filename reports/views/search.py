"""The search over everything: suggestions while typing, and a page of its own that works without them."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from accounts.access import Action, requires
from accounts.http import Request
from reports.search import Looked, find
from tkm.lib.http import wants_part

SUGGESTED = 4
SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Action.VIEW)
def search(request: Request) -> HttpResponse:
    """A POST: of words it leads on to an address that can be kept, digits are answered at once (decision 0005)."""
    sent, today = request.method == "POST", timezone.localdate()
    looked = Looked.of((request.POST if sent else request.GET).get("q", ""))
    if sent and wants_part(request):
        groups = find(looked, request.user, today, SUGGESTED)
        return render(request, "reports/_suggestions.html", {"looked": looked, "groups": groups})
    if looked.is_number != sent:
        kept = "" if looked.is_number or not looked.typed else f"?{urlencode({'q': looked.typed})}"
        return redirect(reverse("search") + kept)
    groups = find(looked, request.user, today, SHOWN)
    return render(request, "reports/search.html", {"looked": looked, "groups": groups})
