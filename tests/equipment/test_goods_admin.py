"""Goods and decrees in /admin/: contracts through the same rules, what rules guard to look at only."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.enums import UnitStatus
from equipment.models import EquipmentType, EquipmentUnit, Procurement
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    ProcurementFactory,
    UnitFactory,
    available_unit,
    issue_by_hand,
)
from tests.training.factories import DAY, FundingSourceFactory

pytestmark = pytest.mark.django_db
MODELS = ("equipmenttype", "procurement", "equipmentunit", "recipientdecree", "decreerecipient")


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def address(model: str, page: str, *args) -> str:
    return reverse(f"admin:equipment_{model}_{page}", args=args)


def shown(procurement=None, **changes) -> dict[str, object]:
    """What the admin form of a contract sends back, with `changes` typed over it."""
    typed = {
        "contract_number": "027/15/2025",
        "contract_date": "15-07-2025",
        "supplier": "CV Contoh Jaya",
        "type": EquipmentTypeFactory().pk,
        "model_name": "Contoh JM-100",
        "quantity": "20",
        "unit_price": "2.500.000",
        "funding_source": FundingSourceFactory().pk,
    }
    version = {"version": procurement.updated_at.isoformat()} if procurement else {}
    return {**typed, **version, **changes}


def errors(response) -> dict[str, list[str]]:
    return response.context["adminform"].form.errors


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_found_searched_and_has_a_history(login, model):
    handover = issue_by_hand()
    rows = {
        "equipmenttype": EquipmentType.objects.get(),
        "procurement": Procurement.objects.get(),
        "equipmentunit": EquipmentUnit.objects.get(),
        "recipientdecree": handover.recipient.decree,
        "decreerecipient": handover.recipient,
    }
    client, row = login("administrator"), rows[model]
    assert client.get(address(model, "changelist"), {"q": "e"}).status_code == 200
    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.get(address(model, "history", row.pk)).context["acts"]


def test_a_contract_is_corrected_here_and_the_history_says_by_whom(login):
    procurement = ProcurementFactory()
    client = login(user=UserFactory(role="administrator", first_name="Ahmad", last_name="Fauzi"))
    typed = shown(procurement, supplier="CV Contoh Baru")
    assert client.post(address("procurement", "change", procurement.pk), typed).status_code == 302
    page = client.get(address("procurement", "history", procurement.pk)).content.decode()
    assert "CV Contoh Jaya → CV Contoh Baru" in page
    assert "Ahmad Fauzi" in page


def test_a_contract_is_made_and_unmade_here(login):
    client = login("administrator")
    assert client.post(address("procurement", "add"), shown()).status_code == 302
    procurement = Procurement.objects.get()
    UnitFactory(procurement=procurement)
    client.post(address("procurement", "delete", procurement.pk), {"post": "yes"})
    assert Procurement.objects.exists()
    procurement.units.all().delete()
    client.post(address("procurement", "delete", procurement.pk), {"post": "yes"})
    assert not Procurement.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("supplier", "CV\x00", "huruf yang tidak terlihat"),
        ("supplier", "CV 🧵", "tidak dapat dicetak"),
        ("contract_date", "05-08-2025", "belum tiba"),
        ("contract_date", "31-07-2025", None),
        ("contract_date", "04-08-2025", None),
        ("quantity", "1", "2 barang sudah diterima"),
        ("quantity", "0", "Paling sedikit 1."),
        ("unit_price", "murah", "Tulis jumlah rupiah dengan angka"),
    ],
)
def test_the_same_refusals_stand_beside_the_field(login, field, value, said):
    procurement = ProcurementFactory()
    UnitFactory.create_batch(2, procurement=procurement)
    url = address("procurement", "change", procurement.pk)
    response = login("administrator").post(url, shown(procurement, **{field: value}))
    if said is None:
        assert response.status_code == 302
    else:
        assert said in str(errors(response)[field])


def test_what_a_bast_says_is_refused_here_too(login):
    procurement = issue_by_hand().items.get().unit.procurement
    url = address("procurement", "change", procurement.pk)
    response = login("administrator").post(url, shown(procurement, unit_price="1"))
    assert "sudah tertulis pada BAST" in str(errors(response)["unit_price"])


def test_a_stale_form_is_told(login):
    procurement = ProcurementFactory()
    url = address("procurement", "change", procurement.pk)
    response = login("administrator").post(url, shown(procurement, version="2020-01-01"))
    assert "sudah diubah orang lain" in str(errors(response))


@pytest.mark.parametrize("model", ["equipmentunit", "recipientdecree", "decreerecipient"])
def test_what_rules_guard_is_not_typed_here(login, model):
    rows = {"equipmentunit": available_unit(), "decreerecipient": DecreeRecipientFactory()}
    row = rows.get(model) or rows["decreerecipient"].decree
    client = login("administrator")
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(model, "change", row.pk), {"status": "available", "title": "Lain"}).status_code == 403
    assert row.get_absolute_url() in client.get(address(model, "change", row.pk)).content.decode()


def test_the_chosen_are_inspected_by_the_rule_for_those_who_may(login):
    fresh, looked_at = UnitFactory(), available_unit(serial_number="JM100-7")
    action = {"action": "inspect_selected", "_selected_action": [fresh.pk, looked_at.pk], "submission": str(uuid4())}
    url = address("equipmentunit", "changelist")
    client = login("administrator")
    assert "inspect_selected" not in client.get(url).content.decode()
    client.post(url, action)
    fresh.refresh_from_db()
    assert fresh.status == UnitStatus.RECEIVED
    page = login("administrator", "pengurus_barang").post(url, action, follow=True).content.decode()
    fresh.refresh_from_db()
    assert fresh.status == UnitStatus.AVAILABLE
    assert "Pemeriksaan tercatat: 1." in page
    assert "JM100-7 kini siap diserahkan" in page
