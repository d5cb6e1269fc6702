"""The angkatan that are under way, each with the numbers that tell what is due there: one query for all of them."""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from participants.enums import SEATED, RegistrationStatus
from participants.models import Graduation, Registration
from tkm.lib.db import how_many
from training.enums import Phase, SessionStatus
from training.models import Meeting, TrainingSession

S = RegistrationStatus


@dataclass(frozen=True, slots=True)
class SessionWork:
    """One angkatan and its counts on the day asked for."""

    session: TrainingSession
    phase: Phase
    applicants: int
    submitted: int
    eligible: int
    waitlisted: int
    seated: int
    overdue: int
    in_class: int
    proposed: int
    unconfirmed: int

    @property
    def free(self) -> int:
        return self.session.quota - self.seated

    @property
    def unproposed(self) -> int:
        return self.in_class - self.proposed

    @property
    def is_ready_to_finish(self) -> bool:
        """Everybody in class has a confirmed result and no list is open."""
        return self.seated > 0 and not (self.in_class or self.overdue)


def work_in_progress(user: User, on: date) -> list[SessionWork]:
    """The published angkatan that `user` sees, the next to start first.

    `in_class` are those still without a confirmed result. What was sent back is no proposal any more: it is not
    `proposed`. `unconfirmed` leaves out what the user proposed, too: another person confirms it.
    """
    registrations = Registration.objects.all()
    proposals_waiting = Graduation.objects.filter(confirmed_at=None, returned_at=None, registration__status=S.ACCEPTED)
    counts = {
        "applicants": how_many(registrations.exclude(status=S.WITHDRAWN), "session"),
        "submitted": how_many(registrations.filter(status=S.SUBMITTED), "session"),
        "eligible": how_many(registrations.filter(status=S.ELIGIBLE), "session"),
        "waitlisted": how_many(registrations.filter(status=S.WAITLISTED), "session"),
        "seated": how_many(registrations.filter(status__in=SEATED), "session"),
        "in_class": how_many(registrations.filter(status=S.ACCEPTED), "session"),
        "overdue": how_many(Meeting.objects.overdue(on), "session"),
        "proposed": how_many(proposals_waiting, "registration__session"),
        "unconfirmed": how_many(proposals_waiting.exclude(proposed_by=user), "registration__session"),
    }
    sessions = TrainingSession.objects.visible_to(user).with_own(user).filter(status=SessionStatus.PUBLISHED)
    found = sessions.for_list().annotate(**{f"n_{name}": count for name, count in counts.items()})
    return [
        SessionWork(session, session.phase(on), **{name: getattr(session, f"n_{name}") for name in counts})
        for session in found.order_by("starts_on", "code")
    ]
