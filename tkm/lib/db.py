"""Verdicts of the database, turned into sentences; and the locks that no row can carry."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b

from django.db import DatabaseError, IntegrityError, connection, transaction

from tkm.lib.errors import DomainError


def breached(error: DatabaseError) -> str:
    """The name of the constraint or trigger that PostgreSQL names in `error`, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


@contextmanager
def violation(constraint: str, refusal: DomainError) -> Iterator[None]:
    """Raise `refusal` when the block breaks that one constraint; every other breach passes through unchanged.

    The block runs in a savepoint, so the surrounding transaction can go on after the refusal.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if breached(error) != constraint:
            raise
        raise refusal from error


def lock_name(space: str, value: str) -> int:
    """The signed 64-bit key of the advisory lock on `value` within `space`."""
    return int.from_bytes(blake2b(f"{space}:{value}".encode(), digest_size=8).digest(), "big", signed=True)


def advisory_lock(space: str, *values: str) -> None:
    """Hold the locks on `values` until the transaction ends, taken in a fixed order so that two callers cannot deadlock."""
    keys = sorted(lock_name(space, value) for value in set(values) if value)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
