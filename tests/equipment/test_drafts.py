"""Drafts: one for a line of a decree, one at a time or for all graduates; nothing is promised yet."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied

from equipment.awaiting import awaiting
from equipment.draft_units import UnitRefusedError, suggest
from equipment.drafts import (
    AlreadyDraftedError,
    DraftsRefusedError,
    NotDraftError,
    NotGraduatedError,
    Occasion,
    add_unit,
    change_draft,
    create_draft,
    create_drafts,
    drop_draft,
    remove_unit,
)
from equipment.enums import UnitStatus
from equipment.handover_locks import version_of
from equipment.models import EquipmentType, Handover
from equipment.serials import SerialRefusedError
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    HandoverFactory,
    ProcurementFactory,
    UnitFactory,
    available_unit,
    draft_with_unit,
)
from tests.equipment.walk import issued, keeper, voided
from tests.participants.factories import RegistrationFactory, graduate
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import DAY, TrainingSessionFactory
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db
SENT = UUID("00000000-0000-4000-8000-000000000001")


def occasion(**kwargs):
    return Occasion(**{"place": "Aula kantor", "dated_on": DAY, "signatory": SignatoryFactory(), **kwargs})


def drafted(line, *serials, submission=SENT, **kwargs):
    return create_draft(line.pk, occasion(), serials=serials, submission=submission, actor=keeper(), **kwargs)


def test_draft_has_its_units_in_the_order_they_were_named():
    oven = EquipmentTypeFactory(name="Oven")
    first = available_unit(serial_number="OV-2", procurement=ProcurementFactory(type=oven, contract_number="2"))
    second = available_unit(serial_number="JM-1")
    decree = DecreeFactory(types=[oven, EquipmentTypeFactory()])
    handover = drafted(DecreeRecipientFactory(decree=decree), "ov 2", "JM-1")
    assert [item.unit for item in handover.items.order_by("position")] == [first, second]
    assert (handover.place, handover.status) == ("Aula kantor", "draft")
    first.refresh_from_db()
    assert first.status == UnitStatus.AVAILABLE


def test_draft_sent_twice_is_made_once():
    line = DecreeRecipientFactory()
    assert drafted(line) == drafted(line)
    assert Handover.objects.count() == 1


def test_line_with_a_bast_or_a_draft_gets_no_second():
    line = DecreeRecipientFactory()
    drafted(line)
    with pytest.raises(AlreadyDraftedError, match="sudah punya BAST atau drafnya"):
        drafted(line, submission=UUID(int=2))


def test_void_bast_makes_room_for_another():
    line = voided().recipient
    assert drafted(line).recipient == line


def test_nobody_gets_a_draft_before_graduation():
    with pytest.raises(NotGraduatedError, match="belum lulus"):
        drafted(DecreeRecipientFactory(registration=RegistrationFactory(accepted=True)))


def refusal_of(serial, line=None):
    with pytest.raises(UnitRefusedError) as refusal:
        add_unit(HandoverFactory(**({"recipient": line} if line else {})).pk, serial, actor=keeper())
    assert refusal.value.field == "serial"
    return refusal.value.message


def test_units_that_cannot_be_given_are_refused_in_words():
    UnitFactory(serial_number="BARU-1")
    oven = EquipmentTypeFactory(name="Oven")
    available_unit(serial_number="OVEN-1", procurement=ProcurementFactory(type=oven, contract_number="2"))
    taken = draft_with_unit()
    assert "Tidak ada barang dengan nomor seri X-9" in refusal_of("X-9")
    assert "belum diperiksa" in refusal_of("BARU-1")
    assert "bukan jenis bantuan" in refusal_of("OVEN-1")
    assert "sudah ada di draf untuk" in refusal_of(taken.items.get().unit.serial_number)
    with pytest.raises(SerialRefusedError):
        add_unit(HandoverFactory().pk, "-", actor=keeper())


def test_unit_taken_in_twice_stands_once_and_can_be_left_out_again():
    draft, unit = HandoverFactory(), available_unit()
    before = version_of(draft)
    item = add_unit(draft.pk, unit.serial_number, actor=keeper())
    assert add_unit(draft.pk, unit.serial_number.lower(), actor=keeper()) == item
    draft.refresh_from_db()
    assert version_of(draft) != before
    remove_unit(draft.pk, item.pk, actor=keeper())
    remove_unit(draft.pk, item.pk, actor=keeper())
    assert not draft.items.exists()


def test_second_unit_of_a_kind_is_refused_by_name():
    draft = draft_with_unit()
    with pytest.raises(UnitRefusedError, match=f"sudah memuat .* {draft.items.get().unit.serial_number}"):
        add_unit(draft.pk, available_unit().serial_number, actor=keeper())
    assert draft.items.count() == 1


def test_place_on_the_draft_is_not_given_twice_after_a_removal():
    kinds = [EquipmentTypeFactory(name=name) for name in ("Oven", "Mesin obras", "Setrika")]
    draft = HandoverFactory(recipient__decree=DecreeFactory(types=kinds))
    items = []
    for number, kind in enumerate(kinds):
        bought = ProcurementFactory(type=kind, contract_number=str(number))
        items.append(add_unit(draft.pk, available_unit(procurement=bought).serial_number, actor=keeper()))
    remove_unit(draft.pk, items[0].pk, actor=keeper())
    add_unit(draft.pk, items[0].unit.serial_number, actor=keeper())
    assert sorted(draft.items.values_list("position", flat=True)) == [2, 3, 4]


def test_only_a_draft_is_changed_or_dropped():
    handover = issued()
    for act in (
        lambda: change_draft(handover.pk, occasion(), version=version_of(handover), actor=keeper()),
        lambda: add_unit(handover.pk, "X", actor=keeper()),
        lambda: remove_unit(handover.pk, 1, actor=keeper()),
        lambda: drop_draft(handover.pk, actor=keeper()),
    ):
        with pytest.raises(NotDraftError):
            act()


def test_dropped_draft_sets_its_unit_free():
    draft = draft_with_unit()
    serial = draft.items.get().unit.serial_number
    drop_draft(draft.pk, actor=keeper())
    assert drafted(DecreeRecipientFactory(), serial).items.count() == 1


def test_stale_change_is_refused():
    draft = HandoverFactory()
    version = version_of(draft)
    change_draft(draft.pk, occasion(), version=version, actor=keeper())
    with pytest.raises(StaleError):
        change_draft(draft.pk, occasion(place="lain"), version=version, actor=keeper())


def test_change_sent_twice_is_made_once():
    draft, wanted = HandoverFactory(), occasion(place="Aula baru")
    version = version_of(draft)
    first = change_draft(draft.pk, wanted, version=version, actor=keeper())
    second = change_draft(draft.pk, wanted, version=version, actor=keeper())
    assert version_of(second) == version_of(first) != version


def test_draft_does_not_follow_to_a_line_that_has_one_already():
    draft = HandoverFactory()
    later = DecreeFactory(amends=draft.recipient.decree)
    HandoverFactory(recipient=DecreeRecipientFactory(decree=later, registration=draft.registration))
    with pytest.raises(AlreadyDraftedError, match="sudah punya BAST atau drafnya"):
        change_draft(draft.pk, occasion(), version=version_of(draft), actor=keeper())


def test_draft_follows_the_decree_that_amends_its_own():
    draft = HandoverFactory()
    later = DecreeFactory(amends=draft.recipient.decree)
    line = DecreeRecipientFactory(decree=later, registration=draft.registration)
    DecreeFactory(amends=later, in_force_from=DAY + timedelta(days=9))
    assert change_draft(draft.pk, occasion(), version=version_of(draft), actor=keeper()).recipient == line


def test_drafts_for_all_are_made_together_and_once():
    lines = DecreeRecipientFactory.create_batch(3, decree=DecreeFactory())
    serials = {line.pk: [available_unit().serial_number] for line in lines}
    made = create_drafts(serials, occasion(), submission=SENT, actor=keeper())
    again = create_drafts(serials, occasion(), submission=SENT, actor=keeper())
    assert {one.pk for one in made} == {one.pk for one in again}
    assert Handover.objects.count() == 3


def test_one_bad_line_makes_none_and_is_named():
    good, bad = DecreeRecipientFactory.create_batch(2, decree=DecreeFactory())
    serials = {good.pk: [available_unit().serial_number], bad.pk: ["X-9"]}
    with pytest.raises(DraftsRefusedError) as refusal:
        create_drafts(serials, occasion(), submission=SENT, actor=keeper())
    assert list(refusal.value.by_line) == [bad.pk]
    assert "X-9" in refusal.value.by_line[bad.pk]
    assert not Handover.objects.exists()


def test_suggestion_gives_each_line_another_free_unit_of_each_kind():
    lines, kind = DecreeRecipientFactory.create_batch(3, decree=DecreeFactory()), EquipmentType.objects.get()
    draft_with_unit()
    UnitFactory()
    free = [available_unit(serial_number=f"JM-{n}").serial_number for n in (2, 1)]
    found = suggest(lines, [kind.pk])
    assert found == {(lines[0].pk, kind.pk): "JM-1", (lines[1].pk, kind.pk): "JM-2"}
    assert set(found.values()) == set(free)


def test_who_awaits_a_bast():
    clerk, decree = keeper(), DecreeFactory()
    ready = DecreeRecipientFactory(decree=decree)
    DecreeRecipientFactory(decree=decree, registration=RegistrationFactory(accepted=True))
    HandoverFactory(recipient=DecreeRecipientFactory(decree=decree))
    issued()
    again = voided().recipient
    early = DecreeRecipientFactory(decree=DecreeFactory(in_force_from=DAY + timedelta(days=1)))
    assert set(awaiting(clerk, DAY)) == {ready, again}
    assert early in awaiting(clerk, DAY + timedelta(days=1))


def test_amending_decree_asks_nobody_twice():
    first = issued()
    later = DecreeFactory(amends=first.recipient.decree)
    DecreeRecipientFactory(decree=later, registration=first.registration)
    new = DecreeRecipientFactory(decree=later, registration=graduate(RegistrationFactory(accepted=True)))
    assert list(awaiting(keeper(), DAY)) == [new]


def test_limited_keeper_sees_only_the_own_kecamatan():
    near = TrainingSessionFactory(kelurahan=kelurahan("Mentaos"))
    line = DecreeRecipientFactory(registration=graduate(RegistrationFactory(accepted=True, session=near)))
    DecreeRecipientFactory()
    limited = UserFactory(role="pengurus_barang", limited_to=[kecamatan("Banjarbaru Utara")])
    assert list(awaiting(limited, DAY)) == [line]
    assert not awaiting(UserFactory(role="petugas"), DAY).exists()


def test_limited_keeper_touches_only_the_own_kecamatan():
    draft, near = draft_with_unit(), UserFactory(role="pengurus_barang", limited_to=[kecamatan("Cempaka")])
    line = DecreeRecipientFactory()
    for act in (
        lambda: create_draft(line.pk, occasion(), serials=[], submission=SENT, actor=near),
        lambda: change_draft(draft.pk, occasion(), version=version_of(draft), actor=near),
        lambda: add_unit(draft.pk, "X", actor=near),
        lambda: remove_unit(draft.pk, draft.items.get().pk, actor=near),
        lambda: drop_draft(draft.pk, actor=near),
        lambda: issued(draft, actor=near),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert draft.items.count() == 1


def test_only_the_keeper_of_goods_drafts():
    draft, clerk = HandoverFactory(), UserFactory(role="verifikator")
    for act in (
        lambda: create_draft(draft.recipient_id, occasion(), serials=[], submission=SENT, actor=clerk),
        lambda: create_drafts({}, occasion(), submission=SENT, actor=clerk),
        lambda: change_draft(draft.pk, occasion(), version=version_of(draft), actor=clerk),
        lambda: add_unit(draft.pk, "X", actor=clerk),
        lambda: remove_unit(draft.pk, 1, actor=clerk),
        lambda: drop_draft(draft.pk, actor=clerk),
    ):
        with pytest.raises(PermissionDenied):
            act()
