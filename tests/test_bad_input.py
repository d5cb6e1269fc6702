"""Every form of the product, field by field: a sentence in Indonesian, all else still typed in, nothing saved."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from tests.conftest import GuardedClient
from tests.desk import forms_on_the_desk
from tests.naughty import ASKED, HUGE, NUL, TYPED, english, sentences_of
from tests.participants.pages import open_session, typed_registration
from tests.shared import kept
from tests.training.factories import DAY
from tests.typed import Form, forms_in
from tests.walk import ROWS, World, make_world

pytestmark = pytest.mark.django_db

# Chosen or carried by the page, not typed: a refusal there may leave the page's own choice standing.
CARRIED = {"version", "submission", "seen", "scan_id", "meeting", "csrfmiddlewaretoken"}
EVENTS = " UNION ALL ".join(
    f"SELECT count(*) FROM {model._meta.db_table}" for model in apps.get_models() if model.__name__.endswith("Event")
)


@dataclass(frozen=True)
class Desk:
    client: Client
    world: World
    forms: list[tuple[str, Form]]


def make_desk() -> Desk:
    """Somebody with every role, before every form."""
    world, client = make_world(), GuardedClient()
    client.force_login(world.user(*Role), backend="accounts.backends.NipOrUsername")
    forms = list(forms_on_the_desk(client, world))
    client.raise_request_exception = False
    return Desk(client, world, forms)


@pytest.fixture(scope="module")
def kept_desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Desk]:
    """On the day of the tests, like all that is sent from it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *args: DAY)
        with kept(django_db_blocker, make_desk) as made:
            yield made


@pytest.fixture
def desk(kept_desk: Desk) -> Desk:
    return deepcopy(kept_desk)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever was sent did not happen; what the database checks only at the end is checked now."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


def events() -> int:
    """How many writes the history knows."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sum(count) FROM ({EVENTS}) event")
        return int(cursor.fetchone()[0])


def lost(form: Form, sent: dict[str, list[str]], name: str, html: str) -> list[str]:
    """The fields whose typed words are gone from the page that refuses `name`."""
    shown = max(
        (one.fields for one in forms_in(html, form.action) if set(one.fields) & set(form.fields)),
        key=lambda fields: len(set(fields) & set(form.fields)),
        default={},
    )
    stays = {one: value for one, value in sent.items() if one in shown and one not in CARRIED and one != name}
    return [one for one, value in stays.items() if list(filter(None, shown[one])) != list(filter(None, value))]


def wrong(client: Client, form: Form, name: str, value: str, *, before: int) -> list[str]:
    """What is wrong with the answer to one bad field; `before` it the history knew so many writes."""
    sent = form.with_typed(name, value)
    with undone():
        answer = client.post(form.action, sent)
        told = [str(answer.status_code)] if answer.status_code >= 500 else english(sentences_of(answer))
        if answer.status_code == 422:
            told += ["saved"] if events() != before else []
            told += [f"lost {one}" for one in lost(form, sent, name, answer.content.decode())]
    return told


def all_wrong(client: Client, forms: list[tuple[str, Form]], value: str) -> dict[str, list[str]]:
    """The same for every field of a form at once, and for a form with nothing in it."""
    found = {}
    for target, form in forms:
        with undone():
            answer = client.post(form.action, dict.fromkeys(form.fields, value) if value else {})
            found[target] = [str(answer.status_code)] if answer.status_code >= 500 else english(sentences_of(answer))
    return {target: told for target, told in found.items() if told}


def test_every_address_that_takes_a_form_is_on_the_desk(desk):
    taking = set()
    for name, rows in ROWS.items():
        with undone():
            if desk.client.post(reverse(name, args=rows(desk.world.own))).status_code != 405:
                taking.add(name)
    assert taking - {target for target, _ in desk.forms} == set()


def test_each_field_alone_with_what_it_cannot_hold(desk):
    client, forms, before = desk.client, desk.forms, events()
    fields = [(target, form, name) for target, form in forms for name in form.fields]
    assert len(fields) > 200
    found = {
        f"{target} {name}={value[:9]!a}": told
        for (target, form, name), value in zip(fields, cycle((NUL, "9" * 5_000)), strict=False)
        if (told := wrong(client, form, name, value, before=before))
    }
    assert found == {}


def test_all_fields_at_once_and_none_at_all(desk):
    client, forms = desk.client, desk.forms
    found = {value[:9]: told for value in ("", *TYPED[1::2]) if (told := all_wrong(client, forms, value))}
    assert found == {}


def test_the_same_form_twice_is_no_error_and_the_second_changes_nothing(desk):
    client, forms = desk.client, desk.forms
    found = []
    for target, form in forms:
        with undone():
            first, before = client.post(form.action, form.fields), events()
            second = client.post(form.action, form.fields)
            if first.status_code >= 500 or second.status_code >= 500:
                found.append((target, first.status_code, second.status_code))
            elif first.status_code == 302 and events() != before:
                found.append((target, "wrote twice"))
    assert found == []


def test_a_name_of_five_megabytes_is_a_sentence_beside_it(login):
    session = open_session()
    page = reverse("registration-create", args=[session.code])
    answer = login("petugas").post(page, typed_registration(name=HUGE))
    assert answer.status_code == 422
    assert any("120" in sentence for sentence in answer.context["form"].errors["name"])
    assert 'value="17-08-1992"' in answer.content.decode()
    assert session.registrations.count() == 0


# Every parameter that a list or page looks for in its address.
ASKED_FOR = (
    *("q", "cari", "page", "status", "urut", "tahun", "program", "tahap", "fase", "kecamatan", "kelurahan", "wilayah"),
    *("nama", "angkatan", "penerima", "peserta", "pilih", "versi", "kode", "keadaan", "jenis", "pengadaan", "perlu"),
    *("handover", "pendidikan", "usia", "jenis-kelamin", "year"),
)


@pytest.mark.parametrize("value", [" ".join(ASKED[:9]), str(10**30), "9" * 5_000], ids=lambda value: ascii(value)[:12])
def test_a_mangled_address_is_no_error_page(desk, value):
    own = {name: rows(desk.world.own) for name, rows in ROWS.items()}
    pages = [reverse(name, args=args) for name, args in own.items()] + [reverse("home"), reverse("verification")]
    codes = {page: desk.client.get(page, dict.fromkeys(ASKED_FOR, value)).status_code for page in pages}
    assert {page: code for page, code in codes.items() if code >= 500} == {}
    assert len(codes) > 80


@pytest.mark.parametrize("number", [10**19, 10**30, 0])
def test_a_number_that_no_row_has_is_a_404(desk, number):
    for name, rows in ROWS.items():
        args = [number if isinstance(arg, int) else arg for arg in rows(desk.world.own)]
        if args != rows(desk.world.own):
            url = reverse(name, args=args)
            assert {desk.client.get(url).status_code, desk.client.post(url).status_code} <= {302, 404, 405}, name
    assert desk.client.get(reverse("verification-result", args=["😀" * 40])).status_code == 404
