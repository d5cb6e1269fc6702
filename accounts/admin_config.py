"""Django's admin with our site (in a file of its own: an apps.py may hold one config only)."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig

from tkm.lib.sentences import say_it_our_way


class AdminConfig(DjangoAdminConfig):
    default_site = "accounts.site.AdminSite"

    def ready(self) -> None:
        """First of all apps to be ready: the forms that the administration brings in already speak our way."""
        say_it_our_way()
        super().ready()
