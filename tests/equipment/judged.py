"""What the database itself says to a change that no rule asked for."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from equipment.models import Handover
from tkm.lib.db import breached


@contextmanager
def judged_at_once():
    """What the database would judge at the end of the transaction is judged at the end of the block."""
    with transaction.atomic():
        yield
        connection.check_constraints()


@contextmanager
def refused_by(constraint):
    with pytest.raises(IntegrityError) as refusal, judged_at_once():
        yield
    assert breached(refusal.value) == constraint


def change(handover, **values):
    Handover.objects.filter(pk=handover.pk).update(**values)


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
