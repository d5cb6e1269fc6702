"""Puts who, as what and where into every event row of a request."""

from typing import Any

import pghistory.middleware
from django.http import HttpRequest


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        user = request.user
        known = {"user": user.pk, "name": str(user)} if user.is_authenticated else {"user": None, "name": ""}
        return {**known, "url": request.path}
