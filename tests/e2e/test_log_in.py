"""Log-in in a real browser: a passkey, a code from an app, and a lock that loses nothing of what was typed."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import SignIn
from demo.people import invented
from demo.staff import set_up_office
from participants.models import Registration
from tests.e2e.browsing import violations
from tests.e2e.walk_training import press, register
from tests.participants.pages import open_session


@pytest.fixture(autouse=True)
def _office(transactional_db):
    cache.clear()
    set_up_office()


def authenticator(page: Page) -> None:
    """A finger that always answers."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def leave(minutes: int) -> None:
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


def test_a_passkey_opens_without_a_password(desk: Callable[[str], Page]):
    page = desk("petugas")
    authenticator(page)
    page.goto("/akun/dua-langkah/")
    page.get_by_role("link", name="Tambah kunci sandi").click()
    page.get_by_label("Nama kunci sandi").fill("Laptop loket 1")
    press(page, "Tambah kunci sandi")
    expect(page.get_by_role("heading", name="Kode cadangan")).to_be_visible()
    page.goto("/akun/dua-langkah/")
    expect(page.locator("b", has_text="Laptop loket 1")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Keluar", exact=True).first.click()
    press(page, "Masuk dengan kunci sandi")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Masuk")
    page.goto("/akun/dua-langkah/")
    page.get_by_role("link", name="Lepas Laptop loket 1").click()
    press(page, "Lepas kunci sandi")
    expect(page.get_by_text("Kunci sandi sudah dilepas.")).to_be_visible()


def test_the_app_asks_for_its_code_at_the_next_log_in(desk: Callable[[str], Page]):
    page = desk("administrator")
    page.goto("/akun/dua-langkah/aplikasi/")
    page.get_by_text("Tidak dapat memindai?").click()
    secret = page.locator(".secret").inner_text()
    assert violations(page) == []
    page.get_by_label("Kode dari aplikasi").fill(code_of(secret))
    press(page, "Pasang")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("button", name="Keluar", exact=True).first.click()
    page.get_by_label("Nama pengguna atau NIP").fill("administrator")
    page.get_by_label("Kata sandi", exact=True).fill("banjarbaru")
    press(page, "Masuk")
    assert violations(page) == []
    page.get_by_label("Kode").fill(code_of(secret))
    press(page, "Masuk")
    expect(page.get_by_role("link", name="Administrasi").first).to_be_visible()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def start_registering(page: Page, code: str) -> None:
    person = invented(60)
    page.goto(f"/pendaftaran/{code}/baru/")
    register(page, person, born_on=person.birth_date)


def test_a_lock_keeps_the_page_and_the_registration_is_sent_once(desk: Callable[[str], Page]):
    page, session = desk("petugas"), open_session(code="TKM-2031-01")
    start_registering(page, session.code)
    leave(31)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("dialog", name="Terkunci karena lama tidak dipakai")).to_be_visible()
    assert violations(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi").click()
    log_in_again(opened.value, "petugas")
    expect(page.get_by_role("dialog")).to_have_count(0)
    press(page, "Simpan dan daftarkan")
    expect(page.get_by_role("heading", name=invented(60).name)).to_be_visible()
    assert Registration.objects.filter(session=session).count() == 1


def test_another_person_at_the_locked_desk_gets_a_page_of_their_own(desk: Callable[[str], Page]):
    page, session = desk("petugas"), open_session(code="TKM-2031-01")
    start_registering(page, session.code)
    leave(31)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Masuk lagi").click()
    log_in_again(opened.value, "verifikator")
    page.wait_for_url("**/")
    assert invented(60).name not in page.content()
    assert Registration.objects.count() == 0
    assert asked == []


def test_the_warning_lets_one_stay(desk: Callable[[str], Page]):
    page = desk("petugas")
    page.goto("/akun/")
    leave(29)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("segera terkunci")).to_be_visible()
    assert violations(page) == []
    press(page, "Tetap masuk")
    expect(page.get_by_text("segera terkunci")).to_have_count(0)
    leave_at = SignIn.objects.get(user__username="petugas").seen_at
    assert timezone.now() - leave_at < timedelta(minutes=1)


def log_in_again(tab: Page, username: str) -> None:
    tab.get_by_label("Nama pengguna atau NIP").fill(username)
    tab.get_by_label("Kata sandi", exact=True).fill("banjarbaru")
    tab.get_by_role("button", name="Masuk", exact=True).click()
    tab.wait_for_event("close")
