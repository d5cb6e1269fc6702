"""MS and TMS: who decides, with what reason, and until when."""

import pytest

from accounts.access import ForbiddenError
from participants.enums import RegistrationStatus
from participants.transitions import ReasonMissingError, SessionOverError
from participants.verification import AlreadySelectedError, mark_eligible, mark_ineligible
from tests.accounts.factories import UserFactory
from tests.participants.factories import RegistrationFactory
from tests.regions.factories import kecamatan
from tests.training.factories import DAY
from training.enums import SessionStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return UserFactory(role="verifikator")


def test_eligible_says_who_and_when(clerk):
    registration = mark_eligible(RegistrationFactory().pk, on=DAY, actor=clerk)
    registration.refresh_from_db()
    assert (registration.status, registration.decided_on, registration.decided_by) == ("eligible", DAY, clerk)


def test_ineligible_keeps_its_reason_and_loses_it_when_mended(clerk):
    pk = RegistrationFactory().pk
    assert mark_ineligible(pk, reason="  KTP   luar kota ", on=DAY, actor=clerk).status_reason == "KTP luar kota"
    assert mark_eligible(pk, on=DAY, actor=clerk).status_reason == ""


def test_ineligible_without_reason_is_refused(clerk):
    registration = RegistrationFactory()
    with pytest.raises(ReasonMissingError):
        mark_ineligible(registration.pk, reason="  ", on=DAY, actor=clerk)
    registration.refresh_from_db()
    assert registration.status == RegistrationStatus.SUBMITTED


@pytest.mark.parametrize("trait", ["accepted", "waitlisted", "not_selected", "withdrawn", "dropped_out"])
def test_what_selection_decided_is_not_verified_again(clerk, trait):
    registration = RegistrationFactory(**{trait: True})
    with pytest.raises(AlreadySelectedError):
        mark_eligible(registration.pk, on=DAY, actor=clerk)
    with pytest.raises(AlreadySelectedError):
        mark_ineligible(registration.pk, reason="salah", on=DAY, actor=clerk)


def test_a_finished_angkatan_is_not_verified(clerk):
    registration = RegistrationFactory(session__status=SessionStatus.FINISHED)
    with pytest.raises(SessionOverError):
        mark_eligible(registration.pk, on=DAY, actor=clerk)


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifikator_decides(role):
    with pytest.raises(ForbiddenError):
        mark_eligible(RegistrationFactory().pk, on=DAY, actor=UserFactory(role=role))


def test_a_verifikator_of_another_kecamatan_does_not_decide_here():
    stranger = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    with pytest.raises(ForbiddenError):
        mark_eligible(RegistrationFactory().pk, on=DAY, actor=stranger)


def test_twice_is_once(clerk):
    pk = RegistrationFactory().pk
    first = mark_eligible(pk, on=DAY, actor=clerk)
    events = first.events.count()
    assert mark_eligible(pk, on=DAY, actor=UserFactory(role="verifikator")).decided_by == clerk
    assert first.events.count() == events
