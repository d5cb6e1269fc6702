"""`manage.py stopdb`: take the embedded database down at once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tkm import embedded


class Command(BaseCommand):
    help = "Menghentikan basis data bawaan sekarang juga, walaupun masih dipakai proses lain."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        if settings.DATABASES["default"]["ENGINE"] != "tkm.pg":
            raise CommandError("DATABASE_URL diisi: PostgreSQL itu bukan bawaan aplikasi ini dan tidak disentuh.")
        if embedded.stop(settings.POSTGRES_HOME):
            self.stdout.write("Basis data dihentikan. Perintah berikutnya yang memerlukannya menyalakannya lagi.")
        else:
            self.stdout.write("Basis data memang tidak sedang menyala.")
