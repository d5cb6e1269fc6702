"""Who works here."""

from functools import cached_property

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts import triggers
from accounts.enums import LogInOutcome, Role
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
    must_change_password = models.BooleanField(
        "harus mengganti kata sandi",
        default=False,
        help_text="Sampai diganti, tidak ada halaman lain yang terbuka bagi pengguna ini.",
    )
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

    @cached_property
    def has_second_factor(self) -> bool:
        """Whether a log-in asks for a code or a passkey beside the password; recovery codes alone are none."""
        held = Authenticator.objects.filter(user_id=self.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return bool(held.exists())

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


class SignIn(AbstractBaseSession):
    """One browser: the row of its session, with whose it is, since when and where, as `/akun/` tells it.

    `session_key` opens the session to whoever knows it, so it is shown nowhere and stands in no address.
    """

    id = models.BigAutoField(primary_key=True)
    session_key = models.CharField("kunci sesi", max_length=40, unique=True, editable=False)
    session_data = models.TextField("isi sesi", editable=False)
    user = models.ForeignKey(
        User, models.CASCADE, null=True, editable=False, related_name="sign_ins", verbose_name="pengguna"
    )
    since = models.DateTimeField("masuk sejak", default=timezone.now, editable=False)
    seen_at = models.DateTimeField("terakhir dipakai", default=timezone.now, editable=False)
    device = models.CharField("perangkat", max_length=60, editable=False)
    address = models.CharField("alamat jaringan", max_length=45, editable=False)

    objects = BaseSessionManager()  # type: ignore[misc]  # as in Django's own Session

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "perangkat yang masuk"
        verbose_name_plural = "perangkat yang masuk"
        ordering = ["-seen_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.device or 'Perangkat tidak dikenal'}, {self.address or 'alamat tidak dikenal'}"


class LogInAttempt(models.Model):
    """Somebody got in, or tried to. Never what was typed: it may be a password in the wrong field."""

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="log_in_attempts", verbose_name="pengguna")
    at = models.DateTimeField("waktu", db_index=True)
    outcome = models.CharField("hasil", max_length=16, choices=LogInOutcome)
    device = models.CharField("perangkat", max_length=60)
    address = models.CharField("alamat jaringan", max_length=45)

    class Meta:
        verbose_name = "percobaan masuk"
        verbose_name_plural = "percobaan masuk"
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="log_in_outcome_is_known", condition=Q(outcome__in=LogInOutcome.values))
        ]
        triggers = [triggers.ATTEMPT_NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.user or 'Nama tidak dikenal'}: {self.get_outcome_display()}"


class FactorReset(models.Model):
    """An administrator took away a lost second factor; without one, it was done at the server itself."""

    user = models.ForeignKey(User, models.PROTECT, related_name="factor_resets", verbose_name="pengguna")
    at = models.DateTimeField("waktu")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    reason = models.CharField("alasan", max_length=200)

    class Meta:
        verbose_name = "penghapusan verifikasi dua langkah"
        verbose_name_plural = "penghapusan verifikasi dua langkah"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="factor_reset_has_a_reason", condition=~Q(reason=""))]
        triggers = [triggers.RESET_NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
