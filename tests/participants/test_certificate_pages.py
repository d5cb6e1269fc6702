"""The pages of certificates: who has one, issuing as planned, opening, the file for the printer, revoking."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.files import genuine_bytes
from documents.models import Signatory
from participants.models import Certificate
from tests.documents.factories import SignatoryFactory
from tests.documents.test_files import tamper
from tests.participants.factories import RegistrationFactory, graduate
from tests.participants.graduates import certify, class_of
from tests.training.factories import DAY
from tests.typed import forms_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def page(name: str, *args) -> str:
    return reverse(name, args=args)


def told(answer) -> str:
    return " ".join(unescape(answer.content.decode()).replace("<wbr>", "").split())


def planned(client, session, query: str = ""):
    """The form that the confirmation page shows, and the page."""
    url = page("certificate-issue", session.code) + query
    answer = client.get(url)
    return next((form for form in forms_in(answer.content.decode(), url) if "version" in form.fields), None), answer


@pytest.fixture
def session():
    SignatoryFactory()
    return class_of(2)


def test_the_confirmation_names_date_signatory_count_and_numbers_and_then_it_happens(login, session):
    client = login("verifikator")
    form, answer = planned(client, session)
    words = told(answer)
    assert "2 sertifikat bertanggal 4 Agustus 2025 ditandatangani CONTOH PEJABAT, Kepala Dinas." in words
    for number in ("500.15/001/SERT/DISKOP,UM&NAKER/VIII/2025", "500.15/002/SERT/DISKOP,UM&NAKER/VIII/2025"):
        assert number in words
    assert not Certificate.objects.exists()
    assert client.post(form.action, form.fields).status_code == 302
    assert Certificate.objects.count() == 2
    again = client.post(form.action, form.fields, follow=True)
    assert "Sudah diterbitkan." in told(again)
    assert Certificate.objects.count() == 2


def test_who_lacks_something_is_named_with_the_reason(login, session):
    person = session.registrations.order_by("seat_number")[0].participant
    person.birth_place = ""
    person.save(update_fields=["birth_place"])
    form, answer = planned(login("pejabat"), session)
    assert len(form.fields["registration"]) == 1
    assert f"{person}</a>: tempat lahir belum dicatat" in told(answer)


def test_one_graduate_alone(login, session):
    row = session.registrations.order_by("seat_number")[1]
    client = login("verifikator")
    form, _ = planned(client, session, f"?untuk={row.pk}")
    client.post(form.action, form.fields)
    assert [one.registration_id for one in Certificate.objects.all()] == [row.pk]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"dated_on": "03-08-2025"}, "Kelulusan baru disahkan"),
        ({"dated_on": "04-08-2026"}, "masih lama"),
        ({"dated_on": "besok"}, "Tulis tanggal seperti"),
        ({"signatory": "abc"}, "Pilih penanda tangan dari daftar"),
    ],
)
def test_what_does_not_fit_is_a_sentence_beside_its_field_and_no_plan(login, session, asked, sentence):
    query = {"dated_on": "04-08-2025", "signatory": Signatory.objects.get().pk, **asked}
    answer = login("verifikator").get(page("certificate-issue", session.code), query)
    assert answer.status_code == 200
    assert sentence in told(answer)
    assert answer.context["plan"] is None


def test_a_plan_that_changed_meanwhile_is_shown_again(login, session):
    client = login("verifikator")
    form, _ = planned(client, session)
    certify(class_of(1))
    answer = client.post(form.action, form.fields)
    assert answer.status_code == 422
    assert "sudah diubah orang lain" in told(answer)
    form = next(form for form in forms_in(answer.content.decode(), form.action) if "version" in form.fields)
    assert client.post(form.action, form.fields).status_code == 302


def test_units_that_do_not_add_up_are_warned_of_and_missing_ones_stop_it(login, session):
    client = login("verifikator")
    session.program.units.update(lesson_hours=10)
    form, answer = planned(client, session)
    assert "berjumlah 10 JP, pertemuan yang terlaksana 6 JP" in told(answer)
    assert form
    session.program.units.all().delete()
    form, answer = planned(client, session)
    assert form is None
    assert page("program-units", session.program_id) in told(answer)


def test_the_preview_has_no_number_and_leaves_nothing(login, session):
    row = session.registrations.order_by("seat_number")[0]
    answer = login("verifikator").get(page("certificate-preview", session.code, row.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert not Certificate.objects.exists()


def test_the_paper_opens_as_it_was_archived_and_a_changed_one_does_not(login, session):
    certificate = certify(session)[0]
    client, url = login("petugas"), page("certificate-paper", certificate.pk)
    first, second = client.get(url), client.get(url)
    assert first.content == second.content == genuine_bytes(certificate.paper.file)
    assert first["Cache-Control"] == "private, no-store"
    tamper(certificate.paper.file)
    assert client.get(url).status_code == 409
    answer = client.get(page("certificate-book", session.code), follow=True)
    assert "tidak lagi sama dengan saat disimpan" in told(answer)


def test_the_file_for_the_printer(login, session):
    client, url = login("pejabat"), page("certificate-book", session.code)
    assert "Belum ada sertifikat" in told(client.get(url, follow=True))
    certify(session)
    assert client.get(url)["Content-Type"] == "application/pdf"


def test_revoked_with_a_reason_then_replaced(login, session):
    certificate, client = certify(session)[0], login("pejabat")
    url = page("certificate-revoke", certificate.pk)
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert client.post(url, {"reason": "nama salah ketik"}).status_code == 302
    words = told(client.get(certificate.get_absolute_url()))
    assert "nama salah ketik" in words
    assert f"?untuk={certificate.registration_id}" in words
    assert client.get(url).status_code == 302
    form, _ = planned(client, session, f"?untuk={certificate.registration_id}")
    client.post(form.action, form.fields)
    newest = Certificate.objects.order_by("-pk")[0]
    assert f'href="{newest.get_absolute_url()}"' in told(client.get(certificate.get_absolute_url()))
    assert "Menggantikan" in told(client.get(newest.get_absolute_url()))


def test_a_name_corrected_after_issue_is_pointed_out(login, session):
    certificate = certify(session)[0]
    person = certificate.registration.participant
    before, person.name = person.name, "Siti Rahmah Noor"
    person.save(update_fields=["name"])
    words = told(login("verifikator").get(certificate.get_absolute_url()))
    assert f"Tercetak {before}, sekarang tercatat Siti Rahmah Noor" in words


def test_pages_of_the_angkatan_and_the_person_show_it(login, session):
    certificate = certify(session)[0]
    client, row = login("verifikator"), certificate.registration
    assert "2 lulusan bersertifikat" in told(client.get(page("graduation", session.code)))
    for url in (page("session-certificates", session.code), row.participant.get_absolute_url(), row.get_absolute_url()):
        assert f'href="{certificate.get_absolute_url()}"' in told(client.get(url)), url


def test_who_only_looks_gets_no_buttons(login, session):
    certificate, client = certify(session)[0], login("petugas")
    graduate(RegistrationFactory(session=session, accepted=True))
    assert page("certificate-issue", session.code) not in told(client.get(page("session-certificates", session.code)))
    assert page("certificate-revoke", certificate.pk) not in told(client.get(certificate.get_absolute_url()))


def test_pages_cost_the_same_for_two_and_for_twenty(login, session, count_queries):
    client = login("verifikator")
    urls = [page("session-certificates", session.code), page("certificate-issue", session.code)]
    certify(session)
    graduate(RegistrationFactory(session=session, accepted=True))
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    session.quota = 30
    session.save(update_fields=["quota"])
    for _ in range(17):
        graduate(RegistrationFactory(session=session, accepted=True))
    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= 8
