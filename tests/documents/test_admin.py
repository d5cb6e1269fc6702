"""The second door to papers: the office and its settings are edited, what was given and printed is looked at."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.files import genuine_bytes
from documents.models import NumberSeries, Office, Paper, PaperNumber, PrivacyNotice, Signatory, StoredFile, Wording
from tests.documents.factories import PaperFactory, SignatoryFactory
from tests.documents.samples import pdf, picture, upload

pytestmark = pytest.mark.django_db
OFFICE = {
    "government": "PEMERINTAH KOTA CONTOH", "name": "DINAS CONTOH", "address": "Jl. Contoh 1", "contact": "",
    "paper_size": "f4", "short_name": "Dinas Contoh", "city": "Kota Contoh", "place": "Contoh",
    "public_address": "tkm.contoh.example", "first_party": "PIHAK KESATU", "copies": "3",
    "no_transfer_months": "24", "monitoring_months": "12", "scan_due_days": "7", "waiting_years": "3",
    "waiting_rule": "reason", "backdating_days": "3", "verification_days": "7", "goods_days": "30",
}  # fmt: skip


def page(model, name, *args):
    return reverse(f"admin:documents_{model}_{name}", args=args)


def text(response):
    return " ".join(response.content.decode().split())


def test_office_is_data(login):
    client = login("administrator")
    assert client.post(page("office", "change", 1), OFFICE).status_code == 302
    office = Office.objects.get()
    assert (office.name, office.paper_size, office.copies, office.waiting_rule) == ("DINAS CONTOH", "f4", 3, "reason")
    assert office.events.latest("pgh_id").name == "DINAS CONTOH"


def test_crest_is_a_picture_and_stays_until_another_comes(login):
    client = login("administrator")
    client.post(page("office", "change", 1), {**OFFICE, "crest": upload(picture(), "lambang.png", "image/png")})
    crest = Office.objects.get().logo
    assert genuine_bytes(crest) == picture()
    client.post(page("office", "change", 1), OFFICE)
    assert Office.objects.get().logo == crest
    response = client.post(page("office", "change", 1), {**OFFICE, "name": "LAIN", "crest": upload(pdf())})
    assert "bukan JPG atau PNG" in text(response)
    assert 'value="LAIN"' in text(response)
    assert Office.objects.get().name == "DINAS CONTOH"


def test_crest_is_stored_only_with_all_the_rest(login):
    crest = upload(picture(), "lambang.png", "image/png")
    response = login("administrator").post(page("office", "change", 1), {**OFFICE, "name": "", "crest": crest})
    assert response.status_code == 200
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"waiting_years": 2030}, {"no_transfer_months": 241}, {"monitoring_months": 999}, {"scan_due_days": 366}]
)
def test_a_span_of_time_is_no_year_or_date(login, wrong):
    response = login("administrator").post(page("office", "change", 1), {**OFFICE, **wrong})
    assert "Paling banyak" in text(response)
    with pytest.raises(IntegrityError, match="office_terms_are_spans"), transaction.atomic():
        Office.objects.update(**wrong)


def test_there_is_one_office(login):
    client = login("administrator")
    assert client.get(page("office", "add")).status_code == 403
    assert client.post(page("office", "delete", 1), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    "wrong", [{"copies": "0"}, {"copies": "10"}, {"name": ""}, {"name": "a\0"}, {"place": "x" * 61}]
)
def test_bad_office_is_refused_at_its_field(login, wrong):
    response = login("administrator").post(page("office", "change", 1), {**OFFICE, **wrong})
    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert Office.objects.get().copies == 2


def test_broken_pattern_is_refused_when_it_is_saved(login):
    client, series = login("administrator"), NumberSeries.objects.get(kind="bast")
    assert "{nomor:03d} menulisnya dengan tiga digit" in text(client.get(page("numberseries", "change", series.pk)))
    for pattern in ("{nomer}", "500.15/{tahun}", "{nomor", ""):
        response = client.post(page("numberseries", "change", series.pk), {"mode": "automatic", "pattern": pattern})
        assert "errorlist" in response.content.decode()
    client.post(page("numberseries", "change", series.pk), {"mode": "automatic", "pattern": "{nomor:04d}/{tahun}"})
    series.refresh_from_db()
    assert series.pattern == "{nomor:04d}/{tahun}"


def test_signatory_dates_in_order(login):
    signer = {"name": "H. CONTOH", "nip": "197001011995031001", "position": "Kepala Dinas", "capacity": "plt"}
    client = login("administrator")
    bad = client.post(page("signatory", "add"), {**signer, "valid_from": "02-01-2025", "valid_until": "01-01-2025"})
    assert "Tanggal berakhir mendahului tanggal mulai" in text(bad)
    bad = client.post(page("signatory", "add"), {**signer, "nip": "123", "valid_from": "02-01-2025"})
    assert "NIP terdiri dari 18 digit" in text(bad)
    client.post(page("signatory", "add"), {**signer, "valid_from": "02-01-2025"})
    assert str(Signatory.objects.get()) == "H. CONTOH, Plt. Kepala Dinas"


def test_new_privacy_notice_is_the_next_version(login):
    client = login("administrator")
    client.post(page("privacynotice", "add"), {"text": "Teks baru"})
    assert list(PrivacyNotice.objects.values_list("version", flat=True)) == [2, 1]
    first = PrivacyNotice.objects.get(version=1)
    assert client.post(page("privacynotice", "change", first.pk), {"text": "lain"}).status_code == 403


def test_words_are_written_on_their_own_page(login):
    client = login("administrator")
    assert client.get(page("wording", "add"))["Location"] == reverse("wording-list")
    assert client.post(page("wording", "change", Wording.objects.get(kind="bast").pk), {"note": "x"}).status_code == 403


@pytest.mark.parametrize("model", [PaperNumber, Paper, StoredFile])
def test_given_and_printed_is_only_looked_at(login, model):
    paper = PaperFactory(data={"second_party": {"details": [["NIK", "6372 0457 0892 0012"]]}})
    row = {PaperNumber: paper.number, Paper: paper, StoredFile: paper.file}[model]
    name, client = model._meta.model_name, login("administrator")
    shown = client.get(page(name, "change", row.pk))
    assert shown.status_code == 200
    assert "6372 0457 0892 0012" not in text(shown)
    assert client.post(page(name, "change", row.pk), {"text": "x"}).status_code == 403
    assert client.post(page(name, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(page(name, "add")).status_code == 403


MODELS = ["office", "signatory", "numberseries", "numbercounter", "papernumber", "wording", "privacynotice", "paper",
          "storedfile"]  # fmt: skip


@pytest.mark.parametrize("model", MODELS)
def test_every_list_opens_and_is_searched(login, model):
    PaperFactory()
    SignatoryFactory()
    client = login("administrator")
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "changelist"), {"q": "a"}).status_code == 200


def test_others_do_not_enter(login):
    assert login("pejabat").get(page("office", "changelist"), follow=True).status_code == 403
