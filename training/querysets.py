"""Reading angkatan and meetings."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import Action, Reach, reach
from tkm.lib.db import how_many
from tkm.lib.formats import romawi
from training.enums import MeetingStatus, Phase
from training.phases import phase_case

if TYPE_CHECKING:
    from accounts.models import User
    from training.models import Meeting, TrainingSession


MOST_WORDS = 8
FILLERS = ("angkatan", "tahun", "kel", "kec")
ROMAN = {romawi(number): number for number in range(1, 100)}


def _word(word: str) -> Q:
    if word.isdecimal() and len(word) <= len("2025"):
        return Q(year=int(word)) | Q(number=int(word)) | Q(code__endswith=f"-{word}")
    found = Q(number=ROMAN[word.upper()]) if word.upper() in ROMAN else Q()
    for column in ("program__name", "code", "venue", "kelurahan__name", "kelurahan__kecamatan__name"):
        found |= Q(**{f"{column}__icontains": word})
    return found


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

    def matching(self, typed: str) -> Self:
        """Each word is found in the programme, code, venue or kelurahan, or is a year or a number (3 or III)."""
        found = self
        for word in re.findall(r"[\w-]+", typed)[:MOST_WORDS]:
            if word.lower() not in FILLERS:
                found = found.filter(_word(word))
        return found

    def narrowed(self, *, program: str = "", year: str = "", kecamatan: str = "") -> Self:
        """Only those of a programme, year, kecamatan that the list offers; an empty one narrows nothing."""
        asked = {"program": program, "year": year, "kelurahan__kecamatan": kecamatan}
        return self.filter(**{column: value for column, value in asked.items() if value})

    def with_places(self) -> Self:
        """Annotated with `applicants` (without the withdrawn), `unverified` of them, `seated` (who holds a number)."""
        registrations: Any = self.model._meta.get_field("registrations").related_model
        rows = registrations._base_manager.all()
        return self.annotate(
            applicants=how_many(rows.exclude(status="withdrawn"), "session"),
            unverified=how_many(rows.filter(status="submitted"), "session"),
            seated=how_many(rows.filter(seat_number__isnull=False), "session"),
        )

    def with_own(self, user: "User") -> Self:
        """Annotated with `is_own`, whether the user teaches there: what `within_reach_of` asks."""
        teaching = self.model.instructors.through._default_manager
        own = teaching.filter(trainingsession=OuterRef("pk"), instructor__user=user.pk)
        return self.annotate(is_own=Exists(own))

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
