"""What the database itself refuses of BASTs: each guard from both sides, by plain SQL and in bulk."""

from datetime import timedelta

import pytest
from django.db import connection

from equipment.models import Handover, HandoverItem
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperFactory, PaperNumberFactory, StoredFileFactory
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    HandoverFactory,
    ProcurementFactory,
    available_unit,
    draft_with_unit,
    issue_by_hand,
)
from tests.equipment.judged import change, refused_by, sql
from tests.equipment.walk import AT, complete, handed_over, issued, scanned, voided
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.training.factories import DAY

pytestmark = pytest.mark.django_db


def test_handover_begins_as_a_draft_also_in_bulk():
    draft = draft_with_unit()
    paper = PaperFactory()
    copy = Handover(
        recipient=DecreeRecipientFactory(),
        registration=draft.registration,
        place="Aula",
        dated_on=DAY,
        signatory=draft.signatory,
        created_by=draft.created_by,
        status="issued",
        number=paper.number,
        paper=paper,
        issued_at=AT,
        kk_number="6372041203150001",
    )
    with refused_by("handover_goes_its_way"):
        Handover.objects.bulk_create([copy])


def companions(handover):
    """For each status the columns that stand with it, so that nothing but the way there can be wrong."""
    paper = handover.paper or PaperFactory(dated_on=handover.dated_on)
    kk = handover.kk_number or handover.registration.participant.kk_number
    number = {"number": paper.number, "paper": paper, "issued_at": handover.issued_at or AT, "kk_number": kk}
    uploader = handover.scan_uploaded_by or UserFactory()
    scan = {"scan": handover.scan or StoredFileFactory(), "scan_uploaded_at": AT, "scan_uploaded_by": uploader}
    unchecked, checked = {"checked_at": None, "checked_by": None}, {"checked_at": AT, "checked_by": UserFactory()}
    not_void = {"voided_at": None, "voided_by": None, "void_reason": ""}
    nothing = {"number": None, "paper": None, "issued_at": None}
    void = {"voided_at": AT, "voided_by": UserFactory(), "void_reason": "x"}
    return {
        "draft": {**nothing, **unchecked, **not_void, "handed_over_on": None},
        "issued": {**number, **unchecked, **not_void, "handed_over_on": None},
        "handed_over": {**number, **unchecked, **not_void, "handed_over_on": handover.dated_on},
        "complete": {**number, **scan, **checked, **not_void, "handed_over_on": handover.dated_on},
        "voided": {**number, **void},
    }


WAYS = {
    "draft": (draft_with_unit, ("handed_over", "complete", "voided")),
    "issued": (issued, ("draft", "complete")),
    "handed_over": (handed_over, ("draft", "issued")),
    "complete": (complete, ("draft", "issued", "handed_over")),
    "voided": (voided, ("draft", "issued", "handed_over", "complete")),
}


@pytest.mark.parametrize(("make", "status"), [(make, status) for make, ways in WAYS.values() for status in ways])
def test_status_goes_its_way_only(make, status):
    handover = make()
    with refused_by("handover_goes_its_way"):
        change(handover, status=status, **companions(handover)[status])


def test_only_a_draft_is_deleted():
    with refused_by("handover_never_deleted"):
        sql("DELETE FROM equipment_handover WHERE id = %s", voided().pk)
    draft_with_unit().delete()
    assert not Handover.objects.filter(status="draft").exists()


def test_nobody_but_a_graduate():
    draft = draft_with_unit(recipient=DecreeRecipientFactory(registration=RegistrationFactory(accepted=True)))
    with refused_by("handover_only_to_graduates"):
        issue_by_hand(draft)


def test_household_on_the_bast_is_that_of_the_person():
    draft = draft_with_unit()
    draft.registration.participant.kk_number = "6372041203159998"
    with refused_by("handover_keeps_the_household"):
        issue_by_hand(draft)


def test_no_bast_before_a_decree_in_force_names_the_person():
    later = DecreeFactory(in_force_from=DAY + timedelta(days=1))
    early = draft_with_unit(recipient=DecreeRecipientFactory(decree=later))
    with refused_by("handover_needs_decree_in_force"):
        issue_by_hand(early)
    foreign = draft_with_unit()
    change(foreign, registration=graduated_registration())
    foreign.refresh_from_db()
    with refused_by("handover_needs_decree_in_force"):
        issue_by_hand(foreign)
    amended = draft_with_unit()
    DecreeFactory(amends=amended.recipient.decree)
    with refused_by("handover_needs_decree_in_force"):
        issue_by_hand(amended)
    issue_by_hand()


def test_units_are_reserved_and_of_a_granted_kind():
    with refused_by("handover_units_reserved"):
        issue_by_hand(HandoverFactory())
    draft = draft_with_unit()
    paper = PaperFactory(dated_on=DAY)
    values = {"status": "issued", "number": paper.number, "paper": paper, "issued_at": AT}
    with refused_by("handover_units_reserved"):
        change(draft, kk_number=draft.registration.participant.kk_number, **values)
    oven = EquipmentTypeFactory(name="Oven")
    foreign = HandoverFactory()
    foreign.items.create(unit=available_unit(procurement=ProcurementFactory(type=oven, contract_number="2")))
    with refused_by("handover_units_reserved"):
        issue_by_hand(foreign)


@pytest.mark.parametrize(
    "paper",
    [
        {"dated_on": DAY + timedelta(days=1)},
        {"dated_on": DAY, "kind": "decree"},
        {"dated_on": DAY, "number__kind": "decree"},
        {"dated_on": DAY, "number__voided_at": AT, "number__void_reason": "salah"},
    ],
)
def test_paper_is_a_bast_of_that_number_and_day(paper):
    draft = draft_with_unit()
    HandoverItem.objects.update(is_binding=True)
    sql("UPDATE equipment_equipmentunit SET status = 'reserved'")
    made = PaperFactory(**paper)
    kk = draft.registration.participant.kk_number
    with refused_by("handover_paper_is_its_own"):
        change(draft, status="issued", number=made.number, paper=made, issued_at=AT, kk_number=kk)


def test_paper_of_another_number_is_refused():
    handover = issued()
    with refused_by("handover_paper_is_its_own"):
        change(handover, paper=PaperFactory(dated_on=DAY))


def test_unit_is_bound_to_one_bast():
    first = issue_by_hand()
    draft = HandoverFactory()
    item = draft.items.create(unit=first.items.get().unit)
    with refused_by("item_binds_available_unit"):
        HandoverItem.objects.filter(pk=item.pk).update(is_binding=True)
    connection.check_constraints()
    sql("ALTER TABLE equipment_handoveritem DISABLE TRIGGER USER")
    with refused_by("unit_with_one_person"):
        HandoverItem.objects.filter(pk=item.pk).update(is_binding=True)


def test_unit_stands_once_on_a_bast():
    draft = draft_with_unit()
    with refused_by("handover_item_once"):
        draft.items.create(unit=draft.items.get().unit)


@pytest.mark.parametrize("make", [issued, handed_over, complete, voided])
def test_items_of_an_issued_bast_stand_still(make):
    handover = make()
    item = handover.items.get()
    with refused_by("item_of_issued_bast_frozen"):
        HandoverItem.objects.bulk_create([HandoverItem(handover=handover, unit=available_unit())])
    with refused_by("item_of_issued_bast_frozen"):
        sql("UPDATE equipment_handoveritem SET unit_id = %s WHERE id = %s", available_unit().pk, item.pk)
    with refused_by("item_of_issued_bast_frozen"):
        sql("DELETE FROM equipment_handoveritem WHERE id = %s", item.pk)


@pytest.mark.parametrize("make", [issued, handed_over, complete])
def test_unit_stays_bound_until_the_bast_is_void(make):
    with refused_by("item_stays_bound"):
        make().items.update(is_binding=False)


def test_one_bast_at_a_time_for_a_line_of_a_decree():
    first = draft_with_unit()
    with refused_by("handover_once_per_decree_line"):
        HandoverFactory(recipient=first.recipient)
    HandoverFactory(recipient=voided(issued(first)).recipient)


@pytest.mark.parametrize("make", [issued, handed_over, complete, voided])
def test_parties_and_number_of_an_issued_bast_stand_still(make):
    handover = make()
    for values in (
        {"recipient": DecreeRecipientFactory()},
        {"number": PaperNumberFactory(kind="bast")},
        {"kk_number": "6372041203159996"},
        {"issued_at": AT + timedelta(1)},
        {"created_by": UserFactory()},
    ):
        with refused_by("handover_is_frozen"):
            change(handover, **values)


@pytest.mark.parametrize("make", [handed_over, complete, voided])
def test_paper_of_a_handed_over_bast_stands_still(make):
    handover = make()
    for values in ({"place": "lain"}, {"dated_on": DAY + timedelta(1)}, {"paper": PaperFactory(dated_on=DAY)}):
        with refused_by("handover_is_frozen"):
            change(handover, **values)


def test_paper_is_not_exchanged_while_handing_over():
    handover = issued()
    with refused_by("handover_is_frozen"):
        change(handover, status="handed_over", handed_over_on=DAY, place="lain")


@pytest.mark.parametrize("make", [complete, voided])
def test_scan_of_a_finished_bast_stands_still(make):
    handover = make()
    scan = {"scan": StoredFileFactory(content=b"%PDF lain"), "scan_uploaded_at": AT, "scan_uploaded_by": UserFactory()}
    with refused_by("handover_is_frozen"):
        change(handover, **scan)


def test_reason_of_a_void_bast_stands_still():
    with refused_by("handover_is_frozen"):
        change(voided(), void_reason="lain")


def test_bast_and_its_units_agree_at_the_end():
    with refused_by("handover_agrees_with_its_units"):
        change(issued(), status="handed_over", handed_over_on=DAY)
    with refused_by("handover_agrees_with_its_units"):
        change(issued(), status="voided", voided_at=AT, voided_by=UserFactory(), void_reason="x")
    handed_over()
    connection.check_constraints()


FACTS = {
    "number in a draft": (draft_with_unit, lambda: {"issued_at": AT}, "handover_number_iff_issued"),
    "day in a draft": (draft_with_unit, lambda: {"handed_over_on": DAY}, "handover_day_iff_handed_over"),
    "no day": (issued, lambda: {"status": "handed_over"}, "handover_day_iff_handed_over"),
    "another day": (
        issued,
        lambda: {"status": "handed_over", "handed_over_on": DAY + timedelta(1)},
        "handover_on_the_day_of_its_paper",
    ),
    "scan by nobody": (
        handed_over,
        lambda: {"scan": StoredFileFactory()},
        "handover_scan_uploaded_by_somebody",
    ),
    "uploader without scan": (
        handed_over,
        lambda: {"scan_uploaded_by": UserFactory(), "scan_uploaded_at": AT},
        "handover_scan_uploaded_by_somebody",
    ),
    "complete unchecked": (scanned, lambda: {"status": "complete"}, "handover_complete_iff_scan_checked"),
    "checked incomplete": (
        scanned,
        lambda: {"checked_at": AT, "checked_by": UserFactory()},
        "handover_complete_iff_scan_checked",
    ),
    "complete without scan": (
        handed_over,
        lambda: {"status": "complete", "checked_at": AT, "checked_by": UserFactory()},
        "handover_complete_iff_scan_checked",
    ),
    "void without reason": (
        issued,
        lambda: {"status": "voided", "voided_at": AT, "voided_by": UserFactory()},
        "handover_void_has_reason",
    ),
    "reason without void": (issued, lambda: {"void_reason": "x"}, "handover_void_has_reason"),
}


@pytest.mark.parametrize(("make", "values", "constraint"), FACTS.values(), ids=FACTS.keys())
def test_facts_come_together_or_not_at_all(make, values, constraint):
    handover = make()
    with refused_by(constraint):
        change(handover, **values())


def test_scan_is_checked_by_another():
    handover = scanned()
    with refused_by("handover_scan_checked_by_another"):
        change(handover, status="complete", checked_at=AT, checked_by=handover.scan_uploaded_by)


def test_every_step_leaves_an_event():
    handover = complete()
    told = handover.events.order_by("pgh_id").values_list("pgh_label", "status")
    assert list(told) == [
        ("insert", "draft"),
        ("update", "issued"),
        ("update", "handed_over"),
        ("update", "handed_over"),
        ("update", "complete"),
    ]
    assert handover.items.get().events.filter(pgh_label="update", is_binding=True).count() == 1
