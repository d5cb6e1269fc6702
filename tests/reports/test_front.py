"""The front page: each point for whom it is due, gone when it is done, and its number as many rows as it opens."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from equipment.scans import accept_scan, refuse_scan, upload_scan
from participants.graduation import ProposalReturnedError, confirm, send_back, version_of
from reports.todo import POINTS, handover_points, unit_points
from reports.views.front import greeting
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, upload
from tests.equipment.factories import draft_with_unit
from tests.equipment.walk import AT, scanned
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.regions.factories import kecamatan
from tests.reports.due import CASES, Due, meetings, papers, proposed_class, units
from tests.training.factories import DAY, NOW, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.models import Instructor, TrainingSession

pytestmark = pytest.mark.django_db
KEEPER = "pengurus_barang"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' own today is the day of the tests."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def teach(session, user):
    session.instructors.add(Instructor.objects.filter(user=user).first() or InstructorFactory(user=user))


def make(due: Due, **kwargs):
    """What is due, and a user of every role to look at it; the instructor teaches all angkatan."""
    due.make(**kwargs)
    users = {role: UserFactory(role=role) for role in Role}
    for session in TrainingSession.objects.all():
        teach(session, users[Role.INSTRUKTUR])
    return users


def tasks(client, words: str = ""):
    return [task for task in client.get("/").context["tasks"] if words in task.words]


def counts(client, words: str) -> list[int]:
    return [task.count for task in tasks(client, words)]


@pytest.mark.parametrize("due", CASES, ids=lambda due: due.words)
def test_a_point_stands_exactly_before_those_who_do_it(login, due):
    users = make(due)
    shown = {role: counts(login(user=user), due.words) for role, user in users.items()}
    assert shown == {role: [due.count] if role in due.roles else [] for role in Role}


@pytest.mark.parametrize("due", CASES, ids=lambda due: due.words)
def test_a_point_is_gone_when_it_is_done(login, due):
    users = make(due)
    due.finish()
    for role in due.roles:
        assert counts(login(user=users[role]), due.words) == [], role


@pytest.mark.parametrize("due", CASES, ids=lambda due: due.words)
def test_a_number_opens_as_many_rows(login, due):
    users = make(due)
    for role in due.roles:
        client = login(user=users[role])
        (task,) = tasks(client, due.words)
        assert due.rows(client.get(task.url).context) == task.count, role


def test_every_point_of_the_front_page_has_its_case():
    everything = UserFactory(roles=list(Role))
    words = [point.words for point in (*POINTS, *handover_points(everything), *unit_points(everything))]
    assert [due.words.replace("1 tempat", "{work.free} tempat") for due in CASES if due.of_session] == words[:7]
    assert {due.words for due in CASES if not due.of_session} == set(words[7:])


@pytest.mark.parametrize("due", [due for due in CASES if due.make is not units], ids=lambda due: due.words)
def test_who_is_limited_to_another_kecamatan_sees_nothing_of_it(login, due):
    due.make()
    for role in due.roles - {Role.INSTRUKTUR}:
        here = UserFactory(role=role, limited_to=[kecamatan("Liang Anggang")])
        elsewhere = UserFactory(role=role, limited_to=[kecamatan("Cempaka")])
        assert counts(login(user=here), due.words) == [due.count], role
        assert counts(login(user=elsewhere), due.words) == [], role


@pytest.mark.parametrize("due", [due for due in CASES if due.of_session], ids=lambda due: due.words)
def test_an_instructor_is_told_of_the_own_angkatan_only(login, due):
    due.make()
    stranger = login(user=UserFactory(roles=["instruktur"]))
    assert counts(stranger, due.words) == []


@pytest.mark.parametrize("url_name", ["home", "session-detail"])
def test_a_right_over_the_own_angkatan_shows_no_button_in_a_foreign_one(login, url_name):
    """A petugas who teaches, too, sees every angkatan, but locks the lists of the own one alone."""
    own, foreign, user = meetings(), meetings(), UserFactory(roles=["petugas", "instruktur"])
    teach(own, user)
    client = login(user=user)
    for session, may_lock in ((own, True), (foreign, False)):
        url = reverse("home") if url_name == "home" else session.get_absolute_url()
        lines = client.get(url).context["tasks" if url_name == "home" else "to_do"]
        links = [line.url.split("?")[0] for line in lines if line.verb == "Kunci"]
        assert (reverse("meeting-list", args=[session.code]) in links) is may_lock


def test_a_proposal_that_was_sent_back_is_to_be_made_again(login):
    session = proposed_class()
    teacher, official = UserFactory(role="instruktur"), UserFactory(role="pejabat")
    teach(session, teacher)
    version = version_of(session.registrations.filter(status="accepted").select_related("graduation"))
    send_back(session.pk, reason="nilai belum lengkap", version=version, at=NOW, actor=official)
    with pytest.raises(ProposalReturnedError):
        confirm(session.pk, version=version, at=NOW, actor=official)
    assert counts(login(user=official), "menunggu pengesahan") == []
    assert counts(login(user=teacher), "belum diusulkan") == [3]


def test_nobody_is_asked_to_confirm_the_own_proposal(login):
    session = proposed_class()
    proposer = session.registrations.filter(status="accepted").first().graduation.proposed_by
    proposer.groups.set(UserFactory(role="verifikator").groups.all())
    assert counts(login(user=proposer), "menunggu pengesahan") == []
    assert counts(login("verifikator"), "menunggu pengesahan") == [3]


def test_nothing_is_proposed_while_a_list_is_open(login):
    session = TrainingSessionFactory(ended=True)
    RegistrationFactory(session=session, accepted=True)
    MeetingFactory(session=session, number=1)
    client = login("verifikator")
    assert counts(client, "belum dikunci") == [1]
    assert counts(client, "belum diusulkan") == []


def test_a_refused_scan_goes_back_to_who_uploads(login):
    handover, checker = scanned(), UserFactory(role="verifikator")
    keeper = handover.scan_uploaded_by
    assert (counts(login(user=keeper), "diunggah"), counts(login(user=checker), "diperiksa")) == ([], [1])
    refuse_scan(handover.pk, scan_id=handover.scan_id, reason="tidak terbaca", actor=checker)
    assert (counts(login(user=keeper), "diunggah"), counts(login(user=checker), "diperiksa")) == ([1], [])
    again = upload_scan(handover.pk, upload(pdf(2)), at=AT, actor=keeper)
    assert (counts(login(user=keeper), "diunggah"), counts(login(user=checker), "diperiksa")) == ([], [1])
    accept_scan(again.pk, scan_id=again.scan_id, at=AT, actor=checker)
    assert (counts(login(user=keeper), "diunggah"), counts(login(user=checker), "diperiksa")) == ([], [])


def test_an_own_upload_is_left_out_of_number_and_list(login):
    both = UserFactory(roles=[KEEPER, "verifikator"])
    scanned(actor=both)
    others = scanned()
    client = login(user=both)
    (task,) = tasks(client, "unggahan BAST menunggu diperiksa")
    assert task.count == 1
    assert [row for row, _ in client.get(task.url).context["rows"]] == [others]
    assert client.get(reverse("handover-list"), {"perlu": "periksa"}).context["page"].paginator.count == 1
    assert login(KEEPER).get(reverse("handover-list"), {"perlu": "periksa"}).context["page"].paginator.count == 2


@pytest.mark.parametrize("role", Role)
def test_the_front_page_costs_the_same_for_two_and_for_twenty(login, count_queries, role):
    users = make(Due("", set(), 0, meetings, lambda: None, lambda context: 0))
    client = login(user=users[role])
    papers()
    few = count_queries(lambda: client.get("/"))
    for _ in range(5):
        teach(meetings(), users[Role.INSTRUKTUR])
        RegistrationFactory(registered_by=users[role])
        graduated_registration()
        draft_with_unit()
    assert count_queries(lambda: client.get("/")) == few <= 8


def test_a_clerk_sees_what_is_open_and_whom_the_clerk_registered(login):
    clerk = UserFactory(role="petugas")
    later = TrainingSessionFactory(registration_closes_on=DAY + timedelta(days=9))
    sooner = TrainingSessionFactory(registration_closes_on=DAY)
    TrainingSessionFactory(closed=True)
    own = RegistrationFactory(session=sooner, registered_by=clerk)
    RegistrationFactory(session=later)
    context = login(user=clerk).get("/").context
    assert [(work.session, work.applicants, days) for work, days in context["open_sessions"]] == [
        (sooner, 1, 0), (later, 1, 9),
    ]  # fmt: skip
    assert context["recent"] == [own]
    assert context["recap"] is None


@pytest.mark.parametrize("role", ["verifikator", KEEPER, "pejabat"])
def test_who_reads_reports_sees_how_the_angkatan_went(login, role):
    shown = RegistrationFactory().session
    TrainingSessionFactory(draft=True)
    context = login(role).get("/").context
    assert [line.session for line in context["recap"]] == [shown]
    assert context["recent"] == []


def test_an_instructor_sees_the_next_own_meetings(login):
    user, own = UserFactory(role="instruktur"), meetings()
    teach(own, user)
    tomorrow = MeetingFactory(session=own, number=6, held_on=DAY + timedelta(days=1))
    meetings()
    context = login(user=user).get("/").context
    assert list(context["meetings"]) == [own.meetings.get(number=5), tomorrow]
    assert [line.session for line in context["recap"]] == [own]
    assert login("pejabat").get("/").context["meetings"] is None


def test_who_has_nothing_to_do_is_told_so(login):
    assert "Tidak ada yang menunggu Anda hari ini." in login("pejabat").get("/").content.decode()


@pytest.mark.parametrize(("hour", "word"), [(10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"), (23, "malam")])
def test_the_greeting_is_that_of_the_hour(hour, word):
    assert greeting(NOW.replace(hour=hour)) == word
