"""The registrations of one angkatan at a glance: counts, places, the queue, and the list as it was asked for."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from participants.decisions import DECISIONS, Decision
from participants.enums import SEATED, RegistrationStatus
from participants.models import Participant, Registration
from participants.querysets import RegistrationQuerySet, number_typed, search_term
from tkm.lib.chips import Chip, chips
from tkm.lib.sorting import Column
from training.models import TrainingSession

S = RegistrationStatus
SORTS = {
    "": ("Nomor urut", ("seat_number", "waitlist_rank", "registered_on", "pk")),
    "daftar": ("Tanggal mendaftar", ("registered_on", "pk")),
    "daftar-turun": ("Tanggal mendaftar, terbaru dahulu", ("-registered_on", "-pk")),
    "nama": ("Nama", ("participant__name", "pk")),
    "nama-turun": ("Nama, Z ke A", ("-participant__name", "-pk")),
    "kelurahan": ("Kelurahan", ("participant__kelurahan__name", "participant__name", "pk")),
}
COLUMNS = (
    Column("No", "", is_number=True),
    Column("Nama", "nama", "nama-turun"),
    Column("Status"),
    Column("Mendaftar", "daftar", "daftar-turun"),
)
PER_PAGE = 50
# The one thing that usually comes next, as a button in the row.
NEXT = {S.SUBMITTED: DECISIONS["ms"], S.ELIGIBLE: DECISIONS["terima"], S.WAITLISTED: DECISIONS["terima"]}


@dataclass(frozen=True, slots=True)
class Queued:
    """One cadangan, and the ranks before and after it, which it may move to."""

    pk: int
    name: str
    rank: int
    up: int | None
    down: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    quota: int
    counts: Mapping[str, int]
    kelurahan: tuple[tuple[str, str], ...]
    held: frozenset[int]
    queue: tuple[Queued, ...]
    known: frozenset[int]

    @property
    def applicants(self) -> int:
        """Who registered and did not withdraw."""
        return len(self.known) - self.counts.get(S.WITHDRAWN, 0)

    @property
    def seated(self) -> int:
        return sum(self.counts.get(status, 0) for status in SEATED)

    @property
    def free(self) -> int:
        return self.quota - self.seated

    @property
    def next_queued(self) -> tuple[Queued, ...]:
        """As many cadangan as there are free places."""
        return self.queue[: max(self.free, 0)]


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters and the order; what is not ours asks for nothing. Names only: a number never stands in an address."""

    status: str
    kelurahan: str
    name: str
    sort: str

    @classmethod
    def of(cls, query: QueryDict, seen: Overview) -> Self:
        status, area, sort = (query.get(name, "") for name in ("status", "kelurahan", "urut"))
        name = search_term(query.get("nama", ""))
        return cls(
            status=status if status in S.values else "",
            kelurahan=area if area in dict(seen.kelurahan) else "",
            name="" if number_typed(name) is not None else name,
            sort=sort if sort in SORTS else "",
        )

    @property
    def query(self) -> str:
        """As it stands in the address, with its question mark; empty without any filter."""
        kept = {"nama": self.name, "status": self.status, "kelurahan": self.kelurahan, "urut": self.sort}
        typed = urlencode({name: value for name, value in kept.items() if value})
        return f"?{typed}" if typed else ""

    @property
    def order(self) -> str:
        return SORTS[self.sort][0].lower()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list: `queued` for cadangan, `decision` the button that may be pressed now."""

    registration: Registration
    queued: Queued | None
    decision: Decision | None
    is_chosen: bool


def overview(session: TrainingSession) -> Overview:
    """All that the head of the list tells of `session`, from one light query."""
    person = ("participant__name", "participant__kelurahan", "participant__kelurahan__name")
    columns = ("pk", "status", "seat_number", "waitlist_rank", *person)
    rows = list(session.registrations.order_by("pk").values_list(*columns))
    queue = sorted((rank, pk, name) for pk, _, _, rank, name, _, _ in rows if rank is not None)
    ranks = [None, *(rank for rank, _, _ in queue), None]
    return Overview(
        quota=session.quota,
        counts=Counter(status for _, status, *_ in rows),
        kelurahan=tuple(sorted({(str(pk), name) for *_, pk, name in rows}, key=lambda pair: pair[1])),
        held=frozenset(number for _, _, number, *_ in rows if number is not None),
        queue=tuple(Queued(pk, name, rank, ranks[at], ranks[at + 2]) for at, (rank, pk, name) in enumerate(queue)),
        known=frozenset(pk for pk, *_ in rows),
    )


def asked_rows(session: TrainingSession, asked: Asked) -> RegistrationQuerySet:
    """The registrations that the filters leave, in no order yet."""
    found = session.registrations.with_status(asked.status)
    if asked.kelurahan:
        found = found.filter(participant__kelurahan=int(asked.kelurahan))
    if asked.name:
        found = found.filter(participant__in=Participant.objects.matching(asked.name))
    return found


def filter_chips(query: QueryDict, asked: Asked, seen: Overview) -> list[Chip]:
    """The filters in force, each with the address that drops it."""
    words = {
        "nama": f"“{asked.name}”" if asked.name else "",
        "status": S(asked.status).label if asked.status else "",
        "kelurahan": f"Kel. {dict(seen.kelurahan)[asked.kelurahan]}" if asked.kelurahan else "",
    }
    return chips(query, words)


def list_page(session: TrainingSession, asked: Asked, number: str | None) -> Page[Registration]:
    """One page of the list as it was asked for; a page that is not there is the last."""
    return Paginator(asked_rows(session, asked).for_list().order_by(*SORTS[asked.sort][1]), PER_PAGE).get_page(number)


def list_rows(
    session: TrainingSession, page: Page[Registration], seen: Overview, chosen: Collection[int], on: date
) -> list[Row]:
    """The lines of a page."""
    queue = {queued.pk: queued for queued in seen.queue}
    rows = []
    for registration in page:
        registration.session = session
        decision = next_decision(registration, seen, on)
        rows.append(Row(registration, queue.get(registration.pk), decision, registration.pk in chosen))
    return rows


def next_decision(registration: Registration, seen: Overview, on: date) -> Decision | None:
    """What usually comes next, if it may be done today and a place is left for it."""
    decision = NEXT.get(registration.state)
    if decision is None or (decision.leads_to == S.ACCEPTED and not seen.free):
        return None
    return None if decision.why_not(registration, on) else decision
