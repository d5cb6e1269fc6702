"""What allauth asks us: nobody signs up by themselves, and refusals speak our words."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Nama pengguna atau kata sandi tidak cocok. Periksa huruf besar dan kecilnya.",
        "too_many_login_attempts": "Terlalu banyak percobaan masuk. Tunggulah lima menit, lalu coba sekali lagi.",
        "account_inactive": "Akun ini sudah dinonaktifkan. Hubungi administrator.",
        "enter_current_password": "Kata sandi sekarang tidak cocok. Ketik sekali lagi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
