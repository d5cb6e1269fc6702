"""Reading angkatan and meetings."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from accounts.access import Action, Reach, reach
from training.enums import MeetingStatus, Phase
from training.phases import phase_case

if TYPE_CHECKING:
    from accounts.models import User
    from training.models import Meeting, TrainingSession


def within_reach(user: "User", action: Action, path: str = "") -> Q:
    """The sessions on which `user` may do `action`; `path` leads to them from another model ("session__").

    The condition can join many-to-many rows: use it in a subquery (`visible_to` does), not beside other joins.
    """
    how_far = reach(user, action)
    if how_far is None:
        return Q(pk__in=[])
    allowed = Q()
    if how_far == Reach.OWN:
        allowed &= Q(**{f"{path}instructors__user": user.pk})
    if user.kecamatan_ids:
        allowed &= Q(**{f"{path}kelurahan__kecamatan__in": user.kecamatan_ids})
    return allowed


class TrainingSessionQuerySet(models.QuerySet["TrainingSession"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        """Those on which the user may do `action`: a foreign one does not exist for the user (404)."""
        allowed = within_reach(user, action)
        if not allowed:
            return self
        return self.filter(pk__in=self.model._base_manager.filter(allowed).values("pk"))

    def for_list(self) -> Self:
        """With all that a row or a head shows."""
        return self.select_related("program", "kelurahan__kecamatan", "funding_source")

    def with_phase(self, on: date) -> Self:
        """Annotated with `phase_now`, the phase on `on`."""
        return self.annotate(phase_now=phase_case(on))

    def in_phase(self, phase: str, on: date) -> Self:
        """Only those in `phase`; all of them when it is not one of ours."""
        return self.with_phase(on).filter(phase_now=phase) if phase in Phase.values else self


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def held(self) -> Self:
        return self.filter(status=MeetingStatus.HELD)

    def not_cancelled(self) -> Self:
        return self.exclude(status=MeetingStatus.CANCELLED)

    def overdue(self, on: date) -> Self:
        """Past meetings whose list is not locked: they need attention and hold up graduation."""
        return self.filter(status=MeetingStatus.PLANNED, held_on__lt=on)
