"""`manage.py create_administrator NAME`: the first person who may give others their roles."""

from getpass import getpass
from typing import Any

import pghistory
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.enums import Role
from accounts.models import User


class Command(BaseCommand):
    help = "Membuat pengguna dengan peran administrator, atau memberi peran itu kepada pengguna yang sudah ada."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="nama pengguna")

    def handle(self, *, username: str, **options: Any) -> None:
        with transaction.atomic(), pghistory.context(source="perintah create_administrator"):
            user = User.objects.filter(username=username).first() or self._new(username)
            user.groups.add(Group.objects.get(name=Role.ADMINISTRATOR))
        self.stdout.write(f"{username} kini administrator.")

    def _new(self, username: str) -> User:
        """A saved user with a password that was typed twice; raises CommandError with what is wrong with either."""
        user = User(username=username)
        password = getpass("Kata sandi: ")
        if getpass("Ulangi kata sandi: ") != password:
            raise CommandError("Kedua kata sandi tidak sama.")
        try:
            user.clean_fields(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(password)
        user.save()
        return user
