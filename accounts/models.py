"""Who works here."""

from functools import cached_property

from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from accounts.enums import Role
from regions.models import Kecamatan
from tkm.lib.history import tracked


@tracked(exclude=["password", "last_login"])
class User(AbstractUser):
    """A person of the office; what the person may do follows from the groups (roles) and `accounts/access.py`."""

    email = models.EmailField("surel", blank=True)
    nip = models.CharField(
        "NIP", max_length=18, blank=True, validators=[RegexValidator(r"^\d{18}$", "NIP terdiri dari 18 digit.")]
    )
    position = models.CharField("jabatan", max_length=120, blank=True)
    kecamatan = models.ManyToManyField(
        Kecamatan,
        verbose_name="terbatas pada kecamatan",
        blank=True,
        help_text="Kosong: semua kecamatan. Diisi: hanya angkatan yang tempatnya di kecamatan ini.",
    )

    class Meta(AbstractUser.Meta):
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        constraints = [
            models.UniqueConstraint(
                fields=["nip"],
                condition=~Q(nip=""),
                name="user_nip_unique",
                violation_error_message="NIP ini sudah dipakai pengguna lain.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The user's roles; one query per request."""
        names = self.groups.values_list("name", flat=True)
        return frozenset(Role(name) for name in names if name in Role.values)

    @cached_property
    def kecamatan_ids(self) -> frozenset[int]:
        """The kecamatan the user is limited to; empty means all."""
        return frozenset(self.kecamatan.values_list("pk", flat=True))

    @property
    def role_label(self) -> str:
        """What stands under the name in the rail: the office's title, else the roles."""
        return self.position or ", ".join(role.label for role in Role if role in self.roles)


@tracked()
class UserRole(User.groups.through):  # type: ignore[name-defined,misc]
    """Who holds which role: the table behind `User.groups`, named so that its rows leave events too."""

    class Meta:
        proxy = True
        verbose_name = "peran"
        verbose_name_plural = "peran"


@tracked()
class UserKecamatan(User.kecamatan.through):  # type: ignore[name-defined,misc]
    """To which kecamatan a user is limited: the table behind `User.kecamatan`."""

    class Meta:
        proxy = True
        verbose_name = "kecamatan"
        verbose_name_plural = "kecamatan"
