"""The second door to BASTs: looked at, and moved only by the same rules."""

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.models import EarlierAid, EquipmentType, Handover, WaitingOverride
from tests.accounts.factories import UserFactory
from tests.equipment.factories import draft_with_unit
from tests.equipment.pages import fresh, text
from tests.equipment.walk import complete, issued
from tests.participants.factories import ParticipantFactory
from tests.regions.factories import kecamatan
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


@pytest.fixture
def door(login):
    """Somebody who administers, keeps the goods and decides."""
    return login("administrator", "pengurus_barang", "pejabat")


def page(model, name, *args):
    return reverse(f"admin:equipment_{model}_{name}", args=args)


def act(door, model, action, *rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return text(door.post(page(model, "changelist"), data, follow=True))


def test_bast_is_looked_at_and_never_typed_in(door):
    handover = complete()
    shown = text(door.get(page("handover", "change", handover.pk)))
    assert handover.items.get().unit.serial_number in shown
    assert door.post(page("handover", "change", handover.pk), {"status": "draft"}).status_code == 403
    assert door.post(page("handover", "delete", handover.pk), {"post": "yes"}).status_code == 403
    assert door.get(page("handover", "add")).status_code == 403
    assert fresh(handover).status == "complete"


def test_drafts_are_issued_and_handed_over_by_the_rules(door):
    ready, empty = draft_with_unit(), draft_with_unit()
    empty.items.all().delete()
    said = act(door, "handover", "issue_selected", ready, empty)
    assert "BAST terbit: 1." in said
    assert "Belum ada barang" in said
    said = act(door, "handover", "hand_over_selected", ready, empty)
    assert "Penyerahan tercatat: 1." in said
    assert list(Handover.objects.order_by("pk").values_list("status", flat=True)) == ["handed_over", "draft"]


def test_administrator_alone_decides_nothing(login):
    draft, door = draft_with_unit(), login("administrator")
    assert "issue_selected" not in text(door.get(page("handover", "changelist")))
    act(door, "handover", "issue_selected", draft)
    assert fresh(draft).status == "draft"


def test_exception_is_granted_by_another(door):
    draft, kind = draft_with_unit(), EquipmentType.objects.get()
    override = WaitingOverride.objects.create(
        registration=draft.registration, type=kind, reason="hanyut", asked_by=UserFactory()
    )
    assert "Pengecualian diberikan: 1." in act(door, "waitingoverride", "grant_selected", override)
    override.refresh_from_db()
    assert override.granted_by is not None


def test_earlier_aid_is_recorded_and_corrected_here(door):
    draft_with_unit()
    person, kind = ParticipantFactory(), EquipmentType.objects.get()
    data = {"participant": person.pk, "type": kind.pk, "given_on": "05-08-2025", "source": "Dinsos"}
    assert "belum tiba" in text(door.post(page("earlieraid", "add"), data))
    door.post(page("earlieraid", "add"), {**data, "given_on": "01-02-2024"})
    aid = EarlierAid.objects.get()
    assert aid.recorded_by.roles >= {"pengurus_barang"}
    changed = {**data, "given_on": "01-02-2023", "version": aid.updated_at.isoformat()}
    door.post(page("earlieraid", "change", aid.pk), changed)
    aid.refresh_from_db()
    assert (aid.given_on.year, aid.events.count()) == (2023, 2)
    assert "diubah orang lain" in text(door.post(page("earlieraid", "change", aid.pk), {**changed, "source": "Baznas"}))


def test_same_earlier_aid_stands_once_also_by_this_door(door):
    draft_with_unit()
    data = {"type": EquipmentType.objects.get().pk, "given_on": "01-02-2024", "source": "Dinsos"}
    for person in (first := ParticipantFactory(), first, ParticipantFactory()):
        door.post(page("earlieraid", "add"), {**data, "participant": person.pk})
    kept, other = EarlierAid.objects.order_by("pk")
    moved = {**data, "participant": kept.participant_id, "version": other.updated_at.isoformat()}
    assert "sudah tercatat untuk orang ini" in text(door.post(page("earlieraid", "change", other.pk), moved))


def test_foreign_draft_is_not_issued_by_this_door(login):
    draft = draft_with_unit()
    roles = ["administrator", "pengurus_barang", "pejabat"]
    door = login(user=UserFactory(roles=roles, limited_to=[kecamatan("Cempaka")]))
    act(door, "handover", "issue_selected", draft)
    assert fresh(draft).status == "draft"


@pytest.mark.parametrize("model", ["handover", "waitingoverride", "earlieraid"])
def test_every_list_opens_is_searched_and_tells_its_history(door, model):
    handover = issued()
    row = {"type": EquipmentType.objects.get()}
    by, person = UserFactory(), handover.registration.participant
    override = WaitingOverride.objects.create(registration=handover.registration, reason="x", asked_by=by, **row)
    aid = EarlierAid.objects.create(participant=person, given_on=DAY, source="Dinsos", recorded_by=by, **row)
    pk = {"handover": handover.pk, "waitingoverride": override.pk, "earlieraid": aid.pk}[model]
    assert door.get(page(model, "changelist"), {"q": "siti"}).status_code == 200
    assert door.get(page(model, "history", pk)).status_code == 200
