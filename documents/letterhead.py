"""What the office puts on every paper: its letterhead, and the marks by which a paper can be checked."""

from django.urls import reverse

from documents.files import genuine_bytes
from documents.models import Office
from documents.parts import IssueData, LetterheadData, crest_svg, issued


def letterhead(office: Office) -> LetterheadData:
    """The head as printed. Raises TamperedError when the stored crest is no longer what was uploaded."""
    return LetterheadData(
        government=office.government,
        office=office.name,
        contact=tuple(line for line in (office.address, office.contact) if line),
        crest=crest_svg(genuine_bytes(office.logo)) if office.logo else "",
    )


def issue_marks(office: Office, number: str, *, code: str, revision: int) -> IssueData:
    """Number, code and QR of an issued paper; the QR leads to the public page of this office's site."""
    site = office.public_address.strip().rstrip("/")
    address = site if "://" in site else f"https://{site}"
    return issued(number, code=code, base_url=f"{address}{reverse('verification')}", revision=revision)
