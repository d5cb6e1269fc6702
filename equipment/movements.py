"""Every movement of the stock, derived from what is recorded anyway: there is no second book that could disagree.

The day of a movement is the one that was recorded for it: receipt and write-off on the unit, inspections in its
history, handing over on the BAST; what a voided BAST does to its units happens on the day it was made void. A change
that has no day of its own (a unit found missing on the shelf) has the day on which it was written down.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from equipment.enums import MovementKind

DAYS = (
    "Tanggal gerak: diterima, diperiksa, diserahkan dan dihapuskan seperti dicatat; kembali, rusak atau hilang karena "
    "BAST dibatalkan pada tanggal pembatalannya; perubahan tanpa tanggal sendiri pada tanggal pencatatannya."
)

# `states`: what each unit was, in order; `changes`: where it became another. `exits` counts how often a unit left a
# BAST that was made void: the n-th time it was the n-th void BAST of that unit. A unit is put back when it came back
# with such a BAST and nobody inspected it. `moves`: one row a movement and unit, from one state to the next.
MOVES = """
WITH scope AS (
    SELECT u.id, u.procurement_id, u.received_on, u.received_by_id, u.written_off_on, u.written_off_by_id,
           u.write_off_reason
      FROM equipment_equipmentunit u JOIN equipment_procurement p ON p.id = u.procurement_id
     WHERE %(type)s::bigint IS NULL OR p.type_id = %(type)s
), states AS (
    SELECT e.pgh_obj_id AS unit_id, e.pgh_id, e.pgh_created_at, e.status AS after, e.inspected_on, e.inspected_by_id,
           lag(e.status) OVER story AS before, lag(e.inspected_on) OVER story AS looked_on,
           lag(e.inspected_by_id) OVER story AS looked_by_id
      FROM equipment_equipmentunitevent e JOIN scope ON scope.id = e.pgh_obj_id
    WINDOW story AS (PARTITION BY e.pgh_obj_id ORDER BY e.pgh_id)
), changes AS (
    SELECT *, before = 'returned' AND after IN ('available', 'defective')
              AND (inspected_on, inspected_by_id) IS NOT DISTINCT FROM (looked_on, looked_by_id) AS is_put_back
      FROM states WHERE before <> after
), voids AS (
    SELECT i.unit_id, n.text AS number, h.voided_at, h.voided_by_id,
           row_number() OVER (PARTITION BY i.unit_id ORDER BY h.voided_at, h.id) AS exits
      FROM equipment_handover h JOIN equipment_handoveritem i ON i.handover_id = h.id
      JOIN scope ON scope.id = i.unit_id JOIN documents_papernumber n ON n.id = h.number_id
     WHERE h.status = 'voided'
), voided AS (
    SELECT c.pgh_id, count(*) FILTER (WHERE before IN ('reserved', 'handed_over') AND after <> 'handed_over')
                     OVER (PARTITION BY unit_id ORDER BY pgh_id) AS exits
      FROM changes c WHERE unit_id IN (SELECT unit_id FROM voids)
), moves AS (
    SELECT id AS unit_id, received_on AS day, '' AS before, 'received' AS after, received_by_id AS who_id,
           NULL AS who, '' AS document
      FROM scope
    UNION ALL
    SELECT i.unit_id, h.handed_over_on, 'reserved', 'handed_over', h.created_by_id, NULL, 'BAST ' || n.text
      FROM equipment_handover h JOIN equipment_handoveritem i ON i.handover_id = h.id
      JOIN scope ON scope.id = i.unit_id JOIN documents_papernumber n ON n.id = h.number_id
     WHERE h.handed_over_on IS NOT NULL
    UNION ALL
    SELECT c.unit_id, c.inspected_on, c.before, c.after, c.inspected_by_id, NULL, ''
      FROM changes c
     WHERE c.after IN ('available', 'defective') AND c.before <> 'reserved' AND NOT c.is_put_back
    UNION ALL
    SELECT c.unit_id, (coalesce(v.voided_at, c.pgh_created_at) AT TIME ZONE %(zone)s)::date,
           c.before, c.after, v.voided_by_id,
           (SELECT pgh_context ->> 'name' FROM equipment_equipmentunitevent WHERE pgh_id = c.pgh_id),
           coalesce('BAST ' || v.number || ' (batal)', '')
      FROM changes c LEFT JOIN voided ON voided.pgh_id = c.pgh_id
           AND c.before IN ('reserved', 'handed_over', 'returned')
      LEFT JOIN voids v ON v.unit_id = c.unit_id AND v.exits = voided.exits
     WHERE c.after IN ('returned', 'lost') OR c.is_put_back OR c.before = 'reserved' AND c.after = 'defective'
    UNION ALL
    SELECT scope.id, scope.written_off_on, c.before, 'written_off', scope.written_off_by_id, NULL,
           scope.write_off_reason
      FROM scope JOIN changes c ON c.unit_id = scope.id AND c.after = 'written_off'
     WHERE scope.written_off_on IS NOT NULL
), told AS (
    SELECT m.day, m.after AS kind, m.who_id, m.who, m.document, s.procurement_id,
           CASE WHEN m.after IN ('received', 'returned') THEN 1 ELSE 0 END
           - CASE WHEN m.before IN ('received', 'returned') THEN 1 ELSE 0 END AS waiting,
           CASE WHEN m.after = 'available' THEN 1 ELSE 0 END
           - CASE WHEN m.before IN ('available', 'reserved') THEN 1 ELSE 0 END AS good,
           CASE WHEN m.after = 'defective' THEN 1 ELSE 0 END
           - CASE WHEN m.before = 'defective' THEN 1 ELSE 0 END AS defective
      FROM moves m JOIN scope s ON s.id = m.unit_id
     WHERE m.day BETWEEN %(since)s AND %(until)s
)
"""
# A receipt or an inspection stands on the contract's newest paper of that day or before, else on the contract.
LINES = "".join((MOVES, """
, counted AS (
    SELECT day, kind, who_id, who, document, procurement_id, count(*) AS units, sum(waiting) AS waiting,
           sum(good) AS good, sum(defective) AS defective
      FROM told
     GROUP BY day, kind, who_id, who, document, procurement_id, waiting, good, defective
)
SELECT c.day, c.kind, c.units, c.waiting, c.good, c.defective,
       ((c.waiting + c.good + c.defective) * p.unit_price)::bigint AS value,
       coalesce(nullif(c.document, ''), paper.words, 'Kontrak ' || p.contract_number) AS document,
       coalesce(nullif(concat_ws(' ', nullif(u.first_name, ''), nullif(u.last_name, '')), ''), u.username, c.who, '')
  FROM counted c JOIN equipment_procurement p ON p.id = c.procurement_id
  LEFT JOIN accounts_user u ON u.id = c.who_id
  LEFT JOIN LATERAL (
      SELECT CASE d.kind WHEN 'delivery' THEN 'BAST penyedia ' ELSE 'BA pemeriksaan ' END || d.number AS words
        FROM equipment_supplypaper d JOIN equipment_supplyline l ON l.paper_id = d.id
       WHERE l.procurement_id = c.procurement_id AND d.voided_at IS NULL AND d.dated_on <= c.day
         AND d.kind = CASE c.kind WHEN 'received' THEN 'delivery' ELSE 'inspection' END
         AND c.kind IN ('received', 'available', 'defective') AND c.document = ''
       ORDER BY d.dated_on DESC, d.id DESC LIMIT 1) paper ON true
"""))  # fmt: skip
SUMS = "".join((MOVES, """
, counted AS (
    SELECT procurement_id, count(*) FILTER (WHERE waiting + good + defective > 0) AS incoming,
           count(*) FILTER (WHERE waiting + good + defective < 0) AS outgoing,
           sum(waiting) AS waiting, sum(good) AS good, sum(defective) AS defective
      FROM told GROUP BY procurement_id
)
SELECT p.type_id, sum(c.incoming)::bigint, sum(c.outgoing)::bigint, sum(c.waiting)::bigint, sum(c.good)::bigint,
       sum(c.defective)::bigint, sum((c.waiting + c.good + c.defective) * p.unit_price)::bigint
  FROM counted c JOIN equipment_procurement p ON p.id = c.procurement_id
 GROUP BY p.type_id
"""))  # fmt: skip
ORDER = {kind.value: place for place, kind in enumerate(MovementKind)}


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in our store, counted by what is known of it; `value` in rupiah by the price of the contract."""

    waiting: int = 0
    good: int = 0
    defective: int = 0
    value: int = 0

    @property
    def units(self) -> int:
        return self.waiting + self.good + self.defective

    def __add__(self, other: "Stock") -> "Stock":
        return Stock(
            self.waiting + other.waiting,
            self.good + other.good,
            self.defective + other.defective,
            self.value + other.value,
        )


@dataclass(frozen=True, slots=True)
class Movement:
    """Units of one contract that moved alike on one day under one paper; `change` is what it did to the stock."""

    day: date
    kind: MovementKind
    units: int
    change: Stock
    document: str
    who: str

    @property
    def incoming(self) -> int:
        return max(self.change.units, 0)

    @property
    def outgoing(self) -> int:
        return max(-self.change.units, 0)


@dataclass(frozen=True, slots=True)
class Moved:
    """All that came in and went out of one kind of goods, and what is left."""

    incoming: int
    outgoing: int
    left: Stock


def movements_of(type_id: int, *, since: date = date.min, until: date) -> list[Movement]:
    """Each movement of one kind of goods from the first to the last day, in their order. One query."""
    found = [
        Movement(day, MovementKind(kind), units, Stock(waiting, good, defective, value), document, who)
        for day, kind, units, waiting, good, defective, value, document, who in _asked(LINES, since, until, type_id)
    ]
    return sorted(found, key=lambda one: (one.day, ORDER[one.kind.value], one.document, one.who))


def stock_by_type(*, until: date, type_id: int | None = None) -> dict[int, Moved]:
    """What is left of each kind of goods (or of the one) at the end of the day. One query."""
    rows = _asked(SUMS, date.min, until, type_id)
    return {found: Moved(came, went, Stock(*left)) for found, came, went, *left in rows}


def _asked(statement: str, since: date, until: date, type_id: int | None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"type": type_id, "since": since, "until": until, "zone": settings.TIME_ZONE})
        return list(cursor.fetchall())
