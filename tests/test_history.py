"""Every write of ours leaves an event that says who, whoever wrote it, and no event is ever changed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse

from participants.models import Graduation
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, ParticipantFactory, RegistrationFactory
from tests.training.factories import NOW, MeetingFactory, ProgramFactory
from training.models import Program

OURS = ("accounts", "regions", "documents", "training", "participants", "equipment", "reports")
UNTRACKED = {
    "documents_numbercounter": "only counts; each number it gives is a row with events of its own",
    "participants_attendanceunlock": "a log: the database refuses to change or delete a row of it",
    "participants_niklook": "a log: the database refuses to change or delete a row of it",
    "accounts_signin": "who is logged in at the moment: it ends with the log-out",
    "accounts_loginattempt": "a log: the database refuses to change a row of it; it is forgotten after a while",
    "accounts_factorreset": "a log: the database refuses to change or delete a row of it",
    "accounts_user_user_permissions": "not used: rights come from the one table in accounts/access.py",
}

pytestmark = pytest.mark.django_db


def tables() -> Iterator[str]:
    """Of our models and of their links, without the events themselves."""
    for app in OURS:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            if not model._meta.proxy and not model.__name__.endswith("Event"):
                yield model._meta.db_table


def event_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__name__.endswith("Event") and model._meta.app_label in OURS]


def triggers_of(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled = 'O'", [table])
        return {row[0] for row in cursor.fetchall()}


def test_every_table_of_ours_writes_down_each_insert_update_and_delete():
    kinds = {
        table: {
            kind
            for kind in ("insert", "update", "delete")
            if any(f"_{kind}_{kind}_" in name for name in triggers_of(table))
        }
        for table in tables()
    }
    assert {table for table, found in kinds.items() if found != {"insert", "update", "delete"}} == set(UNTRACKED)


@pytest.mark.parametrize("model", event_models(), ids=lambda model: model._meta.label)
def test_no_event_is_changed_or_deleted(model: type[models.Model]):
    assert any("append_only" in name for name in triggers_of(model._meta.db_table))


@pytest.mark.parametrize("sql", ["DELETE FROM {}", "UPDATE {} SET name = 'lain'", "UPDATE {} SET pgh_context = NULL"])
def test_sql_does_not_rewrite_history(sql: str):
    program = ProgramFactory(name="Bordir")
    table = program.events.model._meta.db_table
    refused = pytest.raises(DatabaseError, match="Cannot update or delete")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))
    assert [(event.pgh_label, event.name) for event in program.events.all()] == [("insert", "Bordir")]


def test_bulk_changes_and_sql_leave_events_too():
    Program.objects.bulk_create([Program(name="Bordir"), Program(name="Batik")])
    Program.objects.filter(name__in=["Bordir", "Batik"]).update(description="Kelas pagi")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE training_program SET is_active = false")
        cursor.execute("DELETE FROM training_program WHERE name = 'Batik'")
    events = apps.get_model("training.ProgramEvent").objects.filter(name="Batik").order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "update", "delete"]


def test_a_page_writes_down_who_and_where(login):
    person = ParticipantFactory(name="Siti")
    registration = RegistrationFactory(participant=person)
    clerk = UserFactory(role="petugas", first_name="Rina", last_name="Marlina")
    url = reverse("registration-withdraw", args=[registration.session.code, registration.pk])
    answer = login(user=clerk).post(url, {"left_on": "04-08-2025", "reason": "mendapat pekerjaan tetap"})
    newest = registration.events.order_by("-pgh_id")[0]
    assert answer.status_code == 302
    assert newest.pgh_context == {"user": clerk.pk, "name": "Rina Marlina", "url": url}


WRONG_WORDS = [
    ("training_trainingsession", "status", "session_status_is_known"),
    ("participants_registration", "status", "registration_status_is_known"),
    ("participants_participant", "sex", "participant_sex_is_known"),
    ("training_meeting", "status", "meeting_status_is_known"),
    ("participants_attendance", "mark", "attendance_mark_is_known"),
    ("participants_graduation", "outcome", "graduation_outcome_is_known"),
]


@pytest.mark.parametrize(("table", "column", "constraint"), WRONG_WORDS)
def test_a_word_that_is_no_state_is_refused(table: str, column: str, constraint: str):
    row = RegistrationFactory(participant__nik_reason="ktp")
    AttendanceFactory(registration=row, meeting=MeetingFactory(session=row.session))
    Graduation.objects.create(
        registration=row, outcome="completed", present_minutes=270, held_minutes=270,
        proposed_at=NOW, proposed_by=UserFactory(),
    )  # fmt: skip
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = 'X'")
