"""What was printed is kept byte for byte, with the data it was set from and the code under its QR."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from accounts.models import User
from documents.codes import new_code
from documents.enums import PaperKind
from documents.files import PDF, bare, file_of
from documents.models import Paper, PaperNumber, StoredFile

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Printing:
    """One printing of a numbered paper: `pdf` was set from `data` and carries `code`."""

    number: PaperNumber
    code: str
    data: "DataclassInstance"
    pdf: bytes
    revision: int = 1

    @property
    def name(self) -> str:
        mark = f"-cetakan-{self.revision}" if self.revision > 1 else ""
        return f"{bare(f'{self.number.kind.upper()} {self.number.text}')}{mark}.pdf"


def unused_code() -> str:
    """A verification code that no paper carries yet; it is printed on the paper, so it is chosen before."""
    return unused_codes(1)[0]


def unused_codes(count: int) -> list[str]:
    """As many different ones, in one question to the database for all that are free at once."""
    free: list[str] = []
    while len(free) < count:
        tried = {new_code() for _ in range(count - len(free))} - set(free)
        free += tried - set(Paper.objects.filter(code__in=tried).values_list("code", flat=True))
    return free


def archive(
    kind: PaperKind,
    number: PaperNumber,
    *,
    revision: int,
    code: str,
    data: "DataclassInstance",
    pdf: bytes,
    dated_on: date,
    actor: User,
) -> Paper:
    """Keep the `revision`-th printing of a numbered paper: `pdf` was set from `data` and carries `code`."""
    printing = Printing(number, code, data, pdf, revision)
    return archive_all(kind, [printing], dated_on=dated_on, actor=actor)[0]


def archive_all(kind: PaperKind, printings: Sequence[Printing], *, dated_on: date, actor: User) -> list[Paper]:
    """Keep many printings of one day at once, in their order."""
    files = StoredFile.objects.bulk_create(
        [file_of(printing.pdf, media_type=PDF, name=printing.name) for printing in printings]
    )
    return Paper.objects.bulk_create(
        Paper(
            kind=kind,
            number=printing.number,
            revision=printing.revision,
            dated_on=dated_on,
            data=asdict(printing.data),
            file=file,
            code=printing.code,
            created_by=actor,
        )
        for printing, file in zip(printings, files, strict=True)
    )
