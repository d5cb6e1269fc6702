"""The filters of the list of angkatan: read from the URL, offered as choices, shown as chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Lower
from django.http import QueryDict

from tkm.lib.chips import Chip, chips
from tkm.lib.sorting import Column, Heading, headings
from training.enums import Phase
from training.querysets import TrainingSessionQuerySet

Choices = list[tuple[object, str]]
SORTS = {
    "": ("Terbaru dahulu", ("-starts_on", "-code")),
    "mulai": ("Terlama dahulu", ("starts_on", "code")),
    "tutup": ("Segera ditutup", ("registration_closes_on", "code")),
    "nama": ("Nama", (Lower("program__name"), "-year", "-number")),
    "nama-turun": ("Nama, Z ke A", (Lower("program__name").desc(), "year", "number")),
}
COLUMNS = (
    Column("Angkatan", "nama", "nama-turun"),
    Column("Tahap"),
    Column("Pelatihan", "mulai", ""),
    Column("Tempat"),
)
NAMES = ("cari", "fase", "program", "tahun", "kecamatan", "urut")


@dataclass(frozen=True, slots=True)
class SessionFilters:
    """What the URL asks for; a value that is not among the choices filters nothing."""

    query: QueryDict
    asked: Mapping[str, str]
    choices: Mapping[str, Choices]

    @classmethod
    def of(cls, query: QueryDict, visible: TrainingSessionQuerySet) -> "SessionFilters":
        """One query: only programmes, years and kecamatan that `visible` has are offered."""
        place = ("kelurahan__kecamatan_id", "kelurahan__kecamatan__name")
        rows = visible.order_by().values_list("program_id", "program__name", "year", *place).distinct()
        programs, years, kecamatan = {}, set(), {}
        for program_id, program, year, kecamatan_id, name in rows:
            programs[program_id], kecamatan[kecamatan_id] = program, name
            years.add(year)
        choices: dict[str, Choices] = {
            "fase": list(Phase.choices),
            "program": _by_words(programs),
            "tahun": [(year, str(year)) for year in sorted(years, reverse=True)],
            "kecamatan": _by_words(kecamatan),
            "urut": [(key, words) for key, (words, _) in SORTS.items() if key],
        }
        asked = {name: typed for name, known in choices.items() if (typed := query.get(name, "")) in _keys(known)}
        return cls(query, {**dict.fromkeys(NAMES, ""), **asked, "cari": query.get("cari", "")}, choices)

    def apply(self, sessions: TrainingSessionQuerySet, on: date) -> TrainingSessionQuerySet:
        asked = self.asked
        found = sessions.matching(asked["cari"]).in_phase(asked["fase"], on)
        found = found.narrowed(program=asked["program"], year=asked["tahun"], kecamatan=asked["kecamatan"])
        _, order = SORTS.get(asked["urut"], SORTS[""])
        return found.order_by(*order)

    @property
    def headings(self) -> list[Heading]:
        return headings(self.query, COLUMNS, self.asked["urut"])

    @property
    def chips(self) -> list[Chip]:
        shown = {"cari": f"Cari: {self.asked['cari']}" if self.asked["cari"] else ""}
        titles = {"fase": "Tahap", "program": "Program", "tahun": "Tahun", "kecamatan": "Kecamatan"}
        for name, title in titles.items():
            words = {str(key): label for key, label in self.choices[name]}.get(self.asked[name], "")
            shown[name] = f"{title}: {words}" if words else ""
        return chips(self.query, shown)


def _keys(choices: Choices) -> set[str]:
    return {str(key) for key, _ in choices}


def _by_words(names: Mapping[int, str]) -> Choices:
    return sorted(((key, words) for key, words in names.items()), key=lambda choice: choice[1].lower())
