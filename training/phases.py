"""Where an angkatan stands on a day: one definition, in Python and in SQL (a test holds the two together)."""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, CharField, Q, Value, When

from training.enums import Phase, SessionStatus

if TYPE_CHECKING:
    from training.models import TrainingSession

STORED = {
    SessionStatus.DRAFT: Phase.DRAFT,
    SessionStatus.FINISHED: Phase.FINISHED,
    SessionStatus.CANCELLED: Phase.CANCELLED,
}


def phase_of(session: "TrainingSession", on: date) -> Phase:
    """The phase of a saved or unsaved session on the day `on`.

    Closing by hand acts at once, also on the day training starts; while registration is open nobody is in class yet.
    """
    if (stored := STORED.get(SessionStatus(session.status))) is not None:
        return stored
    closed = session.registration_closed_at is not None
    if not closed and on < session.registration_opens_on:
        return Phase.NOT_OPEN
    if not closed and on <= session.registration_closes_on:
        return Phase.OPEN
    if on < session.starts_on:
        return Phase.SELECTION
    return Phase.RUNNING if on <= session.ends_on else Phase.AWAITING_GRADUATION


def phase_case(on: date) -> Case:
    """The same as an SQL expression over TrainingSession."""
    day = Value(on)
    not_closed = Q(registration_closed_at=None)
    stored = [When(status=status, then=Value(phase)) for status, phase in STORED.items()]
    return Case(
        *stored,
        When(not_closed & Q(registration_opens_on__gt=day), then=Value(Phase.NOT_OPEN)),
        When(not_closed & Q(registration_closes_on__gte=day), then=Value(Phase.OPEN)),
        When(Q(starts_on__gt=day), then=Value(Phase.SELECTION)),
        When(Q(ends_on__gte=day), then=Value(Phase.RUNNING)),
        default=Value(Phase.AWAITING_GRADUATION),
        output_field=CharField(),
    )
