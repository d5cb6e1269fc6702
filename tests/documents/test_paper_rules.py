"""The one table of papers: what stands in it, and that numbers, sizes and editable words follow it."""

from dataclasses import fields
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from documents.enums import PaperKind as K
from documents.enums import PaperSize
from documents.letterhead import office_for, site_address
from documents.models import NumberSeries, Office, PaperFormat, Wording
from documents.paper_rules import NUMBERED, RULES, SIZED, NikShown
from documents.titles import bare_name
from documents.wording_forms import PARTS
from documents.wordings import WORDINGS, newest
from tests.training.factories import TrainingSessionFactory

MM = 72 / 25.4
NIK = "6372045708920012"


def test_every_kind_of_paper_has_a_rule():
    assert set(RULES) == set(K)


def test_titles_stand_on_a_bast_and_neither_on_a_certificate_nor_on_a_decree():
    name = "H. CONTOH PEJABAT, S.Sos., M.M."
    assert RULES[K.BAST].name_of(name) == name
    assert {RULES[kind].name_of(name) for kind in (K.CERTIFICATE, K.DECREE, K.DECREE_ANNEX)} == {"CONTOH PEJABAT"}


def test_a_nik_stands_in_full_only_on_what_the_archive_needs():
    assert {kind for kind, rule in RULES.items() if rule.nik == NikShown.FULL} == {K.BAST, K.DECREE, K.DECREE_ANNEX}
    assert RULES[K.BAST].nik_of(NIK) == "6372 0457 0892 0012"
    assert RULES[K.PROOF].nik_of(NIK) == "6372 04•• •••• ••12"
    assert RULES[K.PUBLIC_ANNEX].nik_of(NIK) == ""


def test_what_is_archived_has_a_number_and_is_ours():
    archived = {kind for kind, rule in RULES.items() if rule.is_archived}
    assert archived == {K.BAST, K.CERTIFICATE}
    assert archived <= set(NUMBERED)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("H. CONTOH PEJABAT, S.Sos., M.M.", "CONTOH PEJABAT"),
        ("Dr. Hj. Erna Lisa S.E., M.Si.", "Erna Lisa"),
        ("Drs. M. Yusuf", "M. Yusuf"),
        ("Hadi Irawan", "Hadi Irawan"),
        ("S.Sos.", "S.Sos."),
        (", S.E.", ", S.E."),
    ],
)
def test_bare_names(name, bare):
    assert bare_name(name) == bare


@pytest.mark.django_db
def test_the_rows_of_the_database_are_those_of_the_table():
    assert set(NumberSeries.objects.values_list("kind", flat=True)) == set(NUMBERED)
    assert set(PaperFormat.objects.values_list("kind", flat=True)) == set(SIZED)
    assert set(Wording.objects.values_list("kind", flat=True)) == set(WORDINGS) == set(PARTS)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WORDINGS)
def test_the_first_words_of_each_kind_are_whole_and_every_part_is_asked_for(kind):
    words = WORDINGS[kind]
    assert words.from_texts(newest(kind).parts).texts() == newest(kind).parts
    assert set(PARTS[kind]) == {part.name for part in fields(words)}


@pytest.mark.django_db
def test_a_kind_is_printed_on_the_paper_of_the_office_unless_another_is_chosen():
    Office.objects.update(paper_size=PaperSize.F4)
    PaperFormat.objects.filter(kind=K.STATEMENT).update(size=PaperSize.A4)
    sizes = {kind: office_for(kind).get().size for kind in (K.BAST, K.STATEMENT, K.CERTIFICATE, K.CARD)}
    assert sizes == {K.BAST: "f4", K.STATEMENT: "a4", K.CERTIFICATE: "a4", K.CARD: "a4"}


@pytest.mark.django_db
def test_an_unknown_size_is_refused_by_the_database():
    with pytest.raises(IntegrityError, match="paper_format_size_is_known"), transaction.atomic():
        PaperFormat.objects.update(size="a3")


@pytest.mark.django_db
def test_the_administrator_chooses_the_paper_of_the_report(login):
    row = PaperFormat.objects.get(kind=K.SESSION_REPORT)
    login("administrator").post(reverse("admin:documents_paperformat_change", args=[row.pk]), {"size": "f4"})
    session = TrainingSessionFactory()
    answer = login("pejabat").get(reverse("session-report-pdf", args=[session.code]))
    box = PdfReader(BytesIO(answer.content)).pages[0].mediabox
    assert (round(float(box.width) / MM), round(float(box.height) / MM)) == (215, 330)


@pytest.mark.parametrize(
    ("typed", "address"),
    [("tkm.contoh.example/", "https://tkm.contoh.example"), (" http://10.0.0.5:8000 ", "http://10.0.0.5:8000")],
)
def test_the_address_of_the_site_as_it_is_printed(typed, address):
    assert site_address(Office(public_address=typed)) == address


@pytest.mark.django_db
def test_words_of_each_kind_are_changed_on_their_own_page(login):
    client = login("administrator")
    page = client.get(reverse("wording-list")).content.decode()
    assert all(kind.label in page for kind in WORDINGS)
    page = client.get(reverse("wording-edit", args=["statement"])).content.decode()
    assert "{masa_tunggu}" in page
    assert "{nomor_sk}" not in page
    typed = {**newest(K.STATEMENT).parts, "stamp": "", "version": 1, "note": "tanpa meterai"}
    client.post(reverse("wording-edit", args=["statement"]), typed)
    assert (newest(K.STATEMENT).version, newest(K.STATEMENT).parts["stamp"]) == (2, "")
    assert newest(K.BAST).version == 1
    assert client.get(reverse("wording-edit", args=["decree"])).status_code == 404
