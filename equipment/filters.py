"""The filters of the lists of units and decrees: read from the URL, offered as choices, shown as chips.

A value that is none of the choices offered filters nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from equipment.enums import DecreeState, UnitStatus
from equipment.models import EquipmentType, Procurement
from equipment.querysets import DecreeQuerySet, ProcurementQuerySet, UnitQuerySet
from tkm.lib.chips import Chip, chips

Choices = list[tuple[object, str]]
SORTS = {
    "": ("Nomor seri", ("serial_number",)),
    "baru": ("Diterima, terbaru dahulu", ("-received_on", "serial_number")),
    "lama": ("Diterima, terlama dahulu", ("received_on", "serial_number")),
}


def asked(query: QueryDict, name: str) -> str:
    """What the URL says of `name`, without the one character that no query can carry."""
    return query.get(name, "").replace("\0", "").strip()


def words_for(choices: Iterable[tuple[object, str]], value: str) -> str:
    return next((words for key, words in choices if str(key) == value), "")


@dataclass(frozen=True, slots=True)
class UnitFilters:
    """What the URL asks of the stock; a value that is none of ours filters nothing."""

    query: QueryDict
    asked: Mapping[str, str]
    choices: Mapping[str, Choices]

    @classmethod
    def of(cls, query: QueryDict) -> "UnitFilters":
        """Two queries: the kinds and the contracts there are to choose from."""
        contracts = Procurement.objects.order_by("-contract_date", "-pk").values_list(
            "pk", "contract_number", "model_name"
        )
        choices: dict[str, Choices] = {
            "status": list(UnitStatus.choices),
            "jenis": list(EquipmentType.objects.values_list("pk", "name")),
            "pengadaan": [(pk, f"{contract} – {model}") for pk, contract, model in contracts],
            "urut": [(key, words) for key, (words, _) in SORTS.items() if key],
        }
        names = ("cari", *choices)
        return cls(query, {name: asked(query, name) for name in names}, choices)

    def apply(self, units: UnitQuerySet) -> UnitQuerySet:
        """All but the status: the strip of figures counts every status of what this gives."""
        found = units.with_serial(self.asked["cari"])
        if words_for(self.choices["jenis"], self.asked["jenis"]):
            found = found.filter(procurement__type=int(self.asked["jenis"]))
        if words_for(self.choices["pengadaan"], self.asked["pengadaan"]):
            found = found.filter(procurement=int(self.asked["pengadaan"]))
        return found

    @property
    def order(self) -> tuple[str, ...]:
        return SORTS.get(self.asked["urut"], SORTS[""])[1]

    @property
    def chips(self) -> list[Chip]:
        shown = {"cari": f"Nomor seri: {self.asked['cari']}" if self.asked["cari"] else ""}
        for name, title in (("status", "Status"), ("jenis", "Jenis"), ("pengadaan", "Pengadaan")):
            words = words_for(self.choices[name], self.asked[name])
            shown[name] = f"{title}: {words}" if words else ""
        return chips(self.query, shown)


@dataclass(frozen=True, slots=True)
class ProcurementFilters:
    """What the URL asks of the contracts."""

    query: QueryDict
    asked: Mapping[str, str]
    choices: Mapping[str, Choices]

    @classmethod
    def of(cls, query: QueryDict) -> "ProcurementFilters":
        """Two queries: the kinds, and the years that have contracts."""
        years = Procurement.objects.order_by("-contract_date__year").values_list("contract_date__year", flat=True)
        choices: dict[str, Choices] = {
            "jenis": list(EquipmentType.objects.values_list("pk", "name")),
            "tahun": [(year, str(year)) for year in years.distinct()],
        }
        return cls(query, {name: asked(query, name) for name in ("cari", *choices)}, choices)

    def apply(self, procurements: ProcurementQuerySet) -> ProcurementQuerySet:
        found = procurements.matching(self.asked["cari"])
        if words_for(self.choices["jenis"], self.asked["jenis"]):
            found = found.filter(type=int(self.asked["jenis"]))
        if words_for(self.choices["tahun"], self.asked["tahun"]):
            found = found.filter(contract_date__year=int(self.asked["tahun"]))
        return found

    @property
    def chips(self) -> list[Chip]:
        shown = {"cari": f"Cari: {self.asked['cari']}" if self.asked["cari"] else ""}
        for name, title in (("jenis", "Jenis"), ("tahun", "Tahun")):
            words = words_for(self.choices[name], self.asked[name])
            shown[name] = f"{title}: {words}" if words else ""
        return chips(self.query, shown)


@dataclass(frozen=True, slots=True)
class DecreeFilters:
    """What the URL asks of the decrees."""

    query: QueryDict
    asked: Mapping[str, str]

    @classmethod
    def of(cls, query: QueryDict) -> "DecreeFilters":
        return cls(query, {name: asked(query, name) for name in ("cari", "keadaan")})

    @property
    def states(self) -> Choices:
        return list(DecreeState.choices)

    def apply(self, decrees: DecreeQuerySet, on: date) -> DecreeQuerySet:
        return decrees.matching(self.asked["cari"]).in_state(self.asked["keadaan"], on)

    @property
    def chips(self) -> list[Chip]:
        typed, state = self.asked["cari"], words_for(DecreeState.choices, self.asked["keadaan"])
        return chips(
            self.query, {"cari": f"Cari: {typed}" if typed else "", "keadaan": f"Keadaan: {state}" if state else ""}
        )
