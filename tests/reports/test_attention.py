"""What needs attention: each kind counts exactly its rows, says so everywhere, and nothing when all is in order."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.enums import Role
from documents.models import Office
from equipment.models import Handover, WaitingOverride
from reports.attention import findings
from reports.attention_kinds import BY_CODE, KINDS
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory, StoredFileFactory
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    draft_with_unit,
    issue_by_hand,
)
from tests.equipment.walk import AT, complete, handed_over, issued, scanned, voided
from tests.participants.factories import RegistrationFactory, graduate, graduated_registration
from tests.regions.factories import kecamatan
from tests.reports.test_same_numbers import pdf_text
from tests.training.factories import DAY, MeetingFactory, TrainingSessionFactory
from training.holidays import closed_on
from training.models import Holiday, Meeting

pytestmark = pytest.mark.django_db
ON = DAY + timedelta(days=20)
SUNDAY = DAY - timedelta(days=1)
EXPECTED = {
    "kehadiran-belum-dikunci": 1,
    "verifikasi-terlambat": 1,
    "lulus-tanpa-barang": 1,
    "bast-belum-diserahkan": 4,
    "pindaian-terlambat": 1,
    "pindaian-belum-diperiksa": 1,
    "sk-tanpa-pindaian": 1,
    "bast-tanggal-mundur": 1,
    "sk-tanggal-mundur": 1,
    "bast-hari-libur": 1,
    "sk-hari-libur": 1,
    "penanda-tangan": 1,
    "bast-mendahului": 2,
    "pengecualian": 1,
    "bantuan-kedua-beralasan": 1,
}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' today is ON; whatever is written now is written on DAY."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: ON)
    monkeypatch.setattr(timezone, "now", lambda: AT)


def with_override(line, *, granted: bool) -> Handover:
    """A draft that used an exception, or a reason that nobody granted."""
    draft = draft_with_unit(recipient=line)
    WaitingOverride.objects.create(
        registration=draft.registration,
        type=EquipmentTypeFactory(),
        reason="mesin lama terbakar",
        handover=draft,
        asked_by=UserFactory(),
        granted_at=AT if granted else None,
        granted_by=UserFactory() if granted else None,
    )
    return draft


def make_trouble() -> None:
    """One decree of a Sunday a month ago, and under it a BAST for each thing that can be wrong with one."""
    session = TrainingSessionFactory(running=True, quota=20)
    MeetingFactory(session=session, number=1)
    MeetingFactory(session=session, number=2, held=True)
    RegistrationFactory(session=session)
    RegistrationFactory(session=session, registered_on=ON - timedelta(days=7))
    graduate(RegistrationFactory(session=session, accepted=True), on=ON - timedelta(days=31))
    sunday = SUNDAY - timedelta(days=28)
    decree = DecreeFactory(issued_on=sunday, in_force_from=sunday)
    lines = iter([DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session))
                  for _ in range(8)])  # fmt: skip
    issued(recipient=next(lines))
    handed_over(recipient=next(lines))
    scanned(handover=with_override(next(lines), granted=True))
    complete(handover=with_override(next(lines), granted=False))
    voided(issued(recipient=next(lines)))
    issue_by_hand(draft_with_unit(recipient=next(lines), dated_on=SUNDAY))
    issue_by_hand(draft_with_unit(recipient=next(lines), dated_on=DAY - timedelta(days=7)))
    issue_by_hand(draft_with_unit(recipient=next(lines), signatory=SignatoryFactory(valid_until=SUNDAY)))


def make_order() -> None:
    """The same things done in time."""
    session = TrainingSessionFactory(running=True)
    MeetingFactory(session=session, number=1, held=True)
    RegistrationFactory(session=session, eligible=True)
    decree = DecreeFactory(scan=StoredFileFactory())
    complete(recipient=DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session)))


def squeezed(text: str) -> str:
    """Without blanks: on paper a long number goes on in the next line."""
    return text.replace(" ", "")


def counts(user) -> dict[str, int]:
    return {finding.kind.code: finding.count for finding in findings(KINDS, user, ON)}


def test_each_kind_counts_what_its_definition_says():
    make_trouble()
    assert counts(UserFactory(role="pejabat")) == EXPECTED


def test_what_was_done_in_time_needs_no_attention(login):
    make_order()
    user = UserFactory(role="pejabat")
    assert counts(user) == dict.fromkeys(EXPECTED, 0)
    assert "Tidak ada yang tertunggak" in login(user=user).get(reverse("attention")).content.decode()
    assert "Semua selesai pada waktunya." in login(user=user).get("/").content.decode()


def test_page_rows_paper_and_front_page_say_the_same(login):
    make_trouble()
    client = login("pejabat")
    page = client.get(reverse("attention"))
    shown = {one.kind.code: one for one in [*page.context["urgent"], *page.context["known"]]}
    assert {code: one.count for code, one in shown.items()} == EXPECTED
    text = pdf_text(client.get(reverse("attention-pdf")).content)
    front = {task.words: task.count for task in client.get("/").context["attention"]}
    for code, count in EXPECTED.items():
        rows = client.get(reverse("attention-rows", args=[code]))
        assert (rows.context["page"].paginator.count, len(rows.context["lines"])) == (count, count), code
        assert f"{count} {shown[code].kind.label}" in text
        assert all(squeezed(aged.line.title) in squeezed(text) for aged in rows.context["lines"])
        if code != "pindaian-belum-diperiksa":  # the pejabat's own to-do has it
            assert front.pop(shown[code].kind.label) == count
    assert front == {}


def test_ages_are_counted_in_days_and_the_oldest_stands_first(login):
    make_trouble()
    rows = login("pejabat").get(reverse("attention-rows", args=["bast-belum-diserahkan"])).context["lines"]
    assert [aged.days for aged in rows] == [27, 21, 20, 20]
    assert rows[0].line.url.startswith("/serah-terima/")


def test_every_row_leads_to_a_page_that_opens(login):
    make_trouble()
    client = login("pejabat")
    for kind in KINDS:
        for aged in client.get(reverse("attention-rows", args=[kind.code])).context["lines"]:
            assert client.get(aged.line.url).status_code == 200, (kind.code, aged.line.url)


def test_a_definition_names_the_terms_of_the_office():
    Office.objects.update(verification_days=21, goods_days=32, backdating_days=9, scan_due_days=20)
    make_trouble()
    found = {one.kind.code: one for one in findings(KINDS, UserFactory(role="pejabat"), ON)}
    changed = {"verifikasi-terlambat": 0, "pindaian-terlambat": 0, "bast-tanggal-mundur": 0, "lulus-tanpa-barang": 0}
    assert {code: found[code].count for code in changed} == changed
    assert "lebih dari 21 hari sejak mendaftar" in found["verifikasi-terlambat"].definition


def test_who_is_limited_sees_the_own_and_nobody_else_has_it_on_the_front_page(login):
    make_trouble()
    here = UserFactory(role="pejabat", limited_to=[kecamatan("Liang Anggang")])
    elsewhere = UserFactory(role="pejabat", limited_to=[kecamatan("Cempaka")])
    assert counts(here) == EXPECTED
    decrees = {code: count for code, count in EXPECTED.items() if code.startswith("sk-")}
    assert counts(elsewhere) == dict.fromkeys(EXPECTED, 0) | decrees
    for role in set(Role) - {Role.PEJABAT}:
        assert login(user=UserFactory(role=role)).get("/").context["attention"] is None


def test_the_list_costs_the_same_for_two_and_for_twenty(login, count_queries):
    make_trouble()
    client = login("pejabat")
    urls = [reverse("attention"), *(reverse("attention-rows", args=[kind.code]) for kind in KINDS)]
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    make_trouble()
    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= 8


def test_an_unknown_kind_is_not_found(login):
    assert login("pejabat").get(reverse("attention-rows", args=["ngawur"])).status_code == 404


def test_every_code_is_used_once_and_every_definition_is_a_sentence():
    assert len(BY_CODE) == len(KINDS)
    assert all(kind.definition.endswith(".") for kind in KINDS)


@pytest.mark.parametrize(
    ("day", "is_closed"),
    [(date(2025, 8, 17), True), (date(2025, 8, 18), True), (date(2025, 9, 5), True), (date(2025, 8, 19), False),
     (date(2026, 12, 24), True), (date(2026, 8, 25), True), (date(2025, 8, 23), False), (date(2027, 5, 5), False)],
)  # fmt: skip
def test_the_office_is_closed_on_sundays_and_holidays(day, is_closed):
    MeetingFactory(held_on=day)
    assert Meeting.objects.filter(closed_on("held_on")).exists() == is_closed


def test_an_administrator_adds_a_local_holiday():
    Holiday.objects.create(day=date(2027, 4, 20), name="Hari Jadi Kota Banjarbaru", kind="local")
    MeetingFactory(held_on=date(2027, 4, 20))
    assert Meeting.objects.filter(closed_on("held_on")).exists()


def test_the_fixed_holidays_come_every_year():
    fixed = Holiday.objects.filter(is_fixed=True)
    days = {(one.day.month, one.day.day) for one in fixed}
    assert days == {(1, 1), (5, 1), (6, 1), (8, 17), (12, 25)}
    assert fixed.count() == 2 * len(days)


def test_the_list_of_meetings_shows_those_to_lock(login):
    make_trouble()
    session = Meeting.objects.filter(status="planned").get().session
    address = reverse("meeting-list", args=[session.code])
    page = login("verifikator").get(address, {"perlu": "kunci"})
    assert [row.meeting.number for row in page.context["rows"]] == [1]
    assert [chip.label for chip in page.context["chips"]] == ["Daftar hadir belum dikunci"]
    assert len(login("verifikator").get(address, {"perlu": "x"}).context["rows"]) == 2
