"""The browser tests need Debian's Chromium; a machine without it says so and skips them."""

import shutil

import pytest


@pytest.fixture(autouse=True, scope="session")
def _browser_is_here() -> None:
    if not shutil.which("chromium"):
        pytest.skip("tidak ada chromium di komputer ini (Debian: sudo apt-get install chromium)")
