"""Screen, PDF and XLSX show the same numbers, and each number on the screen opens as many rows."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.reports.world import make_world
from tkm.lib.formats import rupiah

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def pdf_text(content: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages))


def test_pdf_prints_every_figure_of_the_screen(login, world):
    client, report = login("pejabat"), world.report()
    text = pdf_text(client.get(reverse("session-report-pdf", args=[world.session.code])).content)
    for value in report.all_values:
        assert f"{value.figure.label} {value.value} {value.share}".strip() in text
    assert f"Barang diserahkan {report.units} {rupiah(report.units_value)}" in text
    for person in report.people:
        assert person.name in text
        assert person.nik in text


def test_xlsx_holds_every_figure_of_the_screen(login, world):
    client, report = login("pejabat"), world.report()
    content = client.get(reverse("session-report-xlsx", args=[world.session.code])).content
    book = load_workbook(BytesIO(content))
    summary = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(values_only=True) if row[0]}
    for value in report.all_values:
        assert summary[value.figure.label] == value.value
    assert summary["Nilai barang diserahkan"] == report.units_value
    assert summary["Rata-rata kehadiran"] == pytest.approx(float(report.rate))
    people = list(book["Peserta"].iter_rows(values_only=True))[1:]
    assert [(row[1], row[2]) for row in people] == [(person.name, person.nik) for person in report.people]


def test_screen_links_each_figure_to_as_many_rows(login, world):
    client = login("pejabat")
    page = client.get(reverse("session-report", args=[world.session.code]))
    for value in page.context["report"].all_values:
        rows = client.get(reverse("report-rows", args=[world.session.code, value.figure.code]))
        assert len(rows.context["people"]) == value.value, value.figure.code
    html = page.content.decode()
    for value in page.context["report"].strip:
        address = reverse("report-rows", args=[world.session.code, value.figure.code])
        assert f'<a href="{address}">{value.value}</a>' in html


def test_a_cell_of_a_breakdown_opens_as_many_rows(login, world):
    client = login("pejabat")
    for breakdown in world.report().breakdowns:
        for group in breakdown.groups:
            for cell in group.cells:
                address = reverse("report-rows", args=[world.session.code, cell.code])
                rows = client.get(address, {breakdown.dimension.code: group.value}).context["people"]
                assert len(rows) == cell.count, (breakdown.dimension.code, group.label, cell.code)


def test_no_full_nik_leaves_by_any_of_the_three(login, world):
    client, nik = login("pejabat"), world.graduates[0].participant.nik
    screen = client.get(reverse("session-report", args=[world.session.code])).content.decode()
    paper = pdf_text(client.get(reverse("session-report-pdf", args=[world.session.code])).content)
    book = client.get(reverse("session-report-xlsx", args=[world.session.code])).content
    cells = [str(cell) for sheet in load_workbook(BytesIO(book)) for row in sheet.values for cell in row]
    for text in (screen, paper, " ".join(cells)):
        assert nik not in text.replace(" ", "")
        assert f"••{nik[-2:]}" in text


def test_a_name_that_looks_like_a_formula_stays_a_name(login, world):
    participant = world.graduates[0].participant
    participant.name = "=HYPERLINK(1)"
    participant.save(update_fields=["name"])
    content = login("pejabat").get(reverse("session-report-xlsx", args=[world.session.code])).content
    cells = [cell for row in load_workbook(BytesIO(content))["Peserta"].iter_rows() for cell in row]
    (found,) = [cell for cell in cells if cell.value == "=HYPERLINK(1)"]
    assert found.data_type == "s"
