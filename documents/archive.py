"""What was printed is kept byte for byte, with the data it was set from and the code under its QR."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from accounts.models import User
from documents.codes import new_code
from documents.enums import PaperKind
from documents.files import PDF, bare, store_bytes
from documents.models import Paper, PaperNumber

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def unused_code() -> str:
    """A verification code that no paper carries yet; it is printed on the paper, so it is chosen before."""
    while Paper.objects.filter(code=(code := new_code())).exists():
        pass
    return code


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
    mark = f"-cetakan-{revision}" if revision > 1 else ""
    name = f"{bare(f'{kind.value.upper()} {number.text}')}{mark}.pdf"
    return Paper.objects.create(
        kind=kind,
        number=number,
        revision=revision,
        dated_on=dated_on,
        data=asdict(data),
        file=store_bytes(pdf, media_type=PDF, name=name),
        code=code,
        created_by=actor,
    )
