"""What the public page tells about a paper: that it is genuine, and whether it still holds. Nothing about people."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from hmac import compare_digest

from django.db.models import Max

from documents.codes import read_code, written
from documents.enums import PaperKind
from documents.models import Office, Paper
from documents.titles import bare_name
from tkm.lib.text import tidy

GLUED_TITLE = re.compile(r"^(\w{1,3}\.)(?=\w)")  # "Hj.Siti"
APOSTROPHES = str.maketrans("’‘`´", "''''")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One printing of a paper, as told to anybody who has its code."""

    code: str  # as written on paper
    kind: str
    number: str
    dated_on: date
    revision: int
    office: str
    newest_revision: int
    voided_at: datetime | None
    is_certificate: bool = False
    replaced_by: str = ""  # the number of the certificate that took its place

    @property
    def is_superseded(self) -> bool:
        return self.newest_revision > self.revision

    @property
    def has_holder(self) -> bool:
        """Whether a name may be compared: of a certificate that holds."""
        return self.is_certificate and self.voided_at is None


def verify(typed: str) -> Verdict | None:
    """The verdict on the paper with the code meant by `typed`; None when there is none."""
    code = read_code(typed)
    paper = Paper.objects.for_verification().filter(code=code).first() if code else None
    if paper is None:
        return None
    return Verdict(
        code=written(paper.code),
        kind=paper.get_kind_display(),
        number=paper.number.text,
        dated_on=paper.dated_on,
        revision=paper.revision,
        office=Office.objects.get().name,
        newest_revision=paper.number.papers.aggregate(newest=Max("revision"))["newest"],
        voided_at=paper.number.voided_at,
        is_certificate=paper.kind == PaperKind.CERTIFICATE,
        replaced_by=paper.replaced_by or "",
    )


def is_holder(code: str, typed: str) -> bool:
    """Whether `typed` is the name on the valid certificate with that code.

    Capitals, blanks, dots and titles do not matter, everything else does; how much of it was right is not told.
    """
    valid = Paper.objects.filter(code=read_code(code) or "", kind=PaperKind.CERTIFICATE, number__voided_at=None)
    holder = valid.values_list("data__holder", flat=True).first() or ""
    asked, known = (_bare(name).encode() for name in (typed, holder))
    return bool(known) and compare_digest(asked, known)


def _bare(name: str) -> str:
    plain = bare_name(GLUED_TITLE.sub(r"\1 ", tidy(name).translate(APOSTROPHES)))
    return " ".join(re.findall(r"[\w'-]+", plain.casefold()))
