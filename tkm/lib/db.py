"""Verdicts of the database, turned into sentences; and the locks that no row can carry."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Count, IntegerField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tkm.lib.errors import DomainError


def breached(error: DatabaseError) -> str:
    """The name of the constraint or trigger that PostgreSQL names in `error`, or an empty text."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""


@contextmanager
def violation(constraint: str, refusal: DomainError | Callable[[], DomainError]) -> Iterator[None]:
    """Raise `refusal` when the block breaks that one constraint; every other breach passes through unchanged.

    A refusal that asks the database for its words is given as a function, called after the breach. The block runs in a
    savepoint, so the surrounding transaction can go on after the refusal.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if breached(error) != constraint:
            raise
        raise (refusal() if callable(refusal) else refusal) from error


def how_many(rows: "QuerySet[Model]", path: str, of: str = "pk") -> Coalesce:
    """A column of the outer query: the number of `rows` whose `path` is its `of`.

    It is counted for the rows that are shown; a join would count for all of the table before the page is cut from it.
    """
    own = rows.filter(**{path: OuterRef(of)}).order_by().values(path)
    return Coalesce(Subquery(own.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


@contextmanager
def one_reading() -> Iterator[None]:
    """All queries of the block see one state, that of the first of them, whoever writes meanwhile; nothing is written.

    Within a transaction that is open already the state is that transaction's affair.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def advisory_lock(space: str, *values: str) -> None:
    """Hold the locks on `values` until the transaction ends; taken in a fixed order, so two callers cannot deadlock.

    The triggers of `equipment` take the same ones: a lock is named by the text "space:value".
    """
    with connection.cursor() as cursor:
        for value in sorted(set(values)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{space}:{value}"])
