"""What needs attention, as a paper to hand on: every kind with its oldest rows, in strings."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from documents.letterhead import letterhead
from documents.models import Office
from documents.parts import LetterheadData
from reports.attention import Finding, aged, findings
from reports.attention_kinds import KINDS
from reports.paper import TableData
from tkm.lib.formats import ribuan, tanggal

MOST = 40  # rows of one kind on paper; the page shows them all
HEADS = ("Hal", "Keterangan", "Sejak", "Hari")


@dataclass(frozen=True, slots=True)
class FindingData:
    definition: str
    table: TableData
    rest: str  # how many more there are than the rows; empty: none


@dataclass(frozen=True, slots=True)
class AttentionPaper:
    letterhead: LetterheadData
    paper: str
    made_on: str
    counts: tuple[tuple[str, str, str], ...]  # label, number, age of the oldest
    findings: tuple[FindingData, ...]


def attention_paper(user: User, *, office: Office, on: date) -> AttentionPaper:
    """The texts of the list as `user` sees it on the day `on`. Raises TamperedError."""
    found = findings(KINDS, user, on)
    return AttentionPaper(
        letterhead=letterhead(office),
        paper=office.size,
        made_on=tanggal(on),
        counts=tuple(
            (_capital(one.kind.label), ribuan(one.count), f"{ribuan(one.oldest_days)} hari" if one.count else "")
            for one in found
        ),
        findings=tuple(_finding(one, user, on) for one in found if one.count),
    )


def _finding(one: Finding, user: User, on: date) -> FindingData:
    lines = aged(one.kind.found(user, on)[:MOST], one.kind, on)
    rows = tuple((line.line.title, line.line.note, tanggal(line.since), ribuan(line.days)) for line in lines)
    rest = f"dan {ribuan(one.count - MOST)} lainnya" if one.count > MOST else ""
    title = f"{ribuan(one.count)} {one.kind.label}"
    return FindingData(one.definition, TableData(title, HEADS, rows), rest)


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
