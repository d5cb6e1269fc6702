"""The request behind the log-in wall."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """What a view gets: somebody is logged in."""

    user: User
    htmx: HtmxDetails
