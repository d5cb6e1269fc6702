"""What all pages of /admin/ share, tried on a plain model: refusals of the database, and what is written."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.urls import reverse

from accounts.admin_tools import REFUSED
from tests.accounts.factories import UserFactory
from tests.training.factories import ProgramFactory, TrainingSessionFactory
from training.models import Program

pytestmark = pytest.mark.django_db


def test_what_only_the_database_refuses_is_a_sentence_above_the_same_form(login, monkeypatch):
    ProgramFactory(name="Bordir")
    monkeypatch.setattr(Program, "validate_constraints", lambda *args, **kwargs: None)  # as if both saved at once
    typed = {"name": "Bordir", "description": "Kelas pagi", "is_active": "on"}
    response = login("administrator").post(reverse("admin:training_program_add"), typed)
    assert response.status_code == 200
    assert REFUSED in response.context["adminform"].form.errors["__all__"]
    assert "Kelas pagi" in response.content.decode()
    assert Program.objects.count() == 1


def test_a_model_may_have_a_sentence_of_its_own_for_a_refusal(login, monkeypatch):
    ProgramFactory(name="Bordir")
    monkeypatch.setattr(Program, "validate_constraints", lambda *args, **kwargs: None)
    model_admin = admin.site.get_model_admin(Program)
    monkeypatch.setattr(model_admin, "refusals", {"program_name_once": "Bordir sudah ada."}, raising=False)
    response = login("administrator").post(reverse("admin:training_program_add"), {"name": "Bordir"})
    assert response.context["adminform"].form.errors["__all__"] == ["Bordir sudah ada."]


def test_only_what_changed_here_is_written(login):
    program = ProgramFactory(name="Bordir", description="lama")
    request = RequestFactory().get("/")
    request.user = UserFactory(role="administrator")
    model_admin = admin.site.get_model_admin(Program)
    row = model_admin.get_object(request, str(program.pk))
    Program.objects.filter(pk=program.pk).update(description="baru, dari tempat lain")
    row.name = "Bordir Dasar"
    model_admin.save_model(request, row, form=None, change=True)
    program.refresh_from_db()
    assert (program.name, program.description) == ("Bordir Dasar", "baru, dari tempat lain")


def test_saving_without_a_change_leaves_no_event(login):
    program = ProgramFactory(name="Bordir")
    url = reverse("admin:training_program_change", args=[program.pk])
    login("administrator").post(url, {"name": "Bordir", "description": "", "is_active": "on"})
    assert list(program.events.values_list("pgh_label", flat=True)) == ["insert"]


def test_a_deletion_that_the_database_refuses_is_told(login):
    program = ProgramFactory(name="Bordir")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'tidak boleh' USING ERRCODE = 'check_violation'; END $$;
            CREATE TRIGGER refuse BEFORE DELETE ON training_program FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse();
            """
        )
    client = login("administrator")
    alone = client.post(reverse("admin:training_program_delete", args=[program.pk]), {"post": "yes"}, follow=True)
    many = {"action": "delete_selected", "_selected_action": [program.pk], "post": "yes"}
    together = client.post(reverse("admin:training_program_changelist"), many, follow=True)
    assert REFUSED in alone.content.decode()
    assert REFUSED in together.content.decode()
    assert Program.objects.filter(pk=program.pk).exists()


def test_the_page_of_a_row_is_one_click_away(login):
    session = TrainingSessionFactory()
    page = login("administrator").get(reverse("admin:training_trainingsession_change", args=[session.pk]))
    assert f'href="{session.get_absolute_url()}"' in page.content.decode()
