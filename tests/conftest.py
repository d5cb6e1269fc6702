"""Guards that every test runs under, and the few fixtures all of them share."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpResponse
from django.template import base as template_base
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import sign_ins
from tests.accounts.factories import UserFactory
from tests.migrated import restore, snapshot
from tests.template import migrated_database

INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>\s*\S|<style|<[^>]+\sstyle\s*=|<[^>]+\son[a-z]+\s*=", re.I
)


class GuardedClient(Client):
    """Django's test client that refuses what the Content-Security-Policy would silently drop."""

    def request(self, **request: Any) -> HttpResponse:
        response = super().request(**request)
        if response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming:
            found = INLINE.search(response.content.decode())
            assert not found, f"inline script or style in {request.get('PATH_INFO')}: {found.group()[:120]}"
        return response


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: Any) -> None:
    """Let Django copy the embedded server's test databases; on somebody else's server nothing is left behind."""
    if connection.settings_dict["ENGINE"] == "tkm.pg":
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_database()


@pytest.fixture(scope="session")
def migrated_data(django_db_setup: None, django_db_blocker: Any) -> dict[str, tuple[str, str]]:
    with django_db_blocker.unblock():
        return snapshot()


@pytest.fixture(autouse=True)
def _migrated_data_for_tests_that_commit(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("django_db")
    if (marker and marker.kwargs.get("transaction")) or {"transactional_db", "live_server"} & set(request.fixturenames):
        assert not connection.in_atomic_block, "a test that commits beside rows kept for the module (tests/shared.py)"
        data = request.getfixturevalue("migrated_data")
        request.getfixturevalue("transactional_db")
        restore(data)


@pytest.fixture
def client() -> GuardedClient:
    return GuardedClient()


@pytest.fixture
def login(client: GuardedClient) -> Callable[..., GuardedClient]:
    """`login("petugas")` gives the client with a new user of that role (or roles) behind the wall."""

    def log_in(*roles: str, user: Any = None) -> GuardedClient:
        client.force_login(user or UserFactory(roles=roles), backend="accounts.backends.NipOrUsername")
        return client

    return log_in


@pytest.fixture
def count_queries(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], int]:
    """Without the one that notes once a minute that a desk is in use: slow machines would count it."""
    monkeypatch.setattr(sign_ins, "SEEN_EVERY", timedelta(days=1))

    def count(call: Callable[[], Any]) -> int:
        with CaptureQueriesContext(connection) as captured:
            call()
        return len(captured)

    return count


class UndefinedVariable(AssertionError):
    pass


@pytest.fixture(scope="session", autouse=True)
def _no_undefined_template_variables() -> Iterator[None]:
    """A variable that a page prints but nobody gave is a mistake; `if`, `default` and `firstof` may still ask."""
    resolve = template_base.FilterExpression.resolve

    def strict(self: Any, context: Any, ignore_failures: bool = False) -> Any:
        ours = str(getattr(context, "template_name", "")).startswith(OURS)
        if ours and not ignore_failures and not self.filters and getattr(self.var, "lookups", None):
            try:
                return self.var.resolve(context)
            except template_base.VariableDoesNotExist as error:
                raise UndefinedVariable(f"{self.var} in {context.template_name}") from error
        return resolve(self, context, ignore_failures)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(template_base.FilterExpression, "resolve", strict)
        yield


OURS = ("account/", "mfa/", "documents/", "training/", "participants/", "equipment/", "reports/", "base", "parts/")


class LockOnJoin(AssertionError):
    pass


@pytest.fixture(scope="session", autouse=True)
def _queries_say_what_they_mean() -> Iterator[None]:
    """Rows that nobody ordered come backwards; a lock that would take the rows of joined tables too is refused."""
    fetch_all = QuerySet._fetch_all

    def strict(self: Any) -> None:
        is_new = self._result_cache is None
        fetch_all(self)
        joins = self.query.select_related or sum(map(bool, self.query.alias_refcount.values())) > 1
        if joins and self.query.select_for_update and not self.query.select_for_update_of:
            raise LockOnJoin(f"select_for_update without of= on a join: {self.query}")
        if is_new and not self.ordered:
            self._result_cache.reverse()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QuerySet, "_fetch_all", strict)
        yield
