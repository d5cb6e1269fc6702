"""The BAST from its number to the day it is handed over."""

from datetime import date, datetime

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.archive import archive, unused_code
from documents.enums import PaperKind
from documents.letterhead import issue_marks
from documents.models import Paper, PaperNumber
from documents.numbers import give_number, is_automatic, record_agenda_number
from documents.typeset import typeset
from equipment.bast_data import TEMPLATE, bast_data
from equipment.cases import Case, load_case
from equipment.drafts import Occasion
from equipment.enums import FROZEN, LIVE, HandoverStatus, UnitStatus
from equipment.handover_checks import FOR_REPRINT, refuse_unmet
from equipment.handover_locks import lock_all, lock_handover, lock_units, refuse_stale
from equipment.models import EquipmentUnit, Handover, HandoverItem
from equipment.overrides import use_up
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal


class WrongStateError(DomainError):
    """A step that does not follow from where the BAST stands."""

    def __init__(self, handover: Handover, consequence: str) -> None:
        super().__init__(f"BAST ini {handover.get_status_display().lower()}, jadi {consequence}.")


class OtherDayError(DomainError):
    def __init__(self, handover: Handover) -> None:
        super().__init__(
            f"BAST bertanggal {tanggal(handover.dated_on)}. Bila diserahkan pada hari lain, cetak ulang dulu dengan "
            "tanggal itu (nomornya tetap).",
            field="handed_over_on",
        )


class DayNotComeError(DomainError):
    def __init__(self, day: date) -> None:
        super().__init__(
            f"{tanggal(day)} belum tiba. Catat penyerahan setelah barang diterima.", field="handed_over_on"
        )


@transaction.atomic
def issue(handover_id: int, *, version: str, on: date, at: datetime, actor: User, agenda_number: str = "") -> Handover:
    """Give the number, reserve the units, print and archive the paper: all of it or nothing.

    `agenda_number` is typed where the office takes BAST numbers from its agenda book. One that is issued is returned
    unchanged. Raises WrongStateError, NotAllowedError, what `lock_all` raises, the errors of numbers, UnprintableError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    lock_all(handover_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    case = load_case(handover_id)
    handover = case.handover
    if handover.status in LIVE:
        return handover
    if handover.status != HandoverStatus.DRAFT:
        raise WrongStateError(handover, "tidak dapat diterbitkan")
    refuse_stale(handover, version)
    refuse_unmet(case, on=on)
    use_up(case.needed_overrides, handover)
    reserve(case)
    number = next_number(agenda_number, on=handover.dated_on)
    handover.number, handover.paper = number, print_bast(case, number, revision=1, at=at, actor=actor)
    handover.kk_number, handover.issued_at = case.participant.kk_number, at
    handover.status = HandoverStatus.ISSUED
    handover.save(update_fields=["number", "paper", "kk_number", "issued_at", "status", "updated_at"])
    return handover


@transaction.atomic
def reprint(handover_id: int, occasion: Occasion, *, version: str, on: date, at: datetime, actor: User) -> Handover:
    """Print again for another day under the same number, as the next revision; the same again changes nothing.

    Raises WrongStateError, StaleError, NotAllowedError, UnprintableError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    lock_all(handover_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    case = load_case(handover_id)
    handover = case.handover
    if handover.status != HandoverStatus.ISSUED or handover.number is None or handover.paper is None:
        raise WrongStateError(handover, "tidak dapat dicetak ulang dengan isi lain")
    if occasion == Occasion.of(handover):
        return handover
    refuse_stale(handover, version)
    handover.place, handover.dated_on, handover.signatory = occasion.place, occasion.dated_on, occasion.signatory
    refuse_unmet(case, on=on, checks=FOR_REPRINT)
    revision = handover.paper.revision + 1
    handover.paper = print_bast(case, handover.number, revision=revision, at=at, actor=actor)
    handover.save(update_fields=["dated_on", "place", "signatory", "paper", "updated_at"])
    return handover


@transaction.atomic
def hand_over(handover_id: int, *, handed_over_on: date, version: str, on: date, actor: User) -> Handover:
    """Record that the paper was signed and the units went with the recipient; from here on nothing of it changes.

    The day is that of the last printing: the paper says "pada hari ini". One handed over is returned unchanged.
    Raises WrongStateError, StaleError, OtherDayError, DayNotComeError, HandoverGoneError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    units = lock_units(handover_id)
    handover = lock_handover(handover_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    if handover.status in FROZEN:
        return handover
    if handover.status != HandoverStatus.ISSUED:
        raise WrongStateError(handover, "tidak dapat diserahkan")
    refuse_stale(handover, version)
    if handed_over_on != handover.dated_on:
        raise OtherDayError(handover)
    if handed_over_on > on:
        raise DayNotComeError(handed_over_on)
    handover.handed_over_on, handover.status = handed_over_on, HandoverStatus.HANDED_OVER
    handover.save(update_fields=["handed_over_on", "status", "updated_at"])
    EquipmentUnit.objects.filter(pk__in=units).update(status=UnitStatus.HANDED_OVER)
    return handover


def reserve(case: Case) -> None:
    """Bind the units to this BAST; the caller holds their locks."""
    HandoverItem.objects.filter(handover=case.handover).update(is_binding=True)
    units = [item.unit_id for item in case.items]
    EquipmentUnit.objects.filter(pk__in=units).update(status=UnitStatus.RESERVED)


def next_number(agenda_number: str, *, on: date) -> PaperNumber:
    """Our own next number, or the typed one where the office keeps an agenda book."""
    if is_automatic(PaperKind.BAST):
        return give_number(PaperKind.BAST, on=on)
    return record_agenda_number(PaperKind.BAST, text=agenda_number, year=on.year)


def print_bast(case: Case, number: PaperNumber, *, revision: int, at: datetime, actor: User) -> Paper:
    """Typeset the BAST as it stands in `case` and archive it."""
    code = unused_code()
    marks = issue_marks(case.office, number.text, code=code, revision=revision)
    data = bast_data(case, issue=marks)
    return archive(
        PaperKind.BAST,
        number,
        revision=revision,
        code=code,
        data=data,
        pdf=typeset(TEMPLATE, data, at=at),
        dated_on=case.handover.dated_on,
        actor=actor,
    )
