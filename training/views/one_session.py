"""Finding the angkatan that an address names."""

from django.shortcuts import get_object_or_404

from accounts.access import Action
from accounts.http import Request
from training.models import TrainingSession


def find_session(request: Request, code: str, action: Action) -> TrainingSession:
    """The angkatan with all that its head prints, for who may do `action` there; else 404."""
    return get_object_or_404(TrainingSession.objects.visible_to(request.user, action).for_list(), code=code)
