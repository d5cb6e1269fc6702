"""Checking a paper (public), and the fixed words of the papers (administrator)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.forms import VerificationForm, WordingForm
from documents.models import Wording
from documents.verification import verify
from documents.wording import BAST_TOKENS
from documents.wordings import newest


def hidden(response: HttpResponse) -> HttpResponse:
    """For people with a code in hand, not for search engines."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@login_not_required
@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """Where anybody types the code of a paper."""
    form = VerificationForm(request.GET or None)
    if form.is_valid():
        return hidden(redirect("verification-result", code=form.cleaned_data["kode"]))
    return hidden(render(request, "documents/verification.html", {"form": form}, status=422 if form.errors else 200))


@login_not_required
@require_safe
def verification_result(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a paper leads: genuine or not, and nothing about anybody."""
    verdict = verify(code)
    context = {"verdict": verdict, "typed": code[:40]}
    return hidden(
        render(request, "documents/verification_result.html", context, status=200 if verdict is not None else 404)
    )


@require_safe
@requires(Action.ADMINISTER)
def wording_list(request: Request) -> HttpResponse:
    """All versions of the words of a BAST."""
    versions = Wording.objects.newest_first(PaperKind.BAST).select_related("created_by")
    return render(request, "documents/wording_list.html", {"versions": versions})


@requires(Action.ADMINISTER)
def wording_edit(request: Request) -> HttpResponse:
    """Write a next version, beginning with the newest or with the one of `?versi=`."""
    if request.method == "POST":
        form = WordingForm(request.POST)
        if form.is_valid() and (wording := form.save(actor=request.user)):
            messages.success(request, f"Naskah BAST versi {wording.version} berlaku mulai cetakan berikutnya.")
            return redirect("wording-list")
    else:
        form = WordingForm.for_version(chosen_version(request), based_on=newest().version)
    context = {"form": form, "tokens": BAST_TOKENS}
    return render(request, "documents/wording_form.html", context, status=422 if form.errors else 200)


def chosen_version(request: HttpRequest) -> Wording:
    versions = Wording.objects.newest_first(PaperKind.BAST)
    wanted = request.GET.get("versi", "")
    return get_object_or_404(versions, version=int(wanted)) if wanted.isdecimal() and len(wanted) < 5 else newest()
