"""The filters of the list of BASTs: read from the URL, offered as choices, shown as chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.http import urlencode

from accounts.models import User
from equipment.enums import HandoverStatus
from equipment.filters import Choices, asked, known, words_for
from equipment.models import Handover
from equipment.querysets import HandoverQuerySet
from participants.querysets import number_typed
from tkm.lib.chips import Chip, chips
from tkm.lib.sorting import Column, Heading, Order, headings
from training.models import TrainingSession

NIK_LENGTH = 16
SHORTEST_PHONE = 9
DUE = {
    "unggah": "Menunggu diunggah",
    "terlambat": "Unggahan terlambat",
    "periksa": "Menunggu diperiksa",
    "ditolak": "Pindaian ditolak",
}
TITLES = {"status": "Status", "angkatan": "Angkatan", "perlu": "Perlu"}
SORTS: dict[str, Order] = {
    "": ("Terbaru dahulu", ("-dated_on", "-pk")),
    "lama": ("Terlama dahulu", ("dated_on", "pk")),
    "nama": ("Nama penerima", (Lower("registration__participant__name"), "pk")),
    "nama-turun": ("Nama penerima, Z ke A", (Lower("registration__participant__name").desc(), "-pk")),
}
COLUMNS = (
    Column("Penerima", "nama", "nama-turun"),
    Column("Status"),
    Column("BAST", "lama", ""),
    Column("Nomor seri"),
    Column("Berikutnya"),
)
NAMES = ("cari", *TITLES, "urut")
ELSEWHERE = "Di sini dicari nama, nomor BAST atau nomor seri. NIK dan nomor HP dicari di menu Peserta."


def is_personal(typed: str) -> bool:
    """Whether this is a NIK or phone number, which never stands in an address; a serial number may be digits too."""
    digits = number_typed(typed) or ""
    return len(digits) >= NIK_LENGTH or (digits.startswith(("08", "628")) and len(digits) >= SHORTEST_PHONE)


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
        some = Handover.objects.filter(registration__session=OuterRef("pk"))
        sessions = TrainingSession.objects.visible_to(user).filter(Exists(some))
        named = sessions.select_related("program").order_by("-starts_on", "-code")
        choices: dict[str, Choices] = {
            "status": list(HandoverStatus.choices),
            "angkatan": [(session.code, session.short_name) for session in named],
            "perlu": list(DUE.items()),
            "urut": [(key, words) for key, (words, _) in SORTS.items() if key],
        }
        values = {name: asked(query, name) for name in NAMES}
        if is_personal(values["cari"]):
            values["cari"] = ""
        return cls(query, user, values, choices)

    @property
    def address(self) -> str:
        """As it stands in the address of the list, with its question mark; empty without any filter."""
        kept = {name: value for name, value in self.asked.items() if value and (name == "cari" or self.words(name))}
        return f"?{urlencode(kept)}" if kept else ""

    def apply(self, handovers: HandoverQuerySet, on: date) -> HandoverQuerySet:
        asked = self.asked
        found = handovers.matching(asked["cari"]).with_status(asked["status"])
        found = found.due_for(asked["perlu"], on, self.user)
        if self.words("angkatan"):
            found = found.filter(registration__session__code=asked["angkatan"])
        return found.order_by(*SORTS[known(asked, SORTS)][1])

    @property
    def headings(self) -> list[Heading]:
        return headings(self.query, COLUMNS, known(self.asked, SORTS))

    def words(self, name: str) -> str:
        return words_for(self.choices[name], self.asked[name])

    @property
    def chips(self) -> list[Chip]:
        typed = self.asked["cari"]
        shown = {"cari": f"Cari: {typed}" if typed else ""}
        for name, title in TITLES.items():
            shown[name] = f"{title}: {self.words(name)}" if self.words(name) else ""
        return chips(self.query, shown)
