"""Angkatan beside each other, with the figures of the report: one query for a page of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from participants.models import Registration
from reports.figures import BREAKDOWN, Figure, counts
from training.enums import Phase
from training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class RecapCell:
    code: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class RecapLine:
    session: TrainingSession
    phase: Phase
    cells: tuple[RecapCell, ...]


def recap(sessions: Iterable[TrainingSession], *, on: date, figures: Sequence[Figure] = BREAKDOWN) -> list[RecapLine]:
    """A line per session in the order given, each with its figures and its phase on the day `on`."""
    sessions = list(sessions)
    counted = Registration.objects.filter(session__in=sessions).with_minutes().order_by().values("session")
    columns = counts(figures)
    by_session = {pk: found for pk, *found in counted.annotate(**columns).values_list("session", *columns)}
    nothing = [0] * len(figures)
    return [
        RecapLine(session, session.phase(on), _cells(by_session.get(session.pk, nothing), figures))
        for session in sessions
    ]


def _cells(counts: Sequence[int], figures: Sequence[Figure]) -> tuple[RecapCell, ...]:
    return tuple(RecapCell(figure.code, figure.label, count) for figure, count in zip(figures, counts, strict=True))
