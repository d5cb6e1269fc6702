"""Registrations, attendance and graduation in /admin/: to look at; the actions obey the rules and the rights."""

import pytest
from django.urls import reverse
from django.utils import timezone

from participants.attendance import lock_list, unlock_list
from participants.enums import RegistrationStatus as S
from participants.models import Attendance, AttendanceUnlock, Graduation, Registration
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduate
from tests.training.factories import DAY, NOW, TrainingSessionFactory

pytestmark = pytest.mark.django_db
MODELS = (Registration, Attendance, AttendanceUnlock, Graduation)


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.fixture
def rows():
    """One of each, with its history."""
    clerk = UserFactory(role="verifikator")
    mark = AttendanceFactory(registration__session__running=True, meeting__held_on=DAY)
    for _ in range(2):
        lock_list(mark.meeting.pk, at=NOW, actor=clerk)
        unlock_list(mark.meeting.pk, reason="salah tandai", at=NOW, actor=clerk)
    graduate(mark.registration)
    return {model: model.objects.first() for model in MODELS}


def address(model, page, *args):
    return reverse(f"admin:participants_{model.__name__.lower()}_{page}", args=args)


def act(client, action, *registrations):
    data = {"action": action, "_selected_action": [row.pk for row in registrations]}
    return client.post(address(Registration, "changelist"), data, follow=True).content.decode()


@pytest.mark.parametrize("model", MODELS)
def test_every_row_is_found_shown_and_has_its_history(login, rows, model):
    client, row = login("administrator"), rows[model]
    found = client.get(address(model, "changelist"), {"q": "TKM"})
    assert found.status_code == 200
    assert f'href="{address(model, "change", row.pk)}' in found.content.decode()
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_nothing_is_typed_deleted_or_added_here(login, rows, model):
    client, row = login("administrator", "verifikator"), rows[model]
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "change", row.pk), {"status": S.ACCEPTED, "mark": "sick"}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.get(address(model, "changelist")).content.decode().count('value="delete_selected"') == 0


@pytest.mark.parametrize("model", MODELS)
def test_a_list_costs_the_same_for_one_and_for_ten(login, rows, count_queries, model):
    client = login("administrator")
    url = address(model, "changelist")
    few = count_queries(lambda: client.get(url))
    for _ in range(5):
        graduate(AttendanceFactory().registration)
    assert count_queries(lambda: client.get(url)) <= few


def test_actions_call_the_rules_and_say_each_refusal(login):
    session = TrainingSessionFactory(closed=True, quota=1)
    first, second = RegistrationFactory.create_batch(2, session=session, eligible=True)
    page = act(login("administrator", "verifikator"), "accept_selected", first, second)
    assert "Pendaftar lolos: 1." in page
    assert "penuh (1 tempat)" in page
    assert list(session.registrations.order_by("pk").values_list("status", flat=True)) == [S.ACCEPTED, S.ELIGIBLE]


@pytest.mark.parametrize(
    ("action", "trait", "becomes"),
    [
        ("verify_selected", "ineligible", S.ELIGIBLE),
        ("waitlist_selected", "eligible", S.WAITLISTED),
        ("refuse_selected", "eligible", S.NOT_SELECTED),
        ("return_selected", "accepted", S.ELIGIBLE),
    ],
)
def test_each_action_decides(login, action, trait, becomes):
    registration = RegistrationFactory(session=TrainingSessionFactory(closed=True), **{trait: True})
    act(login("administrator", "verifikator"), action, registration)
    registration.refresh_from_db()
    assert registration.status == becomes


def test_the_administrator_alone_decides_nothing(login):
    registration = RegistrationFactory(session=TrainingSessionFactory(closed=True), eligible=True)
    client = login("administrator")
    assert "accept_selected" not in client.get(address(Registration, "changelist")).content.decode()
    act(client, "accept_selected", registration)
    registration.refresh_from_db()
    assert registration.status == S.ELIGIBLE
