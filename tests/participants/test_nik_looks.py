"""Every look at a full NIK leaves a line."""

import pytest

from accounts.access import ForbiddenError
from participants.models import NikLook
from participants.nik_looks import LookWithoutReasonError, reveal_nik
from tests.accounts.factories import UserFactory
from tests.participants.factories import ParticipantFactory

pytestmark = pytest.mark.django_db


def look(role: str, reason: str = "mencocokkan KTP") -> str:
    person = ParticipantFactory(nik="6372045708920012")
    return reveal_nik(person.pk, reason=reason, place="Halaman peserta", actor=UserFactory(role=role))


@pytest.mark.parametrize("role", ["petugas", "verifikator", "pengurus_barang"])
def test_look_is_logged_with_who_where_and_why(role):
    assert look(role) == "6372045708920012"
    logged = NikLook.objects.get()
    assert logged.user.roles == {role}
    assert (logged.place, logged.reason) == ("Halaman peserta", "mencocokkan KTP")


@pytest.mark.parametrize("role", ["instruktur", "pejabat", "administrator"])
def test_others_see_nothing_and_leave_no_line(role):
    with pytest.raises(ForbiddenError):
        look(role)
    assert not NikLook.objects.exists()


@pytest.mark.parametrize("reason", ["", "   "])
def test_no_look_without_a_reason(reason):
    with pytest.raises(LookWithoutReasonError):
        look("petugas", reason)
    assert not NikLook.objects.exists()
