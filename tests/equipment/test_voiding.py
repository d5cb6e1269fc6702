"""A void BAST keeps its number; its units go where they really are."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.access import ForbiddenError
from equipment.enums import HandoverStatus, UnitStatus
from equipment.handover import WrongStateError, hand_over
from equipment.handover_locks import version_of
from equipment.voiding import VoidWithoutReasonError, WhereaboutsUnknownError
from tests.accounts.factories import UserFactory
from tests.equipment.factories import DecreeRecipientFactory, HandoverFactory, draft_with_unit
from tests.equipment.walk import AT, complete, handed_over, issued, keeper, scanned, void, voided
from tests.participants.factories import graduated_registration
from tests.regions.factories import kecamatan
from tests.training.factories import DAY
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("make", [issued, handed_over, scanned, complete])
@pytest.mark.parametrize("where", [UnitStatus.AVAILABLE, UnitStatus.DEFECTIVE, UnitStatus.LOST])
def test_unit_goes_where_it_is_and_the_number_stays_void(make, where):
    handover = voided(make(), where=where)
    handover.refresh_from_db()
    unit = handover.items.get().unit
    assert (handover.status, handover.void_reason) == (HandoverStatus.VOIDED, "salah penerima")
    assert (unit.status, handover.items.get().is_binding) == (where, False)
    assert (handover.number.void_reason, handover.number.voided_at) == ("salah penerima", AT)
    if where == UnitStatus.DEFECTIVE:
        assert "dibatalkan: salah penerima" in unit.condition_note


def test_voided_twice_is_voided_once():
    handover = voided()
    unit = handover.items.get().unit
    again = void(handover, reason="lain", where="lost", version="lama")
    assert again.void_reason == "salah penerima"
    unit.refresh_from_db()
    assert unit.status == UnitStatus.AVAILABLE


def test_unit_and_person_are_free_for_another_bast():
    first = voided(handed_over())
    line = DecreeRecipientFactory(registration=graduated_registration(participant=first.registration.participant))
    second = HandoverFactory(recipient=line)
    second.items.create(unit=first.items.get().unit)
    assert issued(second).status == HandoverStatus.ISSUED


@pytest.mark.parametrize(
    ("reason", "where", "error"),
    [
        (" ", "available", VoidWithoutReasonError),
        ("salah", "", WhereaboutsUnknownError),
        ("salah", "written_off", WhereaboutsUnknownError),
        ("salah", "handed_over", WhereaboutsUnknownError),
    ],
)
def test_reason_and_whereabouts_are_needed(reason, where, error):
    handover = handed_over()
    unit = handover.items.get().unit
    with pytest.raises(error):
        void(handover, reason=reason, where=where)
    unit.refresh_from_db()
    assert unit.status == UnitStatus.HANDED_OVER


def test_draft_is_deleted_not_voided():
    with pytest.raises(WrongStateError, match="hapus drafnya"):
        void(draft_with_unit())


@pytest.mark.parametrize("role", ["pengurus_barang", "verifikator", "administrator"])
def test_only_a_pejabat_voids(role):
    with pytest.raises(PermissionDenied):
        void(issued(), actor=UserFactory(role=role))


def test_keeper_cannot_void_even_the_own_bast():
    clerk = keeper()
    handover = issued(actor=clerk)
    with pytest.raises(PermissionDenied):
        void(handover, actor=clerk)


def test_page_opened_before_the_handing_over_does_not_put_the_machine_back():
    handover = issued()
    opened_on = version_of(handover)
    hand_over(handover.pk, handed_over_on=DAY, version=opened_on, on=DAY, actor=keeper())
    with pytest.raises(StaleError):
        void(handover, where="available", version=opened_on)
    assert handover.items.get().unit.status == UnitStatus.HANDED_OVER


def test_limited_pejabat_voids_only_the_own_kecamatan():
    handover = issued()
    with pytest.raises(ForbiddenError):
        void(handover, where="available", actor=UserFactory(role="pejabat", limited_to=[kecamatan("Cempaka")]))
