"""The public page: whoever holds a paper asks whether it is genuine. It tells nothing about anybody."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.errors import too_many_requests
from documents.codes import read_code
from documents.forms import HolderForm, VerificationForm
from documents.limits import TooOftenError, address_of, count, limit
from documents.verification import Verdict, verify

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def public(view: View[P]) -> View[P]:
    """For people with a code in hand: not for search engines, kept by no cache, and not asked too often."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except TooOftenError as error:
            response = too_many_requests(request, error.retry_after)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return answered


@login_not_required
@require_safe
@public
def verification(request: HttpRequest) -> HttpResponse:
    """Where anybody types the code of a paper; nothing is looked up yet, so nothing is counted."""
    form = VerificationForm(request.GET or None)
    if form.is_valid():
        return redirect("verification-result", code=form.cleaned_data["kode"])
    return render(request, "documents/verification.html", {"form": form}, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@public
def verification_result(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a paper leads: genuine or not; by POST, whether a name is that of the certificate's holder."""
    if request.method == "POST":
        return _name_compared(request, code)
    count(limit("look"), address_of(request), at=timezone.now())
    verdict = verify(code)
    form = HolderForm() if verdict and verdict.has_holder else None
    return _page(request, code, verdict, form)


def _name_compared(request: HttpRequest, code: str) -> HttpResponse:
    """Cocok or tidak cocok; counted for each visitor and, whoever asks, for each code."""
    now = timezone.now()
    count(limit("name"), address_of(request), at=now)
    count(limit("name_of_code"), read_code(code) or "", at=now)
    verdict = verify(code)
    if verdict is None or not verdict.has_holder:
        return _page(request, code, verdict, None)
    form = HolderForm(request.POST)
    matches = form.matches(code) if form.is_valid() else None
    return _page(request, code, verdict, form, matches)


def _page(
    request: HttpRequest, code: str, verdict: Verdict | None, form: HolderForm | None, matches: bool | None = None
) -> HttpResponse:
    context = {"verdict": verdict, "typed": code[:40], "form": form, "matches": matches}
    status = 404 if verdict is None else 422 if form and form.errors else 200
    return render(request, "documents/verification_result.html", context, status=status)
