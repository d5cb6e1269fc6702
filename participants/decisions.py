"""What may be decided about a registration: the words of the button, whether it may be pressed, the rule behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.access import Action
from accounts.models import User
from participants import leaving, selection, verification
from participants.enums import RegistrationStatus
from participants.models import Registration
from participants.places import Leaving
from tkm.lib.errors import refusal_of

S = RegistrationStatus
Rule = Callable[[int, str, date, User], Registration | Leaving]


@dataclass(frozen=True, slots=True)
class Decision:
    """One button. `leads_to` is the state it makes: who is in it needs no button; `check` raises why not."""

    code: str
    verb: str
    done: str
    leads_to: RegistrationStatus
    check: Callable[[Registration, date], None]
    rule: Rule
    needs_reason: bool = False

    def why_not(self, registration: Registration, on: date) -> str:
        """The sentence of the refusal; empty if it may be done today."""
        return refusal_of(self.check, registration, on)


VERIFYING = (
    Decision(
        "ms", "MS", "memenuhi syarat (MS)", S.ELIGIBLE, verification.check_verifiable,
        lambda pk, reason, on, actor: verification.mark_eligible(pk, on=on, actor=actor),
    ),
    Decision(
        "tms", "TMS", "tidak memenuhi syarat (TMS)", S.INELIGIBLE, verification.check_verifiable,
        lambda pk, reason, on, actor: verification.mark_ineligible(pk, reason=reason, on=on, actor=actor),
        needs_reason=True,
    ),
)  # fmt: skip
SELECTING = (
    Decision(
        "terima", "Terima", "lolos", S.ACCEPTED, selection.check_acceptable,
        lambda pk, reason, on, actor: selection.accept(pk, on=on, actor=actor),
    ),
    Decision(
        "cadangan", "Cadangan", "masuk cadangan", S.WAITLISTED, selection.check_waitable,
        lambda pk, reason, on, actor: selection.put_on_waitlist(pk, on=on, actor=actor),
    ),
    Decision(
        "tidak-lolos", "Tidak lolos", "tidak lolos", S.NOT_SELECTED, selection.check_refusable,
        lambda pk, reason, on, actor: selection.turn_down(pk, on=on, actor=actor),
    ),
    Decision(
        "kembalikan", "Kembalikan ke MS", "kembali ke MS", S.ELIGIBLE, selection.check_takeable_back,
        lambda pk, reason, on, actor: selection.take_back(pk, on=on, actor=actor),
    ),
)  # fmt: skip
UNDO_DROP_OUT = Decision(
    "batal-gugur", "Batalkan gugur", "kembali ke kelas", S.ACCEPTED, leaving.check_dropped_out,
    lambda pk, reason, on, actor: leaving.undo_drop_out(pk, on=on, actor=actor),
)  # fmt: skip
DECISIONS = {decision.code: decision for decision in (*VERIFYING, *SELECTING, UNDO_DROP_OUT)}


@dataclass(frozen=True, slots=True)
class Departure:
    """Leaving the angkatan: a page of its own, since it asks for a reason and a day."""

    verb: str
    action: Action
    url_name: str
    check: Callable[[Registration, date], None]

    def why_not(self, registration: Registration, on: date) -> str:
        """The sentence of the refusal; empty if it may be recorded today."""
        return refusal_of(self.check, registration, on)


DEPARTURES = (
    Departure("Catat mengundurkan diri", Action.REGISTER, "registration-withdraw", leaving.check_withdrawable),
    Departure("Catat gugur", Action.SELECT, "registration-drop", leaving.check_droppable),
)
