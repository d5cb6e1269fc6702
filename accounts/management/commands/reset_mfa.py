"""`manage.py reset_mfa NAME`: the way in for the last administrator who lost phone and spare codes."""

from typing import Any

import pghistory
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.second_factor import reset_factor_at_server
from tkm.lib.errors import DomainError


class Command(BaseCommand):
    help = "Menghapus verifikasi dua langkah seorang pengguna yang kehilangannya; tercatat dengan alasannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna")
        parser.add_argument("--reason", default="perintah reset_mfa di server", help="alasan yang dicatat")

    def handle(self, *, username: str, reason: str, **options: Any) -> None:
        user = User.objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"Tidak ada pengguna bernama {username}.")
        try:
            with pghistory.context(source="perintah reset_mfa"):
                reset_factor_at_server(user.pk, reason=reason, at=timezone.now())
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user} masuk lagi dengan kata sandi saja, lalu memasang verifikasi dua langkah yang baru.")
