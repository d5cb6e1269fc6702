"""What the page of one handover shows: its steps, its panel, what happened, and what this user may do now."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User
from documents.codes import written
from documents.words import terbilang
from equipment.cases import Case
from equipment.enums import LIVE, HandoverStatus
from equipment.handover_checks import Condition, conditions
from equipment.models import Handover
from equipment.next_steps import steps


@dataclass(frozen=True, slots=True)
class Check:
    """A condition with the link that helps, where this user may follow it."""

    condition: Condition
    url: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    at: date | datetime
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What this user may do with this handover as it stands."""

    manage: bool
    open_paper: bool
    check: bool
    void: bool
    grant: bool


def page_context(case: Case, user: User, on: date) -> dict[str, Any]:
    """All of `equipment/handover_detail.html`."""
    handover = case.handover
    return {
        "case": case,
        "handover": handover,
        "steps": steps(
            handover,
            [item.unit.procurement.type.name for item in case.items],
            on=on,
            due_days=case.office.scan_due_days,
        ),
        "total_in_words": f"{terbilang(case.total)} rupiah".capitalize() if case.items else "",
        "checks": checks(case, user, on) if handover.status == HandoverStatus.DRAFT else [],
        "moments": moments(handover),
        "revisions": range(1, handover.paper.revision) if handover.paper else [],
        "code": written(handover.paper.code) if handover.paper else "",
        "rights": rights(handover, user),
        "pending": [override for override in case.overrides if not override.granted_by],
        "excepted": case.overrides,
    }


def rights(handover: Handover, user: User) -> Rights:
    return Rights(
        manage=may(user, Action.MANAGE_EQUIPMENT),
        open_paper=may(user, Action.OPEN_NIK_PAPER),
        check=handover.awaits_check and may(user, Action.CHECK_SCAN) and handover.scan_uploaded_by_id != user.pk,
        void=handover.status in LIVE and may(user, Action.VOID_BAST),
        grant=handover.status == HandoverStatus.DRAFT and may(user, Action.VOID_BAST),
    )


def checks(case: Case, user: User, on: date) -> list[Check]:
    """The panel; empty for who has nothing to do with BASTs, since it may name others of the household."""
    if not may(user, Action.OPEN_NIK_PAPER):
        return []
    return [Check(condition, *help_with(condition, case, user)) for condition in conditions(case, on=on)]


def help_with(condition: Condition, case: Case, user: User) -> tuple[str, str]:
    """Where an unmet condition is mended, and the words of that link."""
    pk = case.handover.pk
    keeper = may(user, Action.MANAGE_EQUIPMENT)
    if condition.is_met:
        return "", ""
    if condition.code == "household" and may(user, Action.EDIT_PERSON):
        return reverse("participant-edit", args=[case.participant.pk]), "Lengkapi nomor KK"
    if condition.code == "household":
        return case.participant.get_absolute_url(), "Lihat data peserta"
    if condition.code == "wording" and keeper and case.items:
        return reverse("procurement-edit", args=[case.items[0].unit.procurement_id]), "Lengkapi pengadaan"
    if condition.code == "aid" and keeper and case.unasked_types:
        return reverse("handover-override", args=[pk]), "Minta pengecualian"
    if keeper and condition.code == "units":
        return reverse("handover-units", args=[pk]), "Pilih barang"
    if keeper and condition.code in ("signatory", "date", "decree"):
        return reverse("handover-edit", args=[pk]), "Ubah draf"
    return "", ""


def moments(handover: Handover) -> list[Moment]:
    """What happened when, and by whom, in order."""
    paper = handover.paper
    issued_by = paper.created_by if paper and paper.revision == 1 else ""  # a later printing tells who printed it
    told: list[tuple[Any, str, Any]] = [(handover.issued_at, "BAST terbit", issued_by)]
    if paper and paper.revision > 1:
        told.append((paper.created_at, f"Dicetak ulang, cetakan ke-{paper.revision}", paper.created_by))
    told += [
        (handover.handed_over_on, "Diserahkan", ""),
        (handover.scan_uploaded_at, "BAST bertanda tangan diunggah", handover.scan_uploaded_by),
        (handover.checked_at, "Pindaian diperiksa dan diterima", handover.checked_by),
        (handover.voided_at, "Dibatalkan", handover.voided_by),
    ]
    return [Moment(at, words, str(who or "")) for at, words, who in told if at]
