"""The list of a decree as pages show it: its lines with their BASTs, and its figures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from equipment.enums import EVER_ISSUED, LIVE, HandoverStatus
from equipment.models import DecreeRecipient, Handover, RecipientDecree
from participants.enums import RegistrationStatus
from tkm.lib.formats import ribuan
from training.summary import Fact


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line: the person's badge, the BAST that counts (else the last one), and what was typed beside it."""

    line: DecreeRecipient
    kind: str
    label: str
    handover: Handover | None
    bast_kind: str
    place: str
    is_removed: bool


def line_rows(
    lines: Iterable[DecreeRecipient], *, places: Mapping[int, str] | None = None, removed: Collection[str] = ()
) -> list[LineRow]:
    """Lines loaded by `for_list()`; `places` and `removed` are what a refused page had typed and ticked."""
    return [_row(line, (places or {}).get(line.pk), str(line.pk) in removed) for line in lines]


def _row(line: DecreeRecipient, typed: str | None, is_removed: bool) -> LineRow:
    status = RegistrationStatus(line.registration.status)
    handover = max(line.handovers.all(), key=lambda one: (one.status in LIVE, one.pk), default=None)
    return LineRow(
        line=line,
        kind=status.kind,
        label=status.label,
        handover=handover,
        bast_kind=HandoverStatus(handover.status).kind if handover else "",
        place=str(line.position) if typed is None else typed,
        is_removed=is_removed,
    )


@dataclass(frozen=True, slots=True)
class DecreeFacts:
    """How many are named, how many of them graduated, and for how many a BAST was ever issued or still counts."""

    people: int
    graduates: int
    issued: int
    given: int

    @classmethod
    def of(cls, decree: RecipientDecree) -> "DecreeFacts":
        """One query over the whole list, also of people whom a limited user does not see."""
        graduated = Q(registration__status=RegistrationStatus.COMPLETED)
        return cls(
            **decree.recipients.aggregate(
                people=Count("pk", distinct=True),
                graduates=Count("pk", filter=graduated, distinct=True),
                issued=Count("pk", filter=Q(handovers__status__in=EVER_ISSUED), distinct=True),
                given=Count("pk", filter=Q(handovers__status__in=LIVE), distinct=True),
            )
        )

    def strip(self) -> list[Fact]:
        of_all = f"dari {ribuan(self.people)}" if self.people else ""
        return [
            Fact("Penerima dalam daftar", ribuan(self.people), "", ""),
            Fact("Sudah lulus", ribuan(self.graduates), of_all, ""),
            Fact("BAST terbit", ribuan(self.given), of_all, ""),
        ]
