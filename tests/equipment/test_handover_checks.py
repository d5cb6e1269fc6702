"""Boleh diserahkan? Each condition alone stops the BAST, in the panel, in the rule, and in the database."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from documents.models import Office
from equipment.aid import AidInFutureError, record_earlier_aid
from equipment.cases import load_case
from equipment.drafts import Occasion
from equipment.handover import reprint
from equipment.handover_checks import NotAllowedError, conditions
from equipment.handover_locks import version_of
from equipment.models import EarlierAid, EquipmentType, WaitingOverride
from equipment.overrides import (
    OverrideWithoutReasonError,
    OwnOverrideError,
    ReasonChangedError,
    ask_override,
    grant_override,
)
from participants.enums import Outcome
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    HandoverFactory,
    ProcurementFactory,
    available_unit,
    draft_with_unit,
)
from tests.equipment.walk import AT, handed_over, issued, keeper, voided
from tests.participants.factories import (
    ParticipantFactory,
    RegistrationFactory,
    graduate,
    graduated_registration,
)
from tests.regions.factories import kecamatan
from tests.training.factories import DAY, TrainingSessionFactory

pytestmark = pytest.mark.django_db


def draft_for(participant=None, **kwargs):
    """A draft with a unit for this person, in an angkatan of their own."""
    registration = graduated_registration(participant=participant or ParticipantFactory())
    return draft_with_unit(recipient=DecreeRecipientFactory(registration=registration), **kwargs)


def unmet(handover, on=DAY):
    return [condition for condition in conditions(load_case(handover.pk), on=on) if not condition.is_met]


def refused(handover, code, words):
    """The panel names exactly this condition, and issuing refuses with the same words."""
    (condition,) = unmet(handover)
    assert condition.code == code
    assert words in condition.words
    with pytest.raises(NotAllowedError, match=words.split("(")[0]) as refusal:
        issued(handover)
    assert refusal.value.condition == condition


def test_everything_in_order_is_told_in_words():
    told = [condition.words for condition in conditions(load_case(draft_with_unit().pk), on=DAY)]
    assert told[0] == "Lulus, disahkan 4 Agustus 2025"
    assert "Belum menerima mesin jahit portabel, termasuk satu KK" in told
    assert "1 barang siap diserahkan" in told
    assert "Isian naskah BAST lengkap" in told


def test_who_is_not_graduated_yet_gets_nothing():
    line = DecreeRecipientFactory(registration=RegistrationFactory(accepted=True))
    refused(draft_with_unit(recipient=line), "graduated", "Belum lulus")


def test_who_failed_gets_nothing():
    line = DecreeRecipientFactory(registration=RegistrationFactory(accepted=True))
    graduate(line.registration, outcome=Outcome.NOT_COMPLETED)
    refused(draft_with_unit(recipient=line), "graduated", "Belum lulus")


def test_decree_must_be_in_force_on_the_day_of_the_bast():
    decree = DecreeFactory(in_force_from=DAY + timedelta(days=3))
    draft = draft_with_unit(recipient=DecreeRecipientFactory(decree=decree))
    refused(draft, "decree", "baru berlaku 7 Agustus 2025")


def test_amended_decree_is_no_basis_any_more():
    draft = draft_with_unit()
    later = DecreeFactory(amends=draft.recipient.decree)
    refused(draft, "decree", f"sudah diubah oleh SK {later.number}")


def test_household_number_is_needed():
    refused(draft_for(ParticipantFactory(kk_number="")), "household", "Nomor KK belum diisi")


def test_there_must_be_a_unit():
    refused(HandoverFactory(), "units", "Belum ada barang")


def test_unit_must_be_ready():
    draft = draft_with_unit()
    other = HandoverFactory()
    other.items.create(unit=draft.items.get().unit)
    issued(other)
    refused(draft, "units", "dialokasikan")


def test_two_units_of_a_kind_are_one_too_many():
    draft = draft_with_unit()
    draft.items.create(unit=available_unit(), position=2)
    refused(draft, "units", "Lebih dari satu mesin jahit portabel")


def again_tomorrow(handover):
    occasion = Occasion(handover.place, DAY + timedelta(days=1), handover.signatory)
    return reprint(handover.pk, occasion, version=version_of(handover), on=DAY, at=AT, actor=keeper())


@pytest.mark.parametrize(("is_named", "advice"), [(True, "lalu buat draf menurut SK"), (False, "tidak lagi tercantum")])
def test_bast_of_an_amended_decree_is_voided_not_saved_again(is_named, advice):
    handover = issued()
    later = DecreeFactory(amends=handover.recipient.decree)
    if is_named:
        DecreeRecipientFactory(decree=later, registration=handover.registration)
    with pytest.raises(NotAllowedError, match=advice) as refusal:
        again_tomorrow(handover)
    assert "inta pejabat membatalkan BAST ini" in refusal.value.message


@pytest.mark.parametrize(("is_named", "advice"), [(True, "Simpan lagi draf ini"), (False, "hapus draf ini")])
def test_draft_of_an_amended_decree_is_told_what_helps(is_named, advice):
    draft = draft_with_unit()
    later = DecreeFactory(amends=draft.recipient.decree)
    if is_named:
        DecreeRecipientFactory(decree=later, registration=draft.registration)
    (condition,) = unmet(draft)
    assert advice in condition.advice


def test_unit_must_be_of_a_kind_that_the_decree_grants():
    draft = HandoverFactory()
    oven = EquipmentTypeFactory(name="Oven")
    draft.items.create(unit=available_unit(procurement=ProcurementFactory(type=oven, contract_number="2")))
    refused(draft, "units", "Oven bukan jenis bantuan dalam SK")


def test_signatory_must_be_in_office_on_the_day():
    for signatory in (
        SignatoryFactory(valid_from=DAY + timedelta(days=1)),
        SignatoryFactory(valid_until=date(2025, 8, 3)),
    ):
        refused(draft_with_unit(signatory=signatory), "signatory", "tidak berwenang menandatangani pada 4 Agustus 2025")


def test_paper_is_not_dated_back():
    (condition,) = unmet(draft_with_unit(), on=DAY + timedelta(days=1))
    assert condition.words == "Tanggal BAST 4 Agustus 2025 sudah lewat"


def test_words_must_not_be_printed_with_holes():
    draft = HandoverFactory()
    draft.items.create(unit=available_unit(procurement=ProcurementFactory(budget_account="")))
    refused(draft, "wording", "Naskah menyebut kode rekening belanja pengadaan")


def test_account_of_the_angkatan_stands_in_for_a_missing_one():
    line = DecreeRecipientFactory(
        registration=graduated_registration(session=TrainingSessionFactory(budget_account="5.1.02.02"))
    )
    draft = HandoverFactory(recipient=line)
    draft.items.create(unit=available_unit(procurement=ProcurementFactory(budget_account="")))
    assert unmet(draft) == []


def test_one_person_gets_one_aid_of_a_kind_within_the_waiting_period():
    first = handed_over()
    second = draft_for(first.registration.participant)
    refused(second, "aid", "Sudah menerima mesin jahit portabel pada 4 Agustus 2025 (500.15/001/")


def test_one_household_gets_one_aid_of_a_kind_within_the_waiting_period():
    first = issued()
    sister = ParticipantFactory(kk_number=first.kk_number)
    refused(draft_for(sister), "aid", f"{first.registration.participant.name}, satu KK, sudah menerima")


def test_household_as_it_was_at_the_issue_counts_too():
    first = issued()
    person = first.registration.participant
    old_household, person.kk_number = person.kk_number, "6372041203159999"
    person.save(update_fields=["kk_number"])
    refused(draft_for(ParticipantFactory(kk_number=old_household)), "aid", "satu KK")
    refused(draft_for(ParticipantFactory(kk_number=person.kk_number)), "aid", "satu KK")


def test_other_people_other_kinds_void_ones_and_drafts_do_not_count():
    voided()
    first = issued()
    draft_for(first.registration.participant)
    assert unmet(draft_for()) == []
    oven = EquipmentTypeFactory(name="Oven")
    line = DecreeRecipientFactory(
        decree=DecreeFactory(types=[oven]),
        registration=graduated_registration(participant=first.registration.participant),
    )
    draft = HandoverFactory(recipient=line)
    draft.items.create(unit=available_unit(procurement=ProcurementFactory(type=oven, contract_number="2")))
    assert unmet(draft) == []


@pytest.mark.parametrize(("given_on", "forbids"), [(date(2020, 8, 4), False), (date(2020, 8, 5), True)])
def test_aid_from_elsewhere_counts_for_five_years_to_the_day(given_on, forbids):
    draft = draft_for()
    person = draft.registration.participant
    record_earlier_aid(
        person.pk, type=EquipmentType.objects.get(), given_on=given_on, source="Dinsos", on=DAY, actor=keeper()
    )
    assert bool(unmet(draft)) is forbids
    if forbids:
        refused(draft, "aid", "5 Agustus 2020 (Dinsos)")
    else:
        assert issued(draft).number


def test_same_earlier_aid_is_recorded_once_and_never_ahead():
    draft = draft_for()
    values = {"type": EquipmentType.objects.get(), "source": "Dinsos", "on": DAY, "actor": keeper()}
    person = draft.registration.participant_id
    first = record_earlier_aid(person, given_on=DAY, **values)
    assert record_earlier_aid(person, given_on=DAY, **values) == first
    with pytest.raises(AidInFutureError, match="belum tiba"):
        record_earlier_aid(person, given_on=DAY + timedelta(days=1), **values)
    assert EarlierAid.objects.count() == 1


def second_aid():
    return draft_for(handed_over().registration.participant)


def test_override_granted_by_a_pejabat_lets_it_be_given_again():
    draft, kind = second_aid(), EquipmentType.objects.get()
    override = ask_override(draft.registration_id, kind, reason="mesin lama hanyut banjir", actor=keeper())
    refused(draft, "aid", "Sudah menerima")
    assert unmet(draft)[0].advice == "Pengecualian sudah diminta, menunggu pejabat."
    boss = UserFactory(role="pejabat")
    granted = grant_override(override.pk, version=override.version, at=AT, actor=boss)
    later = grant_override(override.pk, version="lama", at=AT, actor=UserFactory(role="pejabat"))
    assert later.granted_by == granted.granted_by == boss
    assert unmet(draft) == []
    assert f"pengecualian dari {boss}" in conditions(load_case(draft.pk), on=DAY)[3].words
    assert issued(draft).number


def test_nobody_grants_the_own_override():
    both = UserFactory(roles=["pengurus_barang", "pejabat"])
    override = ask_override(second_aid().registration_id, EquipmentType.objects.get(), reason="rusak", actor=both)
    with pytest.raises(OwnOverrideError, match="pejabat lain"):
        grant_override(override.pk, version=override.version, at=AT, actor=both)


def test_reason_is_enough_where_the_office_says_so_but_it_is_needed():
    Office.objects.update(waiting_rule="reason")
    draft, kind = second_aid(), EquipmentType.objects.get()
    assert "tulis alasannya" in unmet(draft)[0].advice
    with pytest.raises(OverrideWithoutReasonError):
        ask_override(draft.registration_id, kind, reason=" ", actor=keeper())
    ask_override(draft.registration_id, kind, reason="mesin lama rusak", actor=keeper())
    assert issued(draft).number


def test_asking_again_changes_the_reason_while_it_waits():
    registration, kind = second_aid().registration_id, EquipmentType.objects.get()
    ask_override(registration, kind, reason="rusak", actor=keeper())
    ask_override(registration, kind, reason="hanyut", actor=keeper())
    assert WaitingOverride.objects.get().reason == "hanyut"


def granted(draft, reason="mesin lama hanyut"):
    override = ask_override(draft.registration_id, EquipmentType.objects.get(), reason=reason, actor=keeper())
    return grant_override(override.pk, version=override.version, at=AT, actor=UserFactory(role="pejabat"))


def another_draft(handover):
    line = DecreeRecipientFactory(decree=DecreeFactory(), registration=handover.registration)
    return draft_with_unit(recipient=line)


def test_one_exception_serves_one_bast():
    draft = second_aid()
    override = granted(draft)
    first = issued(draft)
    override.refresh_from_db()
    assert override.handover == first
    second = another_draft(first)
    refused(second, "aid", "Sudah menerima")
    assert "minta pengecualian" in unmet(second)[0].advice
    assert granted(second) != override
    assert issued(second).number


def test_exception_counts_again_when_its_bast_is_void():
    override = granted(draft := second_aid())
    first = voided(issued(draft))
    second = issued(another_draft(first))
    override.refresh_from_db()
    assert override.handover == second


def test_exception_that_was_not_needed_is_not_used_up():
    override = granted(draft := draft_for())
    issued(draft)
    override.refresh_from_db()
    assert override.handover is None


def test_reason_changed_since_the_page_was_opened_is_not_granted_unseen():
    draft, kind = second_aid(), EquipmentType.objects.get()
    seen = ask_override(draft.registration_id, kind, reason="rusak", actor=keeper())
    ask_override(draft.registration_id, kind, reason="dijual", actor=keeper())
    with pytest.raises(ReasonChangedError, match="Baca alasan yang sekarang"):
        grant_override(seen.pk, version=seen.version, at=AT, actor=UserFactory(role="pejabat"))


def test_granted_reason_is_not_asked_away():
    override = granted(draft := second_aid())
    again = ask_override(draft.registration_id, override.type, reason="lain", actor=keeper())
    assert (again, again.reason, again.asked_by) == (override, "mesin lama hanyut", override.asked_by)


def test_limited_people_ask_grant_and_record_only_within_their_kecamatan():
    draft, kind = second_aid(), EquipmentType.objects.get()
    override = ask_override(draft.registration_id, kind, reason="rusak", actor=keeper())
    near = {"limited_to": [kecamatan("Cempaka")]}
    clerk, boss = UserFactory(role="pengurus_barang", **near), UserFactory(role="pejabat", **near)
    aid = {"type": kind, "given_on": DAY, "source": "Dinsos", "on": DAY}
    for act in (
        lambda: ask_override(draft.registration_id, kind, reason="lain", actor=clerk),
        lambda: grant_override(override.pk, version=override.version, at=AT, actor=boss),
        lambda: record_earlier_aid(draft.registration.participant_id, **aid, actor=clerk),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_waiting_period_is_a_setting():
    Office.objects.update(waiting_years=1)
    draft = draft_for()
    values = {"type": EquipmentType.objects.get(), "source": "Dinsos", "on": DAY, "actor": keeper()}
    record_earlier_aid(draft.registration.participant_id, given_on=date(2024, 8, 4), **values)
    assert unmet(draft) == []


def test_panel_costs_five_queries(count_queries):
    draft = draft_with_unit()
    assert count_queries(lambda: conditions(load_case(draft.pk), on=DAY)) == 5
