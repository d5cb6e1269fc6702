"""The list of BASTs and the tab of an angkatan; and what all pages cost."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import Office
from equipment.enums import HandoverStatus
from equipment.handover_locks import version_of
from equipment.models import WaitingOverride
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    DecreeRecipientFactory,
    available_unit,
    draft_with_unit,
)
from tests.equipment.pages import KEEPER, at, fresh, people, text
from tests.equipment.walk import AT, complete, handed_over, issued, keeper, scanned, voided
from tests.participants.factories import graduated_registration
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' own today is the day of the tests."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def test_tab_of_an_angkatan_lists_every_graduate_with_what_is_next(login):
    decree, session, lines = people(4)
    issued(draft_with_unit(recipient=lines[0]))
    draft_with_unit(recipient=lines[1])
    voided(issued(draft_with_unit(recipient=lines[2])))
    page = text(login(KEEPER).get(at("session-handovers", session.code)))
    assert all(line.registration.participant.name in page for line in lines)
    assert "Serahkan pada 4 Agustus 2025" in page
    assert "Terbitkan BAST" in page
    assert page.count("Buat draf BAST") == 2
    assert f"{at('handover-draft', decree.pk)}?angkatan={session.code}" in page


def test_ticked_drafts_are_issued_each_for_itself(login):
    _, session, lines = people(3)
    drafts = [draft_with_unit(recipient=line) for line in lines]
    drafts[1].items.all().delete()
    client, url = login(KEEPER), at("session-handovers-issue", session.code)
    ids = [draft.pk for draft in drafts]
    assert "Terbitkan 3 BAST" in text(client.get(url, {"handover": ids}))
    data = {"handover": ids, **{f"version-{draft.pk}": version_of(draft) for draft in drafts}}
    page = text(client.post(url, data, follow=True))
    assert "2 BAST terbit" in page
    assert f"{lines[1].registration.participant}: Belum ada barang" in page
    assert [fresh(draft).status for draft in drafts] == ["issued", "draft", "issued"]


def test_ticked_drafts_of_another_angkatan_are_left_alone(login):
    _, session, _ = people(1)
    foreign = draft_with_unit()
    data = {"handover": [foreign.pk, "x", "9" * 40], f"version-{foreign.pk}": version_of(foreign)}
    login(KEEPER).post(at("session-handovers-issue", session.code), data)
    assert fresh(foreign).status == HandoverStatus.DRAFT


def test_list_is_found_by_person_number_and_serial_and_by_what_is_due(login):
    first, second = handed_over(), draft_with_unit()
    client = login(KEEPER)
    names = (first.registration.participant.name, second.registration.participant.name)

    def listed(**query):
        page = text(client.get(at("handover-list"), query, headers={"HX-Request": "true"}))
        return tuple(f">{name}<" in page for name in names)

    assert listed() == (True, True)
    assert listed(status="draft") == (False, True)
    assert listed(cari="/001/BAST") == (True, False)
    assert listed(cari=second.items.get().unit.serial_number) == (False, True)
    assert listed(cari=names[0]) == (True, False)
    assert listed(angkatan=second.registration.session.code) == (False, True)
    assert listed(perlu="terlambat") == (False, False)
    assert listed(status="entah", angkatan="x", perlu="y", cari="") == (True, True)
    assert client.get(at("handover-list"), {"cari": "a\0'%", "page": "x"}).status_code == 200


@pytest.mark.parametrize("typed", ["6372045708920001", "6372 0457 0892 0001", "0812 5011 2233", "+62 812 5011 2233"])
@pytest.mark.parametrize("name", ["handover-list", "handover-create"])
def test_a_number_never_stands_in_an_address(login, name, typed):
    client = login(KEEPER)
    for response in (client.post(at(name), {"cari": typed}), client.get(at(name), {"cari": typed})):
        assert response.url == at(name)
    assert "NIK dan nomor HP dicari di menu Peserta" in text(client.get(at(name)))


def test_filters_are_kept_in_the_address(login):
    handover, client = handed_over(), login(KEEPER)
    data = {"cari": "/001/BAST", "status": "handed_over", "angkatan": "", "perlu": "entah"}
    address = client.post(at("handover-list"), data).url
    assert address == at("handover-list") + "?cari=%2F001%2FBAST&status=handed_over"
    part = client.get(address, headers={"HX-Request": "true"})
    assert part["HX-Replace-Url"] == address
    assert handover.registration.participant.name in text(part)
    assert client.post(at("handover-create"), {"cari": " sit  rah "}).url == at("handover-create") + "?cari=sit+rah"


def test_digits_find_serials_and_numbers_but_nobody_by_nik_or_phone(login):
    handover, client = handed_over(), login(KEEPER)
    person = handover.registration.participant
    name = f">{person.name}<"
    assert name in text(client.get(at("handover-list"), {"cari": "001"}))
    for digits in (person.nik[:6], person.nik[-6:], person.phone[-6:]):
        assert name not in text(client.get(at("handover-list"), {"cari": digits}))


@pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
def test_upload_is_late_after_the_days_of_the_office(login, monkeypatch, days, late):
    handover = handed_over()
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY + timedelta(days=days))
    page = text(login(KEEPER).get(at("handover-list"), {"perlu": "terlambat"}))
    assert (f">{handover.registration.participant.name}<" in page) is late
    Office.objects.update(scan_due_days=30)
    page = text(login(KEEPER).get(at("handover-list"), {"perlu": "terlambat"}))
    assert f">{handover.registration.participant.name}<" not in page


def test_scans_to_check_and_refused_ones_are_listed(login):
    handover, client = scanned(), login("verifikator")
    name = f">{handover.registration.participant.name}<"
    assert name in text(client.get(at("handover-list"), {"perlu": "periksa"}))
    data = {"scan_id": handover.scan_id, "refuse": "1", "reason": "buram"}
    client.post(at("handover-check", handover.pk), data)
    assert name not in text(client.get(at("handover-list"), {"perlu": "periksa"}))
    for need in ("ditolak", "unggah"):
        page = text(client.get(at("handover-list"), {"perlu": need}))
        assert name in page
        assert "Unggah lagi: buram" in page
    assert client.get(handover.get_absolute_url()).context["rights"].check is False


def queries(client, count_queries, url):
    return count_queries(lambda: client.get(url))


def test_list_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client = login(KEEPER)
    for _ in range(2):
        draft_with_unit()
    few = queries(client, count_queries, at("handover-list"))
    for _ in range(18):
        draft_with_unit()
    assert queries(client, count_queries, at("handover-list")) == few <= 8


def test_tab_costs_the_same_for_two_and_for_twenty(login, count_queries):
    decree, session, lines = people(2)
    client, url = login(KEEPER), at("session-handovers", session.code)
    draft_with_unit(recipient=lines[0])
    few = queries(client, count_queries, url)
    for _ in range(18):
        registration = graduated_registration(session=session)
        draft_with_unit(recipient=DecreeRecipientFactory(decree=decree, registration=registration))
    assert queries(client, count_queries, url) == few <= 8


@pytest.mark.parametrize("make", [draft_with_unit, issued, complete, voided])
def test_page_costs_at_most_eight_with_one_unit_or_five(login, count_queries, make):
    handover, client = make(), login(KEEPER)
    few = queries(client, count_queries, handover.get_absolute_url())
    assert few <= 8
    if handover.status == HandoverStatus.DRAFT:
        for _ in range(4):
            handover.items.create(unit=available_unit())
        assert queries(client, count_queries, handover.get_absolute_url()) == few


def test_page_for_all_costs_the_same_for_two_and_for_twenty(login, count_queries):
    decree, _, _ = people(2)
    client, url = login(KEEPER), at("handover-draft", decree.pk)
    available_unit()
    few = queries(client, count_queries, url)
    people(18, decree)
    assert queries(client, count_queries, url) == few <= 9
    assert queries(client, count_queries, at("handover-create")) <= 8


def test_page_of_somebody_with_earlier_aid_and_exceptions_costs_no_more(login, count_queries):
    first = handed_over()
    line = DecreeRecipientFactory(registration=graduated_registration(participant=first.registration.participant))
    draft, client = draft_with_unit(recipient=line), login(KEEPER)
    kind = draft.items.get().unit.procurement.type
    WaitingOverride.objects.create(registration=line.registration, type=kind, reason="hanyut", asked_by=keeper())
    assert queries(client, count_queries, draft.get_absolute_url()) <= 8


def test_exception_is_still_told_after_the_bast_was_issued(login):
    first = handed_over()
    line = DecreeRecipientFactory(registration=graduated_registration(participant=first.registration.participant))
    draft, boss = draft_with_unit(recipient=line), UserFactory(role="pejabat")
    kind = draft.items.get().unit.procurement.type
    WaitingOverride.objects.create(
        registration=line.registration,
        type=kind,
        reason="hanyut banjir",
        asked_by=keeper(),
        granted_by=boss,
        granted_at=AT,
    )
    page = text(login(KEEPER).get(issued(draft).get_absolute_url()))
    assert f"pengecualian dari {boss}" in page
    assert "hanyut banjir" in page
