"""The browser tests need Debian's Chromium; a machine without it says so and skips them."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.browsing import Desk

ARGS = (
    "--disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync "
    "--no-first-run"
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run: synchronous Playwright allows no second one beside it."""
    chromium = shutil.which("chromium")
    if not chromium:
        pytest.skip("tidak ada chromium di komputer ini (Debian: sudo apt-get install chromium)")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=os.geteuid() != 0, args=ARGS.split()
        )
        yield launched
        launched.close()


@pytest.fixture
def desk(browser: Browser, live_server: Any) -> Iterator[Callable[[str], Page]]:
    """`desk("petugas")` is the page of the demo's user of that name, logged in; "" is the page of a visitor."""
    desks: dict[str, Desk] = {}

    def sit_down(username: str) -> Page:
        if username not in desks:
            desks[username] = Desk(browser, live_server.url)
            if username:
                desks[username].log_in(username, settings.DEMO_PASSWORD)
        return desks[username].page

    yield sit_down
    for one in desks.values():
        one.context.close()
    assert [error for one in desks.values() for error in one.errors] == []
