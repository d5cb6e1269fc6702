"""From the keyboard alone: finding somebody, the sheet of keys, a line that drops, and the way back to a list."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory


@pytest.fixture
def clerk(desk: Callable[[str], Page], settings) -> Page:
    user = UserFactory(role="petugas", username="petugas")
    user.set_password(settings.DEMO_PASSWORD)
    user.save()
    for name in ("Siti Rahmah", "Siti Aisyah", "Rusmini"):
        ParticipantFactory(name=name)
    page = desk("petugas")
    page.wait_for_url(lambda url: "/masuk/" not in url)
    return page


def test_somebody_is_found_by_keys_alone(clerk: Page):
    clerk.keyboard.press("/")
    clerk.keyboard.type("siti")
    clerk.wait_for_selector("#saran [role=option]")
    assert clerk.get_attribute("#cari-semua", "aria-expanded") == "true"
    for key in ("ArrowDown", "ArrowDown"):
        clerk.keyboard.press(key)
    chosen = clerk.locator("#saran [aria-selected=true]")
    assert chosen.count() == 1
    assert clerk.get_attribute("#cari-semua", "aria-activedescendant") == chosen.get_attribute("id")
    assert "Siti Rahmah" in chosen.inner_text()
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/peserta/*/")
    assert clerk.inner_text("h1") == "Siti Rahmah"


def test_enter_alone_shows_all_and_escape_leaves(clerk: Page):
    clerk.keyboard.press("/")
    clerk.keyboard.type("siti")
    clerk.wait_for_selector("#saran [role=option]")
    clerk.keyboard.press("Enter")
    clerk.wait_for_url("**/cari/?q=siti")
    assert "2 warga" in clerk.inner_text(".head")
    clerk.keyboard.press("/")
    clerk.keyboard.press("Escape")
    assert clerk.evaluate("document.activeElement.tagName") == "BODY"
    clerk.keyboard.press("?")
    assert clerk.locator("#tombol-pintas").is_visible()
    clerk.keyboard.press("Escape")
    assert not clerk.locator("#tombol-pintas").is_visible()


def test_a_dropped_line_loses_nothing_and_the_way_back_keeps_the_filter(clerk: Page):
    clerk.goto("/peserta/?q=siti")
    clerk.get_by_role("link", name="Siti Aisyah").click()
    back = clerk.get_by_role("link", name="Peserta (tersaring)")
    assert (back.get_attribute("href") or "").endswith("/peserta/?q=siti")
    clerk.get_by_role("link", name="Ubah data").click()
    clerk.fill("#id_name", "Siti Aisyah Noor")
    clerk.context.set_offline(True)
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_selector("#alarm .note")
    assert "Yang Anda ketik masih ada" in clerk.inner_text("#alarm")
    assert clerk.input_value("#id_name") == "Siti Aisyah Noor"
    clerk.context.set_offline(False)
    clerk.keyboard.press("Control+Enter")
    clerk.wait_for_selector("text=tersimpan")
    assert clerk.inner_text("h1") == "Siti Aisyah Noor"
