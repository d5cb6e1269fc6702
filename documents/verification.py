"""What the public page tells about a paper: that it is genuine, and whether it still holds. Nothing about people."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from documents.codes import read_code, written
from documents.models import Office, Paper


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

    @property
    def is_superseded(self) -> bool:
        return self.newest_revision > self.revision


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
    )
