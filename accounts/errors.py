"""The page for a form that has expired."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 in our look: go back, what was typed is still there."""
    return render(request, "403_csrf.html", status=403)
