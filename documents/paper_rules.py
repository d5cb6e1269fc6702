"""What holds for each kind of paper: number, titles, NIK, archive, size. The one table; everything printed obeys it.

Numbers and archive: docs/decisions/0006. Titles: Permendagri 1/2023. NIK: in full only where the archive needs it.
"""

from dataclasses import dataclass
from enum import Enum

from documents.enums import PaperKind, PaperSize
from documents.titles import bare_name
from tkm.lib.formats import nik_samar, nik_utuh


class NikShown(Enum):
    """How much of a NIK stands on a paper; one with the full NIK is opened only by who may, and that is logged."""

    FULL = "lengkap"
    MASKED = "disamarkan"
    NONE = "tidak dicantumkan"


@dataclass(frozen=True, slots=True)
class PaperRule:
    """One row of the table. Who sets a paper asks it how a name and a NIK stand there."""

    is_numbered: bool = False  # has a NumberSeries, and a PaperNumber of its own
    has_titles: bool = True  # whether the names of officials carry their titles
    nik: NikShown = NikShown.NONE
    is_archived: bool = False  # every printing is kept byte for byte; else equal rows give equal bytes
    fixed_size: PaperSize | None = None  # None: the administrator chooses, else as the office
    is_printed: bool = True  # by us; a decree comes signed from elsewhere

    def name_of(self, name: str) -> str:
        """The name of an official as it stands on this paper."""
        return name if self.has_titles else bare_name(name)

    def nik_of(self, nik: str) -> str:
        """A NIK as it stands on this paper; empty where it does not."""
        if self.nik == NikShown.FULL:
            return nik_utuh(nik)
        return nik_samar(nik) if self.nik == NikShown.MASKED else ""


K = PaperKind
RULES: dict[PaperKind, PaperRule] = {
    K.BAST: PaperRule(is_numbered=True, nik=NikShown.FULL, is_archived=True),
    K.DECREE: PaperRule(is_numbered=True, has_titles=False, nik=NikShown.FULL, is_printed=False),
    K.CERTIFICATE: PaperRule(is_numbered=True, has_titles=False, is_archived=True, fixed_size=PaperSize.A4),
    # The annexes carry the number of their decree.
    K.DECREE_ANNEX: PaperRule(has_titles=False, nik=NikShown.FULL),
    K.PUBLIC_ANNEX: PaperRule(has_titles=False),
    # The missing digits are written in by hand from the KTP: a second reading of the number, and no look at it.
    K.REGISTRATION_FORM: PaperRule(nik=NikShown.MASKED),
    K.STATEMENT: PaperRule(nik=NikShown.MASKED),
    K.PROOF: PaperRule(nik=NikShown.MASKED),
    K.CARD: PaperRule(fixed_size=PaperSize.A4),  # cut along the marks of an A4 sheet
    K.ATTENDANCE_LIST: PaperRule(),
    K.ATTENDANCE_RECAP: PaperRule(),
    K.SESSION_REPORT: PaperRule(nik=NikShown.MASKED),
}
# Whose size the administrator chooses: one row of PaperFormat each.
SIZED = tuple(kind for kind, rule in RULES.items() if rule.is_printed and rule.fixed_size is None)
NUMBERED = tuple(kind for kind, rule in RULES.items() if rule.is_numbered)
