"""Reading the office, signatories, wordings and papers."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import Combinable

if TYPE_CHECKING:
    from documents.models import Office, Paper, Signatory, Wording


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
        """With all that the public page tells, and no bytes."""
        return self.select_related("number").defer("data")
