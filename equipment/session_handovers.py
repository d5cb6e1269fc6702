"""The graduates of one angkatan and their BASTs: who has one, who may get one, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from equipment.enums import FROZEN, HandoverStatus
from equipment.models import DecreeRecipient, Handover, RecipientDecree
from equipment.next_steps import NextStep, next_of
from equipment.papers.stack import WHICH
from participants.enums import RegistrationStatus
from participants.models import Registration
from training.models import TrainingSession
from training.summary import Fact

NO_DECREE = NextStep("Belum tercantum di SK yang berlaku", "idle")
DRAFT_IT = NextStep("Buat draf BAST")


@dataclass(frozen=True, slots=True)
class Graduate:
    """One graduate with one BAST, or without."""

    registration: Registration
    handover: Handover | None
    line: DecreeRecipient | None  # of a decree in force, where there is no BAST yet
    next: NextStep


@dataclass(frozen=True, slots=True)
class Summary:
    facts: tuple[Fact, ...]
    decrees: tuple[RecipientDecree, ...]  # under which drafts can still be made
    drafts: int


@dataclass(frozen=True, slots=True)
class Print:
    """One set of BASTs that is printed together: how many, and its word in the address."""

    label: str
    which: str


def prints_of(graduates: Sequence[Graduate]) -> list[Print]:
    """What can be printed for the whole angkatan, the stack for the ceremony first."""
    states = [graduate.handover.status for graduate in graduates if graduate.handover]
    counts = {which: sum(state in wanted for state in states) for which, wanted in WHICH.items()}
    words = {"terbit": "Yang akan diserahkan", "semua": "Semua yang terbit"}
    return [Print(f"{words[which]}, {count} orang", which) for which, count in counts.items() if count]


def graduates_of(session: TrainingSession, on: date) -> list[Graduate]:
    """By number in the class; three queries. A void BAST is shown only where no other took its place."""
    handovers = Handover.objects.for_list().order_by("pk")
    in_force = DecreeRecipient.objects.filter(decree__in=RecipientDecree.objects.in_force(on))
    registrations = (
        session.registrations.filter(status=RegistrationStatus.COMPLETED)
        .select_related("participant__kelurahan")
        .prefetch_related(
            Prefetch("handovers", handovers, to_attr="all_handovers"),
            Prefetch("decree_lines", in_force.select_related("decree__number").order_by("-pk"), to_attr="lines"),
        )
        .order_by("seat_number", "pk")
    )
    return [graduate for registration in registrations for graduate in rows_of(registration, on)]


def rows_of(registration: Registration, on: date) -> list[Graduate]:
    handovers: list[Handover] = registration.all_handovers  # type: ignore[attr-defined]
    lines: list[DecreeRecipient] = registration.lines  # type: ignore[attr-defined]
    standing = [one for one in handovers if one.status != HandoverStatus.VOIDED]
    if standing:
        return [Graduate(registration, one, None, next_of(one, on)) for one in standing]
    line = lines[0] if lines else None
    return [Graduate(registration, handovers[-1] if handovers else None, line, DRAFT_IT if line else NO_DECREE)]


def summary_of(graduates: Sequence[Graduate], session: TrainingSession) -> Summary:
    """The strip of figures, each leading to its rows in the list of BASTs."""
    states = [graduate.handover.status for graduate in graduates if graduate.handover]
    address = f"{reverse('handover-list')}?angkatan={session.code}"
    given = sum(state in FROZEN for state in states)
    people = len({graduate.registration.pk for graduate in graduates})
    drafts, issued = states.count(HandoverStatus.DRAFT), states.count(HandoverStatus.ISSUED)
    facts = (
        Fact("Lulusan", str(people), "", ""),
        Fact("Draf", str(drafts), "", f"{address}&status=draft"),
        Fact("Terbit, belum diserahkan", str(issued), "", f"{address}&status=issued"),
        Fact("Sudah diserahkan", str(given), f"dari {people}", address),
        Fact("Lengkap", str(states.count(HandoverStatus.COMPLETE)), "", f"{address}&status=complete"),
    )
    decrees = {graduate.line.decree_id: graduate.line.decree for graduate in graduates if graduate.line}
    return Summary(facts, tuple(decrees.values()), drafts)
