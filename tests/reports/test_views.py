"""The report pages: who may see them, what they cost, what an empty one says."""

import pytest
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.equipment.factories import DecreeRecipientFactory
from tests.equipment.pages import people
from tests.equipment.walk import handed_over
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.regions.factories import kecamatan
from tests.reports.world import make_world
from tests.training.factories import InstructorFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
PAGES = ("session-report", "session-report-pdf", "session-report-xlsx")


@pytest.mark.parametrize("name", PAGES)
def test_an_administrator_has_no_reports(login, name):
    session = TrainingSessionFactory()
    assert login("administrator").get(reverse(name, args=[session.code])).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_an_instructor_reads_only_the_own_angkatan(login, name):
    user = UserFactory(role="instruktur")
    own = TrainingSessionFactory(instructors=[InstructorFactory(user=user)])
    client = login(user=user)
    assert client.get(reverse(name, args=[own.code])).status_code == 200
    assert client.get(reverse(name, args=[TrainingSessionFactory().code])).status_code == 404


def test_a_user_limited_to_another_kecamatan_gets_a_404(login):
    user = UserFactory(role="pejabat", limited_to=[kecamatan("Cempaka")])
    session = TrainingSessionFactory()
    client = login(user=user)
    assert client.get(reverse("session-report", args=[session.code])).status_code == 404
    assert session.code not in client.get(reverse("report-list")).content.decode()


def test_the_report_costs_the_same_for_two_and_for_twenty(login, count_queries):
    session, client = TrainingSessionFactory(quota=40), login("pejabat")
    url = reverse("session-report", args=[session.code])
    RegistrationFactory.create_batch(2, session=session)
    few = count_queries(lambda: client.get(url))
    for _ in range(18):
        RegistrationFactory(session=session, accepted=True)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_the_list_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client = login("pejabat")
    TrainingSessionFactory.create_batch(2)
    few = count_queries(lambda: client.get(reverse("report-list")))
    TrainingSessionFactory.create_batch(18)
    assert count_queries(lambda: client.get(reverse("report-list"))) == few <= 8


def test_rows_of_a_figure_cost_the_same_for_two_and_for_twenty(login, count_queries):
    session, client = TrainingSessionFactory(), login("pejabat")
    url = reverse("report-rows", args=[session.code, "pendaftar"])
    RegistrationFactory.create_batch(2, session=session)
    few = count_queries(lambda: client.get(url))
    RegistrationFactory.create_batch(18, session=session)
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_units_cost_the_same_for_two_and_for_twenty(login, count_queries):
    decree, session, lines = people(2)
    client, url = login("pejabat"), reverse("report-units", args=[session.code])
    for line in lines:
        handed_over(recipient=line)
    few = count_queries(lambda: client.get(url))
    for _ in range(3):
        line = DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session))
        handed_over(recipient=line)
    page = client.get(url)
    assert len(page.context["items"]) == 5
    assert count_queries(lambda: client.get(url)) == few <= 8


def test_an_unknown_figure_is_not_found(login):
    session = TrainingSessionFactory()
    assert login("pejabat").get(reverse("report-rows", args=[session.code, "ngawur"])).status_code == 404


@pytest.mark.parametrize("value", ["", "x", "63.72.99", "\x00", "%00", "9" * 500])
def test_a_mistyped_group_shows_nobody_or_all_but_never_fails(login, value):
    session = RegistrationFactory().session
    answer = login("pejabat").get(reverse("report-rows", args=[session.code, "pendaftar"]), {"kelurahan": value})
    assert answer.status_code == 200
    assert len(answer.context["people"]) == (0 if value else 1)


@pytest.mark.parametrize(
    "query", [{"tahun": "x"}, {"tahun": "99999"}, {"program": "-1"}, {"halaman": "nol"}, {"tahap": "\x00"}]
)
def test_mistyped_filters_are_no_error(login, query):
    TrainingSessionFactory()
    assert login("pejabat").get(reverse("report-list"), query).status_code == 200


def test_filters_narrow_the_list(login):
    old, new = TrainingSessionFactory(year=2024), TrainingSessionFactory(year=2025)
    page = login("pejabat").get(reverse("report-list"), {"tahun": "2024"})
    assert [line.session for line in page.context["lines"]] == [old]
    assert new not in [line.session for line in page.context["lines"]]


def test_a_report_without_people_says_so(login):
    page = login("pejabat").get(reverse("session-report", args=[TrainingSessionFactory().code])).content.decode()
    assert "Belum ada pendaftar." in page
    assert "Belum ada peserta yang lolos." in page
    assert "belum ada" in page


def test_open_points_name_what_is_missing(login):
    world = make_world()
    words = [point.words for point in world.report().open_points]
    assert "lulusan belum menerima barang" in words
    assert "BAST bertanda tangan belum diunggah atau belum diperiksa" in words
