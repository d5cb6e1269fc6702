"""The pages on which drafts are made and changed."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from equipment import drafts, handover_locks
from equipment.handover_locks import version_of
from equipment.models import Handover
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.equipment.factories import (
    DecreeFactory,
    HandoverFactory,
    available_unit,
    draft_with_unit,
)
from tests.equipment.pages import KEEPER, at, fresh, people, text
from tests.equipment.walk import complete, issued
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' own today is the day of the tests."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.mark.parametrize("name", ["edit", "units", "issue", "delete"])
def test_draft_deleted_under_an_open_page_leads_to_the_list(login, monkeypatch, name):
    draft = draft_with_unit()
    data = {"place": "Aula", "dated_on": "04-08-2025", "signatory": draft.signatory_id, "version": version_of(draft)}
    lock = handover_locks.lock_handover

    def deleted_first(pk, **given):
        Handover.objects.filter(pk=pk).delete()
        return lock(pk, **given)

    for module in (handover_locks, drafts):
        monkeypatch.setattr(module, "lock_handover", deleted_first)
    page = login(KEEPER).post(at(f"handover-{name}", draft.pk), {**data, "serial": "X"}, follow=True)
    assert page.redirect_chain[-1][0] == at("handover-list")
    assert "Draf ini sudah dihapus" in text(page)


def drafts_form(decree, lines, **changes):
    kind = decree.types.get()
    serials = {f"unit-{line.pk}-{kind.pk}": available_unit().serial_number for line in lines}
    occasion = {"place": "Aula", "dated_on": "04-08-2025", "signatory": SignatoryFactory().pk}
    return {"submission": "00000000-0000-4000-8000-000000000001", **occasion, **serials, **changes}


def test_page_for_all_proposes_another_unit_for_each(login):
    decree, _, lines = people(2)
    first, second = available_unit(), available_unit()
    page = text(login(KEEPER).get(at("handover-draft", decree.pk)))
    assert f'value="{first.serial_number}"' in page
    assert f'value="{second.serial_number}"' in page
    assert all(line.registration.participant.name in page for line in lines)


def test_drafts_for_all_are_made_once_however_often_they_are_sent(login):
    decree, session, lines = people(3)
    client, data = login(KEEPER), drafts_form(decree, lines)
    for _ in range(2):
        response = client.post(at("handover-draft", decree.pk), data)
        assert response["Location"] == at("session-handovers", session.code)
    assert Handover.objects.drafts().count() == 3


def test_line_that_another_clerk_drafted_meanwhile_is_named(login):
    decree, _, lines = people(2)
    data = drafts_form(decree, lines)
    HandoverFactory(recipient=lines[0])
    response = login(KEEPER).post(at("handover-draft", decree.pk), data)
    assert response.status_code == 422
    assert f"{lines[0].registration.participant} sudah punya BAST atau drafnya" in text(response)
    assert Handover.objects.count() == 1


def test_line_taken_off_meanwhile_is_told_and_the_others_wait(login):
    decree, _, lines = people(2)
    client, data = login(KEEPER), drafts_form(decree, lines)
    lines[0].delete()
    response = client.post(at("handover-draft", decree.pk), data)
    assert response.status_code == 422
    assert "dikeluarkan dari SK" in text(response)
    kept = f'value="{data[f"unit-{lines[1].pk}-{decree.types.get().pk}"]}"'
    assert kept in text(response)
    assert not Handover.objects.exists()


def test_refused_line_keeps_everything_typed_and_makes_nothing(login):
    decree, _, lines = people(2)
    kind = decree.types.get()
    name = f"unit-{lines[0].pk}-{kind.pk}"
    response = login(KEEPER).post(at("handover-draft", decree.pk), drafts_form(decree, lines, **{name: "TIDAK-ADA"}))
    assert response.status_code == 422
    assert "Tidak ada barang dengan nomor seri TIDAK-ADA" in text(response)
    assert 'value="TIDAK-ADA"' in text(response)
    assert 'value="Aula"' in text(response)
    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"dated_on": "31-02-2025"}, "tidak ada di kalender"),
        ({"place": ""}, "Belum diisi"),
        ({"signatory": "999"}, "valid"),
        ({"submission": "x"}, "Muat ulang halaman"),
    ],
)
def test_bad_occasion_is_refused_at_its_field(login, changes, sentence):
    decree, _, lines = people(1)
    response = login(KEEPER).post(at("handover-draft", decree.pk), drafts_form(decree, lines, **changes))
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Handover.objects.exists()


def test_signatory_out_of_office_is_refused_at_the_draft(login):
    decree, _, lines = people(1)
    retired = SignatoryFactory(valid_until=DAY - timedelta(days=1))
    data = drafts_form(decree, lines, signatory=retired.pk)
    assert "tidak berwenang" in text(login(KEEPER).post(at("handover-draft", decree.pk), data))


def test_one_graduate_alone_gets_a_draft_and_its_page(login):
    decree, _, lines = people(2)
    url = f"{at('handover-draft', decree.pk)}?penerima={lines[1].pk}"
    client = login(KEEPER)
    assert lines[0].registration.participant.name not in text(client.get(url))
    response = client.post(url, drafts_form(decree, lines[1:]))
    assert response["Location"] == Handover.objects.get().get_absolute_url()


def test_units_are_added_by_number_or_from_the_list_and_left_out_again(login):
    draft, unit, client = HandoverFactory(), available_unit(), login(KEEPER)
    assert unit.serial_number in text(client.get(at("handover-units", draft.pk)))
    response = client.post(at("handover-units", draft.pk), {"serial": "X-9"})
    assert response.status_code == 422
    assert "Tidak ada barang dengan nomor seri X-9" in text(response)
    client.post(at("handover-units", draft.pk), {"serial": unit.serial_number.lower()})
    item = draft.items.get()
    client.post(at("handover-unit-remove", draft.pk, item.pk))
    assert not draft.items.exists()


def shown_version(response):
    return re.search(r'name="version" value="([^"]+)"', response.content.decode()).group(1)


def test_stale_draft_keeps_what_was_typed_and_saves_at_the_second_try(login):
    draft, client = draft_with_unit(), login(KEEPER)
    url = at("handover-edit", draft.pk)
    data = {"place": "Balai", "dated_on": "06-08-2025", "signatory": draft.signatory_id}
    stale = client.post(url, {**data, "version": "alt"})
    assert stale.status_code == 422
    assert "sudah diubah orang lain" in text(stale)
    assert 'value="Balai"' in text(stale)
    assert fresh(draft).place != "Balai"
    client.post(url, {**data, "version": shown_version(stale)})
    assert fresh(draft).place == "Balai"


@pytest.mark.parametrize("step", ["issue", "hand-over", "reprint"])
def test_stale_step_is_told_and_goes_on_at_the_second_try(login, step):
    handover = draft_with_unit() if step == "issue" else issued()
    client, url = login(KEEPER), at(f"handover-{step}", handover.pk)
    day = {"hand-over": "04-08-2025", "reprint": "05-08-2025"}.get(step, "")
    data = {"handed_over_on": day, "dated_on": day, "place": "Aula", "signatory": handover.signatory_id}
    stale = client.post(url, {**data, "version": "alt"})
    assert "sudah diubah orang lain" in text(stale)
    assert client.post(url, {**data, "version": shown_version(stale)}).status_code == 302


def test_draft_is_deleted(login):
    draft = draft_with_unit()
    login(KEEPER).post(at("handover-delete", draft.pk))
    assert not Handover.objects.exists()


def test_step_that_is_not_due_leads_back_to_the_page(login):
    handover = complete()
    client = login(user=UserFactory(roles=[KEEPER, "verifikator", "pejabat"]))
    for step in ("issue", "edit", "units", "delete", "reprint", "hand-over", "scan", "check", "override", "preview"):
        response = client.get(at(f"handover-{step}", handover.pk))
        assert response["Location"] == handover.get_absolute_url()


def test_decree_in_force_leads_the_keeper_to_drafts_for_all(login):
    decree, _, _ = people(1)
    early = DecreeFactory(in_force_from=DAY + timedelta(days=1))
    client = login(KEEPER)
    assert at("handover-draft", decree.pk) in text(client.get(decree.get_absolute_url()))
    assert at("handover-draft", early.pk) not in text(client.get(early.get_absolute_url()))
    assert at("handover-draft", decree.pk) not in text(login("petugas").get(decree.get_absolute_url()))
