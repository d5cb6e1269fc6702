"""The fixed words of the papers, as the administrator edits them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.models import Wording
from documents.wording_forms import WordingForm
from documents.wordings import WORDINGS, newest


@require_safe
@requires(Action.ADMINISTER)
def wording_list(request: Request) -> HttpResponse:
    """The kinds of paper whose words the office edits, each with the version in use."""
    in_use: dict[str, Wording] = {}
    for wording in Wording.objects.select_related("created_by").order_by("kind", "-version"):
        in_use.setdefault(wording.kind, wording)
    return render(request, "documents/wording_list.html", {"wordings": [in_use[kind] for kind in WORDINGS]})


@require_safe
@requires(Action.ADMINISTER)
def wording_versions(request: Request, kind: str) -> HttpResponse:
    """All versions of the words of one kind of paper."""
    paper = find_kind(kind)
    versions = Wording.objects.newest_first(paper).select_related("created_by")
    return render(request, "documents/wording_versions.html", {"paper": paper, "versions": versions})


@requires(Action.ADMINISTER)
def wording_edit(request: Request, kind: str) -> HttpResponse:
    """Write a next version, beginning with the newest or with the one of `?versi=`."""
    paper = find_kind(kind)
    if request.method == "POST":
        form = WordingForm(request.POST, kind=paper)
        if form.is_valid() and (wording := form.save(actor=request.user)):
            messages.success(request, f"Naskah {paper.label} versi {wording.version} berlaku mulai cetakan berikutnya.")
            return redirect("wording-versions", paper)
    else:
        form = WordingForm.for_version(chosen_version(request, paper), based_on=newest(paper).version)
    return wording_page(request, form)


def wording_page(request: Request, form: WordingForm) -> HttpResponse:
    """The edit page with what is typed."""
    context = {"form": form, "paper": form.kind, "tokens": WORDINGS[form.kind].TOKENS}
    return render(request, "documents/wording_form.html", context, status=422 if form.errors else 200)


def find_kind(kind: str) -> PaperKind:
    """The kind of paper an address names; 404 for one whose words nobody edits."""
    if kind not in WORDINGS:
        raise Http404
    return PaperKind(kind)


def chosen_version(request: HttpRequest, paper: PaperKind) -> Wording:
    wanted = request.GET.get("versi", "")
    if not wanted.isdecimal() or len(wanted) > 4:
        return newest(paper)
    return get_object_or_404(Wording.objects.newest_first(paper), version=int(wanted))
