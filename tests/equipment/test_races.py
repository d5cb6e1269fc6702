"""Two clerks at the same moment, and twenty: one machine, one person, one household, numbers without a gap."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections

from documents.models import NumberCounter, Paper, PaperNumber
from equipment.drafts import AlreadyDraftedError, LineGoneError, Occasion, change_draft, create_draft, drop_draft
from equipment.handover import hand_over, issue
from equipment.handover_checks import NotAllowedError
from equipment.handover_locks import HandoverGoneError, version_of
from equipment.models import Handover, HandoverItem
from equipment.overrides import ask_override, grant_override
from equipment.recipients import LineHasBastError, ListChange, revise_list
from equipment.scans import accept_scan, upload_scan
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.documents.samples import picture, upload
from tests.equipment.factories import DecreeRecipientFactory, HandoverFactory, draft_with_unit
from tests.equipment.walk import AT, issued, keeper, scanned, void
from tests.participants.factories import ParticipantFactory, graduated_registration
from tests.race import second_while_first_is_open
from tests.training.factories import DAY
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db(transaction=True)
UUIDS = [UUID(int=n) for n in (1, 2)]


def draft_for(participant, unit=None):
    line = DecreeRecipientFactory(registration=graduated_registration(participant=participant))
    if unit is None:
        return draft_with_unit(recipient=line)
    draft = HandoverFactory(recipient=line)
    draft.items.create(unit=unit)
    return draft


def race(first, second):
    """Both issued at the same moment; what came of the second."""
    clerk = keeper()

    def call(draft):
        return lambda: issue(draft.pk, version=version_of(draft), on=DAY, at=AT, actor=clerk)

    outcome = second_while_first_is_open(call(first), call(second))
    assert isinstance(outcome, NotAllowedError)
    assert PaperNumber.objects.filter(kind="bast").count() == 1
    return outcome


def test_one_machine_goes_to_one_of_two_people():
    first = draft_with_unit()
    second = draft_for(ParticipantFactory(), unit=first.items.get().unit)
    assert race(first, second).condition.code == "units"
    assert HandoverItem.objects.get(is_binding=True).handover == first


def test_one_person_gets_one_of_two_machines():
    person = ParticipantFactory()
    assert race(draft_for(person), draft_for(person)).condition.code == "aid"


def test_one_household_gets_one_of_two_machines():
    first = ParticipantFactory()
    second = ParticipantFactory(kk_number=first.kk_number)
    assert race(draft_for(first), draft_for(second)).condition.code == "aid"


def test_two_clerks_issuing_the_same_draft_give_one_number():
    draft, clerk = draft_with_unit(), keeper()
    version = version_of(draft)
    call = lambda: issue(draft.pk, version=version, on=DAY, at=AT, actor=clerk)  # noqa: E731
    outcome = second_while_first_is_open(call, call)
    assert outcome.number == PaperNumber.objects.get(kind="bast")
    assert Paper.objects.count() == 1


def test_household_corrected_meanwhile_is_looked_at_again():
    draft, clerk = draft_with_unit(), keeper()
    person, version = draft.registration.participant, version_of(draft)

    def correct():
        person.kk_number = "6372041203159995"
        person.save(update_fields=["kk_number"])

    outcome = second_while_first_is_open(correct, lambda: issue(draft.pk, version=version, on=DAY, at=AT, actor=clerk))
    assert isinstance(outcome, StaleError)
    assert not PaperNumber.objects.filter(kind="bast").exists()


def test_two_clerks_drafting_for_one_line_make_one_draft():
    line, clerk = DecreeRecipientFactory(), keeper()
    occasion = Occasion("Aula", DAY, draft_with_unit().signatory)

    def draft(n):
        return lambda: create_draft(line.pk, occasion, serials=[], submission=UUIDS[n], actor=clerk)

    assert isinstance(second_while_first_is_open(draft(0), draft(1)), AlreadyDraftedError)


def take_off(line, verifier):
    version = line.decree.updated_at.isoformat()
    return lambda: revise_list(line.decree_id, ListChange(removed=[line.pk]), version=version, actor=verifier)


def test_line_taken_off_meanwhile_gets_no_draft():
    line, clerk, verifier = DecreeRecipientFactory(), keeper(), UserFactory(role="verifikator")
    occasion = Occasion("Aula", DAY, SignatoryFactory())
    outcome = second_while_first_is_open(
        take_off(line, verifier),
        lambda: create_draft(line.pk, occasion, serials=[], submission=UUIDS[0], actor=clerk),
    )
    assert isinstance(outcome, LineGoneError)
    assert str(line.registration.participant) in outcome.message


def test_line_drafted_meanwhile_stays_on_the_list():
    line, clerk, verifier = DecreeRecipientFactory(), keeper(), UserFactory(role="verifikator")
    occasion = Occasion("Aula", DAY, SignatoryFactory())
    outcome = second_while_first_is_open(
        lambda: create_draft(line.pk, occasion, serials=[], submission=UUIDS[0], actor=clerk),
        take_off(line, verifier),
    )
    assert isinstance(outcome, LineHasBastError)
    assert Handover.objects.get().recipient == line


@pytest.mark.parametrize("rule", ["issue", "drop", "change"])
def test_draft_deleted_meanwhile_is_said_to_be_gone(rule):
    draft, clerk = draft_with_unit(), keeper()
    version, occasion = version_of(draft), Occasion("Aula", DAY, draft.signatory)
    rules = {
        "issue": lambda: issue(draft.pk, version=version, on=DAY, at=AT, actor=clerk),
        "drop": lambda: drop_draft(draft.pk, actor=clerk),
        "change": lambda: change_draft(draft.pk, occasion, version=version, actor=clerk),
    }
    outcome = second_while_first_is_open(lambda: drop_draft(draft.pk, actor=clerk), rules[rule])
    assert isinstance(outcome, HandoverGoneError)


def test_granted_meanwhile_is_not_asked_away():
    draft, clerk, other, boss = draft_with_unit(), keeper(), keeper(), UserFactory(role="pejabat")
    kind = draft.items.get().unit.procurement.type
    asked = ask_override(draft.registration_id, kind, reason="rusak", actor=clerk)
    outcome = second_while_first_is_open(
        lambda: grant_override(asked.pk, version=asked.version, at=AT, actor=boss),
        lambda: ask_override(draft.registration_id, kind, reason="dijual", actor=other),
    )
    assert (outcome.reason, outcome.asked_by, outcome.granted_by) == ("rusak", clerk, boss)


def test_bast_voided_meanwhile_is_not_handed_over():
    handover, boss, clerk = issued(), UserFactory(role="pejabat"), keeper()
    version = version_of(handover)
    outcome = second_while_first_is_open(
        lambda: void(handover, where="available", actor=boss),
        lambda: hand_over(handover.pk, handed_over_on=DAY, version=version, on=DAY, actor=clerk),
    )
    assert "tidak dapat diserahkan" in outcome.message


def test_scan_replaced_meanwhile_is_not_accepted_unseen():
    handover, clerk, checker = scanned(), keeper(), UserFactory(role="verifikator")
    outcome = second_while_first_is_open(
        lambda: upload_scan(handover.pk, upload(picture()), at=AT, actor=clerk),
        lambda: accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=checker),
    )
    assert isinstance(outcome, StaleError)


def test_twenty_at_once_with_failures_in_between_leave_no_gap():
    """Every third draft cannot be printed, which is noticed after its number was taken."""
    clerk = keeper()
    drafts = [draft_with_unit() for _ in range(20)]
    for draft in drafts[::3]:
        Handover.objects.filter(pk=draft.pk).update(place="Aula \U00013000")
    versions = {draft.pk: version_of(draft) for draft in drafts}

    def attempt(draft):
        try:
            return issue(draft.pk, version=versions[draft.pk], on=DAY, at=AT, actor=clerk).number.sequence
        except Exception as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as pool:
        outcomes = list(pool.map(attempt, drafts))
    numbers = sorted(outcome for outcome in outcomes if isinstance(outcome, int))
    assert numbers == list(range(1, 14))
    assert Counter(outcome for outcome in outcomes if isinstance(outcome, str)) == {"UnprintableError": 7}
    assert NumberCounter.objects.get(kind="bast").last == 13
    assert Paper.objects.count() == 13
