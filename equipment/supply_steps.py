"""Where the papers of one contract line stand: what is signed, what comes next, and what each counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery

from equipment.enums import FROZEN, SupplyKind
from equipment.models import HandoverItem, Procurement, SupplyLine
from tkm.lib.formats import ribuan, tanggal

SHORT = {
    SupplyKind.DELIVERY: "BAST penyedia",
    SupplyKind.INSPECTION: "Pemeriksaan",
    SupplyKind.HANDING_ON: "Ke pengguna barang",
    SupplyKind.RELEASE: "Perintah penyaluran",
}


# The day on which the first unit of a contract line was handed to a person: annotated as `first_given`.
FIRST_GIVEN = Subquery(
    HandoverItem.objects.filter(unit__procurement=OuterRef("pk"), handover__status__in=FROZEN)
    .order_by("handover__handed_over_on")
    .values("handover__handed_over_on")[:1]
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of parts/steps.html."""

    title: str
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class KindGroup:
    """The papers of one kind, void ones too, and what the standing ones count of this line."""

    kind: SupplyKind
    url_name: str
    lines: tuple[SupplyLine, ...]

    @property
    def standing(self) -> list[SupplyLine]:
        return [line for line in self.lines if line.paper.voided_at is None]

    @property
    def counted(self) -> int:
        return sum(line.quantity for line in self.standing)

    @property
    def defective(self) -> int:
        return sum(line.defective for line in self.standing)

    @property
    def good(self) -> int:
        return self.counted - self.defective


def groups_of(procurement: Procurement) -> tuple[KindGroup, ...]:
    """The papers that count units of this line, by kind in their order. One query."""
    found = procurement.supply_lines.select_related("paper__recorded_by", "paper__voided_by")
    lines = list(found.order_by("paper__dated_on", "pk"))
    return tuple(
        KindGroup(kind, f"supply-{kind.value.replace('_', '-')}", tuple(_of_kind(lines, kind))) for kind in SupplyKind
    )


def _of_kind(lines: Iterable[SupplyLine], kind: SupplyKind) -> list[SupplyLine]:
    return [line for line in lines if line.paper.kind == kind]


def supply_steps(procurement: Any, groups: Sequence[KindGroup]) -> list[Step]:
    """Contract, the four papers, and the first BAST to a person; `procurement` is annotated with FIRST_GIVEN."""
    first = procurement.first_given
    done = [
        ("Kontrak", f"{ribuan(procurement.quantity)} barang, {tanggal(procurement.contract_date)}", True),
        *((SHORT[group.kind], _words(group), bool(group.standing)) for group in groups),
        ("Ke warga", _since(first), first is not None),
    ]
    now = next((at for at, (_, _, is_done) in enumerate(done) if not is_done), len(done))
    return [
        Step(title, words, "done" if is_done else "now" if at == now else "later")
        for at, (title, words, is_done) in enumerate(done)
    ]


def _words(group: KindGroup) -> str:
    if not group.standing:
        return "belum dicatat"
    last = tanggal(group.standing[-1].paper.dated_on)
    if group.kind == SupplyKind.INSPECTION:
        return f"{ribuan(group.good)} baik, {ribuan(group.defective)} rusak, {last}"
    return f"{ribuan(group.counted)} barang, {last}"


def _since(first: date | None) -> str:
    return f"sejak {tanggal(first)}" if first else "belum ada"
