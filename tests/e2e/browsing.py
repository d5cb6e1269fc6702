"""One person of the office at one browser, and what a page must never do."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).parent.parent.parent
AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text() + "\n;0"
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# Chromium reports each answer of 400 and above as an error; a form that comes back with its sentences is none.
REFUSED_FORM = "status of 422"
MISSING = "/tidak-ada/"  # the page that says so is looked at too


class Desk:
    """A browser of its own, with one page; what goes wrong in it is kept in `errors`."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address = address
        self.errors: list[str] = []
        self.context: BrowserContext = browser.new_context(
            base_url=address, locale="id-ID", timezone_id="Asia/Makassar", viewport=DESK
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.errors.append(f"{self.page.url}: {error}"))

    def _note(self, message: Any) -> None:
        is_wanted = REFUSED_FORM in message.text or message.location["url"].endswith(MISSING)
        if message.type == "error" and not is_wanted:
            self.errors.append(f"{self.page.url}: {message.text}")

    def log_in(self, username: str, password: str) -> Page:
        self.page.goto("/masuk/")
        self.page.get_by_label("Nama pengguna atau NIP").fill(username)
        self.page.get_by_label("Kata sandi").fill(password)
        self.page.get_by_role("button", name="Masuk", exact=True).click()
        return self.page


# The label of Django's search is a picture with a name, which this rule does not count beside a help text.
AXE_OPTIONS = {"resultTypes": ["violations"], "preload": False, "rules": {"label-title-only": {"enabled": False}}}


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong, one line each; evaluated, since the policy refuses a script tag."""
    page.evaluate(AXE)
    found = page.evaluate("async (options) => (await axe.run(document, options)).violations", AXE_OPTIONS)
    return [f"{one['id']}: {node['target']} {node['html'][:160]}" for one in found for node in one["nodes"]]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
