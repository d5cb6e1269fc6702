"""Every page of every role, at a desk and on a phone: for everybody to use, no wider than the screen, no error."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests.e2e import addresses
from tests.e2e.browsing import DESK, PHONE, overflow, violations
from tests.e2e.world import build
from tests.migrated import restore, snapshot

Told = dict[str, tuple[str, str]]
ROLES = ("", "petugas", "verifikator", "instruktur", "pengurus_barang", "pejabat", "administrator")


@pytest.fixture(scope="module")
def told(django_db_blocker: Any, migrated_data: Told) -> Told:
    """The rows of the seeded office; building them takes longer than bringing them back."""
    with django_db_blocker.unblock():
        restore(migrated_data)
        build(timezone.localdate())
        return snapshot()


@pytest.fixture
def office(told: Told, live_server: Any) -> None:
    restore(told)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("role", ROLES)
def test_the_pages_of(role: str, desk: Callable[[str], Page]):
    page = desk(role)
    pages = getattr(addresses, role or "visitor")()
    found = [fault for address in pages for fault in faults(page, address)]
    assert not found, "\n".join(found)


@pytest.mark.usefixtures("office")
def test_the_lists_of_the_administration(desk: Callable[[str], Page]):
    """Django draws all of them alike, so axe sees one (above); how wide they are depends on their columns."""
    page = desk("administrator")
    found = []
    for address in addresses.lists_of_administration():
        page.goto(address)
        found += too_wide(page)
    assert not found, "\n".join(found)


def faults(page: Page, address: str) -> list[str]:
    """What is wrong with one page; axe, which takes longest, sees it at the size of the page before, by turns."""
    page.goto(address)
    return [f"{address}: {fault}" for fault in violations(page)] + too_wide(page)


def too_wide(page: Page) -> list[str]:
    """At the size the page has now, then at the other."""
    found = []
    for size in (page.viewport_size, PHONE if page.viewport_size == DESK else DESK):
        page.set_viewport_size(size)
        if beyond := overflow(page):
            found.append(f"{page.url}: {beyond} px too wide at {size['width']}")
    return found
