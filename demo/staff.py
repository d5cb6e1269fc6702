"""The invented people of the office, one per role and a second where two must act, and what they need at hand."""

from dataclasses import dataclass
from datetime import date
from itertools import count

import pghistory
from django.conf import settings
from django.contrib.auth.models import Group

from accounts.enums import Role
from accounts.models import User
from documents.models import Signatory
from equipment.models import EquipmentType
from training.models import FundingSource, Instructor, Program

# user name, first and last name, NIP, what stands under the name, role
PEOPLE = (
    ("petugas", "Rina", "Marlina", "199203142019032005", "Petugas pendaftaran", Role.PETUGAS),
    ("verifikator", "Muhammad", "Arsyad", "198511022010011004", "Verifikator", Role.VERIFIKATOR),
    ("verifikator2", "Norhidayah", "", "198907212014022003", "Verifikator", Role.VERIFIKATOR),
    ("instruktur", "Hj. Noorjannah", "", "", "Instruktur menjahit", Role.INSTRUKTUR),
    ("pengurus_barang", "Syahrani", "", "198402092009031002", "Pengurus barang", Role.PENGURUS_BARANG),
    ("pejabat", "H. Akhmad", "Fauzi", "197506172000031003", "Kepala Bidang", Role.PEJABAT),
    ("pejabat2", "Hj. Raihanah", "", "197109281997032001", "Sekretaris Dinas", Role.PEJABAT),
    ("administrator", "Budi", "Hartono", "199012052015021001", "Administrator", Role.ADMINISTRATOR),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """Who does what in the story, and the reference data it stands on."""

    clerk: User
    verifier: User
    second_verifier: User
    teacher: User
    storekeeper: User
    official: User
    program: Program
    funding: FundingSource
    instructor: Instructor
    machine: EquipmentType
    signatory: Signatory


_steps = count(1)


def acting(user: User) -> User:
    """`user`, who is told in the history as the author of what comes next: one act, though all is one transaction."""
    pghistory.context(user=user.pk, name=str(user), step=next(_steps))
    return user


def set_up_office() -> Office:
    """Make the users and the reference data; what is there already stays as it is."""
    users = {person[0]: _user(*person) for person in PEOPLE}
    program, _ = Program.objects.get_or_create(
        name="Menjahit Dasar",
        defaults={"description": "Mengukur, membuat pola, menjahit dengan mesin, menghitung harga."},
    )
    instructor, _ = Instructor.objects.get_or_create(
        user=users["instruktur"], defaults={"name": "Hj. Noorjannah", "expertise": "Menjahit busana wanita"}
    )
    return Office(
        clerk=users["petugas"],
        verifier=users["verifikator"],
        second_verifier=users["verifikator2"],
        teacher=users["instruktur"],
        storekeeper=users["pengurus_barang"],
        official=users["pejabat"],
        program=program,
        funding=FundingSource.objects.get_or_create(name="APBD")[0],
        instructor=instructor,
        machine=EquipmentType.objects.get_or_create(name="Mesin jahit portabel")[0],
        signatory=_head_of_office(),
    )


def _head_of_office() -> Signatory:
    signatory, _ = Signatory.objects.get_or_create(
        nip="197001011995031001",
        defaults={
            "name": "H. CONTOH PEJABAT, S.Sos., M.M.",
            "plain_name": "CONTOH PEJABAT",
            "rank": "Pembina Utama Muda (IV/c)",
            "position": "Kepala Dinas",
            "valid_from": date(2024, 1, 2),
        },
    )
    return signatory


def _user(username: str, first: str, last: str, nip: str, position: str, role: Role) -> User:
    """The user of that name, new ones with the demo's password and their role."""
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"first_name": first, "last_name": last, "nip": nip, "position": position}
    )
    if is_new:
        user.set_password(settings.DEMO_PASSWORD)
        user.save(update_fields=["password"])
        user.groups.add(Group.objects.get(name=role))
    return user
