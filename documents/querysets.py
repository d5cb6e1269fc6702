"""Reading the office, signatories, wordings, papers and their numbers."""

import re
from datetime import date
from typing import TYPE_CHECKING, Self

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from documents.models import Office, Paper, PaperNumber, Signatory, Wording

LONGEST_NUMBER = 120
FILLERS = ("no", "nomor", "sk", "keputusan")


def _replaced(text: Func | str, pattern: str, by: str) -> Func:
    parts = (Value(pattern), Value(by), Value("g"))
    return Func(text, *parts, function="regexp_replace", output_field=models.TextField())


# The parts of a number, 007 as 7: what `numbered` asks for, and what the index of `PaperNumber` holds.
NUMBER_PARTS = SearchVector(_replaced(_replaced("text", "[^[:alnum:]]+", " "), r"\m0+(?=[0-9])", ""), config="simple")


def _part(word: str) -> str:
    """Figures whole, 7 and 007 as one; words by their beginning."""
    return f"'{word.lstrip('0') or '0'}'" if word.isdecimal() else f"'{word}':*"


class PaperNumberQuerySet(models.QuerySet["PaperNumber"]):
    def numbered(self, typed: str) -> Self:
        """Those that have all parts that were typed, in any order; of nothing typed none. The rows have no order."""
        words = re.findall(r"[^\W_]+", typed[:LONGEST_NUMBER].lower())
        parts = [_part(word) for word in words if word not in FILLERS]
        if not parts:
            return self.none()
        query = SearchQuery(" & ".join(parts), config="simple", search_type="raw")
        return self.alias(parts=NUMBER_PARTS).filter(parts=query).order_by()


class OfficeQuerySet(models.QuerySet["Office"]):
    def with_paper(self, *, size: Combinable, words: Combinable) -> Self:
        """Annotated with `size` and `words`; `letterhead.office_for` knows those of a kind of paper."""
        return self.annotate(size=size, words=words)


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def valid_on(self, day: date) -> Self:
        """Those whose term covers `day`."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class WordingQuerySet(models.QuerySet["Wording"]):
    def newest_first(self, kind: str) -> Self:
        """All versions for one kind of paper; the first is the one in use."""
        return self.filter(kind=kind).order_by("-version")


class PaperQuerySet(models.QuerySet["Paper"]):
    def for_verification(self) -> Self:
        """With all that the public page tells, and no bytes; `replaced_by` numbers a certificate's successor."""
        successor = F("certificate__replaced_by__number__text")
        return self.select_related("number").defer("data").annotate(replaced_by=successor)
