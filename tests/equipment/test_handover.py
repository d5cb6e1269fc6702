"""From the number to the day of handing over: all of it or nothing, and then it stands still."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pypdf import PdfReader

from documents.enums import NumberMode
from documents.files import TamperedError, genuine_bytes, store_bytes
from documents.models import NumberCounter, NumberSeries, Office, Paper, PaperNumber, StoredFile
from documents.numbers import NumberMissingError, NumberTakenError
from documents.typeset import UnprintableError
from equipment.drafts import Occasion
from equipment.enums import HandoverStatus, UnitStatus
from equipment.handover import DayNotComeError, OtherDayError, WrongStateError, hand_over, issue, reprint
from equipment.handover_checks import NotAllowedError
from equipment.handover_locks import version_of
from equipment.models import EquipmentUnit, Handover
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.documents.samples import picture
from tests.documents.test_files import tamper
from tests.equipment.factories import draft_with_unit
from tests.equipment.walk import AT, TOMORROW, complete, handed_over, issued, keeper, voided
from tests.training.factories import DAY
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db


def words(paper: Paper) -> str:
    content = genuine_bytes(paper.file)
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def again(handover: Handover, **changes) -> Handover:
    values = {"dated_on": TOMORROW, "place": handover.place, "signatory": handover.signatory, **changes}
    occasion = Occasion(**values)
    return reprint(handover.pk, occasion, version=version_of(handover), on=TOMORROW, at=AT, actor=keeper())


def test_issue_gives_the_number_reserves_the_unit_and_archives_the_paper():
    draft = draft_with_unit()
    handover = issued(draft)
    handover.refresh_from_db()
    assert handover.status == HandoverStatus.ISSUED
    assert handover.number.text == "500.15/001/BAST/DISKOP,UM&NAKER/VIII/2025"
    assert (handover.issued_at, handover.kk_number) == (AT, draft.registration.participant.kk_number)
    assert (handover.paper.revision, handover.paper.dated_on) == (1, DAY)
    item = handover.items.get()
    assert (item.is_binding, item.unit.status) == (True, UnitStatus.RESERVED)


def test_paper_says_what_the_rows_say():
    handover = issued()
    person, unit = handover.registration.participant, handover.items.get().unit
    text = words(handover.paper)
    for told in (
        handover.number.text,
        person.name.upper(),
        f"{person.nik[:4]} {person.nik[4:8]} {person.nik[8:12]} {person.nik[12:]}",
        unit.serial_number,
        "2.500.000",
        "dua juta lima ratus ribu rupiah",
        "Senin, tanggal empat bulan Agustus tahun dua ribu dua puluh lima (4-8-2025)",
        handover.recipient.decree.number.text,
        "kode rekening 5.1.02.01.01.0039",
        "H. CONTOH PEJABAT, S.Sos., M.M.",
        "19700101 199503 1 001",
        f"{handover.paper.code[:4]}-{handover.paper.code[4:]}",
    ):
        assert told in text
    assert handover.paper.data["second_party"]["name"] == person.name.upper()


def test_crest_and_format_of_the_office_are_on_the_paper():
    crest = store_bytes(picture(), media_type="image/png", name="lambang.png")
    Office.objects.update(logo=crest, paper_size="f4", first_party="PIHAK KESATU")
    paper = issued().paper
    page = PdfReader(BytesIO(genuine_bytes(paper.file))).pages[0]
    assert len(page.images) == 1
    assert round(float(page.mediabox.height) / 72 * 25.4) == 330
    assert "PIHAK KESATU" in words(paper)


def test_tampered_crest_stops_the_issue():
    crest = store_bytes(picture(), media_type="image/png", name="lambang.png")
    Office.objects.update(logo=crest)
    draft = draft_with_unit()
    connection.check_constraints()
    tamper(crest)
    with pytest.raises(TamperedError, match="tidak lagi sama"):
        issued(draft)
    assert not PaperNumber.objects.filter(kind="bast").exists()


def test_issued_twice_is_issued_once():
    draft, clerk = draft_with_unit(), keeper()
    first = issued(draft, actor=clerk)
    second = issue(draft.pk, version=version_of(draft), on=DAY, at=AT, actor=clerk)
    assert (second.number, second.paper) == (first.number, first.paper)
    assert (PaperNumber.objects.filter(kind="bast").count(), Paper.objects.count()) == (1, 1)


def test_draft_that_somebody_changed_is_not_issued():
    draft = draft_with_unit()
    version = version_of(draft)
    draft.save(update_fields=["updated_at"])
    with pytest.raises(StaleError, match="sudah diubah orang lain"):
        issue(draft.pk, version=version, on=DAY, at=AT, actor=keeper())


def test_failure_after_the_number_leaves_nothing(monkeypatch):
    draft = draft_with_unit()
    draft.place = "Aula \U00013000"
    draft.save(update_fields=["place"])
    with pytest.raises(UnprintableError, match="tidak dapat dicetak"):
        issued(draft)
    assert not PaperNumber.objects.filter(kind="bast").exists()
    assert not NumberCounter.objects.exists()
    assert not StoredFile.objects.exists()
    assert EquipmentUnit.objects.get().status == UnitStatus.AVAILABLE
    assert not draft.items.get().is_binding


@pytest.mark.parametrize("role", ["petugas", "verifikator", "instruktur", "pejabat", "administrator"])
def test_only_the_keeper_of_goods_issues(role):
    draft = draft_with_unit()
    with pytest.raises(PermissionDenied):
        issued(draft, actor=UserFactory(role=role))


def test_number_is_typed_where_the_office_keeps_an_agenda_book():
    NumberSeries.objects.filter(kind="bast").update(mode=NumberMode.AGENDA)
    first, second = draft_with_unit(), draft_with_unit()
    issue(first.pk, version=version_of(first), on=DAY, at=AT, actor=keeper(), agenda_number="500.15/88")
    with pytest.raises(NumberTakenError):
        issue(second.pk, version=version_of(second), on=DAY, at=AT, actor=keeper(), agenda_number="500.15/88")
    with pytest.raises(NumberMissingError):
        issue(second.pk, version=version_of(second), on=DAY, at=AT, actor=keeper())
    assert PaperNumber.objects.get(kind="bast").sequence is None


def test_no_show_is_printed_again_for_another_day_under_the_same_number():
    first = issued()
    old_paper, old_bytes = first.paper, genuine_bytes(first.paper.file)
    handover = again(first)
    handover.refresh_from_db()
    assert handover.number == first.number
    assert (handover.paper.revision, handover.paper.dated_on, handover.dated_on) == (2, TOMORROW, TOMORROW)
    assert handover.paper.code != old_paper.code
    assert "Cetakan ke-2" in words(handover.paper)
    assert genuine_bytes(Paper.objects.get(pk=old_paper.pk).file) == old_bytes


def test_printing_the_same_again_changes_nothing():
    handover = issued()
    assert again(handover, dated_on=handover.dated_on).paper == handover.paper
    assert Paper.objects.count() == 1


def test_reprint_needs_a_signatory_in_office_and_a_day_to_come():
    handover = issued()
    retired = SignatoryFactory(valid_until=DAY)
    with pytest.raises(NotAllowedError, match="tidak berwenang"):
        again(handover, signatory=retired)
    with pytest.raises(NotAllowedError, match="sudah lewat"):
        again(handover, dated_on=DAY, place="Aula")


def test_only_an_issued_bast_is_printed_again():
    for handover in (handed_over(), voided(), draft_with_unit()):
        with pytest.raises(WrongStateError, match="tidak dapat dicetak ulang"):
            again(handover)


def test_handing_over_moves_the_unit_and_freezes_the_paper():
    handover = handed_over()
    handover.refresh_from_db()
    assert (handover.status, handover.handed_over_on) == (HandoverStatus.HANDED_OVER, DAY)
    assert handover.items.get().unit.status == UnitStatus.HANDED_OVER


def test_handed_over_twice_is_handed_over_once():
    handover = handed_over()
    same = hand_over(handover.pk, handed_over_on=TOMORROW, version="alt", on=TOMORROW, actor=keeper())
    assert same.handed_over_on == DAY


def test_day_of_handing_over_is_that_of_the_paper():
    handover = issued()
    with pytest.raises(OtherDayError, match="cetak ulang dulu") as refusal:
        hand_over(handover.pk, handed_over_on=TOMORROW, version=version_of(handover), on=TOMORROW, actor=keeper())
    assert refusal.value.field == "handed_over_on"


def test_handing_over_is_not_recorded_ahead():
    handover = issued(draft_with_unit(dated_on=TOMORROW))
    with pytest.raises(DayNotComeError, match="belum tiba"):
        hand_over(handover.pk, handed_over_on=TOMORROW, version=version_of(handover), on=DAY, actor=keeper())


def test_paper_printed_again_meanwhile_is_not_handed_over_unseen():
    handover = issued()
    again(handover)
    with pytest.raises(StaleError):
        hand_over(handover.pk, handed_over_on=DAY, version=version_of(handover), on=TOMORROW, actor=keeper())


@pytest.mark.parametrize("make", [draft_with_unit, voided])
def test_only_an_issued_bast_is_handed_over(make):
    handover = make()
    with pytest.raises(WrongStateError, match="tidak dapat diserahkan"):
        hand_over(handover.pk, handed_over_on=DAY, version=version_of(handover), on=DAY, actor=keeper())


def test_void_bast_is_not_issued_again():
    handover = voided()
    with pytest.raises(WrongStateError, match="tidak dapat diterbitkan"):
        issue(handover.pk, version=version_of(handover), on=DAY, at=AT, actor=keeper())


def test_later_edits_of_a_person_do_not_rewrite_the_paper():
    handover = complete()
    before, person = genuine_bytes(handover.paper.file), handover.registration.participant
    person.name, person.kk_number = "Nama Baru", "6372041203159999"
    person.save(update_fields=["name", "kk_number"])
    handover.refresh_from_db()
    assert genuine_bytes(handover.paper.file) == before
    assert handover.kk_number != person.kk_number


def test_void_number_is_never_given_again():
    first = voided()
    second = issued()
    assert first.number.text.startswith("500.15/001/")
    assert second.number.text.startswith("500.15/002/")


def test_year_of_the_paper_counts_for_its_number():
    december = issued(draft_with_unit(dated_on=DAY + timedelta(days=200)))
    assert december.number.text == "500.15/001/BAST/DISKOP,UM&NAKER/II/2026"
