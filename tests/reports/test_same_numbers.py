"""Screen, PDF and XLSX show the same numbers, and each number on the screen opens as many rows."""

import html
import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from equipment.models import EquipmentType, HandoverItem
from reports import figures
from tests.equipment.factories import available_unit, draft_with_unit
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
    assert summary["Barang diserahkan"] == report.units
    assert summary["Rata-rata kehadiran"] == pytest.approx(float(report.rate))
    people = list(book["Peserta"].iter_rows(values_only=True))[1:]
    told = [(row[1], row[2], row[6] or "") for row in people]
    assert told == [(person.name, person.nik, "; ".join(map(str, person.goods))) for person in report.people]


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


def test_the_number_of_units_opens_one_row_a_unit(login, world):
    client, report = login("pejabat"), world.report()
    HandoverItem.objects.create(handover=draft_with_unit(), unit=available_unit())  # of another angkatan
    page = client.get(reverse("session-report", args=[world.session.code])).content.decode()
    address = reverse("report-units", args=[world.session.code])
    assert f'<a href="{address}">{report.units}</a>' in page
    rows = client.get(address)
    assert len(rows.context["items"]) == report.units == 2
    assert rows.context["total"] == report.units_value
    assert rupiah(report.units_value) in rows.content.decode()


def test_every_label_means_the_same_on_all_three(login, world):
    client = login("pejabat")
    shown = {
        "page": html.unescape(client.get(reverse("session-report", args=[world.session.code])).content.decode()),
        "pdf": pdf_text(client.get(reverse("session-report-pdf", args=[world.session.code])).content),
    }
    book = load_workbook(BytesIO(client.get(reverse("session-report-xlsx", args=[world.session.code])).content))
    assert list(book["Keterangan"].iter_rows(values_only=True, min_row=2)) == list(figures.DEFINITIONS)
    labels = {value.figure.label for value in world.report().all_values}
    assert {"Rata-rata kehadiran", "Barang diserahkan", *labels} < {label for label, _ in figures.DEFINITIONS}
    for where, text in shown.items():
        for label, definition in figures.DEFINITIONS:
            assert definition in text, (where, label)


def test_goods_of_any_name_stay_whole_beside_the_number_of_their_bast(login, world):
    EquipmentType.objects.update(name="Mesin A; B, BAST C")
    report = world.report()
    given = [given for person in report.people for given in person.goods]
    text = pdf_text(login("pejabat").get(reverse("session-report-pdf", args=[world.session.code])).content)
    assert len(given) == report.units == 2
    for one in given:
        assert f"{one.item} {one.bast}" in text


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
