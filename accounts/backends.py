"""Logging in by user name or NIP; and the administrator's rights inside /admin/."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.contrib.auth.backends import BaseBackend
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Model, OuterRef, Q
from django.http import HttpRequest

from accounts.access import Action, may
from accounts.enums import Role
from accounts.models import User

FACTORS = Authenticator.objects.filter(user=OuterRef("pk")).exclude(type=Authenticator.Type.RECOVERY_CODES)


def is_nip(typed: str) -> bool:
    digits = typed.replace(" ", "")
    return len(digits) == 18 and digits.isdigit()


def find_user(typed: str) -> User | None:
    """Whom the name or NIP typed at the log-in means."""
    if "\0" in typed:
        return None
    if is_nip(typed) and (found := User.objects.filter(nip=typed.replace(" ", "")).first()):
        return found
    return User.objects.filter(username__iexact=typed).first()


class NipOrUsername(AuthenticationBackend):  # type: ignore[misc]
    """18 digits, with or without blanks, are a NIP; anything else is a user name."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> User | None:
        typed = credentials.get("username") or ""
        if is_nip(typed) and (found := find_user(typed)):
            credentials["username"] = found.username
        return super().authenticate(request, **credentials)  # type: ignore[no-any-return]

    def get_user(self, user_id: Any) -> User | None:
        """The user with roles, kecamatan and second factor, which every page asks for: one query instead of four."""
        found = User.objects.annotate(
            role_names=ArrayAgg("groups__name", filter=Q(groups__isnull=False), distinct=True),
            kecamatan_keys=ArrayAgg("kecamatan", filter=Q(kecamatan__isnull=False), distinct=True),
            with_factor=Exists(FACTORS),
        )
        user = found.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.roles = frozenset(Role(name) for name in user.role_names or [] if name in Role.values)
        user.kecamatan_ids = frozenset(user.kecamatan_keys or [])
        user.has_second_factor = user.with_factor
        return user

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        """Stored Django permissions are not used: rights come from the one table."""
        return False


class AdministratorPermissions(BaseBackend):
    """Who may administer holds Django's permissions; each admin page says itself what is read-only there."""

    def has_perm(self, user_obj: Any, perm: str, obj: Model | None = None) -> bool:
        return isinstance(user_obj, User) and may(user_obj, Action.ADMINISTER)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return self.has_perm(user_obj, app_label)
