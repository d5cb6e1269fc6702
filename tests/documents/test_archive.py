"""What was printed is kept byte for byte, and anybody can check it by its code without learning about anybody."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, InternalError
from django.urls import reverse

from documents import archive as module
from documents.archive import archive, unused_code
from documents.codes import written
from documents.enums import PaperKind
from documents.files import genuine_bytes
from documents.models import Office, Paper
from documents.numbers import give_number, void_number
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
DAY = date(2025, 9, 4)
AT = datetime(2025, 9, 5, 2, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str = "SITI RAHMAH"


def printed(number=None, *, revision=1, code="8K4M2Q7T", pdf=b"%PDF-1.7 isi", **kwargs) -> Paper:
    number = number or give_number(PaperKind.BAST, on=DAY)
    kwargs = {"dated_on": DAY, "actor": UserFactory(), "data": Sheet(), **kwargs}
    return archive(PaperKind.BAST, number, revision=revision, code=code, pdf=pdf, **kwargs)


def page(client, code):
    response = client.get(reverse("verification-result", args=[code]))
    return response, " ".join(response.content.decode().split())


def test_bytes_hash_data_and_name_are_kept():
    paper = Paper.objects.get(pk=printed().pk)
    assert genuine_bytes(paper.file) == b"%PDF-1.7 isi"
    assert paper.file.sha256 == sha256(b"%PDF-1.7 isi").hexdigest()
    assert paper.data == {"name": "SITI RAHMAH"}
    assert paper.file.name == "BAST-500.15-001-BAST-DISKOP-UM-NAKER-IX-2025.pdf"
    assert printed(paper.number, revision=2, code="22222222").file.name.endswith("-2025-cetakan-2.pdf")


def test_code_that_a_paper_carries_is_not_given_again(monkeypatch):
    printed(code="8K4M2Q7T")
    codes = iter(["8K4M2Q7T", "8K4M2Q7T", "0000AAAA"])
    monkeypatch.setattr(module, "new_code", lambda: next(codes))
    assert unused_code() == "0000AAAA"


def test_database_refuses_the_same_code_twice():
    printed(code="8K4M2Q7T")
    with pytest.raises(IntegrityError, match="documents_paper_code_key"):
        printed(code="8K4M2Q7T")


def test_database_refuses_one_revision_twice():
    paper = printed()
    with pytest.raises(IntegrityError, match="paper_revision_once"):
        printed(paper.number, code="22222222")


@pytest.mark.parametrize("change", [{"dated_on": date(2024, 1, 1)}, {"data": {}}, {"code": "00000000"}])
def test_database_refuses_to_change_a_paper(change):
    printed()
    with pytest.raises(InternalError, match="Cannot update"):
        Paper.objects.update(**change)


def test_anybody_learns_that_a_paper_is_genuine_and_nothing_about_people(client):
    printed()
    response, words = page(client, "8k4m 2q7t")
    assert response.status_code == 200
    for told in ("Asli dan berlaku", "500.15/001/BAST/DISKOP,UM&amp;NAKER/IX/2025", "4 September 2025", "8K4M-2Q7T"):
        assert told in words
    assert Office.objects.get().name in words
    assert "SITI" not in words
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_void_paper_says_so_without_its_reason(client):
    paper = printed()
    void_number(paper.number_id, reason="salah ketik nama Siti", at=AT)
    response, words = page(client, written(paper.code))
    assert response.status_code == 200
    assert "Surat ini dibatalkan" in words
    assert "5 September 2025" in words
    assert "Siti" not in words
    assert "Asli dan berlaku" not in words


def test_older_printing_names_the_one_that_replaced_it(client):
    paper = printed()
    printed(paper.number, revision=2, code="22222222", dated_on=date(2025, 9, 8))
    assert "Digantikan cetakan ke-2" in page(client, paper.code)[1]
    assert "Asli dan berlaku" in page(client, "22222222")[1]


@pytest.mark.parametrize("code", ["8K4M-2Q7X", "x", "halo dunia", "%00", "8" * 300])
def test_unknown_code_is_told_in_words(client, code):
    printed()
    response, words = page(client, code)
    assert response.status_code == 404
    assert "Surat tidak dikenal" in words
    assert response["X-Robots-Tag"] == "noindex, nofollow"


def test_typed_code_leads_to_its_page_and_a_mistyped_one_says_what_a_code_is(client):
    printed()
    response = client.get(reverse("verification"), {"kode": " 8k4m2q7t "})
    assert response["Location"] == reverse("verification-result", args=["8K4M-2Q7T"])
    response = client.get(reverse("verification"), {"kode": "abc"})
    assert response.status_code == 422
    assert "delapan huruf dan angka" in response.content.decode()
    assert 'value="abc"' in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_verification_only_reads(client, method):
    assert getattr(client, method)(reverse("verification")).status_code == 405


def test_verification_costs_few_queries(client, count_queries):
    paper = printed()
    assert count_queries(lambda: page(client, paper.code)) <= 12  # 3 for the paper, the others count the visit
