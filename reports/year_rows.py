"""The people behind a number of the yearly view: the figure's own condition, narrowed by what the tables divide by."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from accounts.models import User
from participants.querysets import RegistrationQuerySet
from reports import breakdowns, figures
from reports.breakdowns import Dimension
from reports.figures import Figure
from reports.year_counts import base_of, kelurahan_of_city, sessions_of
from tkm.lib.chips import Chip, chips

SORTS = {
    "": ("Angkatan dan nomor urut", ("session__starts_on", "session__code", "seat_number", "participant__name", "pk")),
    "nama": ("Nama", ("participant__name", "pk")),
    "kelurahan": ("Kelurahan", ("participant__kelurahan__name", "participant__name", "pk")),
    "status": ("Status", ("status", "participant__name", "pk")),
}


@dataclass(frozen=True, slots=True)
class RowFilters:
    """What the address asks for; a value that the year does not have narrows nothing."""

    query: QueryDict
    choices: Mapping[Dimension, Mapping[str, str]]

    @classmethod
    def of(cls, query: QueryDict, user: User, year: int) -> "RowFilters":
        """Two queries: the angkatan of the year and the kelurahan of the city."""
        sessions = list(sessions_of(user).filter(year=year).for_list().order_by("starts_on", "code"))
        places = kelurahan_of_city()
        elsewhere = {breakdowns.OUT_OF_TOWN: breakdowns.OUT_OF_TOWN_WORDS}
        brought: dict[Dimension, Mapping[str, str]] = {
            breakdowns.SESSION: {session.code: session.short_name for session in sessions},
            breakdowns.FUNDING: {str(session.funding_source_id): session.funding_source.name for session in sessions},
            breakdowns.KECAMATAN: {place.kecamatan.code: place.kecamatan.name for place in places} | elsewhere,
            breakdowns.KELURAHAN: {place.code: place.name for place in places} | elsewhere,
        }
        return cls(
            query, {dimension: brought.get(dimension, dimension.words) for dimension in breakdowns.YEAR_DIMENSIONS}
        )

    def asked(self, dimension: Dimension) -> str:
        value = self.query.get(dimension.code, "")
        return value if value in self.choices[dimension] else ""

    @property
    def sort(self) -> str:
        asked = self.query.get("urut", "")
        return asked if asked in SORTS else ""

    def words(self, dimension: Dimension) -> str:
        return self.choices[dimension].get(self.asked(dimension), "")

    def apply(self, figure: Figure, user: User, year: int) -> RegistrationQuerySet:
        """The registrations behind `figure`, in the order asked for."""
        asked = [dimension for dimension in self.choices if self.asked(dimension)]
        found = breakdowns.divided(figures.rows(figure, base_of(user, year)), asked)
        narrowed = found.filter(**{dimension.attribute: self.asked(dimension) for dimension in asked})
        return narrowed.for_list().order_by(*SORTS[self.sort][1])

    @property
    def chips(self) -> list[Chip]:
        shown = {
            dimension.code: f"{dimension.label}: {words}" if (words := self.words(dimension)) else ""
            for dimension in self.choices
        }
        return chips(self.query, shown)

    @property
    def fields(self) -> list[dict[str, object]]:
        """One choice of the filter bar per dimension."""
        return [
            {"name": dimension.code, "label": dimension.label, "value": self.asked(dimension), "choices": words.items()}
            for dimension, words in self.choices.items()
        ]
