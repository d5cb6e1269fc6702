"""What was typed into a form that could not be accepted for want of a log-in, kept until its writer is back.

It stays in the session of this browser, on the server, for an hour, under the name of the person who typed it: another
person who logs in here makes it vanish. Nothing is ever sent by itself (docs/decisions/0007-idle-time-out.md).
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

KEPT, LEFT = "kept_forms", "left_desk"
KEPT_FOR = timedelta(hours=1)
MOST_FORMS, MOST_LETTERS = 4, 200_000
SECRETS = ("password", "csrfmiddlewaretoken")
# Log-in, log-out and what concerns the own account are quickly typed again, and full of secrets.
NEVER = ("/masuk/", "/keluar/", "/akun/")


@dataclass(frozen=True, slots=True)
class KeptForm:
    """`page` is the address where the form stands, `path` the one that it is sent to."""

    user: int
    at: str
    page: str
    path: str
    fields: dict[str, list[str]]
    files: list[str]


def leave_desk(request: HttpRequest) -> None:
    """End the session; the browser remembers whose desk it was, so that what that person sends now can be kept."""
    owner, kept = request.user.pk, request.session.get(KEPT)
    request.session.flush()
    request.session[LEFT] = owner
    if kept:
        request.session[KEPT] = kept
    request.session.set_expiry(KEPT_FOR)


def keep(request: HttpRequest, *, at: datetime) -> str:
    """Keep the form that `request` brought; returns the address to go back to, empty where nothing can be kept."""
    owner = request.user.pk or request.session.get(LEFT)
    if request.method != "POST" or not owner or not _is_from_here(request) or request.path.startswith(NEVER):
        return ""
    fields = {name: values for name, values in request.POST.lists() if not any(secret in name for secret in SECRETS)}
    files = [file.name or "" for _, several in request.FILES.lists() for file in several]
    form = KeptForm(owner, at.isoformat(), page_of(request), request.path, fields, files)
    if len(json.dumps(asdict(form))) > MOST_LETTERS:
        return ""
    others = [other for other in _kept(request.session) if other.page != form.page]
    request.session[KEPT] = [asdict(one) for one in [*others, form][-MOST_FORMS:]]
    request.just_kept = True  # type: ignore[attr-defined]
    return form.page


def kept_for(request: HttpRequest, *, at: datetime) -> KeptForm | None:
    """The form that stands on the page asked for, if the one who asks typed it."""
    found = [form for form in _kept(request.session) if form.page == request.get_full_path()]
    is_own = bool(found) and found[0].user == request.user.pk
    return found[0] if is_own and at - datetime.fromisoformat(found[0].at) < KEPT_FOR else None


def move_to_path(request: HttpRequest, form: KeptForm) -> str:
    """The page cannot be opened (its address only takes forms): try the one that the form is sent to."""
    moved = [asdict(one) | ({"page": one.path} if one == form else {}) for one in _kept(request.session)]
    request.session[KEPT] = moved
    return form.path


def drop(session: Any, path: str = "") -> None:
    """Forget what was sent to `path`, or all of it."""
    if KEPT not in session:
        return
    left = [asdict(form) for form in _kept(session) if path and form.path != path]
    if left:
        session[KEPT] = left
    else:
        del session[KEPT]


def drop_foreign(session: Any, user_id: int) -> None:
    """Somebody logs in at this browser: what another person typed here is gone."""
    if session.pop(LEFT, user_id) != user_id or any(form.user != user_id for form in _kept(session)):
        drop(session)


def _kept(session: SessionBase) -> list[KeptForm]:
    return [KeptForm(**form) for form in session.get(KEPT, [])]


def _is_from_here(request: HttpRequest) -> bool:
    """A page of ours sent it: what another site would like somebody to send is not kept for them."""
    told = request.headers.get("Origin") or request.headers.get("Referer", "")
    return told.startswith(f"{request.scheme}://{request.get_host()}") and _host_of(told) == request.get_host()


def _host_of(address: str) -> str:
    return urlsplit(address).netloc


def page_of(request: HttpRequest) -> str:
    """The address of the page that `request` came from; that of the request itself where the browser does not say."""
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc != request.get_host() or not told.path or told.path.startswith(NEVER):
        return request.path
    return f"{told.path}?{told.query}" if told.query else told.path
