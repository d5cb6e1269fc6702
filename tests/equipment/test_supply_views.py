"""Pages of papers, payments, stock and realisation: clicked through by the keeper, read by the others."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from equipment.models import Payment, SupplyPaper
from tests.accounts.factories import UserFactory
from tests.equipment.factories import PaymentFactory, ProcurementFactory, SupplyPaperFactory, UnitFactory
from tests.equipment.pages import KEEPER, at, text
from tests.equipment.walk import handed_over, keeper
from tests.regions.factories import kecamatan
from tests.training.factories import DAY, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def inspection(procurement, **changed):
    sent = {"submission": str(uuid4()), "version": "", "number": "02/BAP/2025", "dated_on": "04-08-2025"}
    counts = {f"good-{procurement.pk}": "19", f"bad-{procurement.pk}": "1"}
    return {**sent, "examiners": "Noor Aida\nSyamsul Bahri", "reason": "", **counts, **changed}


def sp2d(**changed):
    sent = {"submission": str(uuid4()), "version": "", "sp2d_number": "SP2D/1", "paid_on": "04-08-2025"}
    return {**sent, "amount": "Rp25.000.000", "note": "Uang muka", "reason": "", **changed}


def test_the_inspection_form_starts_empty_and_is_recorded_as_counted(login):
    procurement = ProcurementFactory()
    SupplyPaperFactory(line__procurement=procurement)
    client, url = login(KEEPER), at("supply-inspection", procurement.pk)
    page = client.get(url)
    counts = [page.context["form"][f"{name}-{procurement.pk}"].value() for name in ("good", "bad")]
    assert counts == [None, None]
    assert client.post(url, inspection(procurement), follow=True).status_code == 200
    line = SupplyPaper.objects.get(number="02/BAP/2025").lines.get()
    assert (line.good, line.defective) == (19, 1)
    assert "19 baik, 1 rusak" in text(client.get(at("procurement-papers", procurement.pk)))


def test_a_doubt_asks_for_a_reason_and_keeps_what_was_typed(login):
    procurement = ProcurementFactory()
    client, url = login(KEEPER), at("supply-inspection", procurement.pk)
    sent = inspection(procurement, **{f"good-{procurement.pk}": "21"})
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "kontrak menyebut 20" in text(refused)
    assert 'value="21"' in text(refused)
    assert client.post(url, {**sent, "reason": "pengganti"}).status_code == 302
    assert SupplyPaper.objects.get().reason == "pengganti"


def test_a_paper_is_corrected_and_made_void(login):
    procurement = ProcurementFactory()
    paper = SupplyPaperFactory(line__procurement=procurement)
    client = login(KEEPER)
    form = client.get(at("supply-edit", paper.pk)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields if name != "scan"}
    assert sent[f"quantity-{procurement.pk}"] == 20
    changed = {**sent, "dated_on": "31-07-2025", f"quantity-{procurement.pk}": "18"}
    assert client.post(at("supply-edit", paper.pk), changed).status_code == 302
    assert paper.lines.get().quantity == 18
    assert client.post(at("supply-void", paper.pk), {"reason": ""}).status_code == 422
    assert client.post(at("supply-void", paper.pk), {"reason": "salah kontrak"}).status_code == 302
    assert "salah kontrak" in text(client.get(at("procurement-papers", procurement.pk)))


def test_payments_are_recorded_and_shown_as_at_a_day(login):
    procurement = ProcurementFactory()
    client = login(KEEPER)
    assert client.post(at("payment-create", procurement.pk), sp2d()).status_code == 302
    url = at("procurement-payments", procurement.pk)
    page = text(client.get(url))
    assert "Realisasi per 4 Agustus 2025" in page
    assert "Rp25.000.000" in page
    before = client.get(url, {"per": "03-08-2025"})
    assert (before.context["realised"].paid, "tidak dihitung di atas" in text(before)) == (0, True)


def test_a_sum_beyond_the_contract_keeps_the_form(login):
    procurement = ProcurementFactory()
    client, url = login(KEEPER), at("payment-create", procurement.pk)
    refused = client.post(url, sp2d(amount="50.000.001"))
    assert (refused.status_code, Payment.objects.count()) == (422, 0)
    assert "Alasan melebihi kontrak" in text(refused)
    assert 'value="50.000.001"' in text(refused)


@pytest.mark.parametrize("typed", ["32-01-2025", "05-08-2025", "kemarin", "\0", "9" * 60])
@pytest.mark.parametrize("name", ["procurement-payments", "stock-list", "realisation"])
def test_a_day_that_is_none_or_to_come_is_a_sentence_beside_it(login, name, typed):
    args = [ProcurementFactory().pk] if name == "procurement-payments" else []
    page = login("pejabat").get(reverse(name, args=args), {"per": typed})
    assert page.status_code == (200 if typed == "\0" else 422)
    assert page.context["as_at"].day == DAY


def test_stock_pages_offer_the_end_of_last_year_and_print_the_same_numbers(login):
    handed_over()
    client = login("pejabat")
    page = client.get(at("stock-list"))
    assert "?per=31-12-2024" in text(page)
    kind = page.context["stock"].lines[0].type
    card = client.get(at("stock-card", kind.pk))
    assert (card.context["card"].incoming, card.context["card"].outgoing) == (1, 1)
    for name in ("stock-list-pdf", "stock-card-pdf", "realisation-pdf"):
        args = [kind.pk] if "card" in name else []
        assert client.get(reverse(name, args=args)).content.startswith(b"%PDF")
    assert client.get(at("stock-card-xlsx", kind.pk)).content.startswith(b"PK")


def test_realisation_opens_the_contracts_behind_a_source_of_funds(login):
    procurement = ProcurementFactory()
    PaymentFactory(procurement=procurement, paid_on=DAY, amount=12_500_000)
    client, url = login("pejabat"), at("realisation")
    page = client.get(url, {"dana": procurement.funding_source_id})
    assert [line.realised.paid for line in page.context["contracts"]] == [12_500_000]
    assert "25%" in text(page)
    assert client.get(url, {"tahun": "2024"}).context["lines"] == []


def test_the_angkatan_report_tells_the_pagu_only_when_something_was_paid(login):
    session = TrainingSessionFactory(budget=50_000_000)
    procurement = ProcurementFactory(session=session)
    client, url = login("pejabat"), at("session-report", session.code)
    assert "Realisasi pagu" not in text(client.get(url))
    PaymentFactory(procurement=procurement, paid_on=DAY, amount=25_000_000)
    assert "Rp25.000.000 dari Rp50.000.000 (50%), per tanggal 4 Agustus 2025" in text(client.get(url))


def test_an_angkatan_out_of_reach_is_not_named(login):
    session = TrainingSessionFactory()
    procurement = ProcurementFactory(session=session)
    user = UserFactory(role=KEEPER)
    user.kecamatan.set([kecamatan("Cempaka")])
    client = login(user=user)
    for name in ("procurement-detail", "procurement-edit"):
        assert session.code not in text(client.get(at(name, procurement.pk)))
        assert session.short_name not in text(client.get(at(name, procurement.pk)))


def test_pages_cost_the_same_for_two_and_for_twenty(login, count_queries):
    procurement, by = ProcurementFactory(quantity=40), keeper()
    client = login("pejabat")
    names = ("procurement-papers", "procurement-payments", "stock-list", "realisation", "stock-card")
    rows = {
        "stock-card": procurement.type_id,
        "procurement-papers": procurement.pk,
        "procurement-payments": procurement.pk,
    }
    urls = [reverse(name, args=[rows[name]] if name in rows else []) for name in names]

    def add(number):
        for _ in range(number):
            SupplyPaperFactory(line__procurement=procurement, line__quantity=1)
            PaymentFactory(procurement=procurement, amount=1, paid_on=DAY)
        UnitFactory.create_batch(number, procurement=procurement, received_by=by)

    add(2)
    few = [count_queries(lambda url=url: client.get(url)) for url in urls]
    add(18)
    assert [count_queries(lambda url=url: client.get(url)) for url in urls] == few
    assert max(few) <= 8, dict(zip(urls, few, strict=True))
