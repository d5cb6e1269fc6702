"""The yearly view: the same numbers on screen, paper, workbook and in the rows; sums that add up; the year before."""

import csv
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from participants.ages import age_in_database, age_on
from participants.models import Registration
from reports import breakdowns, figures
from reports.year_report import DEFINITIONS, build_year
from tests.accounts.factories import UserFactory
from tests.equipment.factories import PaymentFactory, ProcurementFactory
from tests.participants.factories import ParticipantFactory, RegistrationFactory
from tests.regions.factories import kecamatan
from tests.reports.test_same_numbers import pdf_text
from tests.reports.year_world import YEAR, make_year
from tests.training.factories import DAY, InstructorFactory, TrainingSessionFactory
from tkm.lib.formats import rupiah

pytestmark = pytest.mark.django_db
EXPECTED = {
    "pendaftar": 16, "memenuhi-syarat": 11, "peserta": 8, "lulus": 6, "tidak-lulus": 1, "gugur": 1,
    "mengundurkan-diri": 2, "cadangan": 1, "menerima": 3, "bast-lengkap": 2, "bast-belum-lengkap": 1,
    "lulus-belum-menerima": 3, "belum-diputuskan": 3,
}  # fmt: skip


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' own today is the day of the tests."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.fixture
def pejabat():
    return UserFactory(role="pejabat")


@pytest.fixture
def report(pejabat):
    make_year()
    return build_year(pejabat, YEAR, on=DAY)


def test_each_figure_counts_what_its_definition_says(report):
    assert {code: value.value for code, value in report.values.items()} == EXPECTED
    assert (report.units, report.units_value, report.budget) == (4, 11_500_000, 40_000_000)


def test_every_table_adds_up_to_the_figures(report):
    for table in report.tables:
        for value in report.column_totals:
            parts = sum(row.group.counts[value.figure.code] for row in table.parts)
            assert parts == value.value, (table.code, value.figure.code)


def test_a_kecamatan_is_the_sum_of_its_kelurahan_and_who_lives_elsewhere_has_a_row(report):
    rows = report.places.rows
    assert len(report.places.parts) == 21
    assert (rows[-1].group.value, rows[-1].group.counts["menerima"]) == (breakdowns.OUT_OF_TOWN, 1)
    for kecamatan_row in (row for row in rows if row.is_sum):
        inside = [row.group for row in report.places.parts if row.group.value.startswith(kecamatan_row.group.value)]
        for code, count in kecamatan_row.group.counts.items():
            assert count == sum(group.counts[code] for group in inside)


def test_every_number_opens_as_many_rows(login, pejabat, report):
    client = login(user=pejabat)
    for value in report.values.values():
        page = client.get(reverse("year-rows", args=[YEAR, value.figure.code])).context["page"]
        assert page.paginator.count == value.value, value.figure.code
    cells = [(row, cell) for table in report.tables for row in table.rows for cell in row.group.cells if cell.count]
    for row, cell in cells:
        address = reverse("year-rows", args=[YEAR, cell.code])
        found = client.get(address, {row.dimension.code: row.group.value})
        assert found.context["page"].paginator.count == cell.count, (row.dimension.code, row.group.label, cell.code)
        assert len(found.context["filters"].chips) == 1
    assert client.get(reverse("year-units", args=[YEAR])).context["page"].paginator.count == report.units


def test_the_screen_prints_and_links_every_figure(login, pejabat, report):
    page = login(user=pejabat).get(reverse("year-report", args=[YEAR])).content.decode()
    for value in report.values.values():
        assert f'<a href="{reverse("year-rows", args=[YEAR, value.figure.code])}">{value.value}</a>' in page
    for row in report.places.rows:
        for cell in row.group.cells:
            address = f"{reverse('year-rows', args=[YEAR, cell.code])}?{row.dimension.code}={row.group.value}"
            assert (f'<a href="{address}">{cell.count}</a>' in page) == bool(cell.count)


def test_pdf_and_xlsx_hold_every_figure_of_the_screen(login, pejabat, report):
    client = login(user=pejabat)
    text = pdf_text(client.get(reverse("year-report-pdf", args=[YEAR])).content)
    book = load_workbook(BytesIO(client.get(reverse("year-report-xlsx", args=[YEAR])).content))
    summary = {row[0]: row[1] for row in book["Ringkasan"].iter_rows(values_only=True) if row[0]}
    for value in report.values.values():
        assert f"{value.figure.label} {value.value} {value.share}".strip() in text
        assert summary[value.figure.label] == value.value
    assert f"Barang diserahkan 4 {rupiah(11_500_000)}" in text
    assert (summary["Barang diserahkan"], summary["Nilai barang diserahkan"], summary["Pagu"]) == (
        4, 11_500_000, 40_000_000,
    )  # fmt: skip
    assert list(book["Keterangan"].iter_rows(values_only=True, min_row=2)) == list(DEFINITIONS)
    for _, definition in DEFINITIONS:
        assert definition in text


def test_what_was_paid_of_the_pagu_is_the_same_everywhere(login, pejabat):
    session = make_year()
    assert build_year(pejabat, YEAR, on=DAY).realised is None
    bought = ProcurementFactory(contract_number="027/17/2025", session=session)
    PaymentFactory(procurement=bought, paid_on=DAY, amount=10_000_000)
    PaymentFactory(procurement=bought, paid_on=DAY + timedelta(days=1), amount=5_000_000)
    PaymentFactory(amount=7_000_000, paid_on=DAY)  # for no angkatan of the year
    client = login(user=pejabat)
    realised = client.get(reverse("year-report", args=[YEAR])).context["report"].realised
    assert (realised.paid, realised.whole, realised.share) == (10_000_000, 40_000_000, "25%")
    assert "Realisasi Rp10.000.000 25% pagu" in pdf_text(client.get(reverse("year-report-pdf", args=[YEAR])).content)
    book = load_workbook(BytesIO(client.get(reverse("year-report-xlsx", args=[YEAR])).content))
    assert ("Realisasi", 10_000_000, "25% pagu") in [row[:3] for row in book["Ringkasan"].values]


def test_the_tables_are_the_same_on_paper_and_in_the_workbook(login, pejabat, report):
    client = login(user=pejabat)
    text = pdf_text(client.get(reverse("year-report-pdf", args=[YEAR])).content)
    book = load_workbook(BytesIO(client.get(reverse("year-report-xlsx", args=[YEAR])).content))
    lines = [row for sheet in ("Angkatan dan dana", "Wilayah", "Peserta") for row in book[sheet].values]
    for table in report.tables:
        for row in table.rows:
            counts = tuple(row.group.counts.values())
            assert (row.group.label, *counts) in [line[:5] for line in lines]
            assert f"{row.group.label} {row.note} ".replace("  ", " ") + " ".join(map(str, counts)) in text


def test_a_year_is_compared_with_the_one_before(report, pejabat):
    changes = {change.now.figure.code: change for change in report.changes}
    assert (changes["pendaftar"].before.value, changes["pendaftar"].difference) == (3, "+13")
    assert (changes["lulus"].before.share, changes["lulus"].points) == ("100% peserta", "−25,0 poin")
    assert changes["menerima"].points == "+50,0 poin"
    assert build_year(pejabat, YEAR - 1, on=DAY).changes == ()


def test_nothing_to_compare_with_is_said_on_all_three(login, pejabat, report):
    client = login(user=pejabat)
    answers = [client.get(reverse(name, args=[YEAR - 1])) for name in ("year-report", "year-report-pdf")]
    assert f"Belum ada data tahun {YEAR - 2}." in answers[0].content.decode()
    assert f"Belum ada data tahun {YEAR - 2}." in pdf_text(answers[1].content)


def test_the_map_shows_the_numbers_of_the_table(login, pejabat, report):
    client = login(user=pejabat)
    for code, outside in (("pendaftar", 1), ("lulus", 1), ("menerima", 1)):
        page = client.get(reverse("year-report", args=[YEAR]), {"peta": code})
        drawn = page.context["map"]
        assert drawn.outside == outside
        for row in report.places.parts[:-1]:
            address = f"{reverse('year-rows', args=[YEAR, code])}?kelurahan={row.group.value}"
            assert f'<a href="{address}" aria-label="{row.group.label}: {row.group.counts[code]} ' in drawn.svg
        assert "style" not in drawn.svg
    assert client.get(reverse("year-report", args=[YEAR]), {"peta": "x"}).context["map"].figure.code == "pendaftar"


def test_open_data_names_codes_and_hides_the_few(login, pejabat, report):
    content = login(user=pejabat).get(reverse("year-open-data", args=[YEAR])).content.decode("utf-8-sig")
    rows = {row["kode_kelurahan"]: row for row in csv.DictReader(content.splitlines())}
    assert len(rows) == 21
    assert rows["63.72.06.1004"]["pendaftar"] == "12"
    assert (rows["63.72.03.1004"]["pendaftar"], rows["63.72.03.1001"]["pendaftar"]) == ("<5", "0")
    assert "Jumlah" not in content


def test_a_user_of_one_kecamatan_counts_the_own_and_is_told_so(login, pejabat):
    make_year()
    limited = UserFactory(role="pejabat", limited_to=[kecamatan("Cempaka")])
    page = login(user=limited).get(reverse("year-report", args=[YEAR]))
    assert page.context["report"].values["pendaftar"].value == 0
    assert "Hanya angkatan yang tempatnya di kecamatan wewenang" in build_year(limited, YEAR, on=DAY).scope
    assert "Belum ada angkatan pada tahun anggaran ini." in page.content.decode()
    refused = login(user=limited).get(reverse("year-open-data", args=[YEAR]), follow=True)
    assert "Data terbuka memuat seluruh kota." in refused.content.decode()
    teacher = UserFactory(role="instruktur")
    own = TrainingSessionFactory(instructors=[InstructorFactory(user=teacher)])
    RegistrationFactory(session=own)
    assert build_year(teacher, YEAR, on=DAY).values["pendaftar"].value == 1


def test_the_year_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client, url = login("pejabat"), reverse("year-report", args=[YEAR])
    RegistrationFactory.create_batch(2)
    few = count_queries(lambda: client.get(url))
    for _ in range(9):
        RegistrationFactory.create_batch(2)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_the_rows_cost_the_same_for_two_and_for_twenty(login, count_queries):
    client, url = login("pejabat"), reverse("year-rows", args=[YEAR, "pendaftar"])
    RegistrationFactory.create_batch(2)
    few = count_queries(lambda: client.get(url))
    RegistrationFactory.create_batch(18)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_the_newest_year_opens_first(login):
    client = login("pejabat")
    assert client.get(reverse("year-latest")).status_code == 302
    TrainingSessionFactory(year=2027, code="TKM-2027-1")
    assert client.get(reverse("year-latest"))["Location"] == reverse("year-report", args=[2027])


@pytest.mark.parametrize("year", [0, 1999, 2101, 10**30])
def test_a_year_that_cannot_be_is_not_found(login, year):
    client = login("pejabat")
    assert client.get(f"/laporan/tahun/{year}/").status_code == 404
    assert client.get(f"/laporan/tahun/{year}/pendaftar/").status_code == 404


@pytest.mark.parametrize("query", [{"kelurahan": "\x00"}, {"usia": "x"}, {"urut": "drop"}, {"page": "nol"}])
def test_a_mistyped_filter_narrows_nothing(login, query):
    RegistrationFactory()
    page = login("pejabat").get(reverse("year-rows", args=[YEAR, "pendaftar"]), query)
    assert page.context["page"].paginator.count == 1


def test_an_unknown_figure_is_not_found(login):
    assert login("pejabat").get(reverse("year-rows", args=[YEAR, "hadir-cukup"])).status_code == 404


@pytest.mark.parametrize("born", [(1990, 8, 14), (1990, 8, 15), (2004, 2, 29), (2007, 8, 14), (2007, 8, 15)])
def test_ages_are_the_same_in_python_and_in_the_database(born):
    made = RegistrationFactory(participant=ParticipantFactory(birth_date=DAY.replace(*born)))
    age = age_in_database("participant__birth_date", "session__starts_on")
    (found,) = Registration.objects.annotate(age=age).values_list("age", flat=True)
    assert found == age_on(made.participant.birth_date, made.session.starts_on)


def test_every_figure_of_the_year_is_one_of_the_reports():
    assert set(figures.YEAR) < set(figures.FIGURES)
    assert {figure.code for figure in figures.BREAKDOWN} <= {figure.code for figure in figures.YEAR}
