"""Pages of goods: the stock, one unit, contracts, receiving and inspecting."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.enums import UnitStatus
from equipment.models import EquipmentUnit, Procurement
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    EquipmentTypeFactory,
    ProcurementFactory,
    UnitFactory,
    available_unit,
    issue_by_hand,
)
from tests.regions.factories import kecamatan
from tests.training.factories import DAY, FundingSourceFactory

pytestmark = pytest.mark.django_db
OTHERS = ["petugas", "verifikator", "instruktur", "pejabat", "administrator"]


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def text(response) -> str:
    return response.content.decode()


def serials(response) -> list[str]:
    return [unit.serial_number for unit in response.context["page"]]


def contract(**changed) -> dict[str, object]:
    return {
        "submission": str(uuid4()),
        "contract_number": "027/15/2025",
        "contract_date": "15-07-2025",
        "supplier": "CV Contoh Jaya",
        "type": EquipmentTypeFactory().pk,
        "model_name": "Contoh JM-100",
        "quantity": "20",
        "unit_price": "Rp2.500.000",
        "funding_source": FundingSourceFactory().pk,
        "budget_account": "5.1.02.01.01.0039",
        "notes": "",
        **changed,
    }


def receipt(serials="JM100-1\nJM100-2", **changed) -> dict[str, object]:
    return {"submission": str(uuid4()), "serials": serials, "received_on": "04-08-2025", **changed}


def finding(*units, outcome="available", **changed) -> dict[str, object]:
    sent = {"units": [unit.pk for unit in units], "seen": "received", "outcome": outcome, "note": ""}
    return {**sent, "inspected_on": "04-08-2025", **changed}


@pytest.mark.parametrize(
    "role", ["petugas", "verifikator", "instruktur", "pengurus_barang", "pejabat", "administrator"]
)
def test_everybody_sees_goods_and_only_the_keeper_is_offered_work(login, role):
    unit = UnitFactory()
    client = login(role)
    for url in ("/barang/", "/barang/pengadaan/", unit.get_absolute_url(), unit.procurement.get_absolute_url()):
        page = client.get(url)
        assert page.status_code == 200
        assert ("btn-primary" in text(page)) == (role == "pengurus_barang")


@pytest.mark.parametrize("role", OTHERS)
def test_work_on_goods_is_the_keepers(login, role):
    unit = UnitFactory()
    client, contract_pk = login(role), unit.procurement_id
    for name, pk in (
        *(("unit-inspect", unit.pk), ("unit-correct", unit.pk), ("unit-write-off", unit.pk)),
        *(("procurement-edit", contract_pk), ("unit-receive", contract_pk)),
        *(("unit-inspect-many", contract_pk), ("unit-drop", contract_pk)),
    ):
        assert client.post(reverse(name, args=[pk])).status_code == 403
    assert client.get(reverse("procurement-create")).status_code == 403
    assert client.get("/barang/999/").status_code == client.get("/barang/pengadaan/999/").status_code == 404


def test_the_stock_is_found_by_look_alikes_and_by_the_last_digits(login):
    for number in ("JM100-250731-0147", "JM100-250731-0148", "OB4-0147"):
        UnitFactory(serial_number=number)
    client = login("petugas")
    assert serials(client.get("/barang/?cari=jm1OO 250731")) == ["JM100-250731-0147", "JM100-250731-0148"]
    assert serials(client.get("/barang/?cari=0147")) == ["JM100-250731-0147", "OB4-0147"]
    assert serials(client.get("/barang/?cari=é")) == []
    assert len(serials(client.get("/barang/?cari=%00&status=%00&jenis=%00&pengadaan=99999999999&urut=x"))) == 3


def test_filters_and_sorting_and_the_strip_that_leads_to_its_rows(login):
    early = available_unit(serial_number="A1", procurement=ProcurementFactory(type__name="Mesin obras"))
    late = UnitFactory(serial_number="A2", received_on=DAY + timedelta(days=1))
    client = login("petugas")
    assert serials(client.get("/barang/?urut=baru")) == ["A2", "A1"]
    assert serials(client.get(f"/barang/?jenis={early.procurement.type_id}")) == ["A1"]
    assert serials(client.get(f"/barang/?pengadaan={late.procurement_id}")) == ["A2"]
    page = client.get("/barang/?cari=A")
    [ready] = [fact for fact in page.context["facts"] if fact.label == "Siap diserahkan"]
    assert (ready.value, ready.url) == ("1", "?cari=A&status=available")
    assert serials(client.get(f"/barang/{ready.url}")) == ["A1"]


def test_the_list_comes_as_a_part_to_htmx(login):
    UnitFactory(serial_number="A1")
    part = login("petugas").get("/barang/", headers={"HX-Request": "true"})
    assert "A1" in text(part)
    assert "<html" not in text(part)
    assert part["Vary"].split(", ").count("HX-Request") == 1


def test_a_unit_tells_its_life_and_its_bast(login):
    handover = issue_by_hand()
    unit = handover.items.get().unit
    page = text(login("pejabat").get(unit.get_absolute_url()))
    assert f"BAST {handover.number}: terbit" in page
    assert handover.registration.participant.name in page
    assert handover.get_absolute_url() in page
    assert "Diperiksa: baik" in page


def test_of_one_day_the_later_event_stands_above(login):
    page = text(login("petugas").get(available_unit().get_absolute_url()))
    assert page.index("Diperiksa: baik") < page.index("Dicatat oleh")


def test_who_got_it_is_not_told_to_those_who_may_not_see_the_angkatan(login):
    handover = issue_by_hand()
    elsewhere = UserFactory(role="pejabat", limited_to=[kecamatan("Cempaka")])
    page = text(login(user=elsewhere).get(handover.items.get().unit.get_absolute_url()))
    assert "Untuk penerima di angkatan lain." in page
    assert handover.registration.participant.name not in page
    assert handover.get_absolute_url() not in page


def test_a_contract_is_recorded_and_sent_twice_acts_once(login):
    client, typed = login("pengurus_barang"), contract()
    first = client.post("/barang/pengadaan/baru/", typed)
    assert client.post("/barang/pengadaan/baru/", typed).url == first.url
    procurement = Procurement.objects.get()
    assert (procurement.unit_price, procurement.contract_date) == (2_500_000, date(2025, 7, 15))
    assert "Belum ada barang yang diterima" in text(client.get(first.url))


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("contract_number", "027\x00", "huruf yang tidak terlihat"),
        ("supplier", "CV 🧵", "tidak dapat dicetak"),
        ("supplier", "x" * 5_000_000, "Paling banyak 120"),
        ("contract_date", "31-02-2025", "tidak ada di kalender"),
        ("contract_date", "05-08-2025", "5 Agustus 2025 belum tiba"),
        ("quantity", "0", "Paling sedikit 1."),
        ("quantity", "dua", "Tulis jumlahnya dengan angka"),
        ("unit_price", "murah", "Tulis jumlah rupiah dengan angka"),
        ("type", "999", "tidak ada di daftar"),
    ],
)
def test_bad_input_is_a_sentence_and_everything_stays_typed(login, field, value, said):
    page = login("pengurus_barang").post("/barang/pengadaan/baru/", contract(notes="di gudang", **{field: value}))
    assert page.status_code == 422
    assert said in text(page)
    assert "di gudang" in text(page)
    assert not Procurement.objects.exists()


def test_a_stale_contract_is_said_once_and_saved_the_next_time(login):
    procurement = ProcurementFactory(type=EquipmentTypeFactory(), funding_source=FundingSourceFactory())
    client, url = login("pengurus_barang"), reverse("procurement-edit", args=[procurement.pk])
    old = procurement.updated_at.isoformat()
    client.post(url, contract(version=old, supplier="CV Contoh Baru"))
    page = client.post(url, contract(version=old, supplier="CV Contoh Lain"))
    assert page.status_code == 422
    assert "Data pengadaan sudah diubah orang lain" in text(page)
    renewed = page.context["form"]["version"].value()
    assert client.post(url, contract(version=renewed, supplier="CV Contoh Lain")).status_code == 302


def test_a_contract_on_a_bast_says_why_it_is_frozen(login):
    procurement = issue_by_hand().items.get().unit.procurement
    url = reverse("procurement-edit", args=[procurement.pk])
    client = login("pengurus_barang")
    assert "Sudah tertulis pada BAST" in text(client.get(url))
    typed = contract(version=procurement.updated_at.isoformat(), unit_price="1", supplier="CV Contoh Baru")
    assert client.post(url, typed).status_code == 302
    procurement.refresh_from_db()
    assert (procurement.unit_price, procurement.supplier) == (2_500_000, "CV Contoh Baru")


def test_a_list_is_received_once(login):
    procurement = ProcurementFactory()
    client, url, typed = login("pengurus_barang"), reverse("unit-receive", args=[procurement.pk]), receipt()
    client.post(url, typed)
    page = client.post(url, typed, follow=True)
    assert "2 barang dicatat, belum diperiksa." in text(page)
    assert procurement.units.count() == 2


@pytest.mark.parametrize(
    ("serials", "said"),
    [
        ("JM1OO 1\nNEW-1", "Baris 1: JM1OO 1 sama dengan JM100-1 yang sudah ada"),
        ("NEW-1\nnew1", "Baris 2: NEW1 sama dengan NEW-1 pada baris 1."),
        ("NEW-1\nJM\x00", "memuat huruf yang tidak terlihat"),
        ("NEW-1\n🧵", "memuat 🧵"),
        ("NEW-1\n" + "9" * 5_000_000, "lebih dari 60 huruf"),
        ("", "Tulis paling sedikit satu nomor seri."),
    ],
)
def test_refused_lines_are_named_and_the_list_stays_typed(login, serials, said):
    procurement = UnitFactory(serial_number="JM100-1").procurement
    page = login("pengurus_barang").post(reverse("unit-receive", args=[procurement.pk]), receipt(serials))
    assert page.status_code == 422
    assert said in text(page)
    assert page.context["form"]["serials"].value() == serials
    assert procurement.units.count() == 1


def test_more_than_the_contract_asks_for_a_reason_beside_the_list(login):
    procurement = ProcurementFactory(quantity=1)
    client, url = login("pengurus_barang"), reverse("unit-receive", args=[procurement.pk])
    assert "surplus_reason" not in text(client.get(url))
    page = client.post(url, receipt())
    assert page.status_code == 422
    assert "Kontrak menyebut 1 barang (tinggal 1); daftar ini 2." in text(page)
    assert 'name="surplus_reason"' in text(page)
    assert client.post(url, receipt(surplus_reason="bonus penyedia")).status_code == 302


def test_the_ticked_are_inspected_together(login):
    procurement = ProcurementFactory()
    units = UnitFactory.create_batch(3, procurement=procurement)
    client, url = login("pengurus_barang"), reverse("unit-inspect-many", args=[procurement.pk])
    assert text(client.get(f"{procurement.get_absolute_url()}?pilih=semua")).count(" checked") == 3
    page = client.post(url, finding(*units[:2]), follow=True)
    assert "Pemeriksaan 2 barang tercatat: siap diserahkan." in text(page)
    assert procurement.units.count_by_status() == {"available": 2, "received": 1}


def test_a_refused_inspection_keeps_the_ticks(login):
    procurement = ProcurementFactory()
    ticked, _other = UnitFactory.create_batch(2, procurement=procurement)
    url = reverse("unit-inspect-many", args=[procurement.pk])
    client = login("pengurus_barang")
    page = client.post(url, finding(ticked, outcome="defective"))
    assert page.status_code == 422
    assert "Tulis apa yang rusak" in text(page)
    assert f'value="{ticked.pk}" checked' in text(page)
    assert "Centang dulu barang yang diperiksa." in text(client.post(url, finding()))
    assert "Pilih hasilnya." in text(client.post(url, finding(ticked, outcome="")))
    assert client.post(url, finding(seen="x", units=["x", "9" * 30])).status_code == 422


def test_a_unit_of_another_contract_is_not_inspected_along(login):
    procurement, foreign = ProcurementFactory(), UnitFactory()
    page = login("pengurus_barang").post(reverse("unit-inspect-many", args=[procurement.pk]), finding(foreign))
    assert page.status_code == 422
    foreign.refresh_from_db()
    assert foreign.status == UnitStatus.RECEIVED


def test_one_unit_is_inspected_and_a_stale_page_is_told(login):
    unit = UnitFactory()
    client, url = login("pengurus_barang"), reverse("unit-inspect", args=[unit.pk])
    page = client.post(url, finding(outcome="defective", note="motor mati"), follow=True)
    assert "tercatat: rusak" in text(page)
    assert "motor mati" in text(page)
    page = client.post(url, finding())
    assert page.status_code == 422
    assert "kini rusak" in text(page)


def test_a_defective_unit_is_written_off_with_a_reason(login):
    unit = UnitFactory()
    client = login("pengurus_barang")
    client.post(reverse("unit-inspect", args=[unit.pk]), finding(outcome="defective", note="motor mati"))
    url = reverse("unit-write-off", args=[unit.pk])
    assert "tidak dapat dibatalkan" in text(client.get(url))
    typed = {"seen": "defective", "reason": "", "written_off_on": "04-08-2025"}
    assert client.post(url, typed).status_code == 422
    page = client.post(url, {**typed, "reason": "SK penghapusan 12/2025"}, follow=True)
    assert "SK penghapusan 12/2025" in text(page)


def test_a_serial_number_is_corrected(login):
    unit = UnitFactory(serial_number="JM100-1")
    UnitFactory(serial_number="JM100-2")
    client, url = login("pengurus_barang"), reverse("unit-correct", args=[unit.pk])
    page = client.post(url, {"version": "JM100-1", "serial_number": "JM1OO-2"})
    assert page.status_code == 422
    assert "JM1OO-2 sama dengan JM100-2 yang sudah ada" in text(page)
    for bad in ("\x00", "x" * 5_000_000, "🧵"):
        assert client.post(url, {"version": "JM100-1", "serial_number": bad}).status_code == 422
    assert client.post(url, {"version": "JM100-1", "serial_number": "jm100-7"}).status_code == 302
    assert client.post(url, {"version": "JM100-1", "serial_number": "JM100-9"}).status_code == 422
    unit.refresh_from_db()
    assert unit.serial_number == "JM100-7"


def test_what_was_recorded_by_mistake_is_asked_about_before_it_goes(login):
    procurement = ProcurementFactory()
    first, second = UnitFactory.create_batch(2, procurement=procurement)
    client, url = login("pengurus_barang"), reverse("unit-drop", args=[procurement.pk])
    page = text(client.post(url, {"units": [first.pk]}))
    assert first.serial_number in page
    assert second.serial_number not in page
    assert EquipmentUnit.objects.count() == 2
    assert "Centang dulu" in text(client.post(url, {}, follow=True))
    page = client.post(url, {"units": [first.pk], "sure": "1"}, follow=True)
    assert "1 barang dihapus dari daftar." in text(page)
    assert procurement.units.get() == second


def test_pages_cost_the_same_for_few_and_for_many(login, count_queries):
    client, procurement = login("pengurus_barang"), ProcurementFactory(quantity=30)
    unit = issue_by_hand().items.get().unit
    urls = ["/barang/", "/barang/pengadaan/", procurement.get_absolute_url(), unit.get_absolute_url()]
    UnitFactory.create_batch(2, procurement=procurement)
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    UnitFactory.create_batch(18, procurement=procurement)
    ProcurementFactory.create_batch(5)
    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= 8, few


def test_looking_writes_nothing(login):
    unit = UnitFactory()
    events = EquipmentUnit._meta.get_field("events").related_model.objects
    client, before = login("pengurus_barang"), events.count()
    for url in ("/barang/", unit.get_absolute_url(), unit.procurement.get_absolute_url()):
        client.get(url)
    assert events.count() == before
