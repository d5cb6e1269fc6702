"""The app's name in the administration, the words of history, and the log-in that stamps its session."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Pengguna"

    def ready(self) -> None:
        """Every app says in its `told.py` in which words its history is told."""
        autodiscover_modules("told")
        user_logged_in.connect(import_module("accounts.sign_ins").stamp, dispatch_uid="sign_in_stamp")
        import_module("accounts.factor_signals")
