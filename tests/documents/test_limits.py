"""How often anybody may ask: counted for all workers together, told in seconds, and only as long as it says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory, override_settings

from documents.limits import Limit, TooOftenError, address_of, count
from tests.race import second_while_first_is_open

pytestmark = pytest.mark.django_db
AT = datetime(2025, 9, 4, 2, 0, tzinfo=UTC)
TWICE = Limit("coba", 2, 60)


def refused(limited: Limit, whom: str, at: datetime) -> int:
    """In how many seconds the next is free; 0 where it is free now."""
    try:
        count(limited, whom, at=at)
    except TooOftenError as error:
        return error.retry_after
    return 0


def test_so_many_in_so_long_then_wait_as_told():
    asked = [refused(TWICE, "a", AT + timedelta(seconds=second)) for second in (0, 20, 30, 59, 60, 61, 80)]
    assert asked == [0, 0, 30, 1, 0, 19, 0]


def test_each_visitor_and_each_kind_counts_for_itself():
    for _ in range(2):
        count(TWICE, "a", at=AT)
    assert refused(TWICE, "b", AT) == 0
    assert refused(Limit("lain", 1, 60), "a", AT) == 0
    assert refused(TWICE, "a", AT) == 60


def test_no_address_or_code_stands_in_the_cache():
    count(TWICE, "203.0.113.7", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = " ".join(row[0] for row in cursor.fetchall())
    assert "batas:coba:" in keys
    assert "203.0.113" not in keys


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_not_count_as_one():
    once = Limit("serentak", 1, 60)
    outcome = second_while_first_is_open(lambda: count(once, "a", at=AT), lambda: count(once, "a", at=AT))
    assert isinstance(outcome, TooOftenError)
    cache.clear()


@pytest.mark.parametrize(
    ("header", "proxies", "address"),
    [
        ("", 0, "127.0.0.1"),
        ("203.0.113.7", 0, "127.0.0.1"),
        ("198.51.100.1, 203.0.113.7", 1, "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", 1, "2001:db8:1:2::/64"),
    ],
)
def test_the_address_is_the_one_that_the_trusted_proxy_writes(header, proxies, address):
    request = RequestFactory().get("/verifikasi/", headers={"X-Forwarded-For": header} if header else {})
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        assert address_of(request) == address
