"""The graduation page: proposing, confirming by another person, sending back, finishing the angkatan."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.attendance import lock_list
from participants.enums import Mark, Outcome
from participants.enums import RegistrationStatus as S
from participants.graduation import Proposal, candidates_of, propose, version_of
from participants.models import Graduation
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import DAY, NOW, InstructorFactory, MeetingFactory, TrainingSessionFactory
from training.enums import SessionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.fixture
def teacher():
    return UserFactory(role="instruktur")


@pytest.fixture
def session(teacher):
    """Ended yesterday; one person was always there, one never."""
    made = TrainingSessionFactory(
        registration_opens_on=DAY - timedelta(60),
        registration_closes_on=DAY - timedelta(40),
        starts_on=DAY - timedelta(10),
        ends_on=DAY - timedelta(1),
        instructors=[InstructorFactory(user=teacher)],
    )
    good, weak = RegistrationFactory.create_batch(2, session=made, accepted=True)
    meeting = MeetingFactory(session=made, number=1, held_on=DAY - timedelta(5))
    AttendanceFactory(registration=good, meeting=meeting)
    AttendanceFactory(registration=weak, meeting=meeting, mark=Mark.SICK)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    return made


def url(session, name="graduation"):
    return reverse(name, args=[session.code])


def shown(session):
    return version_of(candidates_of(session))


def text(response):
    return " ".join(response.content.decode().split())


def typed(session, *outcomes):
    """The lines of the form by number: (outcome, reason)."""
    rows = session.registrations.order_by("seat_number")
    return {"version": shown(session)} | {
        f"p{row.pk}-{name}": value
        for row, line in zip(rows, outcomes, strict=True)
        for name, value in zip(("outcome", "reason"), line, strict=True)
    }


PASS, FAIL = ("completed", ""), ("not_completed", "")


def version(client, session, name="graduation-confirm"):
    return client.get(url(session, name)).context["form"].initial["version"]


def test_the_page_tells_the_rate_its_definition_and_the_minimum(login, session):
    page = text(login("petugas").get(url(session)))
    assert "6 dari 6" in page
    assert "100%" in page
    assert "Kehadiran minimum 80%" in page
    assert "1 JP = 45 menit" in page
    assert 'type="radio"' not in page


def test_the_instructor_proposes_what_the_rate_says(login, session, teacher):
    client = login(user=teacher)
    page = text(client.get(url(session)))
    assert page.count("checked") == 2
    client.post(url(session, "graduation-propose"), typed(session, PASS, FAIL))
    outcomes = Graduation.objects.order_by("registration__seat_number").values_list("outcome", flat=True)
    assert list(outcomes) == ["completed", "not_completed"]
    assert "Menunggu pengesahan" in text(client.get(url(session)))


def test_another_outcome_without_reason_keeps_everything_typed(login, session, teacher):
    lines = typed(session, ("not_completed", "tidak ujian"), PASS)
    response = login(user=teacher).post(url(session, "graduation-propose"), lines)
    assert response.status_code == 422
    assert "hasil berbeda dari kehadiran, tulis alasannya" in text(response)
    assert 'value="tidak ujian"' in text(response)
    assert not Graduation.objects.exists()


@pytest.mark.parametrize("line", [("", ""), ("lulus", ""), ("completed", "x" * 301), ("completed", "a\x00")])
def test_bad_lines_are_said_beside_them(login, session, teacher, line):
    response = login(user=teacher).post(url(session, "graduation-propose"), typed(session, line, FAIL))
    assert response.status_code == 422
    assert not Graduation.objects.exists()


def test_an_open_list_is_named(login, session, teacher):
    MeetingFactory(session=session, number=2, held_on=DAY - timedelta(2))
    client = login(user=teacher)
    assert "Daftar hadir belum dikunci: pertemuan 2" in text(client.get(url(session)))
    response = client.post(url(session, "graduation-propose"), typed(session, PASS, ("completed", "ujian susulan")))
    assert response.status_code == 422
    assert "Daftar hadir belum dikunci" in text(response)
    assert 'value="ujian susulan"' in text(response)
    assert not Graduation.objects.exists()


@pytest.fixture
def proposed(session, teacher):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    return session


def test_another_person_confirms_after_a_last_look(login, proposed):
    client = login("pejabat")
    assert "Sahkan kelulusan…" in text(client.get(url(proposed)))
    page = text(client.get(url(proposed, "graduation-confirm")))
    assert "1 peserta lulus, 1 tidak lulus." in page
    data = {"version": version(client, proposed)}
    assert client.post(url(proposed, "graduation-confirm"), data).url == url(proposed)
    assert list(proposed.registrations.order_by("seat_number").values_list("status", flat=True)) == [
        S.COMPLETED,
        S.NOT_COMPLETED,
    ]
    assert client.post(url(proposed, "graduation-confirm"), data).status_code == 302
    assert "Kelulusan disahkan" in text(client.get(url(proposed)))


def test_the_proposer_is_told_that_another_confirms(login, session):
    clerk = UserFactory(role="verifikator")
    propose(session.pk, {}, version=shown(session), at=NOW, actor=clerk)
    client = login(user=clerk)
    page = text(client.get(url(session)))
    assert "disahkan oleh orang lain" in page
    assert "Sahkan kelulusan…" not in page
    assert client.get(url(session, "graduation-confirm")).status_code == 302
    response = client.post(url(session, "graduation-confirm"), {"version": "x"})
    assert response.status_code == 422
    assert not session.registrations.filter(status=S.COMPLETED).exists()


def test_a_proposal_changed_meanwhile_is_looked_at_again(login, proposed, teacher):
    client = login("pejabat")
    seen = version(client, proposed)
    changed = {proposed.registrations.first().pk: Proposal(Outcome.NOT_COMPLETED, "tidak ujian")}
    propose(proposed.pk, changed, version=shown(proposed), at=NOW + timedelta(hours=1), actor=teacher)
    response = client.post(url(proposed, "graduation-confirm"), {"version": seen})
    assert response.status_code == 422
    assert "sudah diubah orang lain" in text(response)
    newer = response.context["form"].data["version"]
    assert client.post(url(proposed, "graduation-confirm"), {"version": newer}).status_code == 302


def test_sending_back_tells_the_proposer_why(login, proposed, teacher):
    client = login("pejabat")
    seen = version(client, proposed, "graduation-return")
    assert client.post(url(proposed, "graduation-return"), {"version": seen, "reason": ""}).status_code == 422
    client.post(url(proposed, "graduation-return"), {"version": seen, "reason": "cek No. 2"})
    page = text(login(user=teacher).get(url(proposed)))
    assert "Usulan dikembalikan" in page
    assert "cek No. 2" in page
    assert "Usulkan lagi" in page


@pytest.mark.parametrize(
    ("role", "may_propose", "may_confirm", "may_finish"),
    [
        ("petugas", 403, 403, 403),
        ("verifikator", 302, 302, 302),
        ("pengurus_barang", 403, 403, 403),
        ("pejabat", 403, 302, 403),
        ("administrator", 403, 403, 403),
        ("instruktur", 404, 403, 403),
    ],
)
def test_who_may_do_what(login, session, role, may_propose, may_confirm, may_finish):
    client = login(role)
    assert client.post(url(session, "graduation-propose"), typed(session, PASS, FAIL)).status_code == may_propose
    Graduation.objects.all().delete()
    assert client.get(url(session, "graduation-confirm")).status_code == may_confirm
    assert client.get(url(session, "graduation-return")).status_code == may_confirm
    assert client.get(url(session, "session-finish")).status_code == may_finish


def test_the_angkatan_is_finished_from_here(login, proposed):
    client = login("pejabat")
    client.post(url(proposed, "graduation-confirm"), {"version": version(client, proposed)})
    assert "Selesaikan angkatan" not in text(client.get(url(proposed)))
    client = login("verifikator")
    assert "Selesaikan angkatan" in text(client.get(url(proposed)))
    assert client.get(url(proposed, "session-finish")).status_code == 200
    for _ in range(2):
        assert client.post(url(proposed, "session-finish")).status_code == 302
    proposed.refresh_from_db()
    assert proposed.status == SessionStatus.FINISHED


def test_who_still_waits_for_an_answer_is_named_where_it_would_be_finished(login, proposed):
    RegistrationFactory(session=proposed, participant__name="Norhayati", eligible=True)
    client = login("pejabat")
    client.post(url(proposed, "graduation-confirm"), {"version": version(client, proposed)})
    assert "Belum dapat diselesaikan" not in text(client.get(url(proposed)))  # not theirs to finish
    page = text(login("verifikator").get(url(proposed)))
    assert "belum mendapat jawaban: Norhayati" in page
    assert "Selesaikan angkatan" not in page


def test_not_before_graduation(login, proposed):
    page = text(login("verifikator").post(url(proposed, "session-finish"), follow=True))
    assert "Kelulusan belum disahkan" in page


def test_an_empty_class_says_so(login):
    session = TrainingSessionFactory()
    assert "Belum ada peserta yang menunggu kelulusan" in text(login("verifikator").get(url(session)))


@pytest.mark.parametrize("role", ["verifikator", "instruktur"])
def test_the_page_costs_the_same_for_two_and_for_twelve(login, count_queries, session, teacher, role):
    client = login(user=teacher if role == "instruktur" else UserFactory(role=role))
    few = count_queries(lambda: client.get(url(session)))
    RegistrationFactory.create_batch(10, session=session, accepted=True)
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    assert count_queries(lambda: client.get(url(session))) == few <= 8


def test_what_was_typed_over_anothers_decision_is_kept_beside_it(login, session, teacher):
    mine = typed(session, PASS, ("completed", "ujian susulan"))
    theirs = {session.registrations.order_by("seat_number")[0].pk: Proposal(Outcome.NOT_COMPLETED, "menyontek")}
    propose(session.pk, theirs, version=shown(session), at=NOW, actor=teacher)
    client = login("verifikator")
    response = client.post(url(session, "graduation-propose"), mine)
    assert response.status_code == 422
    assert "sudah diubah orang lain" in text(response)
    assert "Usulan yang tersimpan: Tidak lulus, menyontek" in text(response)
    assert 'value="ujian susulan"' in text(response)
    again = mine | {"version": response.context["version"]}
    assert client.post(url(session, "graduation-propose"), again).status_code == 302
    assert Graduation.objects.get(reason="ujian susulan").outcome == "completed"


def test_nothing_typed_is_promised_where_nothing_is_typed(login, proposed, teacher):
    client = login("pejabat")
    seen = version(client, proposed)
    Graduation.objects.update(proposed_at=NOW + timedelta(hours=1))
    page = text(client.post(url(proposed, "graduation-confirm"), {"version": seen}))
    assert "sudah diubah orang lain" in page
    assert "Isian Anda" not in page


def test_the_page_of_a_cancelled_angkatan_offers_no_graduation(login, proposed, teacher):
    proposed.status, proposed.cancel_reason = SessionStatus.CANCELLED, "dana ditarik"
    proposed.save()
    page = text(login(user=teacher).get(url(proposed)))
    assert "Status angkatan ini dibatalkan" in page
    assert 'type="radio"' not in page
    assert "Sahkan kelulusan…" not in text(login("pejabat").get(url(proposed)))
