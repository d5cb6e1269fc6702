"""Between the log-in and the pages: a password to change, a second factor to set up; nothing else opens."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.urls import reverse

from accounts.enums import Role
from accounts.models import User
from accounts.second_factor import REQUIRED_OF
from tests.accounts.factories import AppFactory, UserFactory
from tests.test_settings import setting

pytestmark = pytest.mark.django_db
BEHIND = [
    "/",
    "/akun/",
    "/peserta/",
    "/barang/",
    "/admin/",
    "/admin/accounts/user/",
    "/akun/dua-langkah/kode-cadangan/",
]
OLD, NEW = "perahu-jukung-1", "sungai-martapura-7"
PART = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def office(settings):
    """As outside the demo."""
    settings.SECOND_FACTOR_REQUIRED = True


def answers_of(client) -> set[str]:
    return {client.get(url)["Location"] for url in BEHIND} | {client.post(url)["Location"] for url in BEHIND}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PENGURUS_BARANG])
def test_who_gives_rights_or_goods_away_sets_up_a_second_factor_first(login, role):
    user = UserFactory(role=role)
    client = login(user=user)
    assert answers_of(client) == {"/akun/dua-langkah/"}
    assert client.get("/peserta/", **PART)["HX-Redirect"] == "/akun/dua-langkah/"
    page = client.get("/akun/dua-langkah/")
    assert "Peran Anda memerlukannya." in page.content.decode()
    assert page.context["navigation"] == []
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    assert client.get("/")["Location"] == "/akun/dua-langkah/"  # spare codes spare nothing
    AppFactory(user=user)
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("office")
def test_the_steps_of_the_set_up_and_the_way_out_stay_open(login):
    client = login("administrator")
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        assert client.get(reverse(name))["Location"].startswith("/akun/yakinkan/")
    assert client.get("/akun/yakinkan/").status_code == 200
    assert client.get("/verifikasi/").status_code == 200
    assert client.post("/keluar/")["Location"] == "/masuk/"


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("role", sorted(set(Role) - REQUIRED_OF))
def test_the_others_may_but_need_not(login, role):
    assert login(role).get("/").status_code == 200


@pytest.mark.parametrize(("demo", "required"), [("1", "False"), ("0", "True")])
def test_only_the_demo_opens_by_password_alone(demo: str, required: str):
    assert setting("SECOND_FACTOR_REQUIRED", DEMO=demo, SECRET_KEY="k") == required
    assert django_settings.SECOND_FACTOR_REQUIRED is False  # nor do the other tests ask for it


def change(client, new: str, old: str = OLD):
    return client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})


def somebody(**kwargs) -> User:
    user = UserFactory(role="petugas", **kwargs)
    user.set_password(OLD)
    user.save(update_fields=["password"])
    return user


def test_a_password_made_by_somebody_else_is_changed_first(login):
    user = somebody(must_change_password=True)
    client = login(user=user)
    assert answers_of(client) == {"/akun/sandi/"}
    assert client.get("/peserta/", **PART)["HX-Redirect"] == "/akun/sandi/"
    assert "Buat kata sandi Anda sendiri" in client.get("/akun/sandi/").content.decode()
    assert change(client, NEW).status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.get("/").status_code == 200


def test_the_new_password_is_not_the_old_one(login):
    user = somebody(must_change_password=True)
    answer = change(login(user=user), OLD)
    assert answer.context["form"].errors["password1"] == ["Kata sandi baru harus berbeda dari kata sandi sekarang."]
    assert User.objects.get(pk=user.pk).must_change_password


def test_the_password_comes_before_the_second_factor(login, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = login(user=UserFactory(role="administrator", must_change_password=True))
    assert answers_of(client) == {"/akun/sandi/"}
    assert client.get("/akun/dua-langkah/")["Location"] == "/akun/sandi/"


def test_accounts_and_passwords_of_the_administrator_last_until_the_first_log_in(login):
    client = login("administrator")
    typed = {"username": "baru", "password1": NEW, "password2": NEW}
    client.post(reverse("admin:accounts_user_add"), typed)
    assert User.objects.get(username="baru").must_change_password
    user = somebody()
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    client.post(url, {"password1": NEW, "password2": NEW})
    assert User.objects.get(pk=user.pk).must_change_password
