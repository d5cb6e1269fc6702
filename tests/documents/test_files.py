"""Uploads are judged by what they are; stored bytes come out as they went in or not at all."""

from contextlib import suppress
from hashlib import sha256

import pytest
from django.db import IntegrityError, InternalError, connection
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from documents import files
from documents.files import FileRefusedError, TamperedError, genuine_bytes, store_bytes, store_upload
from documents.models import StoredFile
from tests.documents.samples import circling_pdf, pdf, picture, unfolding_pdf, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "media_type", "ending"),
    [
        (pdf(), "application/pdf", "pdf"),
        (picture("JPEG"), "image/jpeg", "jpg"),
        (picture("PNG"), "image/png", "png"),
    ],
)
def test_content_decides_not_name_or_browser(content, media_type, ending):
    stored = store_upload(upload(content, "x.exe", "text/html"), name="BAST 7")
    assert (stored.media_type, stored.name) == (media_type, f"BAST-7.{ending}")
    assert genuine_bytes(stored) == content
    assert stored.sha256 == sha256(content).hexdigest()
    assert stored.size == len(content)


REFUSED = {
    "empty": (b"", "kosong"),
    "text": (b"halo", "bukan PDF, JPG atau PNG"),
    "web page": (b"<html><script>alert(1)</script></html>", "bukan PDF"),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
    "gif": (picture("GIF"), "bukan PDF"),
    "only a beginning": (b"%PDF-1.7 contoh", "terpotong"),
    "no pages": (pdf(0), "1 sampai 100 halaman"),
    "many pages": (pdf(101), "1 sampai 100 halaman"),
    "circling": (circling_pdf(), "1 sampai 100 halaman"),
    "unfolding": (unfolding_pdf(), "1 sampai 100 halaman"),
    "locked": (pdf(password="rahasia"), "kata sandi"),
    "broken pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type >>\n%%EOF", "rusak"),
    "half a picture": (picture("JPEG", (400, 400))[:-900], "rusak"),
    "broken png": (picture()[:40] + b"\0" * 40, "rusak"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_other_content_is_refused_in_words(content, sentence):
    with pytest.raises(FileRefusedError) as refusal:
        store_upload(upload(content), name="x", field="logo")
    assert sentence in refusal.value.message
    assert refusal.value.field == "logo"
    assert not StoredFile.objects.exists()


def test_more_than_ten_megabytes_is_refused_before_reading():
    with pytest.raises(FileRefusedError, match=r"10,1 MB, paling besar 10 MB"):
        store_upload(upload(pdf() + b"\0" * 10_600_000), name="x")


def test_picture_that_unfolds_to_too_many_dots_is_never_decoded(monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 1000)
    with pytest.raises(FileRefusedError, match="terlalu besar"):
        store_upload(upload(picture(size=(40, 30))), name="x")


def test_crest_must_be_a_picture():
    with pytest.raises(FileRefusedError, match="bukan JPG atau PNG"):
        store_upload(upload(pdf()), name="x", kinds=files.IMAGES)


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, 400), junk=st.binary(min_size=1, max_size=40), form=st.sampled_from(["PDF", "JPEG", "PNG"]))
def test_damaged_files_are_accepted_or_refused_but_never_an_error(at, junk, form):
    content = pdf() if form == "PDF" else picture(form)
    damaged = content[:at] + junk + content[at + len(junk) :]
    with suppress(FileRefusedError):
        assert files.examined(damaged, (files.PDF, *files.IMAGES)) in files.ENDINGS


def test_name_is_made_harmless():
    assert store_upload(upload(pdf()), name='../../a"b\r\nc').name == "a-b-c.pdf"


def test_database_refuses_bytes_without_their_hash():
    with pytest.raises(IntegrityError, match="stored_file_hash_is_of_its_bytes"):
        StoredFile.objects.create(content=b"a", sha256=sha256(b"b").hexdigest(), size=1, media_type="x", name="x")


@pytest.mark.parametrize("change", ["name = 'lain'", "content = ''::bytea, sha256 = encode(sha256(''::bytea), 'hex')"])
def test_database_refuses_to_change_or_delete_a_stored_file(change):
    stored = store_bytes(b"isi", media_type="application/pdf", name="x.pdf")
    with connection.cursor() as cursor, pytest.raises(InternalError, match="Cannot update"):
        cursor.execute(f"UPDATE documents_storedfile SET {change} WHERE id = %s", [stored.pk])


def test_database_refuses_to_delete_a_stored_file():
    store_bytes(b"isi", media_type="application/pdf", name="x.pdf")
    with pytest.raises(InternalError, match="Cannot update or delete"):
        StoredFile.objects.all().delete()


def tamper(stored):
    """What somebody with all rights on the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_storedfile DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE documents_storedfile DROP CONSTRAINT stored_file_hash_is_of_its_bytes")
        cursor.execute("UPDATE documents_storedfile SET content = 'lain' WHERE id = %s", [stored.pk])


@override_settings(LOGGING_CONFIG=None)
def test_tampered_bytes_are_never_given_out(caplog):
    stored = store_bytes(b"isi", media_type="application/pdf", name="x.pdf")
    tamper(stored)
    stored.refresh_from_db()
    with pytest.raises(TamperedError, match="tidak lagi sama"):
        genuine_bytes(stored)
    assert stored.sha256 in caplog.text
