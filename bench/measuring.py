"""One page measured many times: how long, how many queries, how long they took, how many kilobytes."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from typing import Any

from django.db import connection
from django.http import HttpResponseBase
from django.test import Client

WARM_UPS = 3


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: milliseconds in all, milliseconds within the database, queries, bytes of the answer."""

    total_ms: float
    sql_ms: float
    queries: int
    size: int


@dataclass(frozen=True, slots=True)
class Result:
    """What one page came to; the milliseconds are those of the median visit but for `p95`."""

    name: str
    p50: float
    p95: float
    sql_ms: float
    queries: int  # the most of any visit
    kilobytes: float


@dataclass
class Clock:
    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - start
            self.queries += 1


@contextmanager
def clocked() -> Iterator[Clock]:
    clock = Clock()
    with connection.execute_wrapper(clock):
        yield clock


def visit(ask: Callable[[], HttpResponseBase], answers: int = 200) -> Visit:
    """Raises AssertionError for any answer but that one: a fast refusal, or a way elsewhere, is no result."""
    start = time.perf_counter()
    with clocked() as clock:
        answer = ask()
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    total = time.perf_counter() - start
    assert answer.status_code == answers, f"{answer.status_code} instead of {answers}"  # noqa: S101 or it would lie
    return Visit(total * 1000, clock.seconds * 1000, clock.queries, len(body))


def measure(name: str, asks: Sequence[Callable[[], HttpResponseBase]], answers: int = 200) -> Result:
    """Visit each of `asks` once, after the first few were visited to warm up."""
    for ask in asks[:WARM_UPS]:
        visit(ask, answers)
    visits = sorted((visit(ask, answers) for ask in asks[WARM_UPS:]), key=lambda one: one.total_ms)
    middle, late = visits[len(visits) // 2], visits[min(len(visits) - 1, round(len(visits) * 0.95))]
    return Result(
        name=name,
        p50=middle.total_ms,
        p95=late.total_ms,
        sql_ms=middle.sql_ms,
        queries=max(one.queries for one in visits),
        kilobytes=middle.size / 1024,
    )


def gets(client: Client, urls: Sequence[str], times: int) -> list[Callable[[], HttpResponseBase]]:
    """`times` visits (and the warm-ups), going round among `urls`."""
    return [partial(client.get, url) for url in islice(cycle(urls), times + WARM_UPS)]
