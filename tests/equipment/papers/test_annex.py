"""The annex of a decree, read back: the archive's names the NIK, the public's neither NIK nor KK nor street."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from documents.enums import PaperKind
from equipment.models import DecreeRecipient
from equipment.papers.annex import EmptyListError, annex_of, annex_paper
from equipment.papers.annex_book import annex_book
from participants.models import NikLook
from tests.equipment.factories import DecreeFactory, DecreeRecipientFactory
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.participants.papers.reading import pages, sizes, squeezed
from tests.training.factories import TrainingSessionFactory
from tkm.lib.formats import nik_utuh

pytestmark = pytest.mark.django_db


@pytest.fixture
def decree():
    """Three on the list: two graduates, and one who is still in the class."""
    made, session = DecreeFactory(), TrainingSessionFactory()
    for name in ("Siti Rahmah", "Norhayati " + "Panjang " * 12):
        row = graduated_registration(session=session, participant__name=name.strip())
        DecreeRecipientFactory(decree=made, registration=row)
    candidate = RegistrationFactory(session=session, accepted=True, participant__name="=Rusdiana")
    DecreeRecipientFactory(decree=made, registration=candidate)
    return made


def annex(decree, kind):
    return annex_of(decree, kind, DecreeRecipient.objects.filter(decree=decree).for_annex())


def cells(content: bytes) -> list[list[object]]:
    return [list(row) for row in load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def test_the_archives_copy_names_everybody_with_nik_and_street(decree):
    text = squeezed(" ".join(pages(annex_paper(annex(decree, PaperKind.DECREE_ANNEX)).pdf())))
    for line in decree.recipients.all():
        person = line.registration.participant
        assert squeezed(person.name) in text
        assert squeezed(nik_utuh(person.nik)) in text
    assert squeezed(str(decree.number)) in text
    assert squeezed("Jl. Contoh RT 012/RW 003") in text


def test_the_publics_copy_names_no_nik_no_household_and_no_street(decree):
    public = annex(decree, PaperKind.PUBLIC_ANNEX)
    text = squeezed(" ".join(pages(annex_paper(public).pdf())))
    book = squeezed(str(cells(annex_book(public))))
    for line in decree.recipients.all():
        person = line.registration.participant
        for shown in (text, book):
            assert squeezed(person.name) in shown
            assert person.nik not in shown
            assert squeezed(nik_utuh(person.nik)) not in shown
            assert person.kk_number not in shown
            assert squeezed(person.address) not in shown


def test_paper_and_workbook_say_the_same(decree):
    for kind in (PaperKind.DECREE_ANNEX, PaperKind.PUBLIC_ANNEX):
        made = annex(decree, kind)
        rows = cells(annex_book(made))
        assert tuple(rows[0]) == made.heads
        assert [tuple(map(str, row)) for row in rows[1 : len(made.rows) + 1]] == list(made.rows)
        assert made.rows[2][1] == "=Rusdiana *)"  # a candidate, and a text, not a formula


def test_equal_rows_give_equal_bytes(decree):
    for make in (lambda: annex_paper(annex(decree, PaperKind.DECREE_ANNEX)).pdf(),
                 lambda: annex_book(annex(decree, PaperKind.DECREE_ANNEX))):  # fmt: skip
        assert make() == make()


def test_it_stands_across_with_the_nik_and_upright_without(decree):
    assert sizes(annex_paper(annex(decree, PaperKind.DECREE_ANNEX)).pdf()) == {(297, 210)}
    assert sizes(annex_paper(annex(decree, PaperKind.PUBLIC_ANNEX)).pdf()) == {(210, 297)}


def test_opening_the_archives_copy_is_logged_for_everybody_on_it(login, decree):
    client = login("verifikator")
    for form in ("pdf", "xlsx"):
        assert client.get(reverse("decree-annex", args=[decree.pk, form])).status_code == 200
    assert NikLook.objects.count() == 6
    assert client.get(reverse("decree-public-annex", args=[decree.pk, "pdf"])).status_code == 200
    assert NikLook.objects.count() == 6


def test_who_may_open_no_nik_is_offered_the_publics_copy_only(login, decree):
    client = login("petugas")
    page = client.get(decree.get_absolute_url()).content.decode()
    assert reverse("decree-annex", args=[decree.pk, "pdf"]) not in page
    assert reverse("decree-public-annex", args=[decree.pk, "pdf"]) in page
    assert client.get(reverse("decree-annex", args=[decree.pk, "pdf"])).status_code == 403


def test_an_empty_list_has_no_annex(login):
    empty = DecreeFactory()
    with pytest.raises(EmptyListError):
        annex_of(empty, PaperKind.PUBLIC_ANNEX, [])
    answer = login("verifikator").get(reverse("decree-annex", args=[empty.pk, "pdf"]), follow=True)
    assert "masih kosong. Susun dulu daftarnya" in answer.content.decode()
