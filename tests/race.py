"""Two people at the same moment: the second starts while the first's transaction is still open."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction

PATIENCE = 20.0  # seconds until a second caller that neither waits nor ends is a fault of the test


def _waits_for_a_lock(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted)", [pid])
        return bool(cursor.fetchone()[0])


class _Second(threading.Thread):
    """Runs `call` on a connection of its own; `pid` is its PostgreSQL process, `outcome` what came of it."""

    def __init__(self, call: Callable[[], Any]) -> None:
        super().__init__()
        self.call, self.pid, self.outcome = call, 0, None
        self.connected = threading.Event()

    def run(self) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self.pid = cursor.fetchone()[0]
            self.connected.set()
            self.outcome = self.call()
        except Exception as error:
            self.outcome = error
        finally:
            self.connected.set()
            connections.close_all()


def second_while_first_is_open(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """Run `first` in an open transaction, `second` in a thread until it waits or ends; commit; return its outcome.

    The outcome is what `second` returned or the exception it raised. Needs `django_db(transaction=True)`.
    """
    other = _Second(second)
    try:
        with transaction.atomic():
            first()
            other.start()
            _await_wait_or_end(other)
    finally:
        if other.ident:
            other.join(PATIENCE)
    assert not other.is_alive(), "the second caller still waits after the first committed"
    return other.outcome


def _await_wait_or_end(other: _Second) -> None:
    """Raises RuntimeError from what kept the second caller from connecting."""
    assert other.connected.wait(PATIENCE), "the second caller never started"
    if not other.pid:
        raise RuntimeError("the second caller could not connect") from other.outcome
    until = time.monotonic() + PATIENCE
    while other.is_alive() and not _waits_for_a_lock(other.pid):
        assert time.monotonic() < until, "the second caller neither waits nor ends"
        time.sleep(0.01)
