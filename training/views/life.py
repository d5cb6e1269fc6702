"""The confirmation pages that move an angkatan along its life: open it, close and reopen registration, cancel it."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import Action, requires
from accounts.http import Request
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from tkm.lib.forms import show_error
from tkm.lib.undo import or_else
from training.forms.sessions import CancelForm
from training.models import TrainingSession
from training.sessions import close_registration, publish, reopen_registration
from training.tabs import session_head
from training.views.one_session import find_session


@dataclass(frozen=True, slots=True)
class Step:
    """What a confirmation page says before, on its button, and after."""

    title: str
    happens: str
    consequence: str
    verb: str
    done: str
    danger: bool = False


@requires(Action.MANAGE_TRAINING)
def session_publish(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.MANAGE_TRAINING)
    opens, closes = tanggal(session.registration_opens_on), tanggal(session.registration_closes_on)
    step = Step(
        title="Buka angkatan",
        happens=f"{session} dibuka. Warga dapat didaftarkan dari {opens} sampai {closes}.",
        consequence="Sesudah dibuka, angkatan tidak kembali menjadi rancangan.",
        verb="Buka angkatan",
        done=f"{session} sudah dibuka. Pendaftaran: {opens} – {closes}.",
    )
    return _confirm(request, session, step, lambda: publish(session.pk, on=timezone.localdate(), actor=request.user))


@requires(Action.SELECT)
def session_close(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.SELECT)
    step = Step(
        title="Tutup pendaftaran",
        happens=f"Pendaftaran {session} ditutup sekarang juga, bukan pada {tanggal(session.registration_closes_on)}.",
        consequence="Sesudah ditutup, tidak ada lagi yang dapat didaftarkan dan seleksi dimulai. "
        "Dapat dibuka lagi selama belum ada yang lolos dan masa pendaftaran belum lewat.",
        verb="Tutup pendaftaran",
        done=or_else(
            f"Pendaftaran {session} sudah ditutup. Seleksi dapat dimulai.",
            reverse("session-reopen", args=[code]),
            "Buka lagi pendaftaran",
        ),
    )
    return _confirm(
        request, session, step, lambda: close_registration(session.pk, at=timezone.now(), actor=request.user)
    )


@requires(Action.SELECT)
def session_reopen(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.SELECT)
    closes = tanggal(session.registration_closes_on)
    step = Step(
        title="Buka lagi pendaftaran",
        happens=f"Pendaftaran {session} dibuka lagi sampai {closes}.",
        consequence="Warga dapat didaftarkan lagi; seleksi menunggu sampai pendaftaran ditutup.",
        verb="Buka lagi pendaftaran",
        done=or_else(
            f"Pendaftaran {session} dibuka lagi sampai {closes}.",
            reverse("session-close", args=[code]),
            "Tutup pendaftaran",
        ),
    )
    return _confirm(
        request, session, step, lambda: reopen_registration(session.pk, on=timezone.localdate(), actor=request.user)
    )


@requires(Action.MANAGE_TRAINING)
def session_cancel(request: Request, code: str) -> HttpResponse:
    session = find_session(request, code, Action.MANAGE_TRAINING)
    step = Step(
        title="Batalkan angkatan",
        happens=f"{session} dibatalkan, bersama pertemuan yang belum terlaksana.",
        consequence="Angkatan yang dibatalkan tidak dapat dihidupkan lagi. Pendaftar tetap tercatat.",
        verb="Batalkan angkatan",
        done=f"{session} sudah dibatalkan.",
        danger=True,
    )
    form = CancelForm(request.POST or None)
    return _confirm(request, session, step, lambda: form.save(session, actor=request.user), form)


def _confirm(
    request: Request,
    session: TrainingSession,
    step: Step,
    act: Callable[[], TrainingSession | None],
    form: forms.Form | None = None,
) -> HttpResponse:
    """Ask on GET, act on POST; a refusal stands on the same page, with what was typed."""
    form = form or forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _acted(act, form):
        messages.success(request, step.done)
        return redirect(session)
    context = {
        **session_head(session, "session-detail", request.user, timezone.localdate()),
        "step": step,
        "form": form,
    }
    return render(request, "training/session_confirm.html", context, status=422 if form.errors else 200)


def _acted(act: Callable[[], TrainingSession | None], form: forms.Form) -> bool:
    try:
        return act() is not None
    except DomainError as error:
        show_error(form, error)
        return False
