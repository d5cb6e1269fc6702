"""The front page: what is due today, by what the user may do."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, Reach, may, reach
from accounts.http import Request
from accounts.models import User
from participants.models import Registration
from reports.attention import attention_tasks
from reports.attention_kinds import KINDS
from reports.figures import BREAKDOWN
from reports.recap import RecapLine, recap
from reports.session_work import SessionWork, work_in_progress
from reports.todo import Task, goods_tasks, session_tasks
from training.enums import MeetingStatus, Phase, SessionStatus
from training.models import Meeting, TrainingSession
from training.querysets import MeetingQuerySet

SHOWN = 6


@require_safe
def home(request: Request) -> HttpResponse:
    user, on = request.user, timezone.localdate()
    works = work_in_progress(user, on) if may(user, Action.VIEW) else []
    context = {
        "greeting": greeting(timezone.localtime()),
        "today": on,
        "tasks": [*session_tasks(user, works), *goods_tasks(user)],
        "attention": attention(user, on),
        "open_sessions": open_sessions(user, works, on),
        "meetings": next_meetings(user, on),
        "recap": latest(user, on),
        "columns": BREAKDOWN,
        "recent": recent_registrations(user),
        "may_register": may(user, Action.REGISTER),
        "may_administer": may(user, Action.ADMINISTER),
    }
    return render(request, "reports/home.html", context)


def is_clerk(user: User) -> bool:
    """A petugas: registers people and selects nobody, so the own desk matters more than how the angkatan went."""
    return may(user, Action.REGISTER) and not may(user, Action.SELECT)


def attention(user: User, on: date) -> list[Task] | None:
    """For who answers for the office (voids, grants exceptions): what others did not do in time; else None."""
    return list(attention_tasks(KINDS, user, on)) if may(user, Action.VOID_BAST) else None


def greeting(now: datetime) -> str:
    """What people say at this hour: pagi to 11, siang to 15, sore to 18, malam."""
    hours = ((11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam"))
    return next(word for until, word in hours if now.hour < until)


def open_sessions(user: User, works: list[SessionWork], on: date) -> list[tuple[SessionWork, int]]:
    """For who registers: the angkatan open for registration with the days left, the first to close on top."""
    if not may(user, Action.REGISTER):
        return []
    found = [(work, (work.session.registration_closes_on - on).days) for work in works if work.phase == Phase.OPEN]
    return sorted(found, key=lambda pair: pair[1])


def next_meetings(user: User, on: date) -> MeetingQuerySet | None:
    """For who teaches: the own meetings of today and the next days; None for everybody else."""
    if reach(user, Action.MARK_ATTENDANCE) != Reach.OWN:
        return None
    sessions = TrainingSession.objects.visible_to(user, Action.MARK_ATTENDANCE).filter(status=SessionStatus.PUBLISHED)
    upcoming = Meeting.objects.filter(session__in=sessions, held_on__gte=on).exclude(status=MeetingStatus.CANCELLED)
    return upcoming.select_related("session__program").order_by("held_on", "starts_at", "pk")[:SHOWN]


def latest(user: User, on: date) -> list[RecapLine] | None:
    """For who reads reports: the angkatan that started last, with the figures of their reports."""
    if is_clerk(user) or not may(user, Action.REPORT):
        return None
    shown = (SessionStatus.PUBLISHED, SessionStatus.FINISHED)
    sessions = TrainingSession.objects.visible_to(user, Action.REPORT).filter(status__in=shown)
    return recap(sessions.for_list().order_by("-starts_on", "-code")[:SHOWN], on=on)


def recent_registrations(user: User) -> list[Registration]:
    """For a clerk: what this user registered last."""
    if not is_clerk(user):
        return []
    return list(Registration.objects.visible_to(user).filter(registered_by=user).for_list().order_by("-pk")[:SHOWN])
