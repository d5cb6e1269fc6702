"""What is typed into the forms of /admin/: a sentence in Indonesian at the field, never an error page."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from tests.accounts.factories import UserFactory
from tests.conftest import GuardedClient
from tests.naughty import TYPED, english, sentences_of
from tests.shared import kept
from tests.test_admin_door import LOOKED_AT, ONLY_CHANGED, REGISTERED, make_rows, row_of, url
from tests.typed import Form, forms_in

pytestmark = pytest.mark.django_db

EDITED = [model for model in REGISTERED if model._meta.label not in LOOKED_AT]
ADDED = [
    model for model in REGISTERED if model._meta.label not in (LOOKED_AT | ONLY_CHANGED) - {"documents.PrivacyNotice"}
]


def form_pages() -> list[str]:
    return [*(url(model, "add") for model in ADDED), *(url(model, "change", row_of(model).pk) for model in EDITED)]


def the_form(client: Client, page: str) -> Form:
    """The page's own form: the one with most fields."""
    return max(forms_in(client.get(page).content.decode(), page), key=lambda form: len(form.fields))


def answered(client: Client, page: str, sent: dict[str, Any]) -> list[str]:
    """The sentences of the refusal; an error page is one too."""
    answer = client.post(page, sent)
    return sentences_of(answer) if answer.status_code in (200, 302) else [f"Enter a page: {answer.status_code}"]


def make_forms() -> tuple[Client, dict[str, Form]]:
    make_rows(0)
    client = GuardedClient(raise_request_exception=False)
    client.force_login(UserFactory(role="administrator"), backend="accounts.backends.NipOrUsername")
    return client, {page: the_form(client, page) for page in form_pages()}


@pytest.fixture(scope="module")
def kept_forms(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Client, dict[str, Form]]]:
    with kept(django_db_blocker, make_forms) as made:
        yield made


@pytest.fixture
def client_of_forms(kept_forms: tuple[Client, dict[str, Form]]) -> tuple[Client, dict[str, Form]]:
    return deepcopy(kept_forms)


def test_what_cannot_be_in_every_field_at_once(client_of_forms):
    client, forms = client_of_forms
    for value in TYPED[::2]:  # the pages' forms get the others
        told = {page: answered(client, page, dict.fromkeys(form.fields, value)) for page, form in forms.items()}
        assert {page: english(sentences) for page, sentences in told.items() if english(sentences)} == {}
        assert sum(map(len, told.values())) > 60, value[:20]


def test_a_number_out_of_every_range_in_each_field_alone(client_of_forms):
    client, forms = client_of_forms
    typed = [(page, name, form.with_typed(name, str(10**30))) for page, form in forms.items() for name in form.fields]
    told = {(page, name): answered(client, page, sent) for page, name, sent in typed}
    assert {where: english(sentences) for where, sentences in told.items() if english(sentences)} == {}
