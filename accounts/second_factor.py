"""Who needs more than a password, and what happens when that is lost."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from accounts.access import Action, require
from accounts.enums import Role
from accounts.models import FactorReset, SignIn, User
from tkm.lib.errors import DomainError

# Who gives rights or gives away goods: a stolen password alone must not do for these.
REQUIRED_OF = frozenset({Role.ADMINISTRATOR, Role.PENGURUS_BARANG})


class NoFactorError(DomainError):
    def __init__(self, user: User) -> None:
        super().__init__(f"{user} tidak memakai verifikasi dua langkah. Tidak ada yang dihapus.")


class NoReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis alasannya, misalnya: HP hilang, dilaporkan langsung.", field="reason")


def must_set_up(user: User) -> bool:
    """Whether nothing else is open to the user until a second factor is there."""
    return settings.SECOND_FACTOR_REQUIRED and bool(REQUIRED_OF & user.roles) and not user.has_second_factor


def reset_factor(user_id: int, *, reason: str, at: datetime, actor: User) -> FactorReset:
    """An administrator takes away the code, passkeys and spare codes of somebody who lost them.

    Raises NoFactorError, NoReasonError.
    """
    require(actor, Action.ADMINISTER)
    return _reset(user_id, reason, at, actor)


def reset_factor_at_server(user_id: int, *, reason: str, at: datetime) -> FactorReset:
    """The same for the last administrator, by somebody who may run commands on the server, and so may do anything."""
    return _reset(user_id, reason, at, None)


@transaction.atomic
def _reset(user_id: int, reason: str, at: datetime, by: User | None) -> FactorReset:
    user = User.objects.select_for_update(of=("self",), no_key=True).get(pk=user_id)
    if not reason.strip():
        raise NoReasonError
    held = Authenticator.objects.filter(user=user)
    if not held.exists():
        raise NoFactorError(user)
    held.delete()
    SignIn.objects.filter(user=user).delete()
    return FactorReset.objects.create(user=user, at=at, by=by, reason=reason.strip())
