"""The pages of BASTs: what each shows, what each does once, and who does not get in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents.models import NumberSeries, Paper, PaperNumber
from equipment.enums import HandoverStatus, UnitStatus
from equipment.handover_locks import version_of
from equipment.models import EarlierAid, EquipmentUnit, WaitingOverride
from participants.models import NikLook
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, picture, upload
from tests.documents.test_files import tamper
from tests.equipment.factories import (
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    HandoverFactory,
    draft_with_unit,
)
from tests.equipment.pages import KEEPER, at, fresh, text
from tests.equipment.walk import complete, handed_over, issued, scanned, voided
from tests.participants.factories import ParticipantFactory, graduated_registration
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import DAY, TrainingSessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    """The pages' own today is the day of the tests."""
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def test_draft_page_shows_steps_units_and_conditions(login):
    draft = draft_with_unit()
    page = text(login(KEEPER).get(draft.get_absolute_url()))
    for told in (
        f"Serah terima kepada {draft.registration.participant}",
        "3 Terbitkan BAST",
        draft.items.get().unit.serial_number,
        "Dua juta lima ratus ribu rupiah",
        "Rp2.500.000",
        "Boleh diserahkan?",
        "Belum menerima mesin jahit portabel, termasuk satu KK",
        "Terbitkan dan cetak BAST",
    ):
        assert told in page


def test_panel_says_what_to_do_and_leads_there(login):
    line = DecreeRecipientFactory(registration=graduated_registration(participant=ParticipantFactory(kk_number="")))
    draft = draft_with_unit(recipient=line)
    page = text(login(KEEPER).get(draft.get_absolute_url()))
    assert "Nomor KK belum diisi. Lengkapi data peserta dulu." in page
    assert line.registration.participant.get_absolute_url() in page
    both = text(login(user=UserFactory(roles=[KEEPER, "petugas"])).get(draft.get_absolute_url()))
    assert at("participant-edit", line.registration.participant_id) in both


def test_instructor_sees_the_bast_but_not_who_else_got_what(login):
    draft = draft_with_unit()
    teacher = UserFactory(role="instruktur")
    draft.registration.session.instructors.create(name="Instruktur", user=teacher)
    page = text(login(user=teacher).get(draft.get_absolute_url()))
    assert "Barang yang diserahkan" in page
    assert "Boleh diserahkan?" not in page
    assert "Terbitkan dan cetak BAST" not in page


def test_issue_page_asks_then_gives_the_number_once(login):
    draft, client = draft_with_unit(), login(KEEPER)
    page = client.get(at("handover-issue", draft.pk))
    assert "Nomor diberikan dan barang dialokasikan" in text(page)
    assert not PaperNumber.objects.filter(kind="bast").exists()
    data = {"version": version_of(draft)}
    first = client.post(at("handover-issue", draft.pk), data, follow=True)
    assert "BAST 500.15/001/BAST/DISKOP,UM&amp;NAKER/VIII/2025 terbit" in text(first)
    assert client.post(at("handover-issue", draft.pk), data).status_code == 302
    assert Paper.objects.count() == 1


@pytest.mark.parametrize("version", ["", "kemarin", "x\0y"])
def test_stale_or_mangled_issue_form_is_refused_in_words(login, version):
    draft = draft_with_unit()
    response = login(KEEPER).post(at("handover-issue", draft.pk), {"version": version})
    assert response.status_code == 422
    assert fresh(draft).status == HandoverStatus.DRAFT


def test_issue_page_names_all_that_is_missing(login):
    draft, client = HandoverFactory(dated_on=DAY - timedelta(days=1)), login(KEEPER)
    assert "Belum ada barang" in text(client.get(at("handover-issue", draft.pk)))
    response = client.post(at("handover-issue", draft.pk), {"version": version_of(draft)})
    assert response.status_code == 422
    assert "Belum ada barang. Ketik nomor seri" in text(response)


def test_number_from_the_agenda_book_is_asked_for_and_kept_when_it_is_taken(login):
    NumberSeries.objects.filter(kind="bast").update(mode="agenda")
    first, second, client = draft_with_unit(), draft_with_unit(), login(KEEPER)
    data = {"number": "500.15/88"}
    client.post(at("handover-issue", first.pk), {**data, "version": version_of(first)})
    assert fresh(first).number.text == "500.15/88"
    response = client.post(at("handover-issue", second.pk), {**data, "version": version_of(second)})
    assert response.status_code == 422
    assert "sudah dipakai" in text(response)
    assert 'value="500.15/88"' in text(response)


def test_paper_is_given_out_byte_for_byte_and_each_opening_is_logged(login):
    handover, client = issued(), login(KEEPER)
    stored = bytes(handover.paper.file.content)
    responses = [client.get(at("handover-paper", handover.pk)) for _ in range(2)]
    assert [response.content for response in responses] == [stored, stored]
    look = NikLook.objects.latest("pk")
    assert (NikLook.objects.count(), look.participant) == (2, handover.registration.participant)
    assert look.reason == f"Membuka BAST {handover.number}"
    assert client.get(at("handover-paper-revision", handover.pk, 2)).status_code == 404


def test_older_printing_stays_to_be_opened(login):
    handover, client = issued(), login(KEEPER)
    old = bytes(handover.paper.file.content)
    data = {"place": "Aula", "dated_on": "05-08-2025", "signatory": handover.signatory_id}
    client.post(at("handover-reprint", handover.pk), {**data, "version": version_of(handover)})
    assert fresh(handover).paper.revision == 2
    assert client.get(at("handover-paper-revision", handover.pk, 1)).content == old
    assert client.get(at("handover-paper", handover.pk)).content != old
    assert "Cetakan lama" in text(client.get(handover.get_absolute_url()))


def test_tampered_paper_is_a_page_that_says_so(login):
    handover = issued()
    tamper(handover.paper.file)
    response = login(KEEPER).get(at("handover-paper", handover.pk))
    assert response.status_code == 409
    assert "tidak lagi sama" in text(response)


def test_preview_carries_no_number_and_is_logged(login):
    draft, client = draft_with_unit(), login(KEEPER)
    response = client.get(at("handover-preview", draft.pk))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="pratinjau-bast.pdf"'
    assert NikLook.objects.get().reason == "Membuka Pratinjau BAST"
    assert not Paper.objects.exists()


def test_preview_without_goods_says_what_is_missing(login):
    draft = HandoverFactory()
    page = text(login(KEEPER).get(at("handover-preview", draft.pk), follow=True))
    assert "Belum ada barang di draf ini" in page
    assert not NikLook.objects.exists()


def test_page_of_voiding_opened_before_the_handing_over_is_asked_again(login):
    handover = issued()
    unit, opened_on = handover.items.get().unit, version_of(handover)
    login(KEEPER).post(at("handover-hand-over", handover.pk), {"handed_over_on": "04-08-2025", "version": opened_on})
    data = {"reason": "tidak hadir", f"unit-{unit.pk}": "available", "version": opened_on}
    response = login("pejabat").post(at("handover-void", handover.pk), data)
    assert response.status_code == 422
    assert "sudah diubah orang lain" in text(response)
    assert f'value="{version_of(fresh(handover))}"' in text(response)
    assert fresh(handover).status == HandoverStatus.HANDED_OVER


def test_preview_that_cannot_be_printed_says_why(login):
    draft = draft_with_unit(place="Aula \U00013000")
    page = text(login(KEEPER).get(at("handover-preview", draft.pk), follow=True))
    assert "tidak dapat dicetak" in page
    assert not NikLook.objects.exists()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "administrator"])
def test_papers_with_a_full_nik_are_closed_to_others(login, role):
    handover, client = complete(), login(role)
    for name in ("handover-paper", "handover-scan-open", "handover-preview"):
        assert client.get(at(name, handover.pk)).status_code == 403
    assert not NikLook.objects.exists()


def test_get_writes_nothing_but_the_log(login):
    handover, client = scanned(), login(KEEPER)
    before = (handover.events.count(), Paper.objects.count(), fresh(handover).updated_at)
    for name in ("handover-detail", "handover-paper", "handover-scan-open", "handover-scan", "handover-earlier-aid"):
        assert client.get(at(name, handover.pk)).status_code == 200
    assert (handover.events.count(), Paper.objects.count(), fresh(handover).updated_at) == before
    assert NikLook.objects.count() == 2


def test_handing_over_is_recorded_and_another_day_is_refused_with_the_way_out(login):
    handover, client = issued(), login(KEEPER)
    data = {"handed_over_on": "05-08-2025", "version": version_of(handover)}
    response = client.post(at("handover-hand-over", handover.pk), data)
    assert response.status_code == 422
    assert "cetak ulang dulu" in text(response)
    assert 'value="05-08-2025"' in text(response)
    client.post(at("handover-hand-over", handover.pk), {**data, "handed_over_on": "04-08-2025"})
    assert fresh(handover).status == HandoverStatus.HANDED_OVER


def test_scan_goes_up_is_refused_goes_up_again_and_is_accepted(login):
    handover = handed_over()
    login(KEEPER).post(at("handover-scan", handover.pk), {"scan": upload(pdf())})
    checker = login("verifikator")
    data = {"scan_id": fresh(handover).scan_id}
    assert "Bandingkan dengan pindaian" in text(checker.get(at("handover-check", handover.pk)))
    checker.post(at("handover-check", handover.pk), {**data, "refuse": "1", "reason": "tanda tangan kurang"})
    keeper = login(KEEPER)
    assert "tanda tangan kurang" in text(keeper.get(handover.get_absolute_url()))
    keeper.post(at("handover-scan", handover.pk), {"scan": upload(picture("JPEG"), "foto.jpg")})
    page = login("pejabat").post(at("handover-check", handover.pk), {"scan_id": fresh(handover).scan_id}, follow=True)
    assert "lengkap" in text(page)
    assert fresh(handover).status == HandoverStatus.COMPLETE


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"halo", "bukan PDF, JPG atau PNG"), (b"", "Berkas kosong"), (b"%PDF-1.7 x", "terpotong")],
)
def test_scan_that_is_none_is_a_sentence(login, content, sentence):
    handover = handed_over()
    response = login(KEEPER).post(at("handover-scan", handover.pk), {"scan": upload(content, "x.pdf")})
    assert response.status_code == 422
    assert sentence in text(response)
    assert fresh(handover).scan is None


def test_scan_form_without_a_file_is_a_sentence(login):
    response = login(KEEPER).post(at("handover-scan", handed_over().pk), {})
    assert response.status_code == 422
    assert "Pilih berkas pindaiannya" in text(response)


@pytest.mark.parametrize("data", [{}, {"scan_id": "x"}, {"scan_id": "9" * 30}, {"refuse": "1", "reason": "x"}])
def test_check_of_a_scan_that_was_not_shown_is_refused(login, data):
    handover = scanned()
    response = login("verifikator").post(at("handover-check", handover.pk), data)
    assert response.status_code == 422
    assert fresh(handover).status == HandoverStatus.HANDED_OVER
    assert fresh(handover).scan_refusal == ""


def test_voiding_asks_reason_and_whereabouts(login):
    handover, client = handed_over(), login("pejabat")
    unit = handover.items.get().unit
    data = {"reason": "salah orang", "version": version_of(handover)}
    response = client.post(at("handover-void", handover.pk), data)
    assert response.status_code == 422
    assert f"Pilih di mana barang {unit.serial_number} sekarang" in text(response)
    assert 'value="salah orang"' in text(response)
    data[f"unit-{unit.pk}"] = "defective"
    page = text(client.post(at("handover-void", handover.pk), data, follow=True))
    assert "dibatalkan. Nomornya tetap tercatat" in page
    assert EquipmentUnit.objects.get(pk=unit.pk).status == UnitStatus.DEFECTIVE


def test_earlier_aid_and_exception_are_recorded_from_the_page(login):
    draft, keeper = draft_with_unit(), login(KEEPER)
    kind = EquipmentUnit.objects.get().procurement.type
    aid = {"type": kind.pk, "given_on": "01-02-2024", "source": "Dinsos"}
    keeper.post(at("handover-earlier-aid", draft.pk), aid)
    assert EarlierAid.objects.get().source == "Dinsos"
    page = text(keeper.get(draft.get_absolute_url()))
    assert "Sudah menerima mesin jahit portabel pada 1 Februari 2024 (Dinsos)" in page
    assert at("handover-override", draft.pk) in page
    keeper.post(at("handover-override", draft.pk), {"type": kind.pk, "reason": "mesin hanyut"})
    override = WaitingOverride.objects.get()
    boss = login("pejabat")
    page = text(boss.get(draft.get_absolute_url()))
    assert "mesin hanyut" in page
    assert f'name="version" value="{override.version}"' in page
    stale = boss.post(at("handover-override-grant", draft.pk, override.pk), {"version": "lama"}, follow=True)
    assert "Baca alasan yang sekarang" in text(stale)
    boss.post(at("handover-override-grant", draft.pk, override.pk), {"version": override.version})
    assert "pengecualian dari" in text(login(KEEPER).get(draft.get_absolute_url()))


def test_exception_for_another_kind_does_not_hide_the_way_to_ask(login):
    draft, kind = draft_with_unit(), EquipmentUnit.objects.get().procurement.type
    person = draft.registration.participant
    EarlierAid.objects.create(participant=person, type=kind, given_on=DAY, source="Dinsos", recorded_by=UserFactory())
    row = {"registration": draft.registration, "reason": "x", "asked_by": UserFactory()}
    WaitingOverride.objects.create(**row, type=EquipmentTypeFactory(name="Oven"))
    client, url = login(KEEPER), at("handover-override", draft.pk)
    assert url in text(client.get(draft.get_absolute_url()))
    WaitingOverride.objects.create(**row, type=kind)
    assert url not in text(client.get(draft.get_absolute_url()))


def test_nobody_is_offered_to_grant_the_own_exception(login):
    draft, both = draft_with_unit(), UserFactory(roles=[KEEPER, "pejabat"])
    kind = EquipmentUnit.objects.get().procurement.type
    override = WaitingOverride.objects.create(registration=draft.registration, type=kind, reason="x", asked_by=both)
    client = login(user=both)
    page = text(client.post(at("handover-override-grant", draft.pk, override.pk), follow=True))
    assert "Minta pejabat lain" in page
    assert WaitingOverride.objects.get().granted_at is None


BAD = [
    {"given_on": "31-02-2024"},
    {"given_on": "05-08-2025"},
    {"source": ""},
    {"source": "Dinsos \U0001f600"},
    {"source": "a\0b"},
    {"source": "x" * 5_000_000},
    {"type": "x"},
]


@pytest.mark.parametrize("wrong", BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_input_is_a_sentence_and_nothing_is_saved(login, wrong):
    draft = draft_with_unit()
    kind = EquipmentUnit.objects.get().procurement.type
    aid = {"type": kind.pk, "given_on": "01-02-2024", "source": "Dinsos", **wrong}
    response = login(KEEPER).post(at("handover-earlier-aid", draft.pk), aid)
    assert response.status_code == 422
    assert not EarlierAid.objects.exists()


def test_verification_of_a_real_paper(client):
    handover = voided()
    page = text(client.get(handover.paper.get_absolute_url()))
    assert "Surat ini dibatalkan" in page
    assert handover.registration.participant.name not in page


PAGES = ("detail", "edit", "units", "delete", "issue", "preview", "paper", "reprint", "hand-over", "scan", "scan-open",
         "check", "void", "earlier-aid", "override")  # fmt: skip


def test_foreign_rows_do_not_exist(login):
    near = TrainingSessionFactory(kelurahan=kelurahan("Mentaos"))
    own = draft_with_unit(recipient=DecreeRecipientFactory(registration=graduated_registration(session=near)))
    foreign = complete()
    roles = [KEEPER, "verifikator", "pejabat"]
    client = login(user=UserFactory(roles=roles, limited_to=[kecamatan("Banjarbaru Utara")]))
    for name in PAGES:
        assert client.get(at(f"handover-{name}", foreign.pk)).status_code == 404
        assert client.post(at(f"handover-{name}", foreign.pk)).status_code in (404, 405)
    assert client.get(own.get_absolute_url()).status_code == 200
    page = text(client.get(at("handover-list")))
    assert own.registration.participant.name in page
    assert foreign.registration.participant.name not in page
    assert client.get(at("session-handovers", foreign.registration.session.code)).status_code == 404


def test_exception_of_another_person_is_not_granted_by_its_number(login):
    draft, other = draft_with_unit(), draft_with_unit()
    kind = EquipmentUnit.objects.all()[0].procurement.type
    override = WaitingOverride.objects.create(
        registration=other.registration, type=kind, reason="x", asked_by=UserFactory()
    )
    url = at("handover-override-grant", draft.pk, override.pk)
    assert login("pejabat").post(url).status_code == 404
