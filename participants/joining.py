"""Since when somebody is in the class, and which locked lists hold no mark for a person."""

from collections.abc import Collection
from datetime import date
from typing import Any

from participants.enums import IN_CLASS
from participants.models import Registration
from training.models import Meeting


def joined_on(registration_ids: Collection[int]) -> dict[int, date]:
    """The day each came into the class, told from the history; one query.

    The last decision may be a later one: gugur that was taken back let nobody in anew.
    """
    history: Any = Registration._meta.get_field("events").related_model
    told = history.objects.filter(pgh_obj__in=registration_ids).order_by("pgh_obj", "pgh_id")
    joined: dict[int, date] = {}
    before: dict[int, str] = {}
    for pk, status, decided_on in told.values_list("pgh_obj", "status", "decided_on"):
        if status in IN_CLASS and before.get(pk) not in IN_CLASS and decided_on:
            joined[pk] = decided_on
        before[pk] = status
    return joined


def joined_after(registrations: Collection[Registration], day: date) -> list[Registration]:
    """Those of them who were not in the class yet on that day."""
    since = joined_on([row.pk for row in registrations])
    return [row for row in registrations if since.get(row.pk, date.min) > day]


def locked_without_mark(registration: Registration) -> list[Meeting]:
    """The held meetings that count the person as absent, since no mark was made: of a late joiner, or after gugur."""
    held = registration.session.meetings.held()
    return list(held.exclude(attendances__registration=registration).order_by("number"))
