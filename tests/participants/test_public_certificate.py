"""The public page of a certificate: genuine, revoked, replaced; a name cocok or not; never asked too often."""

import logging

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.urls import reverse

from documents.verification import is_holder
from participants.certificates import revoke
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperFactory
from tests.participants.factories import CertificateFactory, graduated_registration
from tests.participants.graduates import AT
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db
NAME = "Hj. Siti Rahmah"


@pytest.fixture
def certificate():
    return CertificateFactory(registration=graduated_registration(participant__name=NAME))


def address(certificate) -> str:
    return reverse("verification-result", args=[certificate.paper.code])


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def asked(client, certificate, name: str):
    return client.post(address(certificate), {"nama": name})


def revoked(certificate):
    return revoke(certificate.pk, reason="nama Siti keliru", at=AT, actor=UserFactory(role="pejabat"))


def test_a_valid_one_is_told_with_number_and_date_and_without_anybody(client, certificate):
    answer = client.get(address(certificate))
    told = words(answer)
    for wanted in ("Asli dan berlaku", "Sertifikat pelatihan", "4 Agustus 2025", "Cocokkan nama pemegang"):
        assert wanted in told
    person = certificate.registration.participant
    assert [hint for hint in ("Siti", "Rahmah", person.nik, person.phone) if hint in told] == []
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_revoked_one_says_so_without_its_reason_and_compares_no_name(client, certificate):
    revoked(certificate)
    told = words(client.get(address(certificate)))
    assert "Sertifikat ini dicabut" in told
    assert "Siti" not in told
    assert "Cocokkan nama" not in told
    assert "Cocok</b>" not in words(asked(client, certificate, NAME))


def test_a_replaced_one_names_the_number_that_holds(client, certificate):
    first = revoked(certificate)
    second = CertificateFactory(registration=first.registration, replaces=first, dated_on=DAY)
    told = words(client.get(address(certificate)))
    assert "Dicabut dan diganti" in told
    assert str(second).replace("/", "/<wbr>") in told
    assert "Asli dan berlaku" in words(client.get(address(second)))


SAME = ["Siti Rahmah", "hj. siti   RAHMAH", "Hj.Siti Rahmah", "Siti Rahmah, S.Pd", " siti rahmah "]
OTHER = ["Siti", "Siti Rahma", "Rahmah Siti", "Siti Rahmah Noor", "S. Rahmah", "*", "%", "Siti%"]


@pytest.mark.parametrize("name", SAME)
def test_capitals_blanks_and_titles_do_not_matter(client, certificate, name):
    assert "Cocok</b>" in words(asked(client, certificate, name))


@pytest.mark.parametrize("name", OTHER)
def test_everything_else_matters_and_no_hint_is_given(client, certificate, name):
    told = words(asked(client, certificate, name))
    assert "Tidak cocok" in told
    assert "Hj." not in told


def test_every_wrong_name_gets_the_same_answer(client, certificate):
    told = [words(asked(client, certificate, name)) for name in ("Siti Rahma", "Budi Santoso")]
    near, far = (text[text.index("Cocokkan nama pemegang") : text.index('<input type="text"')] for text in told)
    assert near == far
    assert "Tidak cocok" in near


def test_no_name_and_a_name_that_cannot_be_are_sentences_at_the_field(client, certificate):
    for typed, wanted in (("", "Tulis nama"), ("a\0b", "tidak terlihat"), ("a" * 161, "160")):
        answer = asked(client, certificate, typed)
        assert answer.status_code == 422
        assert wanted in answer.context["form"].errors["nama"][0]


def test_a_bast_has_no_holder_to_compare(client):
    paper = PaperFactory(data={"holder": NAME})
    answer = client.post(reverse("verification-result", args=[paper.code]), {"nama": NAME})
    assert "Cocok</b>" not in words(answer)
    assert not is_holder(paper.code, NAME)
    assert client.post(reverse("verification-result", args=["8K4M-2Q7T"]), {"nama": NAME}).status_code == 404
    assert not is_holder("8K4M-2Q7T", "")


def test_what_was_typed_is_written_into_no_log(client, certificate, caplog):
    caplog.set_level(logging.DEBUG)
    asked(client, certificate, "Nama Rahasia Sekali")
    assert "Rahasia" not in caplog.text


LIMITS = {"look": (2, 60), "name": (3, 60), "name_of_code": (2, 60)}


@pytest.fixture
def limited():
    cache.clear()
    with override_settings(VERIFICATION_LIMITS=LIMITS):
        yield


@pytest.mark.usefixtures("limited")
def test_too_many_looks_are_told_when_to_come_back(client, certificate):
    codes = [client.get(address(certificate)).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    answer = client.get(address(certificate))
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert "Terlalu banyak percobaan" in words(answer)
    assert "Tunggulah" in words(answer)
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(reverse("verification")).status_code == 200


@pytest.mark.usefixtures("limited")
def test_unknown_codes_count_like_known_ones(client):
    codes = [client.get(reverse("verification-result", args=[f"8K4M-2Q7{end}"])).status_code for end in "TVW"]
    assert codes == [404, 404, 429]


@pytest.mark.usefixtures("limited")
def test_names_are_asked_less_often_for_one_code_whoever_asks(client, certificate):
    visitors = [{"REMOTE_ADDR": f"203.0.113.{last}"} for last in (1, 2, 3)]
    codes = [client.post(address(certificate), {"nama": "Budi"}, **visitor).status_code for visitor in visitors]
    assert codes == [200, 200, 429]


@pytest.mark.usefixtures("limited")
def test_names_are_asked_so_often_by_one_visitor(client):
    pages = [address(CertificateFactory()) for _ in range(4)]
    assert [client.post(page, {"nama": "Budi"}).status_code for page in pages] == [200, 200, 200, 429]


def test_the_page_costs_few_queries(client, certificate, count_queries):
    assert count_queries(lambda: client.get(address(certificate))) <= 12
