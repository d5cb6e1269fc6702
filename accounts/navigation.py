"""The rail: its entries, by what the user may do."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import Action, may
from accounts.demo import LOGINS
from accounts.sign_ins import time_left
from accounts.walls import wall_before


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    url: str
    icon: str
    is_current: bool


# label, URL name, icon (Bootstrap Icons), the right that shows it
ENTRIES = (
    ("Beranda", "home", "house", None),
    ("Pelatihan", "session-list", "calendar3", Action.VIEW),
    ("Peserta", "participant-list", "people", Action.VIEW),
    ("Pendaftaran", "registration-start", "person-plus", Action.REGISTER),
    ("SK penerima", "decree-list", "file-earmark-text", Action.VIEW),
    ("Barang", "unit-list", "box-seam", Action.VIEW),
    ("Serah terima", "handover-list", "pen", Action.VIEW),
    ("Laporan", "report-list", "bar-chart", Action.REPORT),
    ("Administrasi", "admin:index", "gear", Action.ADMINISTER),
)
REPORT_PAGES = ("session-report", "report-rows", "session-match")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Template context of every page: the rail's entries and the office's short name."""
    common = {"office_name": settings.OFFICE_NAME, "demo": settings.DEMO}
    if settings.DEMO:
        common |= {"demo_logins": LOGINS, "demo_password": settings.DEMO_PASSWORD}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {**common, "navigation": [], "may_search": False}
    common["seconds_left"] = int(time_left(request.session, timezone.now()).total_seconds())
    if wall_before(user):
        return {**common, "navigation": [], "may_search": False}
    shown = [(label, reverse(name), icon) for label, name, icon, action in ENTRIES if not action or may(user, action)]
    place = _place(request)
    at = place if place == "/" else max((url for _, url, _ in shown[1:] if place.startswith(url)), key=len, default="")
    entries = [Entry(label, url, icon, url == at) for label, url, icon in shown]
    return {**common, "navigation": entries, "may_search": may(user, Action.VIEW)}


def _place(request: HttpRequest) -> str:
    """Where the page stands in the rail: a report belongs to the reports, whatever its address."""
    match = request.resolver_match
    return reverse("report-list") if match and match.url_name in REPORT_PAGES else request.path
