"""allauth's bell for a wrong code: it rings nowhere else."""

from typing import Any

from allauth.mfa.signals import authentication_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.enums import LogInOutcome
from accounts.log_ins import record_attempt
from accounts.models import User


@receiver(authentication_failed)
def note_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    record_attempt(request, user, LogInOutcome.WRONG_CODE, at=timezone.now())
