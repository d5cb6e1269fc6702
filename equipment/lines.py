"""The list of a decree as its pages show it: lines with their BASTs, lines being edited, and the figures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from equipment.enums import LIVE, HandoverStatus
from equipment.models import DecreeRecipient, Handover
from participants.enums import RegistrationStatus
from tkm.lib.formats import ribuan
from training.summary import Fact


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line to read: the person's status, and the BAST that counts (else the last one)."""

    line: DecreeRecipient
    status: RegistrationStatus
    handover: Handover | None
    bast_status: HandoverStatus | None


@dataclass(frozen=True, slots=True)
class EditRow:
    """One line to edit: `papers` hold the person on the list; `place` and `is_removed` are as typed and ticked."""

    line: DecreeRecipient
    status: RegistrationStatus
    papers: str | None
    place: str
    is_removed: bool


def line_rows(lines: Iterable[DecreeRecipient]) -> list[LineRow]:
    """Lines loaded by `for_list()`."""
    return [_row(line) for line in lines]


def _row(line: DecreeRecipient) -> LineRow:
    handover = max(line.handovers.all(), key=lambda one: (one.status in LIVE, one.pk), default=None)
    bast_status = HandoverStatus(handover.status) if handover else None
    return LineRow(line, RegistrationStatus(line.registration.status), handover, bast_status)


def edit_rows(lines: Iterable[Any], *, places: Mapping[int, str], removed: Collection[str]) -> list[EditRow]:
    """Lines loaded by `for_editing()`; `places` and `removed` are what a refused page had typed and ticked."""
    return [
        EditRow(
            line=line,
            status=RegistrationStatus(line.registration.status),
            papers=line.papers,
            place=places.get(line.pk, str(line.position)),
            is_removed=str(line.pk) in removed,
        )
        for line in lines
    ]


def decree_facts(decree: Any) -> list[Fact]:
    """The figures of a decree loaded `with_figures()`, also of people whom a limited user does not see."""
    of_all = f"dari {ribuan(decree.people)}" if decree.people else ""
    return [
        Fact("Penerima dalam daftar", ribuan(decree.people), "", ""),
        Fact("Sudah lulus", ribuan(decree.graduates), of_all, ""),
        Fact("BAST terbit", ribuan(decree.given), of_all, ""),
    ]
