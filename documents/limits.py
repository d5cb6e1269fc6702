"""How often anybody may ask a public page: counted in the shared cache, so that all workers count together."""

from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from tkm.lib.db import advisory_lock

SPACE = "batas"


@dataclass(frozen=True, slots=True)
class Limit:
    """`amount` questions of one kind within `seconds`, for each who asks or each thing that is asked about."""

    name: str
    amount: int
    seconds: int


class TooOftenError(Exception):
    """`retry_after` tells in how many seconds the next question is free."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


def limit(name: str) -> Limit:
    """The limit of that name in the settings (VERIFICATION_LIMITS)."""
    return Limit(name, *settings.VERIFICATION_LIMITS[name])


def count(limited: Limit, whom: str, *, at: datetime) -> None:
    """Count one more question of `whom`; the counts of all workers wait for each other. Raises TooOftenError.

    What is refused is not counted: who waits as long as told is answered.
    """
    key = f"{SPACE}:{limited.name}:{salted_hmac(SPACE, whom).hexdigest()[:32]}"
    now = at.timestamp()
    with transaction.atomic():
        advisory_lock(SPACE, key)
        recent = [asked for asked in cache.get(key, []) if asked > now - limited.seconds]
        if len(recent) >= limited.amount:
            raise TooOftenError(max(1, round(recent[-limited.amount] + limited.seconds - now)))
        cache.set(key, [*recent, now], limited.seconds)


def address_of(request: HttpRequest) -> str:
    """Where a visitor is, behind as many proxies as the settings trust; of IPv6 the network of one household."""
    address: str = get_adapter().get_client_ip(request)
    known = ip_address(address)
    return str(IPv6Network((known, 64), strict=False)) if isinstance(known, IPv6Address) else address
