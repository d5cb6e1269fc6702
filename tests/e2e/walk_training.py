"""From a plan to graduates, through the pages, as the people of the office click."""

from datetime import date, timedelta

from playwright.sync_api import Page, expect

from demo.people import Invented
from regions.models import Kelurahan


def typed(day: date) -> str:
    return f"{day:%d-%m-%Y}"


def press(page: Page, verb: str) -> None:
    page.get_by_role("button", name=verb, exact=True).click()


def follow(page: Page, words: str) -> None:
    page.get_by_role("main").get_by_role("link", name=words, exact=True).first.click()


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Bagian angkatan").get_by_role("link", name=name, exact=True).click()


def announce(page: Page, day: date, *, quota: int) -> str:
    """Verifikator: an angkatan that begins and ends on `day`, with its one meeting, open. Returns its address."""
    page.goto("/pelatihan/")
    follow(page, "Buat angkatan")
    page.get_by_label("Program").select_option("Menjahit Dasar")
    page.get_by_label("Tempat", exact=True).fill("Aula Kelurahan Komet")
    page.get_by_label("Kelurahan tempat").select_option("Komet")
    for label in ("Pendaftaran dibuka", "Pendaftaran ditutup", "Pelatihan mulai", "Pelatihan selesai"):
        page.get_by_label(label).fill(typed(day))
    page.get_by_label("Kuota").fill(str(quota))
    page.get_by_label("Hj. Noorjannah").check()
    page.get_by_label("Sumber dana").select_option("APBD")
    press(page, "Simpan rancangan")
    address = page.url
    plan_meeting(page, day)
    tab(page, "Ringkasan")
    follow(page, "Buka angkatan")
    press(page, "Buka angkatan")
    return address


def plan_meeting(page: Page, day: date) -> None:
    tab(page, "Pertemuan")
    follow(page, "Susun jadwal")
    for number, name in enumerate(("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")):
        page.get_by_label(name, exact=True).set_checked(number == day.weekday())
    press(page, "Lihat pratinjau")
    press(page, "Simpan 1 pertemuan")


def register(page: Page, person: Invented, *, born_on: date, reason: str = "") -> None:
    """Petugas, on the form: NIK first; `reason` answers a birth date that is not the one in the NIK."""
    page.get_by_label("NIK", exact=True).press_sequentially(person.nik)
    birth = page.get_by_label("Tanggal lahir")
    expect(birth).to_have_value(typed(person.birth_date))
    expect(page.get_by_label("Alasan berbeda dari NIK")).to_have_count(0)
    if reason:
        birth.fill(typed(born_on))
        birth.blur()
        page.get_by_label("Alasan berbeda dari NIK").select_option(reason)
    page.get_by_label("Nama lengkap, seperti di KTP").fill(person.name)
    page.get_by_label("Nomor KK").fill(person.kk_number)
    place = Kelurahan.objects.get(code=person.kelurahan_code)
    page.get_by_label("Kelurahan", exact=True).select_option(place.name)
    page.get_by_label("Alamat, RT/RW").fill(person.address)
    page.get_by_label("Nomor HP").fill(person.phone)


def register_all(page: Page, people: list[Invented], *, doubtful: Invented, reason: str) -> None:
    """Petugas: from the list of open angkatan one citizen after the other; the KTP of `doubtful` tells another day."""
    page.goto("/pendaftaran/")
    page.get_by_role("button", name="Daftarkan di Menjahit Dasar").click()
    for person in people:
        if person is doubtful:
            register(page, person, born_on=person.birth_date + timedelta(days=1), reason=reason)
        else:
            register(page, person, born_on=person.birth_date)
        if person is people[-1]:
            press(page, "Simpan dan daftarkan")
            expect(page.get_by_role("heading", name=person.name)).to_be_visible()
        else:
            press(page, "Simpan, lalu warga berikutnya")
            expect(page.get_by_label("NIK", exact=True)).to_have_value("")


def select(page: Page, address: str) -> None:
    """Verifikator: MS for all, registration closed by hand, the places given in the order of the list."""
    page.goto(address)
    tab(page, "Peserta")
    page.get_by_label("Pilih semua").check()
    press(page, "MS")
    tab(page, "Ringkasan")
    follow(page, "Tutup pendaftaran")
    press(page, "Tutup pendaftaran")
    tab(page, "Peserta")
    page.get_by_label("Pilih semua").check()
    press(page, "Terima yang dipilih")


def mark_by_keys(page: Page, address: str, keys: str) -> None:
    """Instruktur: one letter for each person from the top, then the list is locked."""
    page.goto(address)
    tab(page, "Kehadiran")
    rows = page.locator("[data-mark-row]")
    expect(rows).to_have_count(len(keys))
    rows.first.get_by_role("radio").first.focus()
    for at, key in enumerate(keys):
        page.keyboard.press(key)
        expect(rows.nth(at).get_by_text("tersimpan")).to_be_attached()
        page.keyboard.press("ArrowDown")
    press(page, "Kunci daftar hadir")
    expect(page.get_by_text("Dikunci oleh Hj. Noorjannah")).to_be_visible()


def propose_graduation(page: Page, address: str) -> None:
    page.goto(address)
    tab(page, "Kelulusan")
    press(page, "Usulkan kelulusan")
    expect(page.get_by_text("Menunggu pengesahan")).to_be_visible()


def confirm_graduation(page: Page, address: str) -> None:
    page.goto(address)
    tab(page, "Kelulusan")
    follow(page, "Sahkan kelulusan…")
    press(page, "Sahkan kelulusan")
    expect(page.get_by_text("Kelulusan disahkan", exact=True)).to_be_visible()


def finish(page: Page, address: str) -> None:
    """Whoever got no place is answered first: the page says who waits, and leads there."""
    page.goto(address)
    tab(page, "Kelulusan")
    expect(page.get_by_text("belum mendapat jawaban")).to_be_visible()
    follow(page, "Buka peserta")
    page.goto(f"{page.url}?status=eligible")
    page.get_by_label("Pilih semua").check()
    press(page, "Tidak lolos")
    tab(page, "Kelulusan")
    follow(page, "Selesaikan angkatan")
    press(page, "Selesaikan angkatan")
