"""Working papers: set anew at each print from the rows as they stand, never archived (docs/decisions/0006)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from documents.enums import PaperKind
from documents.paper_rules import RULES
from documents.parts import SignerData
from documents.typeset import typeset
from documents.words import nip_terformat
from tkm.lib.errors import DomainError
from tkm.lib.formats import jam, tanggal

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from documents.models import Signatory


class NothingToPrintError(DomainError):
    """There is nobody, or nothing, to print: the sentence says what to do first."""


@dataclass(frozen=True, slots=True)
class FootData:
    """The foot of a sheet: what it is, as of when; and where its QR leads, if it has one."""

    lines: tuple[str, ...]
    qr: str = ""  # SVG text


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    """What a template is given, and the newest change among its rows: equal rows, equal bytes."""

    template: str
    data: "DataclassInstance"
    at: datetime
    name: str  # of the file, without its ending

    def pdf(self) -> bytes:
        """Raises UnprintableError."""
        return typeset(self.template, self.data, at=self.at)


def as_of(at: datetime) -> str:
    """The line that tells a reader which state of the rows a paper shows."""
    return f"Dicetak dari data per {tanggal(at)} pukul {jam(at)}."


def official_signer(kind: PaperKind, signatories: Iterable["Signatory"], *, day: date, place: str) -> SignerData:
    """The official who signs a paper of that day where nobody chooses: the only one whose term covers it.

    Where there is none, or several, the name is left to be filled in by hand.
    """
    found = [signatory for signatory in signatories if signatory.signs_on(day)]
    place_and_date = f"{place}, {tanggal(day)}"
    if len(found) != 1:
        return SignerData((place_and_date, "Mengetahui,"), "")
    (signatory,) = found
    below = (signatory.rank, f"NIP {nip_terformat(signatory.nip)}")
    role = (place_and_date, f"{signatory.printed_position},")
    return SignerData(role, RULES[kind].name_of(signatory.name), tuple(line for line in below if line))
