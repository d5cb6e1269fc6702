"""Rows that all tests of a module look at: built once, and as they were before every one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def kept(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """What `build` returns, its rows in a transaction around those of the tests, which undo only their own.

    `blocker` is pytest-django's `django_db_blocker`. Tests that commit cannot stand in the same module.
    """
    around = transaction.atomic()
    around._from_testcase = True  # as Django marks its own, so that a rule may open a durable transaction inside
    with blocker.unblock():
        around.__enter__()
    try:
        with blocker.unblock():
            built = build()
            connection.check_constraints()
        yield built
    finally:
        with blocker.unblock():
            transaction.set_rollback(True)
            around.__exit__(None, None, None)
