"""The demo: invented people walked through the same functions that the pages use."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"
    verbose_name = "Demo"
