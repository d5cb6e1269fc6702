"""Formulir, surat pernyataan, bukti and kartu read back: what is known stands there, the NIK never in full."""

from itertools import pairwise

import pytest
from django.urls import reverse

from documents.enums import PaperKind as K
from documents.models import Office, PaperFormat
from documents.wordings import change_wording, newest
from participants.enums import Origin, RegistrationStatus
from participants.models import NikLook
from participants.papers.cards import card_paper
from participants.papers.desk import blank_paper, desk_paper
from tests.accounts.factories import UserFactory
from tests.documents.factories import privacy_notice
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.participants.pages import open_session, typed_registration
from tests.participants.papers.reading import heights, pages, sizes, squeezed
from tests.regions.factories import kelurahan
from tests.training.factories import TrainingSessionFactory

pytestmark = pytest.mark.django_db
NIK = "6372045708920012"
LONG = ("Siti Rahmah binti Abdul Hamid Muhammad Yusuf Noor " * 3)[:120]
DESK = (K.REGISTRATION_FORM, K.STATEMENT, K.PROOF)


def siti(session=None, **changes):
    person = {"name": "Siti Rahmah", "nik": NIK, "kk_number": "6372041203150007", "kelurahan": kelurahan("Komet")}
    return RegistrationFactory(
        session=session or TrainingSessionFactory(),
        origin=Origin.KELURAHAN,
        origin_letter="140/12/KEL-KMT",
        participant=ParticipantFactory(**{**person, **changes}),
    )


def rows(session):
    return list(session.registrations.for_desk_papers())


def printed(kind, registration):
    return pages(desk_paper(kind, registration.session, rows(registration.session)).pdf())


def test_the_form_is_filled_in_as_far_as_the_office_knows():
    (page,) = printed(K.REGISTRATION_FORM, registration := siti())
    for words in (
        "FORMULIR PENDAFTARAN PESERTA PELATIHAN", str(registration.session), "Siti Rahmah", "Komet",
        "Banjarbaru Utara", "Banjarbaru, 17 Agustus 1992", "Jl. Contoh RT 012/RW 003", "140/12/KEL-KMT",
        "fotokopi KTP elektronik", "Banjarbaru, 4 Agustus 2025", str(registration.registered_by), "Halaman 1 dari 1",
    ):  # fmt: skip
        assert words in page
    assert squeezed(privacy_notice().text) in squeezed(page)


def test_the_statement_says_what_is_promised():
    (page,) = printed(K.STATEMENT, siti())
    assert "bukan aparatur sipil negara (PNS/PPPK), prajurit TNI, atau anggota Polri;" in page
    assert "dalam 5 (lima) tahun terakhir belum pernah menerima bantuan" in page
    assert "sampai selesai, dengan kehadiran paling sedikit 80%;" in page
    assert "Kel. Komet, Kec. Banjarbaru Utara" in page
    assert "Rp10.000" in page


def test_the_proof_tells_the_place_in_the_queue_and_promises_no_place():
    session = TrainingSessionFactory()
    RegistrationFactory(session=session)
    page = printed(K.PROOF, siti(session))[1]
    assert "Nomor pendaftaran : 2 Nama : Siti Rahmah NIK (disamarkan) : 6372 04•• •••• ••12" in page
    assert "Usulan kelurahan, surat 140/12/KEL-KMT" in page
    assert "bukan tanda diterima sebagai peserta" in page
    assert "untuk 16 (enam belas) tempat" in page


@pytest.mark.parametrize("kind", DESK)
def test_no_paper_of_the_desk_carries_a_full_nik_or_kk(kind):
    page = squeezed("".join(printed(kind, siti())))
    assert NIK not in page
    assert "6372041203150007" not in page
    assert "637204" in page


@pytest.mark.parametrize("kind", DESK)
def test_a_very_long_name_is_whole_and_stays_on_one_sheet(kind):
    found = printed(kind, siti(name=LONG))
    assert len(found) == 1
    assert squeezed(LONG) in squeezed(found[0])


@pytest.mark.parametrize("kind", DESK)
@pytest.mark.parametrize(("size", "millimetres"), [("a4", (210, 297)), ("f4", (215, 330))])
def test_each_kind_has_the_size_that_is_set_for_it(kind, size, millimetres):
    PaperFormat.objects.filter(kind=kind).update(size=size)
    registration = siti()
    assert sizes(desk_paper(kind, registration.session, rows(registration.session)).pdf()) == {millimetres}


@pytest.mark.parametrize("kind", [K.REGISTRATION_FORM, K.STATEMENT])
def test_a_blank_one_has_the_words_and_nobodys_data(kind):
    session = siti().session
    (page,) = pages(blank_paper(kind, session).pdf())
    assert session.program.name in page
    assert "Siti" not in page
    assert "6372" not in page


def test_all_of_an_angkatan_stand_in_one_file_in_the_order_of_registering():
    session = TrainingSessionFactory()
    names = [f"Pendaftar {n:02}" for n in range(40)]
    for name in names:
        RegistrationFactory(session=session, participant=ParticipantFactory(name=name))
    paper = desk_paper(K.STATEMENT, session, rows(session))
    found = pages(paper.pdf())
    assert len(found) == 40
    assert all(name in page for name, page in zip(names, found, strict=True))
    assert paper.pdf() == paper.pdf()


def test_words_that_the_office_changed_are_printed_and_no_stamp_is_asked_for():
    boss = UserFactory(role="administrator")
    words = {**newest(K.STATEMENT).parts, "points": "jujur;", "stamp": ""}
    change_wording(K.STATEMENT, words, note="dipersingkat", based_on=1, actor=boss)
    (page,) = printed(K.STATEMENT, siti())
    assert "1. jujur;" in page
    assert "meterai" not in page


def cards(session):
    return card_paper(session, list(session.registrations.for_cards()))


def test_eight_cards_stand_on_a_sheet_with_name_and_number():
    session = TrainingSessionFactory(running=True)
    for n in range(9):
        name = LONG if n == 1 else f"Peserta {n}"
        RegistrationFactory(session=session, accepted=True, participant=ParticipantFactory(name=name))
    RegistrationFactory(session=session, dropped_out=True, participant=ParticipantFactory(name="Norhayati"))
    Office.objects.update(paper_size="f4")
    pdf = cards(session).pdf()
    first, second = pages(pdf)
    assert sizes(pdf) == {(210, 297)}  # cut along the marks of A4, whatever the office prints on
    assert first.count("KARTU PESERTA PELATIHAN") == 8
    assert squeezed(LONG) in squeezed(first)
    assert "Peserta 8" in second
    assert "Norhayati" not in first + second
    tops = sorted({round(height) for text, height in heights(pdf) if text.startswith("KARTU")}, reverse=True)
    assert [upper - lower for upper, lower in pairwise(tops)] == [66] * 3


def test_papers_of_one_registration_are_printed_from_its_page(login):
    registration = siti(TrainingSessionFactory(running=True))
    client = login("petugas")
    page = client.get(registration.get_absolute_url()).content.decode()
    for paper in ("formulir", "pernyataan", "bukti"):
        url = reverse("registration-paper", args=[registration.session.code, paper, registration.pk])
        assert f'href="{url}"' in page
        assert "Siti Rahmah" in pages(client.get(url).content)[0]
    assert not NikLook.objects.exists()
    card = reverse("registration-paper", args=[registration.session.code, "kartu", registration.pk])
    assert card not in page
    assert "Belum ada yang lolos" in client.get(card, follow=True).content.decode()
    assert client.get(card.replace("kartu", "ijazah")).status_code == 404


def test_after_saving_the_form_is_one_click_away(login):
    session = open_session()
    typed = typed_registration()
    answer = login("petugas").post(reverse("registration-create", args=[session.code]), typed, follow=True)
    registration = session.registrations.get()
    url = reverse("registration-paper", args=[session.code, "formulir", registration.pk])
    assert f'<a href="{url}">Cetak formulir</a>' in answer.content.decode()


def test_the_filters_of_the_list_narrow_what_is_printed(login):
    session = TrainingSessionFactory()
    for name, status in (("Aminah", "eligible"), ("Zulaikha", "submitted")):
        RegistrationFactory(session=session, status=status, participant=ParticipantFactory(name=name))
    RegistrationFactory(session=session, withdrawn=True, participant=ParticipantFactory(name="Norhayati"))
    client = login("petugas")
    url = reverse("desk-papers", args=[session.code, "formulir"])
    assert [("Aminah" in page, "Zulaikha" in page) for page in pages(client.get(url).content)] == [
        (True, False), (False, True),
    ]  # fmt: skip
    (page,) = pages(client.get(url, {"status": RegistrationStatus.ELIGIBLE}).content)
    assert "Aminah" in page
    listed = client.get(reverse("session-registrations", args=[session.code]), {"status": "eligible"}).content.decode()
    papers = f"{reverse('session-papers', args=[session.code])}?status=eligible"
    assert papers in listed
    assert f"{url}?status=eligible" in client.get(papers).content.decode()
    empty = client.get(url, {"status": "accepted"}, follow=True)
    assert "Tidak ada pendaftar yang cocok" in empty.content.decode()


def test_the_page_of_papers_costs_the_same_for_two_and_for_twenty(login, count_queries):
    session = TrainingSessionFactory(running=True)
    client, url = login("verifikator"), reverse("session-papers", args=[session.code])
    RegistrationFactory.create_batch(2, session=session)
    few = count_queries(lambda: client.get(url))
    RegistrationFactory.create_batch(18, session=session)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_who_does_not_register_prints_no_papers_of_the_desk(login):
    session = siti().session
    client = login("pejabat")
    page = client.get(reverse("session-papers", args=[session.code])).content.decode()
    assert "Rekap kehadiran" in page
    assert "Formulir pendaftaran" not in page


@pytest.mark.parametrize("kind", [*DESK, K.CARD])
def test_a_change_of_words_can_be_looked_at_before_it_is_saved(login, kind):
    typed = {**newest(kind).parts, "title": "JUDUL COBA", "version": 1, "note": ""}
    answer = login("administrator").post(reverse("wording-preview", args=[kind]), typed)
    assert answer["Content-Type"] == "application/pdf"
    (page,) = pages(answer.content)
    assert "JUDUL COBA" in page
    assert "SITI CONTOH" in page
