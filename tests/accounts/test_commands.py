"""The first administrator of an office."""

import pytest
from django.core.management import CommandError, call_command

from accounts.access import Action, may
from accounts.management.commands import create_administrator
from accounts.models import User
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
GOOD = "sungai-riam-kanan"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """`typed(first, second)`: what the person at the terminal answers."""

    def answer(*passwords: str) -> None:
        monkeypatch.setattr(create_administrator, "getpass", lambda prompt, left=list(passwords): left.pop(0))

    return answer


def test_an_administrator_is_made_with_the_typed_password(typed):
    typed(GOOD, GOOD)
    call_command("create_administrator", "rina", verbosity=0)
    user = User.objects.get(username="rina")
    assert user.check_password(GOOD)
    assert may(user, Action.ADMINISTER)


def test_somebody_known_gets_the_role_and_keeps_the_password(typed):
    user = UserFactory(username="rina", role="petugas")
    typed()
    call_command("create_administrator", "rina", verbosity=0)
    assert {group.name for group in user.groups.all()} == {"petugas", "administrator"}


@pytest.mark.parametrize(
    ("name", "passwords", "sentence"),
    [
        ("rina", (GOOD, "lain"), "tidak sama"),
        ("rina", ("12345", "12345"), "pendek"),
        ("rina marlina", (GOOD, GOOD), "nama pengguna"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_made(typed, name: str, passwords: tuple[str, str], sentence: str):
    typed(*passwords)
    with pytest.raises(CommandError, match=sentence):
        call_command("create_administrator", name)
    assert not User.objects.exists()
