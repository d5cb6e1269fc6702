"""What allauth asks us: nobody signs up by themselves, refusals speak our words, and every log-in is noted."""

import base64
import hashlib
import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.backends import find_user
from accounts.enums import LogInOutcome
from accounts.kept_forms import drop_foreign
from accounts.log_ins import record_attempt
from accounts.models import User

NAME = "TKM Banjarbaru"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya.",
        "too_many_login_attempts": "Terlalu banyak percobaan masuk. Tunggulah lima menit, lalu coba sekali lagi.",
        "rate_limited": "Terlalu banyak percobaan. Tunggulah lima menit, lalu coba sekali lagi.",
        "account_inactive": "Akun ini sudah dinonaktifkan. Hubungi administrator.",
        "enter_current_password": "Kata sandi sekarang tidak cocok. Ketik sekali lagi.",
        "incorrect_password": "Kata sandi tidak cocok. Ketik sekali lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        user = find_user(credentials.get("username") or "")
        record_attempt(request, user, LogInOutcome.WRONG_PASSWORD, at=timezone.now())

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        drop_foreign(request.session, user.pk)
        record_attempt(request, user, LogInOutcome.SIGNED_IN, at=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """One's own change, which answers the administrator's wish for it."""
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who logged in just now is not asked for the same password a second time."""
        records = get_authentication_records(self.request, self.request.user)
        is_fresh = bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
        return not is_fresh and bool(super().is_reauthentication_required(app=app, **kwargs))


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor by our name, its secrets unreadable in a stolen copy of the database."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_generate_recovery_codes": "Kode cadangan ada setelah aplikasi kode atau kunci sandi dipasang.",
        "incorrect_code": "Kode itu tidak cocok atau sudah dipakai. Tunggu kode berikutnya, lalu coba lagi.",
    }

    def get_totp_label(self, user: User) -> str:
        return user.username

    def get_totp_issuer(self) -> str:
        return NAME

    def _get_site_name(self) -> str:
        return NAME

    def _get_user_identifier(self, user: User) -> str:
        return user.username

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Kunci sandi {held + 1}"

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was written under a SECRET_KEY that is gone reads as a secret that nobody has: no code fits it."""
        try:
            return _cipher().decrypt(encrypted_text).decode()
        except InvalidToken:
            return str(generate_totp_secret())


def _cipher() -> MultiFernet:
    keys = (hashlib.sha256(f"second factor {key}".encode()).digest() for key in _secret_keys())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _secret_keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
