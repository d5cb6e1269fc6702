"""The whole line on one day, through the real pages: from a citizen's KTP to the checked scan of the signed BAST."""

from collections.abc import Callable

from django.utils import timezone
from playwright.sync_api import Page, expect

from demo.people import invented
from demo.staff import set_up_office
from participants.enums import NikReason
from tests.e2e import walk_goods as goods
from tests.e2e import walk_training as training

PEOPLE = [invented(n) for n in (60, 61, 62)]


def test_the_line_from_application_to_machine(desk: Callable[[str], Page]):
    today = timezone.localdate()
    set_up_office()
    address = training.announce(desk("verifikator"), today, quota=2)
    training.register_all(desk("petugas"), PEOPLE, doubtful=PEOPLE[1], reason=NikReason.DUKCAPIL)
    training.select(desk("verifikator"), address)
    training.mark_by_keys(desk("instruktur"), address, "HH")
    training.propose_graduation(desk("instruktur"), address)
    training.confirm_graduation(desk("pejabat"), address)
    training.finish(desk("verifikator"), address)

    goods.record_decree(desk("verifikator"), address.split("/")[-2], today)
    goods.receive_machine(desk("pengurus_barang"), today)
    paper = goods.issue_bast(desk("pengurus_barang"), PEOPLE[0].name)
    assert paper.startswith(b"%PDF")
    code = goods.hand_over(desk("pengurus_barang"), signed=paper)
    goods.check_scan(desk("verifikator"), PEOPLE[0].name)

    assert goods.figures(desk("pejabat"), address) == [
        "Mendaftar 3", "Lolos seleksi 2", "Kehadiran cukup 2", "Lulus 2", "Menerima barang 1"
    ]  # fmt: skip
    check_paper_in_public(desk(""), code)


def check_paper_in_public(page: Page, code: str) -> None:
    """Anybody may ask whether the paper is genuine, and learns of nobody's name."""
    page.goto(f"/verifikasi/{code}/")
    expect(page.get_by_text("Asli dan berlaku")).to_be_visible()
    assert [person.name for person in PEOPLE if person.name.lower() in page.content().lower()] == []
