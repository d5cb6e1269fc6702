"""The session engine: Django's own, whose rows also tell whose browser it is, since when and when last used.

One table instead of two: what is ended here ends at once, and asking for its age costs no query of its own.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.http import HttpRequest
from django.utils import timezone

from accounts.devices import address_of, device_of
from accounts.models import SignIn, User

STAMP = "sign_in"
# Rewriting this more often would make a write of every page.
SEEN_EVERY = timedelta(minutes=1)


class SessionStore(db.SessionStore):
    """`seen_at` is known once the session was read; saving what is in it does not count as using it, `touch` does."""

    seen_at: datetime | None = None

    @classmethod
    def get_model_class(cls) -> type[SignIn]:
        return SignIn

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()  # type: ignore[attr-defined]
        if row is None:
            return {}
        self.seen_at = row.seen_at
        return self.decode(row.session_data)

    def save(self, must_create: bool = False) -> None:
        """As Django does, but an update writes only what changes, found by the key that is no primary key here."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        columns = self._columns(self._get_session(no_load=False))  # type: ignore[attr-defined]
        if not SignIn.objects.filter(session_key=self.session_key).update(**columns):
            raise UpdateError

    def create_model_instance(self, data: dict[str, Any]) -> SignIn:
        return SignIn(session_key=self._get_or_create_session_key(), **self._columns(data))  # type: ignore[attr-defined]

    def touch(self, at: datetime) -> None:
        """Somebody sits at this browser."""
        if self.seen_at is None or at - self.seen_at >= SEEN_EVERY:
            SignIn.objects.filter(session_key=self.session_key).update(seen_at=at)
            self.seen_at = at

    def _columns(self, data: dict[str, Any]) -> dict[str, Any]:
        columns = {
            "session_data": self.encode(data),
            "expire_date": self.get_expiry_date(),
            "user_id": data.get(SESSION_KEY),
        }
        if stamp := data.get(STAMP):
            columns |= {**stamp, "since": datetime.fromisoformat(stamp["since"])}
        return columns


def stamp(sender: object, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Django's log-in calls this: since when, with what and from where goes into the session."""
    request.session[STAMP] = {
        "since": timezone.now().isoformat(),
        "device": device_of(request),
        "address": address_of(request),
    }


def time_left(session: Any, at: datetime) -> timedelta:
    """How long the session lasts if nobody uses it from now on; zero or less is over."""
    idle_from = session.seen_at or at
    ends = idle_from + timedelta(minutes=settings.IDLE_MINUTES)
    if begun := session.get(STAMP):
        ends = min(ends, datetime.fromisoformat(begun["since"]) + timedelta(seconds=settings.SESSION_COOKIE_AGE))
    return ends - at
