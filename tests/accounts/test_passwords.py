"""A new password is judged, and the page says so in words of its own."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
OLD = "perahu-jukung-1"
PERSON = {"username": "rahmawati", "first_name": "Siti", "last_name": "Rahmawati", "nip": "199203142019032005"}


def change(login, password: str):
    user = UserFactory(role="petugas", **PERSON)
    user.set_password(OLD)
    user.save()
    typed = {"oldpassword": OLD, "password1": password, "password2": password}
    return login(user=user).post(reverse("account_change_password"), typed)


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("rahmawati1", "terlalu mirip"),
        ("199203142019", "terlalu mirip"),
        ("password123", "terlalu umum"),
        ("pendek", "8"),
    ],
)
def test_a_weak_password_is_refused_in_words(login, password: str, sentence: str):
    answer = change(login, password)
    assert sentence in " ".join(answer.context["form"].errors["password1"])
    assert User.objects.get(username="rahmawati").check_password(OLD)


def test_the_page_says_beforehand_what_will_do(login):
    html = login("petugas").get(reverse("account_change_password")).content.decode()
    assert "tidak boleh mirip dengan nama, nama pengguna, atau NIP Anda" in html
    assert "yang dipakai banyak orang" in html


def test_a_good_password_is_taken(login):
    assert change(login, "sungai-martapura-7").status_code == 302
    assert User.objects.get(username="rahmawati").check_password("sungai-martapura-7")
