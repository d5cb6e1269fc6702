"""`manage.py seed_demo`: the demo's users and its two angkatan; run again, it adds only what is missing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.story import tell
from tkm.lib.errors import DomainError


class Command(BaseCommand):
    help = "Mengisi data contoh: pengguna demo, TKM-2025-03 yang lengkap, dan TKM-2026-07 yang sedang dibuka."

    def handle(self, **options: Any) -> None:
        if not (settings.DEMO or settings.TEST_RUN):
            raise CommandError("Data contoh hanya untuk demo. Jalankan dengan DEMO=1.")
        try:
            made = tell(timezone.localdate())
        except DomainError as error:
            raise CommandError(error.message) from error
        if options["verbosity"]:
            self.stdout.write(f"Angkatan contoh dibuat: {', '.join(made)}." if made else "Data contoh sudah ada.")
