"""Django's admin with our site (in a file of its own: an apps.py may hold one config only)."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    default_site = "accounts.site.AdminSite"
