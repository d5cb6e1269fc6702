"""What the office puts on every paper: its letterhead, the size, and the marks by which a paper can be checked."""

from django.db.models import CharField, F, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from documents.enums import PaperKind
from documents.files import genuine_bytes
from documents.models import Office, PaperFormat, Wording
from documents.paper_rules import RULES
from documents.parts import IssueData, LetterheadData, crest_svg, issued
from documents.querysets import OfficeQuerySet


def office_for(kind: PaperKind) -> OfficeQuerySet:
    """The one office with what it prints this kind of paper on and with.

    Annotated with `size`, fixed, chosen for the kind, or the office's own; and with the texts of the newest `words`
    (None for a kind whose words nobody edits).
    """
    words = Subquery(Wording.objects.newest_first(kind).values("parts")[:1])
    if fixed := RULES[kind].fixed_size:
        return Office.objects.with_paper(size=Value(fixed.value, output_field=CharField()), words=words)
    chosen = Subquery(PaperFormat.objects.filter(kind=kind).values("size"))
    return Office.objects.with_paper(size=Coalesce(NullIf(chosen, Value("")), F("paper_size")), words=words)


def letterhead(office: Office) -> LetterheadData:
    """The head as printed. Raises TamperedError when the stored crest is no longer what was uploaded."""
    return LetterheadData(
        government=office.government,
        office=office.name,
        contact=tuple(line for line in (office.address, office.contact) if line),
        crest=crest_svg(genuine_bytes(office.logo)) if office.logo else "",
    )


def site_address(office: Office) -> str:
    """The beginning of every address that is printed: `https://tkm.banjarbarukota.go.id`, without a last slash."""
    site = office.public_address.strip().rstrip("/")
    return site if "://" in site else f"https://{site}"


def issue_marks(office: Office, number: str, *, code: str, revision: int) -> IssueData:
    """Number, code and QR of an issued paper; the QR leads to the public page of this office's site."""
    base_url = f"{site_address(office)}{reverse('verification')}"
    return issued(number, code=code, base_url=base_url, revision=revision)
