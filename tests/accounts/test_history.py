"""Event rows of the many-to-many tables, and how a history is told."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.history import history_of
from accounts.models import User, UserKecamatan, UserRole
from tests.accounts.factories import UserFactory
from tests.regions.factories import kecamatan

pytestmark = pytest.mark.django_db


def labels(link, user: User) -> list[str]:
    event = link._meta.get_field("events").related_model
    return list(event.objects.filter(user_id=user.pk).order_by("pgh_id").values_list("pgh_label", flat=True))


def test_giving_and_taking_a_role_leaves_events_also_from_sql():
    user = UserFactory(role="petugas")
    user.groups.set(Group.objects.filter(name="verifikator"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_user_groups WHERE user_id = %s", [user.pk])
    assert labels(UserRole, user) == ["insert", "delete", "insert", "delete"]


def test_limiting_a_user_to_a_kecamatan_leaves_events():
    user = UserFactory()
    user.kecamatan.add(kecamatan())
    user.kecamatan.clear()
    assert labels(UserKecamatan, user) == ["insert", "delete"]


def test_sql_changes_are_told_as_such_newest_first():
    user = UserFactory(first_name="Rina")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET first_name = 'Rini', is_active = false WHERE id = %s", [user.pk])
    newest, made = history_of(user)
    assert made.what == "dibuat"
    assert (newest.who, newest.what, newest.where) == ("SQL langsung", "diubah", "")
    assert [(change.before, change.after) for change in newest.changes] == [("Rina", "Rini"), ("ya", "tidak")]
