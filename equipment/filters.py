"""The filters of the lists of units and decrees: read from the URL, offered as choices, shown as chips.

A value that is none of the choices offered filters nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.db.models.functions import Lower
from django.http import QueryDict

from equipment.enums import DecreeState, UnitStatus
from equipment.models import EquipmentType, Procurement
from equipment.querysets import DecreeQuerySet, ProcurementQuerySet, UnitQuerySet
from tkm.lib.chips import Chip, chips
from tkm.lib.sorting import Column, Heading, headings

Choices = list[tuple[object, str]]
SORTS = {
    "": ("Nomor seri", ("serial_number",)),
    "seri-turun": ("Nomor seri, Z ke A", ("-serial_number",)),
    "baru": ("Diterima, terbaru dahulu", ("-received_on", "serial_number")),
    "lama": ("Diterima, terlama dahulu", ("received_on", "serial_number")),
}
UNIT_COLUMNS = (
    Column("Nomor seri", "", "seri-turun"),
    Column("Status"),
    Column("Barang"),
    Column("Pengadaan"),
    Column("Diterima", "lama", "baru"),
)
CONTRACT_SORTS = {
    "": ("Terbaru dahulu", ("-contract_date", "-pk")),
    "lama": ("Terlama dahulu", ("contract_date", "pk")),
    "penyedia": ("Penyedia", (Lower("supplier"), "-contract_date", "-pk")),
    "penyedia-turun": ("Penyedia, Z ke A", (Lower("supplier").desc(), "-contract_date", "-pk")),
    "nilai": ("Nilai terkecil dahulu", (F("quantity") * F("unit_price"), "pk")),
    "nilai-turun": ("Nilai terbesar dahulu", ((F("quantity") * F("unit_price")).desc(), "pk")),
}
CONTRACT_COLUMNS = (
    Column("Kontrak", "lama", ""),
    Column("Penerimaan"),
    Column("Barang"),
    Column("Penyedia", "penyedia", "penyedia-turun"),
    Column("Nilai", "nilai", "nilai-turun", is_number=True),
)
DECREE_SORTS = {
    "": ("Terbaru dahulu", ("-issued_on", "-pk")),
    "lama": ("Terlama dahulu", ("issued_on", "pk")),
    "berlaku": ("Berlaku paling lama dahulu", ("in_force_from", "pk")),
    "berlaku-turun": ("Berlaku paling baru dahulu", ("-in_force_from", "-pk")),
    "penerima": ("Penerima paling sedikit dahulu", ("people", "-issued_on", "-pk")),
    "penerima-turun": ("Penerima terbanyak dahulu", ("-people", "-issued_on", "-pk")),
}
DECREE_COLUMNS = (
    Column("Nomor", "lama", ""),
    Column("Keadaan"),
    Column("Tentang"),
    Column("Berlaku sejak", "berlaku", "berlaku-turun"),
    Column("Penerima", "penerima", "penerima-turun", is_number=True),
)


def asked(query: QueryDict, name: str) -> str:
    """What the URL says of `name`, without the one character that no query can carry."""
    return query.get(name, "").replace("\0", "").strip()


def words_for(choices: Iterable[tuple[object, str]], value: str) -> str:
    return next((words for key, words in choices if str(key) == value), "")


def known(asked: Mapping[str, str], sorts: Mapping[str, object]) -> str:
    """The order in force; the list's own for a mistyped one."""
    return asked["urut"] if asked["urut"] in sorts else ""


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
    def headings(self) -> list[Heading]:
        return headings(self.query, UNIT_COLUMNS, known(self.asked, SORTS))

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
        years = Procurement.objects.years()
        choices: dict[str, Choices] = {
            "jenis": list(EquipmentType.objects.values_list("pk", "name")),
            "tahun": [(year, str(year)) for year in years],
            "urut": [(key, words) for key, (words, _) in CONTRACT_SORTS.items() if key],
        }
        return cls(query, {name: asked(query, name) for name in ("cari", *choices)}, choices)

    def apply(self, procurements: ProcurementQuerySet) -> ProcurementQuerySet:
        found = procurements.matching(self.asked["cari"])
        if words_for(self.choices["jenis"], self.asked["jenis"]):
            found = found.filter(type=int(self.asked["jenis"]))
        if words_for(self.choices["tahun"], self.asked["tahun"]):
            found = found.filter(contract_date__year=int(self.asked["tahun"]))
        return found.order_by(*CONTRACT_SORTS[known(self.asked, CONTRACT_SORTS)][1])

    @property
    def headings(self) -> list[Heading]:
        return headings(self.query, CONTRACT_COLUMNS, known(self.asked, CONTRACT_SORTS))

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
        return cls(query, {name: asked(query, name) for name in ("cari", "keadaan", "urut")})

    @property
    def states(self) -> Choices:
        return list(DecreeState.choices)

    def apply(self, decrees: DecreeQuerySet, on: date) -> DecreeQuerySet:
        found = decrees.matching(self.asked["cari"]).in_state(self.asked["keadaan"], on)
        return found.order_by(*DECREE_SORTS[known(self.asked, DECREE_SORTS)][1])

    @property
    def sorts(self) -> Choices:
        return [(key, words) for key, (words, _) in DECREE_SORTS.items() if key]

    @property
    def headings(self) -> list[Heading]:
        return headings(self.query, DECREE_COLUMNS, known(self.asked, DECREE_SORTS))

    @property
    def chips(self) -> list[Chip]:
        typed, state = self.asked["cari"], words_for(DecreeState.choices, self.asked["keadaan"])
        return chips(
            self.query, {"cari": f"Cari: {typed}" if typed else "", "keadaan": f"Keadaan: {state}" if state else ""}
        )
