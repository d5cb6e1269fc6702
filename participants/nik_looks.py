"""Seeing a full NIK: only with a reason, and every look is written down."""

from collections.abc import Iterable

from django.db import transaction

from accounts.access import Action, may, require
from accounts.models import User
from participants.models import NikLook, Participant
from tkm.lib.errors import DomainError


class LookWithoutReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis untuk apa NIK lengkap diperlukan.", field="reason")


@transaction.atomic
def reveal_nik(participant_id: int, *, reason: str, place: str, actor: User) -> str:
    """The full NIK; who saw it, where and why is logged. Raises LookWithoutReasonError."""
    require(actor, Action.REVEAL_NIK)
    if not reason.strip():
        raise LookWithoutReasonError
    person = Participant.objects.get(pk=participant_id)
    log_looks([person], reason=reason.strip(), place=place, actor=actor)
    return person.nik


def log_looks(people: Iterable[Participant], *, reason: str, place: str, actor: User) -> None:
    """Write down that `actor` opened a paper with the full NIK of `people`; the caller has checked the right."""
    NikLook.objects.bulk_create(
        NikLook(participant=person, user=actor, place=place, reason=reason) for person in people
    )


def sees_looks(user: User) -> bool:
    """Who may know who looked: whoever may see a full NIK or a paper with it, and the administrator.

    So whoever a citizen asks at the desk can answer; an instructor, who opens none, is told nothing of it either.
    """
    return any(may(user, action) for action in (Action.REVEAL_NIK, Action.OPEN_NIK_PAPER, Action.ADMINISTER))
