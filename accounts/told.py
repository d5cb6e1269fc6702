"""The history of users and their rights in words; that of the city's districts too, which know of no users."""

from django.contrib.auth.models import Group

from accounts.models import User, UserKecamatan, UserRole
from regions.models import Kecamatan, Kelurahan
from tkm.lib.told import Told, Turn, tell

USERS, REGIONS = "Pengguna", "Wilayah"

tell(Kecamatan, Told.of(REGIONS, "Kec. {name}", "kecamatan"))
tell(Kelurahan, Told.of(REGIONS, "Kel. {name}", "kelurahan"))
tell(Group, Told.of(USERS, "peran {name}", "peran"))
tell(
    User,
    Told.of(
        USERS,
        "pengguna {username}",
        "pengguna",
        name="{first_name} {last_name}|{username}",
        turns=(
            Turn("is_active", False, ("menutup akun {username}", "menutup {n} akun")),
            Turn("is_active", True, ("membuka lagi akun {username}", "membuka lagi {n} akun")),
        ),
    ),
)
tell(
    UserRole,
    Told(
        kind=USERS,
        made=("memberi {user} peran {group}", "memberi {n} peran"),
        changed=("mengganti peran {user} menjadi {group}", "mengganti {n} peran"),
        gone=("mencabut peran {group} dari {user}", "mencabut {n} peran"),
        name="{group__name}",
    ),
)
tell(
    UserKecamatan,
    Told(
        kind=USERS,
        made=("membatasi {user} pada Kec. {kecamatan}", "membatasi pada {n} kecamatan"),
        changed=("mengganti batas {user} menjadi Kec. {kecamatan}", "mengganti {n} batas kecamatan"),
        gone=("mencabut batas {user} pada Kec. {kecamatan}", "mencabut {n} batas kecamatan"),
        name="{kecamatan__name}",
    ),
)
