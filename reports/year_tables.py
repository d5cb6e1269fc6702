"""The tables of a year: by angkatan, funding source, where people live, sex, age, education; all with one sum."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from equipment.realisation import Realisation
from regions.models import Kelurahan
from reports import breakdowns, figures
from reports.breakdowns import OUT_OF_TOWN, OUT_OF_TOWN_WORDS, Dimension, Group
from reports.year_counts import Counts, PersonalCounts, SessionCounts
from tkm.lib.formats import rupiah

if TYPE_CHECKING:
    from reports.year_counts import YearSession

COLUMNS = tuple(figure.code for figure in figures.BREAKDOWN)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; `is_sum` is a kecamatan, above the kelurahan that it sums up, which are its `is_part`."""

    dimension: Dimension
    group: Group
    note: str = ""
    is_sum: bool = False
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class YearTable:
    code: str
    title: str
    head: str
    rows: tuple[Row, ...]

    @property
    def parts(self) -> tuple[Row, ...]:
        """The lines that add up to the total: without the sums between them."""
        return tuple(row for row in self.rows if not row.is_sum)


def year_tables(
    sessions: "Sequence[YearSession]",
    counted: Sequence[SessionCounts],
    people: Sequence[PersonalCounts],
    kelurahan: Sequence[Kelurahan],
    on: date,
) -> tuple[YearTable, ...]:
    """All tables of the year, from what its queries counted."""
    counts = {row.code: row.counts for row in counted}
    nothing = dict.fromkeys(COLUMNS, 0)
    found = [(session, counts.get(session.code, nothing)) for session in sessions]
    return (
        _sessions(found, on),
        _funding(found, on),
        _places(people, kelurahan),
        *(_division(dimension, people) for dimension in (breakdowns.SEX, breakdowns.AGE, breakdowns.EDUCATION)),
    )


def _sessions(found: "list[tuple[YearSession, Counts]]", on: date) -> YearTable:
    dimension = breakdowns.SESSION
    rows = tuple(
        Row(
            dimension,
            Group(session.code, str(session), {code: counts[code] for code in COLUMNS}),
            note=f"{session.code} · {session.dates} · {session.phase(on).label.lower()}{_money([session], on)}",
        )
        for session, counts in found
    )
    return YearTable(dimension.code, "Menurut angkatan", dimension.label, rows)


def _funding(found: "list[tuple[YearSession, Counts]]", on: date) -> YearTable:
    dimension = breakdowns.FUNDING
    sources = {session.funding_source_id: session.funding_source.name for session, _ in found}
    words = {str(pk): name for pk, name in sorted(sources.items(), key=lambda pair: pair[1].lower())}
    groups = breakdowns.group(((str(session.funding_source_id), counts) for session, counts in found), words, COLUMNS)
    own = {pk: [session for session, _ in found if session.funding_source_id == pk] for pk in sources}
    notes = {str(pk): f"{len(sessions)} angkatan{_money(sessions, on)}" for pk, sessions in own.items()}
    rows = tuple(Row(dimension, group, note=notes[group.value]) for group in groups)
    return YearTable(dimension.code, "Menurut sumber dana", dimension.label, rows)


def _money(sessions: "Sequence[YearSession]", on: date) -> str:
    """What follows in a note: the pagu, and what was paid of it."""
    if (realised := realisation_of(sessions, on)) is not None and realised.paid:
        return f" · pagu {rupiah(realised.whole)}, dibayar {rupiah(realised.paid)}"
    return f" · pagu {rupiah(realised.whole)}" if realised is not None else ""


def realisation_of(sessions: "Iterable[YearSession]", on: date) -> Realisation | None:
    """The pagu of the angkatan that have one, and what was paid for them by the day; None where none has a pagu."""
    known = [(session.budget, session.paid) for session in sessions if session.budget is not None]
    if not known:
        return None
    return Realisation(sum(paid for _, paid in known), sum(budget for budget, _ in known), on)


def _places(people: Sequence[PersonalCounts], kelurahan: Sequence[Kelurahan]) -> YearTable:
    """Every kecamatan with its kelurahan below it, empty ones too; at the end those who live elsewhere."""
    dimension = breakdowns.KELURAHAN
    words = {place.code: place.name for place in kelurahan} | {OUT_OF_TOWN: OUT_OF_TOWN_WORDS}
    nothing = [(value, dict.fromkeys(COLUMNS, 0)) for value in words]
    found = [(row.values[dimension], row.counts) for row in people]
    groups = {group.value: group for group in breakdowns.group([*nothing, *found], words, COLUMNS)}
    rows: list[Row] = []
    for kecamatan in {place.kecamatan: None for place in kelurahan}:
        inside = [groups.pop(place.code) for place in kelurahan if place.kecamatan_id == kecamatan.pk]
        sums = {code: sum(group.counts[code] for group in inside) for code in COLUMNS}
        rows.append(Row(breakdowns.KECAMATAN, Group(kecamatan.code, f"Kec. {kecamatan.name}", sums), is_sum=True))
        rows += [Row(dimension, group, is_part=True) for group in inside]
    rows += [Row(dimension, group) for group in groups.values()]
    return YearTable("wilayah", "Menurut kecamatan dan kelurahan", "Domisili", tuple(rows))


def _division(dimension: Dimension, people: Sequence[PersonalCounts]) -> YearTable:
    found = ((row.values[dimension], row.counts) for row in people)
    groups = breakdowns.group(found, dimension.words, COLUMNS)
    rows = tuple(Row(dimension, group) for group in groups)
    return YearTable(dimension.code, f"Menurut {dimension.label.lower()}", dimension.label, rows)
