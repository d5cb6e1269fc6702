"""What the first inspection of each unit found, told from the history: a repair afterwards changes nothing of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from equipment.enums import UnitStatus
from equipment.models import EquipmentUnit


@dataclass(frozen=True, slots=True)
class Findings:
    good: int = 0
    defective: int = 0


def first_findings(procurements: Collection[int], *, on: date | None = None) -> dict[int, Findings]:
    """By contract line, how many units were found good and defective first; only on the day `on`, if given."""
    history: Any = EquipmentUnit._meta.get_field("events").related_model  # made by pghistory, which has no types
    found = history.objects.filter(pgh_obj__procurement__in=procurements, inspected_on__isnull=False)
    first = found.order_by("pgh_obj_id", "pgh_id").distinct("pgh_obj_id")
    counted = history.objects.filter(pgh_id__in=first.values("pgh_id"))
    if on is not None:
        counted = counted.filter(inspected_on=on)
    rows = counted.order_by().values_list("pgh_obj__procurement", "status").annotate(units=Count("pgh_id"))
    units = {(procurement, status): number for procurement, status, number in rows}
    good, bad = UnitStatus.AVAILABLE.value, UnitStatus.DEFECTIVE.value
    return {pk: Findings(units.get((pk, good), 0), units.get((pk, bad), 0)) for pk in procurements}
