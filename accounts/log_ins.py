"""The log of who got in and who tried to, kept for a while (`LOG_IN_LOG_DAYS`)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from accounts.devices import address_of, device_of
from accounts.enums import LogInOutcome
from accounts.models import LogInAttempt, User

SHOWN = 12


def record_attempt(request: HttpRequest, user: User | None, outcome: LogInOutcome, *, at: datetime) -> None:
    """One row; `user` is None where the name that was typed is nobody's. Forgets what is too old."""
    LogInAttempt.objects.filter(at__lt=at - timedelta(days=settings.LOG_IN_LOG_DAYS)).delete()
    LogInAttempt.objects.create(
        user=user, at=at, outcome=outcome, device=device_of(request), address=address_of(request)
    )


def recent_attempts(user: User) -> list[LogInAttempt]:
    """The newest of one user."""
    return list(user.log_in_attempts.order_by("-at", "-pk")[:SHOWN])
