"""Giving out stored bytes: only genuine ones, only as what they are, and never as a page of ours."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from documents.files import ENDINGS, IMAGES, PDF, SAVED, TamperedError, genuine_bytes
from documents.models import StoredFile
from documents.working import WorkingPaper
from tkm.lib.db import one_reading
from tkm.lib.errors import DomainError

# The file may load, run and frame nothing. A picture is shut in altogether; not every browser shows a PDF in a sandbox.
NOTHING = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"


def serve(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    """The stored file to look at; a page that says so when its bytes are no longer what was stored."""
    try:
        content = genuine_bytes(stored)
    except TamperedError as error:
        return render(request, "documents/file_tampered.html", {"sentence": error.message}, status=409)
    return file_response(content, media_type=stored.media_type, name=stored.name)


def file_response(content: bytes, *, media_type: str, name: str) -> HttpResponse:
    """Bytes with the headers that keep a browser from taking them for anything else."""
    is_shown = media_type in ENDINGS
    known = is_shown or media_type in SAVED
    response = HttpResponse(content, content_type=media_type if known else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not is_shown, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"{NOTHING}; sandbox" if media_type in IMAGES else NOTHING
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def printed(request: HttpRequest, made: Callable[[], WorkingPaper], *, back: str) -> HttpResponse:
    """The paper, set from one state of the rows; or back with the sentence that says why not."""
    try:
        with one_reading():
            paper = made()
        content = paper.pdf()
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(back)
    return file_response(content, media_type=PDF, name=f"{paper.name}.pdf")
