"""The app's name in the administration."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Pengguna"

    def ready(self) -> None:
        """Every app says in its `told.py` in which words its history is told."""
        autodiscover_modules("told")
