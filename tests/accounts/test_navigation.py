"""The rail: what each role may enter, and where the reader is."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from tests.training.factories import TrainingSessionFactory

pytestmark = pytest.mark.django_db
EVERYBODY = ["Beranda", "Pelatihan", "Peserta", "SK penerima", "Barang", "Serah terima"]
CLERKS = ["Beranda", "Pelatihan", "Peserta", "Pendaftaran", "SK penerima", "Barang", "Serah terima", "Laporan"]
SHOWN = {
    Role.PETUGAS: CLERKS,
    Role.VERIFIKATOR: CLERKS,
    Role.INSTRUKTUR: [*EVERYBODY, "Laporan"],
    Role.PENGURUS_BARANG: [*EVERYBODY, "Laporan"],
    Role.PEJABAT: [*EVERYBODY, "Laporan"],
    Role.ADMINISTRATOR: [*EVERYBODY, "Administrasi"],
}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_may_enter(login, role: Role):
    entries = login(role).get(reverse("home")).context["navigation"]
    assert [entry.label for entry in entries] == SHOWN[role]


@pytest.mark.parametrize(
    ("name", "here"), [("session-detail", "Pelatihan"), ("session-report", "Laporan"), ("meeting-list", "Pelatihan")]
)
def test_a_report_stands_among_the_reports(login, name: str, here: str):
    answer = login("pejabat").get(reverse(name, args=[TrainingSessionFactory().code]))
    assert [entry.label for entry in answer.context["navigation"] if entry.is_current] == [here]
