"""What does not agree between decree, goods and handing over: each difference in words, with the way to its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from documents.tables import Column, Kind, Table, TableReport
from equipment.findings import Findings, first_findings
from equipment.matching import (
    COLUMNS,
    DEFECTIVE,
    GRADUATED,
    INCOMPLETE,
    ISSUED,
    LEFT,
    WAITING,
    Counts,
    MatchRow,
    Scope,
    count,
    elsewhere,
    match_rows,
    unlisted,
    unnamed,
)
from equipment.models import Handover
from participants.models import Registration
from tkm.lib.formats import ribuan, rupiah, tanggal

SHOWN = 200  # rows that one page opens of a difference


@dataclass(frozen=True, slots=True)
class Difference:
    """`number` of what, in words; `url` leads to the rows, on this page (`?selisih=`) or on another."""

    code: str
    number: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """One row behind a difference."""

    label: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Match:
    """The numbers side by side and all that does not agree among them, as at `on`."""

    on: date
    rows: tuple[MatchRow, ...]
    differences: tuple[Difference, ...]


def build_match(scope: Scope) -> Match:
    """Seven queries at any size."""
    counts = count(scope)
    found = [*_of_people(counts), *_of_contracts(counts), *_of_kinds(counts)]
    return Match(scope.on, tuple(match_rows(counts)), tuple(one for one in found if one.number))


def _here(code: str, type_id: int | None = None) -> str:
    kind = f"&jenis={type_id}" if type_id else ""
    return f"?selisih={code}{kind}#rincian"


def _of_people(counts: Counts) -> Iterator[Difference]:
    yield Difference("tanpa-sk", counts.unlisted, "lulusan belum tercantum dalam SK yang berlaku", _here("tanpa-sk"))


def _of_kinds(counts: Counts) -> Iterator[Difference]:
    for kind in counts.types:
        units, items = counts.units.get(kind.pk, {}), counts.items.get(kind.pk, {})
        lines = counts.lines.get(kind.pk, {})
        replaced = min(units.get("defective", 0), units.get("spare", 0))
        told = (
            ("belum-menerima", lines.get("unserved", 0), "lulusan dalam SK belum menerima {}"),
            ("keluar", lines.get("gone", 0), "orang dalam SK gugur, mengundurkan diri atau tidak lulus ({})"),
            ("tanpa-nama", items.get("unnamed", 0), "BAST {} terbit untuk orang yang tidak ada di SK perubahan"),
            ("angkatan-lain", items.get("strays", 0), "{} dari pengadaan ini dialokasikan untuk angkatan lain"),
            ("belum-diperiksa", units.get("waiting", 0), "{} belum diperiksa"),
            ("rusak", units.get("defective", 0) - replaced, "{} rusak belum diganti"),
            ("belum-diserahkan", items.get("reserved", 0), "{} pada BAST yang terbit belum diserahkan"),
            ("belum-lengkap", items.get("incomplete", 0), "{} diserahkan, BAST bertanda tangannya belum lengkap"),
        )
        for code, number, words in told:
            yield Difference(code, number, words.format(kind.name.lower()), _here(code, kind.pk))
    yield from _shortages(counts)


def _shortages(counts: Counts) -> Iterator[Difference]:
    for row in match_rows(counts):
        if row.good is not None and row.decreed:
            missing = row.decreed - row.good
            words = f"{row.type.name.lower()} kurang: SK menyebut {ribuan(row.decreed)} orang, baik {ribuan(row.good)}"
            yield Difference("kurang", max(missing, 0), words, f"{reverse('unit-list')}?jenis={row.type.pk}")


def _of_contracts(counts: Counts) -> Iterator[Difference]:
    findings = first_findings([line.pk for line in counts.contracts]) if counts.contracts else {}
    for line in counts.contracts:
        what = f"{line.type.name.lower()} {line.model_name}, kontrak {line.contract_number}"
        papers = reverse("procurement-papers", args=[line.pk])
        yield Difference("kontrak", *_delivery(line, what), papers)
        yield Difference("tercatat", *_recorded(line, what), papers)
        yield Difference("pemeriksaan", *_inspected(line, what, findings[line.pk]), papers)
        value = line.good_units * line.unit_price
        words = f"rupiah dibayar melebihi barang yang baik ({what}: {rupiah(line.paid)}, barang {rupiah(value)})"
        yield Difference("bayar", max(line.paid - value, 0), words, reverse("procurement-payments", args=[line.pk]))


def _delivery(line: Any, what: str) -> tuple[int, str]:
    if line.delivered > line.quantity:
        return line.delivered - line.quantity, f"lebih banyak pada BAST penyedia daripada kontrak ({what})"
    return line.quantity - line.delivered, f"menurut kontrak belum ada pada BAST penyedia ({what})"


def _recorded(line: Any, what: str) -> tuple[int, str]:
    words = f"BAST penyedia menyebut {ribuan(line.delivered)}, nomor seri tercatat {ribuan(line.recorded)}"
    return abs(line.delivered - line.recorded), f"beda: {words} ({what})"


def _inspected(line: Any, what: str, found: Findings) -> tuple[int, str]:
    """The counted against what was found first of each unit: nothing counted and nothing found agree."""
    good, bad = line.counted - line.counted_defective, line.counted_defective
    words = (
        f"beda: berita acara pemeriksaan menghitung {ribuan(good)} baik dan {ribuan(bad)} rusak, menurut nomor seri "
        f"{ribuan(found.good)} baik dan {ribuan(found.defective)} rusak ({what})"
    )
    return max(abs(good - found.good), abs(bad - found.defective)), words


def rows_of(scope: Scope, code: str, type_id: int | None, user: User) -> list[DifferenceRow] | None:
    """The rows behind one difference that `user` may see, the first SHOWN; None when it has none on this page."""
    conditions = {
        "tanpa-nama": unnamed(scope.on),
        "angkatan-lain": elsewhere(scope.session_id),
        "belum-diserahkan": ISSUED,
        "belum-lengkap": INCOMPLETE,
    }
    people = {"belum-menerima": GRADUATED, "keluar": LEFT}
    goods = {"belum-diperiksa": WAITING, "rusak": DEFECTIVE}
    if code == "tanpa-sk":
        return [_person(one) for one in _visible(unlisted(scope), user)]
    if type_id is None:
        return None
    if code in conditions:
        items = scope.items.filter(conditions[code], unit__procurement__type=type_id)
        return _basts(items, user)
    if code in people:
        named: Any = scope.lines  # `type` and `served` are no columns
        lines = named.filter(people[code], type=type_id, served=False)
        return [
            _person(one) for one in _visible(Registration.objects.filter(pk__in=lines.values("registration")), user)
        ]
    if code in goods:
        units = scope.units.filter(goods[code], procurement__type=type_id).for_list().order_by("serial_number")
        return [_unit(one) for one in units[:SHOWN]]
    return None


def _visible(registrations: Any, user: User) -> Any:
    found = registrations.filter(pk__in=Registration.objects.visible_to(user).values("pk"))
    return found.select_related("participant", "session__program").order_by("participant__name", "pk")[:SHOWN]


def _person(registration: Registration) -> DifferenceRow:
    words = f"{registration.session.short_name}, {registration.get_status_display().lower()}"
    return DifferenceRow(registration.participant.name, words, registration.get_absolute_url())


def _basts(items: Any, user: User) -> list[DifferenceRow]:
    seen = items.filter(handover__in=Handover.objects.visible_to(user))
    related = ("unit", "handover__number", "handover__registration__participant", "handover__registration__session")
    found = seen.select_related(*related, "handover__registration__session__program").order_by("handover", "pk")
    return [
        DifferenceRow(
            f"BAST {item.handover.number}",
            f"{item.handover.registration.participant.name}, {item.handover.registration.session.short_name}, "
            f"nomor seri {item.unit.serial_number}",
            item.handover.get_absolute_url(),
        )
        for item in found[:SHOWN]
    ]


def _unit(unit: Any) -> DifferenceRow:
    words = f"{unit.get_status_display()}{f': {unit.condition_note}' if unit.condition_note else ''}"
    return DifferenceRow(unit.serial_number, words, unit.get_absolute_url())


def match_tables(match: Match, *, title: str) -> TableReport:
    """What the page shows, for paper and workbook."""
    heads = tuple(Column(label, Kind.COUNT, 2, 13) for _, label, _ in COLUMNS)
    numbers = Table(
        title="Angka",
        columns=(Column("Jenis barang", share=5, width=30), *heads),
        rows=tuple((row.type.name, *row.cells) for row in match.rows),
        empty="Belum ada SK, kontrak atau barang.",
    )
    differences = Table(
        title="Selisih",
        columns=(Column("Jumlah", Kind.COUNT, 1, 12), Column("Selisih", share=8, width=110)),
        rows=tuple((one.number, one.words) for one in match.differences),
        empty="Tidak ada selisih.",
    )
    return TableReport(
        title="Pencocokan SK, barang dan serah terima",
        subtitle=f"{title}, per {tanggal(match.on)}",
        made_on=match.on,
        tables=(numbers, differences),
        notes=tuple(f"{label}: {definition}" for _, label, definition in COLUMNS),
        is_wide=True,
    )
