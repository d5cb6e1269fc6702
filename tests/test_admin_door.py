"""/admin/, the second full door: every model with every page of it, for who may enter and who may not."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import reverse

from accounts.admin_tools import HistoryAdmin
from accounts.enums import Role
from equipment.models import EarlierAid
from participants.models import AttendanceUnlock, NikLook
from tests.accounts.factories import FactorResetFactory, LogInAttemptFactory, SignInFactory, UserFactory
from tests.equipment.factories import EquipmentTypeFactory, ProcurementFactory
from tests.naughty import ASKED
from tests.participants.factories import AttendanceFactory
from tests.shared import kept
from tests.test_access import rows_of_every_table
from tests.training.factories import (
    DAY,
    NOW,
    FundingSourceFactory,
    InstructorFactory,
    ProgramFactory,
    ProgramUnitFactory,
)
from tests.walk import HERE, make_side

OURS = ("accounts", "regions", "documents", "training", "participants", "equipment", "reports")
REGISTERED = {model: page for model, page in admin.site._registry.items() if model._meta.app_label in OURS}
NOT_REGISTERED = {
    "participants.SeatedSession": "a proxy that only carries the trigger of the quota",
    "equipment.HandoverItem": "shown inside its BAST",
    "equipment.SupplyLine": "shown inside its paper",
    "equipment.DecreeType": "a link, told in the history of its decree",
    "accounts.UserRole": "a link, changed and told with its user",
    "accounts.UserKecamatan": "a link, changed and told with its user",
    "training.SessionInstructor": "a link, changed and told with its angkatan",
}
# Guarded by rules, or a log: looked at only. All others are edited here.
LOOKED_AT = {
    *("documents.NumberCounter", "documents.PaperNumber", "documents.Wording", "documents.PrivacyNotice"),
    *("documents.Paper", "documents.StoredFile", "participants.Registration", "participants.Attendance"),
    *("participants.AttendanceUnlock", "participants.Graduation", "participants.NikLook", "equipment.EquipmentUnit"),
    *("equipment.RecipientDecree", "equipment.DecreeRecipient", "equipment.Handover", "equipment.WaitingOverride"),
    *("accounts.SignIn", "accounts.LogInAttempt", "accounts.FactorReset"),
    *("equipment.SupplyPaper", "equipment.Payment"),
    "participants.Certificate",
}
NEXT_VERSION = {"documents.Wording", "documents.PrivacyNotice"}  # never changed, but followed by another
ONLY_CHANGED = {"documents.Office", "documents.NumberSeries", "documents.PaperFormat"}  # made by the migrations
KEPT = {*LOOKED_AT, *ONLY_CHANGED, "accounts.User", "training.TrainingSession", "training.Meeting"}  # never deleted

pytestmark = pytest.mark.django_db


def make_rows(n: int) -> None:
    """A row or more of each model."""
    side = make_side(HERE)
    user, person = UserFactory(role="petugas"), side.registration.participant
    AttendanceFactory(registration=side.registration, meeting=side.meeting)
    AttendanceUnlock.objects.create(meeting=side.meeting, reason="salah tanda", at=NOW, by=user)
    NikLook.objects.create(participant=person, user=user, place="Halaman peserta", reason="mencocokkan KTP")
    EarlierAid.objects.create(
        participant=person, type=EquipmentTypeFactory(), given_on=DAY, source="Dinsos", recorded_by=user
    )
    InstructorFactory(user=user)
    SignInFactory(user=user)
    LogInAttemptFactory(user=user)
    FactorResetFactory(user=user)
    ProgramUnitFactory(program=ProgramFactory(name=f"Bordir {n}"))
    FundingSourceFactory(name=f"DAK {n}")
    EquipmentTypeFactory(name=f"Mesin obras {n}")
    ProcurementFactory()


@pytest.fixture(scope="module", autouse=True)
def _rows(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with kept(django_db_blocker, partial(make_rows, 0)):
        yield


def url(model: type[models.Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def row_of(model: type[models.Model]) -> Any:
    """The newest, which nothing else hangs on as yet."""
    return model._default_manager.order_by("-pk")[0]


def pages(model: type[models.Model]) -> list[str]:
    row = row_of(model)
    return [url(model, "changelist"), url(model, "add"), *(url(model, name, row.pk) for name in ONE)]


ONE = ("change", "history", "delete")


def test_every_model_of_ours_is_registered_and_keeps_the_house_rules():
    ours = {model._meta.label for app in OURS for model in apps.get_app_config(app).get_models()}
    told = {label for label in ours if label.endswith("Event")}
    assert ours - told == {model._meta.label for model in REGISTERED} | set(NOT_REGISTERED)
    assert [model for model, page in REGISTERED.items() if not isinstance(page, HistoryAdmin)] == []
    assert set(admin.site._registry) == set(REGISTERED)


def test_who_does_not_administer_meets_a_closed_door(login, client):
    everything = [page for model in REGISTERED for page in pages(model)] + [reverse("admin:index")]
    assert {client.get(page, follow=True).redirect_chain[-1][0][:7] for page in everything} == {"/masuk/"}
    login(*(role for role in Role if role != Role.ADMINISTRATOR))
    assert {client.get(page, follow=True).status_code for page in everything} == {403}
    assert {client.post(page, follow=True).status_code for page in everything} == {403}


def test_who_administers_sees_every_page_and_a_look_changes_nothing(login):
    client = login("administrator")
    before, codes = rows_of_every_table(), {}
    for model in REGISTERED:
        for page in pages(model):
            codes[page] = client.get(page).status_code
    expected = {page: code for model in REGISTERED for page, code in zip(pages(model), expected_of(model), strict=True)}
    assert {page: (code, codes[page]) for page, code in expected.items() if code != codes[page]} == {}
    after = rows_of_every_table()
    assert {table for table in after if after[table] != before[table]} <= {"accounts_signin"}


def expected_of(model: type[models.Model]) -> tuple[int, ...]:
    label = model._meta.label
    add = {"documents.Wording": 302, "documents.PrivacyNotice": 200}.get(label)
    add = add or (403 if label in LOOKED_AT | ONLY_CHANGED else 200)
    return 200, add, 200, 200, 403 if label in KEPT else 200


def test_what_rules_guard_is_not_written_here(login):
    client = login("administrator")
    before = rows_of_every_table()
    for model in REGISTERED:
        label, row = model._meta.label, row_of(model)
        if label in LOOKED_AT:
            assert client.post(url(model, "change", row.pk), {"status": "complete"}).status_code == 403, label
            page = client.get(url(model, "change", row.pk))
            assert list(page.context["adminform"].form.fields) == [], label
        if label in LOOKED_AT | ONLY_CHANGED and label not in NEXT_VERSION:
            assert client.post(url(model, "add"), {"status": "complete"}).status_code == 403, label
        if label in KEPT:
            assert client.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403, label
            sent = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
            client.post(url(model, "changelist"), sent)
    after = rows_of_every_table()
    assert {table for table in after if after[table] != before[table]} <= {"accounts_signin"}


def actions_of(client: Client, model: type[models.Model]) -> set[str]:
    form = client.get(url(model, "changelist")).context["action_form"]
    return {name for name, _ in form.fields["action"].choices if name} if form else set()


def test_actions_of_rules_are_offered_to_those_who_hold_the_right(login, client):
    login("administrator")
    own = {"delete_selected", "reset_factors"}
    assert {name for model in REGISTERED for name in actions_of(client, model)} == own
    login("administrator", "verifikator", "pejabat", "pengurus_barang")
    rules = {name for model in REGISTERED for name in actions_of(client, model)} - {"delete_selected"}
    named = {name for page in REGISTERED.values() for name in page.actions or ()}
    assert rules == named
    assert len(rules) == 13


def asked_of(client: Client, model: type[models.Model]) -> Iterator[dict[str, str]]:
    """What the list of a model may be asked for, with values that it does not know."""
    changelist = client.get(url(model, "changelist")).context["cl"]
    hierarchy = changelist.date_hierarchy
    names = [name for filter in changelist.filter_specs for name in filter.expected_parameters() if name]
    names += [f"{hierarchy}__{part}" for part in ("year", "month", "day")] if hierarchy else []
    yield from ({"q": value} for value in (" ".join(ASKED[:9]), "9" * 5_000, "a " * 2_000))
    yield from ({name: value} for name in names for value in ("abc\0", str(10**30)))


def test_lists_stand_whatever_is_searched_and_filtered_for(login):
    client = login("administrator")
    client.raise_request_exception = False
    fallen = []
    for model in REGISTERED:
        for asked in asked_of(client, model):
            code = client.get(url(model, "changelist"), asked).status_code
            if code not in (200, 302):
                fallen.append((model._meta.label, {name: value[:20] for name, value in asked.items()}, code))
    assert fallen == []


@pytest.mark.parametrize("key", ["abc", "0", "-1", "9" * 25, "_00", "%00", "%F0%9F%98%80", "²"])
def test_a_key_that_no_row_has_leads_back(login, key):
    client = login("administrator")
    for model in REGISTERED:
        for page in ONE:
            path = url(model, page, "KEY").replace("KEY", key)
            assert client.get(path).status_code in (302, 403, 404), path
            assert client.post(path, {"post": "yes"}).status_code in (302, 403, 404), path


@pytest.mark.parametrize("term", ASKED, ids=lambda term: ascii(term)[:12])
def test_autocomplete_stands_whatever_is_typed(login, term):
    asked = {"app_label": "equipment", "model_name": "earlieraid", "field_name": "participant"}
    client = login("administrator")
    assert client.get(reverse("admin:autocomplete"), {**asked, "term": term}).status_code == 200
    assert client.get(reverse("admin:autocomplete"), {**asked, "page": term}).status_code in (200, 404)
    assert client.get(reverse("admin:autocomplete"), {**asked, "field_name": term}).status_code == 403


def costs(client: Client, count_queries: Any, keys: dict[type[models.Model], Any]) -> dict[str, int]:
    asked = [page for model, key in keys.items() for page in (url(model, "changelist"), url(model, "change", key))]
    return {page: count_queries(partial(client.get, page)) for page in asked}


def test_lists_and_forms_cost_the_same_at_any_length(login, count_queries):
    client = login("administrator")
    keys = {model: model._default_manager.order_by("pk")[0].pk for model in REGISTERED}
    costs(client, count_queries, keys)  # content types and the like are read once
    few = costs(client, count_queries, keys)
    for n in range(1, 6):
        make_rows(n)
    many = costs(client, count_queries, keys)
    assert {page: (few[page], cost) for page, cost in many.items() if cost > few[page]} == {}
    assert max(many.values()) <= 16
