"""The fixed words of a paper as the office has them now: each change is a new version, papers keep the one they had."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.desk_wording import CardWording, FormWording, ProofWording, StatementWording
from documents.enums import PaperKind
from documents.models import Wording
from documents.typeset import UnprintableError, typeset
from documents.wording import BastWording, PaperWords
from tkm.lib.db import violation
from tkm.lib.errors import DomainError, StaleError

# The kinds of paper whose words the office edits.
WORDINGS: Mapping[PaperKind, type[PaperWords]] = {
    PaperKind.BAST: BastWording,
    PaperKind.REGISTRATION_FORM: FormWording,
    PaperKind.STATEMENT: StatementWording,
    PaperKind.PROOF: ProofWording,
    PaperKind.CARD: CardWording,
}
WHAT = "Naskah"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Words:
    """Bare text, to see whether the typefaces have all its letters."""

    lines: tuple[str, ...]


class UnprintableWordingError(DomainError):
    """A letter that no typeface of the papers has, told beside its part."""


def newest(kind: PaperKind) -> Wording:
    """The words of a kind of paper in their newest version."""
    return Wording.objects.newest_first(kind)[0]


def checked(kind: PaperKind, texts: Mapping[str, str]) -> PaperWords:
    """The typed words, known to be complete, with known tokens and printable.

    Raises EmptyWordingError, BrokenTokenError, UnknownTokenError, UnprintableWordingError with the part as its field.
    """
    wording = WORDINGS[kind].from_texts(texts)
    for part, text in wording.texts().items():
        try:
            typeset("words", Words(tuple(text.splitlines())), at=EPOCH)
        except UnprintableError as error:
            raise UnprintableWordingError(error.message, part) from error
    return wording


@transaction.atomic
def change_wording(kind: PaperKind, texts: Mapping[str, str], *, note: str, based_on: int, actor: User) -> Wording:
    """Put new words into use as the next version; the same words again give the version in use.

    `based_on` is the version the editor saw. Raises StaleError when there is a newer one, and what `checked` raises.
    """
    require(actor, Action.ADMINISTER)
    parts = checked(kind, texts).texts()
    latest = newest(kind)
    if latest.parts == parts:
        return latest
    if latest.version != based_on:
        raise StaleError(WHAT)
    with violation("wording_version_once", StaleError(WHAT)):
        return Wording.objects.create(kind=kind, version=latest.version + 1, parts=parts, note=note, created_by=actor)
