"""The head that all pages of one angkatan share: its name, where it stands today, and the tabs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User
from training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    is_current: bool


# label, URL name, the right that shows it
TABS = (
    ("Ringkasan", "session-detail", Action.VIEW),
    ("Peserta", "session-registrations", Action.VIEW),
    ("Pertemuan", "meeting-list", Action.VIEW),
    ("Kehadiran", "attendance-current", Action.VIEW),
    ("Kelulusan", "graduation", Action.VIEW),
    ("Serah terima", "session-handovers", Action.VIEW),
    ("Laporan", "session-report", Action.REPORT),
)


def session_tabs(session: TrainingSession, current: str, user: User) -> list[Tab]:
    """The tabs `user` may open; `current` is the URL name of the one the page belongs to."""
    shown = [(label, name) for label, name, action in TABS if may(user, action)]
    return [Tab(label, reverse(name, args=[session.code]), name == current) for label, name in shown]


def session_head(session: TrainingSession, current: str, user: User, on: date) -> dict[str, Any]:
    """What `training/_session_head.html` prints; `session` comes from `.for_list()`, so it costs no query."""
    return {"session": session, "tabs": session_tabs(session, current, user), "phase": session.phase(on)}
