"""Giving out stored bytes: only genuine ones, only as what they are, and never as a page of ours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from documents.files import ENDINGS, IMAGES, TamperedError, genuine_bytes
from documents.models import StoredFile

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
    known = media_type in ENDINGS
    response = HttpResponse(content, content_type=media_type if known else "application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(not known, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = f"{NOTHING}; sandbox" if media_type in IMAGES else NOTHING
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
