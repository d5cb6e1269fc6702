"""How a history is told: who, where, in which words, and what is masked."""

from string import Formatter

import pghistory
import pytest
from django.contrib.auth.models import Group
from django.db import connection

from accounts.history.acts import tell
from accounts.history.names import load
from accounts.history.places import place_of
from accounts.history.sources import row_and_links
from accounts.models import User, UserKecamatan, UserRole
from tests.accounts.factories import UserFactory
from tests.regions.factories import kecamatan
from tests.test_history import event_models
from tests.training.factories import TrainingSessionFactory
from tkm.lib.told import has_words, told_of
from training.models import Program

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


def test_sql_changes_are_told_as_such():
    user = UserFactory(first_name="Rina")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_user SET first_name = 'Rini', is_active = false WHERE id = %s", [user.pk])
    act = tell(row_and_links(user, [UserRole]), size=10).acts[0]
    assert (act.who, act.is_sql, act.where) == ("SQL langsung", True, "")
    assert [line.words for line in act.lines][-1] == f"menutup akun {user.username}"
    assert [(change.before, change.after) for change in act.lines[-1].changes] == [("Rina", "Rini"), ("ya", "tidak")]


PLACES = [
    ("/peserta/5/ubah/", "dari halaman Ubah data warga"),
    ("/peserta/5/nik/", "dari halaman Peserta"),
    ("/pelatihan/TKM-2025-03/kehadiran/4/12/", "dari halaman Kehadiran"),
    ("/pelatihan/TKM-2025-03/peserta/keputusan/", "dari daftar peserta angkatan"),
    ("/serah-terima/7/serahkan/", "dari halaman Serah terima"),
    ("/barang/pengadaan/2/periksa/", "dari halaman Pengadaan"),
    ("/akun/sandi/", "dari Akun saya"),
    ("/masuk/", "dari halaman masuk"),
    ("/admin/participants/participant/5/change/", "di Administrasi"),
    ("/dulu/6372045708920012/ada/", "dari /dulu/…/ada/"),
]


@pytest.mark.parametrize(("url", "words"), PLACES)
def test_an_address_is_told_as_a_place_and_never_with_its_numbers(url: str, words: str):
    assert place_of(url) == words


TRACKED = [event.pgh_tracked_model for event in event_models()]


def test_every_model_with_a_history_has_words_and_every_one_it_points_at_a_name():
    """A new one gets them in the `told.py` of its app."""
    columns = [field for model in TRACKED for field in model._meta.concrete_fields]
    pointed_at = {field.related_model for field in columns if field.is_relation}
    assert {model._meta.label for model in {*TRACKED, *pointed_at} if not has_words(model)} == set()


def unknown_columns(model) -> set[str]:
    told = told_of(model)
    fields = {field.name for field in model._meta.concrete_fields} | {"n"}
    phrases = [told.made, told.changed, told.gone, *(turn.words for turn in told.turns)]
    named = {name for pair in phrases for words in pair for _, name, _, _ in Formatter().parse(words) if name}
    return (named | {turn.column for turn in told.turns}) - fields


def test_words_and_names_speak_only_of_columns_that_there_are():
    assert {model._meta.label: unknown_columns(model) for model in TRACKED if unknown_columns(model)} == {}
    assert load((model, 0) for model in TRACKED) == {}  # the database knows all that their names are made of


def test_a_row_that_is_gone_is_still_called_by_its_name():
    program = Program.objects.create(name="Batik")
    key = program.pk
    Program.objects.filter(pk=key).update(name="Bordir")
    program.delete()
    assert load([(Program, key), (Program, 0)]) == {(Program, key): "Bordir"}


def test_a_stamp_alone_is_no_act():
    session = TrainingSessionFactory()
    made = tell(row_and_links(session), size=10).number
    with pghistory.context(user=7, name="Rina"):
        session.save(update_fields=["updated_at"])
    assert session.events.count() == 2
    history = tell(row_and_links(session), size=10)
    assert [act.who for act in history.acts] == ["SQL langsung"] * made
    assert history.people == {"7": "Rina", "sql": "SQL langsung"}
