"""Every write leaves an event row, made by a trigger: pages, commands, bulk changes and plain SQL alike."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

M = TypeVar("M", bound=type[models.Model])


def tracked(*, exclude: list[str] | None = None, indexes: list[models.Index] | None = None) -> Callable[[M], M]:
    """Record insert, update and delete of the model, without the columns in `exclude` (secrets and big bytes).

    `indexes` are those of the table of events, where it is read for more than one row's history.
    """
    meta = {"indexes": indexes} if indexes else None
    return pghistory.track(  # type: ignore[no-any-return]
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=exclude, meta=meta
    )
