"""The QR on a daftar hadir: written when the list is printed, read from its scan.

It is the address of the attendance page, so that any telephone opens it, followed by the keys of its meetings: numbers
follow the dates and may have changed by the time the signed list comes back. A list of a week names all of its meetings
and opens the page of the first. No other module knows how the code looks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.urls import Resolver404, resolve

from documents.letterhead import site_address
from documents.models import Office
from participants.models import Registration
from training.models import Meeting
from training.querysets import TrainingSessionQuerySet

KEYS = "p"  # of the meetings, with dots between them
MOST_MEETINGS = 40
LONGEST_CODE = 500


@dataclass(frozen=True, slots=True)
class SheetCode:
    """What the QR of a daftar hadir says: an angkatan and the keys of its meetings, in their order on the paper."""

    session_code: str
    meeting_ids: tuple[int, ...]


def attendance_code(office: Office, meetings: Sequence[Meeting]) -> str:
    """The text of the QR on the list of `meetings`, at least one, all of one angkatan."""
    keys = ".".join(str(meeting.pk) for meeting in meetings)
    return f"{site_address(office)}{meetings[0].get_absolute_url()}?{KEYS}={keys}"


def read_attendance_code(text: str) -> SheetCode | None:
    """What `attendance_code` wrote, on whatever host; None for any other text."""
    try:
        address = urlsplit(text.strip()[:LONGEST_CODE])
        found = resolve(address.path)
    except (ValueError, Resolver404):
        return None
    keys = parse_qs(address.query).get(KEYS, [""])[-1]
    if found.url_name != "attendance" or not re.fullmatch(r"[0-9]{1,18}(\.[0-9]{1,18})*", keys, re.ASCII):
        return None
    ids = tuple(dict.fromkeys(int(key) for key in keys.split(".")))
    return SheetCode(found.kwargs["code"], ids) if len(ids) <= MOST_MEETINGS else None


def scanned_meetings(text: str, sessions: TrainingSessionQuerySet) -> list[Meeting]:
    """The meetings whose list carries this code, in its order; empty unless all are of one of `sessions`."""
    code = read_attendance_code(text)
    session = sessions.filter(code=code.session_code).first() if code else None
    if code is None or session is None:
        return []
    found = {meeting.pk: meeting for meeting in Meeting.objects.filter(session=session, pk__in=code.meeting_ids)}
    if len(found) != len(code.meeting_ids):
        return []
    for meeting in found.values():
        meeting.session = session
    return [found[pk] for pk in code.meeting_ids]


def registration_code(office: Office, registration: Registration) -> str:
    """The text of the QR on a card or a proof: the page of the registration, which opens for the office only."""
    return f"{site_address(office)}{registration.get_absolute_url()}"
