"""The confirmation pages: a GET asks, a POST acts once, a refusal is a sentence on the same page."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.participants.factories import RegistrationFactory
from tests.training.factories import DAY, TrainingSessionFactory
from training.enums import Phase, SessionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def send(client, name, session, **typed):
    return client.post(reverse(name, args=[session.code]), typed)


@pytest.mark.parametrize("name", ["session-publish", "session-close", "session-reopen", "session-cancel"])
def test_asking_changes_nothing(login, name):
    session = TrainingSessionFactory(draft=name == "session-publish", closed=name == "session-reopen")
    before = session.updated_at
    response = login("verifikator").get(reverse(name, args=[session.code]))
    assert response.status_code == 200
    session.refresh_from_db()
    assert session.updated_at == before


def test_an_angkatan_is_opened_closed_and_opened_again(login):
    session, client = TrainingSessionFactory(draft=True), login("verifikator")
    for name, phase in (
        ("session-publish", Phase.OPEN),
        ("session-publish", Phase.OPEN),
        ("session-close", Phase.SELECTION),
        ("session-close", Phase.SELECTION),
        ("session-reopen", Phase.OPEN),
    ):
        assert send(client, name, session).url == session.get_absolute_url()
        session.refresh_from_db()
        assert session.phase(DAY) == phase


def test_registration_closes_on_the_day_training_starts(login):
    session = TrainingSessionFactory(registration_closes_on=DAY, starts_on=DAY)
    send(login("verifikator"), "session-close", session)
    session.refresh_from_db()
    assert session.phase(DAY) == Phase.RUNNING


def test_cancelling_needs_a_reason_and_keeps_it(login):
    session, client = TrainingSessionFactory(), login("verifikator")
    refused = send(client, "session-cancel", session, reason="")
    assert refused.status_code == 422
    assert send(client, "session-cancel", session, reason="Banjir").status_code == 302
    session.refresh_from_db()
    assert (session.status, session.cancel_reason) == (SessionStatus.CANCELLED, "Banjir")
    assert "Dibatalkan: Banjir." in client.get(session.get_absolute_url()).content.decode()


@pytest.mark.parametrize("reason", ["A\0", "😀", "A" * 301])
def test_a_bad_reason_is_refused_in_a_sentence(login, reason):
    session = TrainingSessionFactory()
    assert send(login("verifikator"), "session-cancel", session, reason=reason).status_code == 422
    session.refresh_from_db()
    assert session.status == SessionStatus.PUBLISHED


def test_a_rules_refusal_stands_on_the_page(login):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, accepted=True)
    response = send(login("verifikator"), "session-reopen", session)
    assert response.status_code == 422
    assert "Seleksi sudah berjalan" in response.content.decode()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
@pytest.mark.parametrize("name", ["session-publish", "session-close", "session-reopen", "session-cancel"])
def test_other_roles_are_told_so(login, role, name):
    assert send(login(role), name, TrainingSessionFactory(), reason="x").status_code == 403


@pytest.mark.parametrize(("trait", "is_offered"), [("eligible", True), ("accepted", False), ("waitlisted", False)])
def test_reopening_is_offered_only_where_the_rule_allows_it(login, trait, is_offered):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, **{trait: True})
    page = login("verifikator").get(session.get_absolute_url()).content.decode()
    assert ("Buka lagi pendaftaran" in page) == is_offered
