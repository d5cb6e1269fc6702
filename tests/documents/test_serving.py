"""Stored bytes are given out as what they are, or not at all."""

import pytest
from django.test import RequestFactory

from documents.files import store_bytes
from documents.serving import file_response, serve
from tests.documents.samples import pdf, picture
from tests.documents.test_files import tamper

pytestmark = pytest.mark.django_db


def get(stored):
    return serve(RequestFactory().get("/x/"), stored)


def test_bytes_come_out_as_they_went_in():
    stored = store_bytes(pdf(), media_type="application/pdf", name="BAST 7.pdf")
    response = get(stored)
    assert response.content == pdf()
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="BAST 7.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_picture_is_shut_in_and_nothing_may_load():
    policy = get(store_bytes(picture(), media_type="image/png", name="x.png"))["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")


def test_type_we_never_store_is_only_saved_never_shown():
    response = file_response(b"<script>", media_type="text/html", name="x.html")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


def test_tampered_file_is_a_page_that_says_so(caplog):
    stored = store_bytes(pdf(), media_type="application/pdf", name="BAST-7.pdf")
    tamper(stored)
    stored.refresh_from_db()
    response = get(stored)
    assert response.status_code == 409
    assert "tidak lagi sama" in response.content.decode()
    assert response["Content-Type"].startswith("text/html")
    assert caplog.records[0].levelname == "ERROR"
