"""The list of a decree: who is on it, in which order, taken from one or several angkatan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.postgres.aggregates import StringAgg
from django.db import models, transaction

from accounts.access import Action, require
from accounts.models import User
from equipment.enums import NAMEABLE
from equipment.models import DecreeRecipient, RecipientDecree
from participants.models import Registration
from participants.querysets import RegistrationQuerySet
from tkm.lib.db import violation
from tkm.lib.errors import DomainError, StaleError
from training.models import TrainingSession


class Sort(models.TextChoices):
    """Orders that the page offers for the whole list."""

    NAME = "name", "Urutkan menurut nama"
    SEAT = "seat", "Urutkan menurut nomor urut"


@dataclass(frozen=True, slots=True)
class ListChange:
    """What the page asks for: lines to take off, registrations to add at the end, and the order afterwards.

    `positions` are the wanted places by line; lines it leaves out stay where they are. `sort` overrides it.
    """

    removed: Collection[int] = ()
    added: Sequence[int] = ()
    positions: Mapping[int, int] = field(default_factory=dict)
    sort: str = ""


class NotNameableError(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "Ada yang dicentang tetapi tidak lagi lolos atau lulus, atau bukan dari angkatan Anda. "
            "Muat ulang halaman, lalu pilih lagi.",
            field="added",
        )


class LineHasBastError(DomainError):
    def __init__(self, line: DecreeRecipient) -> None:
        super().__init__(
            f"{line.registration.participant} sudah punya BAST atau drafnya, jadi tetap dalam daftar. "
            "Draf dapat dihapus dulu; BAST yang sudah terbit tidak.",
            field="removed",
        )


def nameable(session: TrainingSession, decree: RecipientDecree) -> RegistrationQuerySet:
    """Candidates and graduates of the angkatan who are not on the list yet; `named_by` tells other decrees."""
    waiting = session.registrations.filter(status__in=NAMEABLE).exclude(decree_lines__decree=decree)
    named = StringAgg("decree_lines__decree__number__text", ", ", order_by="decree_lines__pk")
    return waiting.annotate(named_by=named).select_related("participant__kelurahan").order_by("seat_number", "pk")


def nameable_sessions(actor: User) -> list[TrainingSession]:
    """The angkatan that `actor` may take people from, the latest first."""
    own = TrainingSession.objects.visible_to(actor, Action.RECORD_DECREE)
    with_people = Registration.objects.filter(status__in=NAMEABLE).values("session")
    return list(own.filter(pk__in=with_people).select_related("program").order_by("-starts_on", "-code"))


@transaction.atomic
def revise_list(decree_id: int, change: ListChange, *, version: str, actor: User) -> RecipientDecree:
    """Take off, add, and put in order; the places are then 1, 2, 3 … unless a BAST was issued under the decree.

    From then on nobody changes place: who is added comes last, who is taken off leaves a gap. Of lines the actor may
    not see none is taken off. `version` is the decree's updated_at the page was opened on; when everything asked for
    is so already, nothing is written. Raises StaleError, LineHasBastError, NotNameableError.
    """
    require(actor, Action.RECORD_DECREE)
    locked = RecipientDecree.objects.select_for_update(of=("self",), no_key=True)
    decree = locked.select_related("number").get(pk=decree_id)
    lines, in_use = _lines(decree), decree.is_in_use()
    visible = decree.recipients.visible_to(actor, Action.RECORD_DECREE)
    removed = set(visible.filter(pk__in=change.removed).values_list("pk", flat=True))
    on_list = {line.registration_id for line in lines}
    added = [pk for pk in dict.fromkeys(change.added) if pk not in on_list]
    if not removed and not added and (in_use or _arranged(lines, change) == lines):
        return decree
    if decree.updated_at.isoformat() != version:
        raise StaleError("Daftar penerima")
    _take_off(removed)
    _add(decree, added, after=max((line.position for line in lines), default=0), actor=actor)
    if not in_use:
        _number_anew(_arranged(_lines(decree), change))
    decree.save(update_fields=["updated_at"])
    return decree


def _lines(decree: RecipientDecree) -> list[DecreeRecipient]:
    return list(
        decree.recipients.select_related("registration__participant", "registration__session").order_by("position")
    )


def _arranged(lines: Sequence[DecreeRecipient], change: ListChange) -> list[DecreeRecipient]:
    """The lines in the order asked for: sorted, or by the places written beside them."""
    if change.sort == Sort.NAME:
        return sorted(lines, key=lambda line: (line.registration.participant.name.casefold(), line.pk))
    if change.sort == Sort.SEAT:
        return sorted(lines, key=lambda line: (line.registration.session.code, line.registration.seat_number or 0))
    return sorted(lines, key=lambda line: _place(line, change.positions.get(line.pk, line.position)))


def _place(line: DecreeRecipient, wanted: int) -> tuple[int, int, int]:
    """Who moves up goes before the one who has the place now, who moves down behind."""
    return wanted, (wanted > line.position) - (wanted < line.position), line.position


def _take_off(line_ids: Collection[int]) -> None:
    lines = DecreeRecipient.objects.filter(pk__in=line_ids).select_related("registration__participant")
    if bound := lines.filter(handovers__isnull=False).first():
        raise LineHasBastError(bound)
    for line in lines.order_by("pk"):
        with violation("decree_line_with_bast_stays", LineHasBastError(line)):  # drafted since we looked
            line.delete()


def _number_anew(lines: Sequence[DecreeRecipient]) -> None:
    moved = []
    for position, line in enumerate(lines, start=1):
        if line.position != position:
            line.position = position
            moved.append(line)
    DecreeRecipient.objects.bulk_update(moved, ["position"])


def _add(decree: RecipientDecree, registration_ids: Sequence[int], *, after: int, actor: User) -> None:
    allowed = Registration.objects.visible_to(actor, Action.RECORD_DECREE).filter(status__in=NAMEABLE)
    found = set(allowed.filter(pk__in=registration_ids).values_list("pk", flat=True))
    if found != set(registration_ids):
        raise NotNameableError
    DecreeRecipient.objects.bulk_create(
        DecreeRecipient(decree=decree, registration_id=pk, position=position)
        for position, pk in enumerate(registration_ids, start=after + 1)
    )
