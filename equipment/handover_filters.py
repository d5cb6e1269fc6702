"""The filters of the list of BASTs: read from the URL, offered as choices, shown as chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from accounts.models import User
from equipment.enums import HandoverStatus
from equipment.filters import Choices, asked, words_for
from equipment.querysets import HandoverQuerySet
from tkm.lib.chips import Chip, chips
from training.models import TrainingSession

DUE = {
    "unggah": "Menunggu diunggah",
    "terlambat": "Unggahan terlambat",
    "periksa": "Menunggu diperiksa",
    "ditolak": "Pindaian ditolak",
}
TITLES = {"status": "Status", "angkatan": "Angkatan", "perlu": "Perlu"}
NAMES = ("cari", *TITLES)


@dataclass(frozen=True, slots=True)
class HandoverFilters:
    """What the URL asks for; a value that is none of ours filters nothing."""

    query: QueryDict
    user: User
    asked: Mapping[str, str]
    choices: Mapping[str, Choices]

    @classmethod
    def of(cls, query: QueryDict, user: User) -> "HandoverFilters":
        """One query: the angkatan that have BASTs."""
        sessions = TrainingSession.objects.visible_to(user).filter(registrations__handovers__isnull=False)
        named = sessions.select_related("program").order_by("-starts_on", "-code").distinct()
        choices: dict[str, Choices] = {
            "status": list(HandoverStatus.choices),
            "angkatan": [(session.code, session.short_name) for session in named],
            "perlu": list(DUE.items()),
        }
        return cls(query, user, {name: asked(query, name) for name in NAMES}, choices)

    def apply(self, handovers: HandoverQuerySet, on: date) -> HandoverQuerySet:
        asked = self.asked
        found = handovers.matching(asked["cari"]).with_status(asked["status"])
        found = found.due_for(asked["perlu"], on, self.user)
        if self.words("angkatan"):
            found = found.filter(registration__session__code=asked["angkatan"])
        return found

    def words(self, name: str) -> str:
        return words_for(self.choices[name], self.asked[name])

    @property
    def chips(self) -> list[Chip]:
        typed = self.asked["cari"]
        shown = {"cari": f"Cari: {typed}" if typed else ""}
        for name, title in TITLES.items():
            shown[name] = f"{title}: {self.words(name)}" if self.words(name) else ""
        return chips(self.query, shown)
