"""The list of a decree: added, taken off, put in order; hidden people untouched, people with a BAST kept."""

import pytest

from accounts.access import ForbiddenError
from equipment.models import RecipientDecree
from equipment.recipients import LineHasBastError, ListChange, NotNameableError, Sort, nameable, revise_list
from tests.accounts.factories import UserFactory
from tests.equipment.factories import DecreeFactory, DecreeRecipientFactory, draft_with_unit, issue_by_hand
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.training.factories import TrainingSessionFactory
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db


def verifier(**kwargs):
    return UserFactory(role="verifikator", **kwargs)


def revise(decree, version=None, actor=None, **change):
    version = version or RecipientDecree.objects.get(pk=decree.pk).updated_at.isoformat()
    return revise_list(decree.pk, ListChange(**change), version=version, actor=actor or verifier())


def order(decree):
    return [(line.position, line.registration.participant.name) for line in decree.recipients.order_by("position")]


def people(decree, *names):
    session = TrainingSessionFactory()
    return [
        DecreeRecipientFactory(
            decree=decree,
            position=place,
            registration=RegistrationFactory(accepted=True, participant__name=name, session=session),
        )
        for place, name in enumerate(names, start=1)
    ]


def test_people_are_added_at_the_end_in_the_given_order():
    decree = DecreeFactory()
    people(decree, "Aisyah")
    second, third = RegistrationFactory(accepted=True), graduated_registration()
    revise(decree, added=[third.pk, second.pk, third.pk])
    assert order(decree) == [(1, "Aisyah"), (2, third.participant.name), (3, second.participant.name)]


def test_who_is_taken_off_leaves_no_gap():
    decree = DecreeFactory()
    lines = people(decree, "Aisyah", "Bahriah", "Camelia")
    revise(decree, removed=[lines[1].pk])
    assert order(decree) == [(1, "Aisyah"), (2, "Camelia")]


@pytest.mark.parametrize(
    ("who", "to", "then"), [(2, 1, "CAB"), (0, 3, "BCA"), (0, 2, "BAC"), (2, 2, "ACB"), (1, 99, "ACB")]
)
def test_a_written_place_is_the_place_taken(who, to, then):
    decree = DecreeFactory()
    lines = people(decree, "A", "B", "C")
    wanted = {line.pk: line.position for line in lines} | {lines[who].pk: to}
    revise(decree, positions=wanted)
    assert order(decree) == list(enumerate(then, start=1))


def test_the_list_is_sorted_by_name_or_number():
    decree = DecreeFactory()
    people(decree, "Camelia", "aisyah", "Bahriah")
    revise(decree, sort=Sort.NAME)
    assert [name for _, name in order(decree)] == ["aisyah", "Bahriah", "Camelia"]
    revise(decree, sort=Sort.SEAT)
    assert [name for _, name in order(decree)] == ["Camelia", "aisyah", "Bahriah"]


def test_who_is_not_lolos_any_more_is_refused():
    decree = DecreeFactory()
    for registration in (RegistrationFactory(eligible=True), RegistrationFactory(withdrawn=True)):
        with pytest.raises(NotNameableError):
            revise(decree, added=[registration.pk])
    assert not decree.recipients.exists()


def test_a_limited_verifier_adds_and_takes_off_only_the_own():
    decree, own, foreign = DecreeFactory(), RegistrationFactory(accepted=True), RegistrationFactory(accepted=True)
    [hidden] = people(decree, "Aisyah")
    limited = verifier(limited_to=[own.session.kelurahan.kecamatan])
    foreign_place = other_kelurahan(own)
    for session in (foreign.session, hidden.registration.session):
        type(session).objects.filter(pk=session.pk).update(kelurahan=foreign_place)
    with pytest.raises(NotNameableError):
        revise(decree, added=[foreign.pk], actor=limited)
    revise(decree, added=[own.pk], removed=[hidden.pk], actor=limited)
    assert [name for _, name in order(decree)] == ["Aisyah", own.participant.name]


def other_kelurahan(registration):
    own = registration.session.kelurahan
    return type(own).objects.exclude(kecamatan=own.kecamatan).order_by("pk")[0]


@pytest.mark.parametrize("bast", [draft_with_unit, issue_by_hand])
def test_who_has_a_bast_or_draft_stays(bast):
    line = bast().recipient
    with pytest.raises(LineHasBastError) as refused:
        revise(line.decree, removed=[line.pk])
    assert refused.value.field == "removed"


def test_once_a_bast_is_out_nobody_changes_place():
    line = issue_by_hand().recipient
    decree, place = line.decree, line.position
    late, later = RegistrationFactory(accepted=True), RegistrationFactory(accepted=True)
    revise(decree, added=[late.pk, later.pk])
    revise(decree, removed=[decree.recipients.get(registration=late).pk], positions={line.pk: 99}, sort=Sort.NAME)
    assert [position for position, _ in order(decree)] == [place, place + 2]


def test_a_stale_list_is_refused_and_an_equal_one_passes():
    decree = DecreeFactory()
    lines = people(decree, "A", "B")
    version = decree.updated_at.isoformat()
    revise(decree, version, removed=[lines[0].pk])
    with pytest.raises(StaleError):
        revise(decree, version, removed=[lines[1].pk])
    revise(decree, version, removed=[lines[0].pk])  # sent twice: so already
    assert order(decree) == [(1, "B")]


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifier_makes_the_list(role):
    with pytest.raises(ForbiddenError):
        revise(DecreeFactory(), actor=UserFactory(role=role))


def test_offered_are_candidates_and_graduates_not_yet_named():
    decree, session = DecreeFactory(), TrainingSessionFactory()
    named = RegistrationFactory(accepted=True, session=session)
    candidate, graduate = RegistrationFactory(accepted=True, session=session), graduated_registration(session=session)
    RegistrationFactory(waitlisted=True, session=session)
    DecreeRecipientFactory(decree=decree, registration=named)
    assert list(nameable(session, decree)) == [candidate, graduate]
