"""What the database itself refuses of aid: one of a kind, and exceptions that serve once."""

import pytest

from equipment.models import EarlierAid, EquipmentType, WaitingOverride
from tests.accounts.factories import UserFactory
from tests.equipment.factories import (
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    available_unit,
    draft_with_unit,
    issue_by_hand,
)
from tests.equipment.judged import refused_by, sql
from tests.equipment.walk import AT, issued, voided
from tests.participants.factories import ParticipantFactory, graduated_registration
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


def second_draft(**person):
    line = DecreeRecipientFactory(registration=graduated_registration(participant=ParticipantFactory(**person)))
    return draft_with_unit(recipient=line)


def test_one_aid_of_a_kind_for_a_person_and_a_household():
    first = issue_by_hand()
    again = draft_with_unit(
        recipient=DecreeRecipientFactory(
            registration=graduated_registration(participant=first.registration.participant)
        )
    )
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(again)
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(second_draft(kk_number=first.kk_number))
    first.registration.participant.kk_number = "6372041203159997"
    first.registration.participant.save(update_fields=["kk_number"])
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(second_draft(kk_number="6372041203159997"))
    issue_by_hand(second_draft())


def test_earlier_aid_counts_until_the_waiting_period_is_over():
    draft = second_draft()
    person, kind = draft.registration.participant, EquipmentType.objects.get()
    aid = EarlierAid.objects.create(
        participant=person,
        type=kind,
        given_on=DAY.replace(year=2020, day=5),
        source="Dinsos",
        recorded_by=UserFactory(),
    )
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(draft)
    aid.given_on = DAY.replace(year=2020)
    aid.save(update_fields=["given_on"])
    issue_by_hand(draft)


def test_only_a_granted_override_lifts_the_waiting_period():
    first = issue_by_hand()
    draft = second_draft(kk_number=first.kk_number)
    override = WaitingOverride.objects.create(
        registration=draft.registration, type=EquipmentType.objects.get(), reason="hanyut", asked_by=UserFactory()
    )
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(draft)
    override.handover = draft
    override.save(update_fields=["handover"])
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(draft)
    override.granted_at, override.granted_by = AT, UserFactory()
    override.save(update_fields=["granted_at", "granted_by"])
    issue_by_hand(draft)


def test_two_units_of_a_kind_never_stand_on_one_bast():
    draft = draft_with_unit()
    draft.items.create(unit=available_unit(), position=2)
    WaitingOverride.objects.create(
        registration=draft.registration,
        type=EquipmentType.objects.get(),
        reason="hanyut",
        asked_by=UserFactory(),
        granted_at=AT,
        granted_by=UserFactory(),
        handover=draft,
    )
    with refused_by("handover_one_unit_of_a_kind"):
        issue_by_hand(draft)


def used_override():
    """An exception by which a BAST was issued, and a further draft for the same person."""
    first = issue_by_hand()
    draft = second_draft(kk_number=first.kk_number)
    override = WaitingOverride.objects.create(
        registration=draft.registration,
        type=EquipmentType.objects.get(),
        reason="hanyut",
        asked_by=UserFactory(),
        granted_at=AT,
        granted_by=UserFactory(),
        handover=draft,
    )
    issue_by_hand(draft)
    return override, draft_with_unit(recipient=DecreeRecipientFactory(registration=draft.registration))


def test_exception_is_used_once():
    override, other = used_override()
    for another in (other, None):
        with refused_by("override_used_once"):
            WaitingOverride.objects.filter(pk=override.pk).update(handover=another)
    with refused_by("handover_one_aid_of_a_kind"):
        issue_by_hand(other)
    voided(override.handover)
    WaitingOverride.objects.filter(pk=override.pk).update(handover=other)
    issue_by_hand(other)


def test_exception_is_used_for_a_draft_of_its_own_person():
    row = {"registration": graduated_registration(), "reason": "x", "asked_by": UserFactory()}
    given = issued()
    kind = EquipmentType.objects.get()
    for foreign in (draft_with_unit(), given):
        with refused_by("override_for_its_own_person"):
            WaitingOverride.objects.create(**row, type=kind, handover=foreign)
    with refused_by("override_for_its_own_person"):
        WaitingOverride.objects.create(**{**row, "registration": given.registration}, type=kind, handover=given)


def test_one_exception_of_a_kind_for_one_bast():
    override, _ = used_override()
    spare = WaitingOverride.objects.create(
        registration=override.registration, type=override.type, reason="y", asked_by=UserFactory()
    )
    voided(override.handover)
    draft = draft_with_unit(recipient=DecreeRecipientFactory(registration=override.registration))
    WaitingOverride.objects.filter(pk=override.pk).update(handover=draft)
    with refused_by("override_used_once_per_bast_and_type"):
        WaitingOverride.objects.filter(pk=spare.pk).update(handover=draft)


def test_granted_exception_stands_still():
    row = {"registration": graduated_registration(), "type": EquipmentTypeFactory(), "asked_by": UserFactory()}
    override = WaitingOverride.objects.create(**row, reason="x", granted_at=AT, granted_by=UserFactory())
    for values in (
        {"reason": "y"},
        {"asked_by": UserFactory()},
        {"type": EquipmentTypeFactory(name="Oven")},
        {"granted_by": UserFactory()},
        {"granted_at": None, "granted_by": None},
    ):
        with refused_by("override_is_frozen"):
            WaitingOverride.objects.filter(pk=override.pk).update(**values)
    with refused_by("override_is_frozen"):
        sql("DELETE FROM equipment_waitingoverride WHERE id = %s", override.pk)


def test_exception_used_with_a_reason_alone_stands_still_but_may_still_be_granted():
    draft = draft_with_unit()
    override = WaitingOverride.objects.create(
        registration=draft.registration,
        type=EquipmentType.objects.get(),
        reason="x",
        asked_by=UserFactory(),
        handover=draft,
    )
    with refused_by("override_is_frozen"):
        WaitingOverride.objects.filter(pk=override.pk).update(reason="y")
    WaitingOverride.objects.filter(pk=override.pk).update(granted_at=AT, granted_by=UserFactory())


def test_same_earlier_aid_is_recorded_once():
    row = {"participant": ParticipantFactory(), "type": EquipmentTypeFactory(), "given_on": DAY, "source": "Dinsos"}
    EarlierAid.objects.create(**row, recorded_by=UserFactory())
    with refused_by("earlier_aid_recorded_once"):
        EarlierAid.objects.create(**row, recorded_by=UserFactory())


def test_override_needs_a_reason_another_person_and_both_or_neither():
    first, asker = issue_by_hand(), UserFactory()
    row = {"registration": first.registration, "type": EquipmentType.objects.get(), "reason": "x", "asked_by": asker}
    with refused_by("override_has_reason"):
        WaitingOverride.objects.create(**{**row, "reason": ""})
    for half in ({"granted_at": AT}, {"granted_by": UserFactory()}, {"granted_at": AT, "granted_by": asker}):
        with refused_by("override_granted_by_another"):
            WaitingOverride.objects.create(**row, **half)
    WaitingOverride.objects.create(**row)
    with refused_by("override_asked_once_at_a_time"):
        WaitingOverride.objects.create(**row)
