"""Certificates of an angkatan: who has one, issuing, the file for the printer; one certificate, its paper, revoking."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.codes import written
from documents.enums import PaperKind
from documents.files import PDF, bare
from documents.letterhead import office_for
from documents.models import Signatory
from documents.serving import file_response, serve
from participants.certificate_paper import certificate_data, course_of, pictures_of, set_one
from participants.certificates import plan, print_file, waiting_in, what_lacks
from participants.forms.certificates import OccasionForm, RevokeForm
from participants.models import Certificate, Registration
from participants.views.session_page import find_session, head, may_here
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from tkm.lib.text import row_id
from training.models import TrainingSession

TAB = "graduation"


@dataclass(frozen=True, slots=True)
class Line:
    """One graduate: the newest certificate, what was before it, and why none can be issued yet."""

    registration: Registration
    certificates: Sequence[Certificate]
    lacks: str

    @property
    def newest(self) -> Certificate | None:
        return self.certificates[0] if self.certificates else None

    @property
    def is_waiting(self) -> bool:
        return self.newest is None or not self.newest.is_valid


@require_safe
@requires(Action.VIEW)
def session_certificates(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code)
    certificates = Prefetch("certificates", Certificate.objects.for_list())
    rows = session.registrations.passed().select_related("participant").prefetch_related(certificates)
    lines = [Line(row, list(row.certificates.all()), what_lacks(row)) for row in rows.order_by("seat_number", "pk")]
    course = course_of(session)
    waiting = [line for line in lines if line.is_waiting]
    context = {
        **head(request, session, TAB),
        "lines": lines,
        "valid": len(lines) - len(waiting),
        "course": course,
        "may_issue": may_here(request, session, Action.CONFIRM_GRADUATION),
        "ready": [line for line in waiting if not line.lacks],
        "lacking": [line for line in waiting if line.lacks],
        "may_fill_units": may(request.user, Action.MANAGE_TRAINING),
    }
    return render(request, "participants/certificate_list.html", context)


@requires(Action.CONFIRM_GRADUATION)
def certificate_issue(request: Request, code: str) -> HttpResponse:
    """Choose date and signatory, see for whom and with which numbers; then issue all of them at once."""
    session = find_session(request, code, Action.CONFIRM_GRADUATION)
    one = row_id(request.GET.get("untuk", ""))
    form = _occasion(request, session, [one] if one else None)
    if request.method == "POST" and form.is_valid():
        chosen = [pk for sent in request.POST.getlist("registration") if (pk := row_id(sent)) is not None]
        version = request.POST.get("version", "")
        made = form.issue(chosen, version=version, at=timezone.now(), actor=request.user)
        if made is not None:
            messages.success(request, f"{len(made)} sertifikat terbit." if made else "Sudah diterbitkan.")
            return redirect("session-certificates", code)
    return _issue_page(request, session, form, is_one=one is not None)


def _occasion(request: Request, session: TrainingSession, chosen: list[int] | None) -> OccasionForm:
    """The form as sent, as the address asks, or at first with today and who is in office."""
    today, signers = timezone.localdate(), list(Signatory.objects.order_by("-valid_from", "name"))
    data: Any = request.POST if request.method == "POST" else request.GET
    if request.method != "POST" and "dated_on" not in data:
        in_office = next((str(signer.pk) for signer in signers if signer.signs_on(today)), "")
        data = {"dated_on": f"{today:%d-%m-%Y}", "signatory": in_office}
    waiting = list(waiting_in(session, chosen))
    return OccasionForm(data, session=session, waiting=waiting, signers=signers, on=today)


def _issue_page(request: Request, session: TrainingSession, form: OccasionForm, *, is_one: bool) -> HttpResponse:
    is_decided = not any(form.errors.get(name) for name in form.fields)
    context = {
        **head(request, session, TAB),
        "form": form,
        "waiting": form.waiting,
        "plan": plan(form.waiting, form.occasion) if is_decided else None,
        "occasion": form.occasion if is_decided else None,
        "course": course_of(session),
        "is_one": is_one,
        "may_fill_units": may(request.user, Action.MANAGE_TRAINING),
        "back_url": reverse("session-certificates", args=[session.code]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "participants/certificate_issue.html", context, status=status)


@require_safe
@requires(Action.CONFIRM_GRADUATION)
def certificate_preview(request: Request, code: str, pk: int) -> HttpResponse:
    """The certificate of one graduate as it would be issued now; without number, code or trace."""
    session = find_session(request, code, Action.CONFIRM_GRADUATION)
    registration = get_object_or_404(waiting_in(session), pk=pk)
    form = _occasion(request, session, [pk])
    if not form.is_valid():
        return redirect(f"{reverse('certificate-issue', args=[code])}?{request.GET.urlencode()}")
    course = course_of(session)
    office = office_for(PaperKind.CERTIFICATE).get()
    data = certificate_data(registration, course, form.occasion, office, issue=None, replaces="")
    try:
        content = set_one(data, pictures_of([data]), at=timezone.now())
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("certificate-issue", code)
    return file_response(content, media_type=PDF, name="pratinjau-sertifikat.pdf")


@require_safe
@requires(Action.VIEW)
def certificate_book(request: Request, code: str) -> HttpResponse:
    """All valid certificates of the angkatan in one file, for the printer."""
    session = find_session(request, code)
    try:
        content = print_file(session)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("session-certificates", code)
    return file_response(content, media_type=PDF, name=f"{bare(f'sertifikat {session.code}')}.pdf")


@require_safe
@requires(Action.VIEW)
def certificate_detail(request: Request, pk: int) -> HttpResponse:
    certificate = _certificate(request, pk)
    context = {
        **_told(request, certificate),
        "holder": certificate.paper.data["holder"],
        "code": written(certificate.paper.code),
        "may_revoke": certificate.is_valid and may(request.user, Action.CONFIRM_GRADUATION),
        "may_replace": may(request.user, Action.CONFIRM_GRADUATION) and _awaits_replacement(certificate),
    }
    return render(request, "participants/certificate_detail.html", context)


@require_safe
@requires(Action.VIEW)
def certificate_paper(request: Request, pk: int) -> HttpResponse:
    """The archived PDF, the same bytes each time."""
    return serve(request, _certificate(request, pk).paper.file)


@requires(Action.CONFIRM_GRADUATION)
def certificate_revoke(request: Request, pk: int) -> HttpResponse:
    """Say why it no longer holds; a new one can be issued after that."""
    certificate = _certificate(request, pk, Action.CONFIRM_GRADUATION)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if revoked := form.revoke(certificate, at=timezone.now(), actor=request.user):
            messages.success(request, f"Sertifikat {revoked} dicabut. Nomornya tetap tercatat.")
            return redirect(revoked)
    elif not certificate.is_valid:
        return redirect(certificate)
    happens = f"Sertifikat nomor {certificate} atas nama {certificate.paper.data['holder']} dicabut."
    context = {
        **_told(request, certificate),
        "form": form,
        "happens": happens,
        "back_url": certificate.get_absolute_url(),
    }
    return render(request, "participants/certificate_revoke.html", context, status=422 if form.errors else 200)


def _certificate(request: Request, pk: int, action: Action = Action.VIEW) -> Certificate:
    related = ("number", "paper__file", "signatory", "issued_by", "revoked_by", "replaces__number",
               "replaced_by__number", "registration__participant", "registration__session__program")  # fmt: skip
    visible = Certificate.objects.visible_to(request.user, action).select_related(*related)
    return get_object_or_404(visible.defer("paper__file__content"), pk=pk)


def _awaits_replacement(certificate: Certificate) -> bool:
    """Revoked, and nothing took its place."""
    return not certificate.is_valid and not hasattr(certificate, "replaced_by")


def _told(request: Request, certificate: Certificate) -> dict[str, Any]:
    registration = certificate.registration
    return {
        "certificate": certificate,
        "registration": registration,
        "session": registration.session,
        "line": f"{registration.participant} · {registration.session} · {tanggal(certificate.dated_on)}",
    }
