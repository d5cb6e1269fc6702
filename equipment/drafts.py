"""The draft of a BAST: who gets which units, where, when and from whom. Nothing is promised until it is issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID, uuid5

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.models import Signatory
from equipment.draft_units import take_in
from equipment.enums import HandoverStatus
from equipment.handover_locks import lock_handover, lock_registration, refuse_stale
from equipment.models import DecreeRecipient, Handover, HandoverItem, RecipientDecree
from participants.enums import RegistrationStatus
from participants.models import Registration
from tkm.lib.db import violation
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal


@dataclass(frozen=True, slots=True)
class Occasion:
    """Where, when and by whom it is given: what all drafts of one ceremony share."""

    place: str
    dated_on: date
    signatory: Signatory

    @classmethod
    def of(cls, handover: Handover) -> Self:
        """As the handover has it now."""
        return cls(handover.place, handover.dated_on, handover.signatory)


class SignatoryNotInOfficeError(DomainError):
    def __init__(self, occasion: Occasion) -> None:
        super().__init__(
            f"{occasion.signatory.name} tidak berwenang menandatangani pada {tanggal(occasion.dated_on)}. "
            "Pilih penanda tangan lain, atau ubah tanggalnya.",
            field="signatory",
        )


class NotGraduatedError(DomainError):
    def __init__(self, registration: Registration) -> None:
        super().__init__(f"{registration.participant} belum lulus. BAST hanya untuk lulusan.")


class AlreadyDraftedError(DomainError):
    """The decree's line has its BAST, or a draft of it."""

    def __init__(self, line: DecreeRecipient) -> None:
        super().__init__(f"{line.registration.participant} sudah punya BAST atau drafnya menurut {line.decree}.")


class LineGoneError(DomainError):
    """The verifikator took the person off the decree's list meanwhile."""

    def __init__(self, line: DecreeRecipient | None = None) -> None:
        who = f"{line.registration.participant} tidak lagi" if line else "Ada penerima yang tidak lagi"
        super().__init__(f"{who} tercantum di SK, jadi tidak dapat dibuatkan BAST menurut SK itu.")


class NotDraftError(DomainError):
    def __init__(self) -> None:
        super().__init__("BAST ini sudah terbit, jadi drafnya tidak dapat diubah lagi.")


class DraftsRefusedError(DomainError):
    """Some of many drafts could not be made, so none was; `by_line` has the sentence for each."""

    def __init__(self, by_line: Mapping[int, str]) -> None:
        super().__init__("Belum ada draf yang dibuat. Perbaiki baris yang ditandai, lalu simpan lagi.")
        self.by_line = by_line


@transaction.atomic
def create_draft(
    line_id: int, occasion: Occasion, *, serials: Sequence[str], submission: UUID, actor: User
) -> Handover:
    """A draft for one line of a decree with the units of these serial numbers; sent twice gives the first one.

    Raises SignatoryNotInOfficeError, LineGoneError, NotGraduatedError, AlreadyDraftedError, ForbiddenError beyond the
    actor's reach, and what `take_in` raises for a number.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    refuse_signatory_out_of_office(occasion)
    line, registration = lock_line(line_id, actor)
    if made := Handover.objects.filter(submission=submission).first():
        return made
    if registration.status != RegistrationStatus.COMPLETED:
        raise NotGraduatedError(line.registration)
    with violation("handover_once_per_decree_line", AlreadyDraftedError(line)):
        handover = Handover.objects.create(
            recipient=line,
            registration=registration,
            place=occasion.place,
            dated_on=occasion.dated_on,
            signatory=occasion.signatory,
            submission=submission,
            created_by=actor,
        )
    for serial in serials:
        take_in(handover, serial)
    return handover


@transaction.atomic
def create_drafts(
    serials: Mapping[int, Sequence[str]], occasion: Occasion, *, submission: UUID, actor: User
) -> list[Handover]:
    """A draft for each line of `serials`, which gives its serial numbers; all of them or none.

    Raises SignatoryNotInOfficeError, or DraftsRefusedError with a sentence for every line that cannot have one.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    refuse_signatory_out_of_office(occasion)
    made, refused = [], {}
    lines = DecreeRecipient.objects.filter(pk__in=serials).order_by("registration", "pk")
    standing = list(lines.values_list("pk", flat=True))
    for line_id in [*standing, *sorted(serials.keys() - set(standing))]:
        own = uuid5(submission, str(line_id))
        try:
            made.append(create_draft(line_id, occasion, serials=serials[line_id], submission=own, actor=actor))
        except DomainError as error:
            refused[line_id] = error.message
    if refused:
        raise DraftsRefusedError(refused)
    return made


def lock_line(line_id: int, actor: User) -> tuple[DecreeRecipient, Registration]:
    """The line, so that nobody takes it off the list now, and before it its registration."""
    lines = DecreeRecipient.objects.select_related("registration__participant", "decree__number")
    if (line := lines.filter(pk=line_id).first()) is None:
        raise LineGoneError
    registration = lock_registration(line.registration_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    if not lines.select_for_update(of=("self",), no_key=True).filter(pk=line_id).exists():
        raise LineGoneError(line)
    return line, registration


def drafts_sent_as(submission: UUID, decree: RecipientDecree) -> list[Handover]:
    """What `create_drafts` made of this submission before."""
    lines = decree.recipients.values_list("pk", flat=True)
    own = [uuid5(submission, str(line)) for line in lines]
    made = Handover.objects.filter(submission__in=own).select_related("registration__session")
    return list(made.order_by("pk"))


@transaction.atomic
def change_draft(handover_id: int, occasion: Occasion, *, version: str, actor: User) -> Handover:
    """Another place, day or signatory; a decree that was amended meanwhile gives way to the one in force on that day.

    A draft that is so already is returned unchanged. Raises NotDraftError, HandoverGoneError, StaleError,
    SignatoryNotInOfficeError, AlreadyDraftedError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    refuse_signatory_out_of_office(occasion)
    handover = lock_draft(handover_id, actor)
    line = line_in_force(handover.recipient, occasion.dated_on)
    if line == handover.recipient and occasion == Occasion.of(handover):
        return handover
    refuse_stale(handover, version)
    handover.recipient, handover.place = line, occasion.place
    handover.dated_on, handover.signatory = occasion.dated_on, occasion.signatory
    with violation("handover_once_per_decree_line", AlreadyDraftedError(line)):
        handover.save(update_fields=["recipient", "place", "dated_on", "signatory", "updated_at"])
    return handover


@transaction.atomic
def add_unit(handover_id: int, serial: str, *, actor: User) -> HandoverItem:
    """Take the unit with this serial number into the draft. Raises NotDraftError and what `take_in` raises."""
    require(actor, Action.MANAGE_EQUIPMENT)
    handover = lock_draft(handover_id, actor)
    item = take_in(handover, serial)
    handover.save(update_fields=["updated_at"])
    return item


@transaction.atomic
def remove_unit(handover_id: int, item_id: int, *, actor: User) -> None:
    """Leave a unit out of the draft again; one that is not in it any more is no mistake. Raises NotDraftError."""
    require(actor, Action.MANAGE_EQUIPMENT)
    handover = lock_draft(handover_id, actor)
    removed, _ = handover.items.filter(pk=item_id).delete()
    if removed:
        handover.save(update_fields=["updated_at"])


@transaction.atomic
def drop_draft(handover_id: int, *, actor: User) -> None:
    """Throw a draft away: it has no number yet, so nothing is missed. Raises NotDraftError."""
    require(actor, Action.MANAGE_EQUIPMENT)
    lock_draft(handover_id, actor).delete()


def refuse_signatory_out_of_office(occasion: Occasion) -> None:
    if not occasion.signatory.signs_on(occasion.dated_on):
        raise SignatoryNotInOfficeError(occasion)


def lock_draft(handover_id: int, actor: User) -> Handover:
    """The draft, locked. Raises NotDraftError, HandoverGoneError; ForbiddenError beyond the actor's reach."""
    handover = lock_handover(handover_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    if handover.status != HandoverStatus.DRAFT:
        raise NotDraftError
    return handover


def line_in_force(line: DecreeRecipient, on: date) -> DecreeRecipient:
    """The line for the same person in the decree that amends this one and is in force; else the line itself."""
    while amending := DecreeRecipient.objects.filter(
        decree__amends=line.decree_id, decree__in_force_from__lte=on, registration=line.registration_id
    ).first():
        line = amending
    return line
