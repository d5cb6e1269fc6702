"""Users in /admin/: roles, limits, passwords; nobody is deleted, no bad input is an error page."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from accounts.models import User
from tests.accounts.factories import UserFactory
from tests.regions.factories import kecamatan

pytestmark = pytest.mark.django_db


def typed(user: User, **changes):
    roles = list(user.groups.values_list("pk", flat=True))
    return {
        "username": user.username,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "nip": user.nip,
        "position": user.position,
        "email": user.email,
        "groups": roles,
        "kecamatan": list(user.kecamatan.values_list("pk", flat=True)),
        **({"is_active": "on"} if user.is_active else {}),
        **changes,
    }


def change_url(user: User) -> str:
    return reverse("admin:accounts_user_change", args=[user.pk])


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("first_name", "Siti\0", "huruf yang tidak terlihat"),
        ("first_name", "Siti 😀", "tidak dapat dicetak"),
        ("first_name", "S" * 5_000_000, "paling banyak 150"),
        ("username", "a b", "nama pengguna"),
        ("username", "petugas\0", "huruf yang tidak terlihat"),
        ("nip", "123", "NIP terdiri dari 18 digit."),
    ],
)
def test_bad_input_is_a_sentence_and_nothing_is_saved(login, field, value, says):
    user = UserFactory(role="petugas")
    response = login("administrator").post(change_url(user), typed(user, **{field: value, "position": "Staf"}))
    assert response.status_code == 200
    errors = " ".join(response.context["adminform"].form.errors[field])
    assert says.lower() in errors.lower()
    assert 'value="Staf"' in response.content.decode()
    user.refresh_from_db()
    assert user.position == ""


def test_a_new_user_gets_roles_and_limits(login):
    groups = Group.objects.filter(name__in=["petugas", "instruktur"])
    password = "batik-sasirangan-9"
    data = {"username": "baru", "first_name": "Nor", "last_name": "Aini", "password1": password, "password2": password}
    limits = {"groups": [group.pk for group in groups], "kecamatan": [kecamatan().pk]}
    response = login("administrator").post(reverse("admin:accounts_user_add"), {**data, **limits})
    user = User.objects.get(username="baru")
    assert response.status_code == 302
    assert user.roles == {"petugas", "instruktur"}
    assert user.kecamatan_ids == {kecamatan().pk}
    assert user.check_password(password)


def test_an_administrator_does_not_lock_the_own_door(login):
    me = UserFactory(role="administrator")
    petugas = Group.objects.get(name="petugas")
    response = login(user=me).post(change_url(me), typed(me, groups=[petugas.pk], is_active=""))
    errors = response.context["adminform"].form.errors
    assert set(errors) == {"groups", "is_active"}
    me.refresh_from_db()
    assert me.is_active


def test_the_history_tells_roles_and_fields_with_who_and_where(login):
    user = UserFactory(role="petugas")
    verifikator = Group.objects.get(name="verifikator")
    client = login(user=UserFactory(role="administrator", first_name="Ahmad", last_name="Fauzi"))
    client.post(change_url(user), typed(user, position="Analis", groups=[verifikator.pk]))
    page = client.get(reverse("admin:accounts_user_history", args=[user.pk])).content.decode()
    assert "<span>Jabatan:</span> kosong → Analis" in page
    assert f"memberi {user} peran verifikator" in page
    assert f"mencabut peran petugas dari {user}" in page
    assert "Ahmad Fauzi" in page
    assert "di Administrasi" in page


def test_a_password_is_set_without_the_old_one_and_never_shown(login):
    user = UserFactory()
    url = reverse("admin:auth_user_password_change", args=[user.pk])
    client = login("administrator")
    response = client.post(url, {"password1": "batik-sasirangan-9", "password2": "batik-sasirangan-9"})
    assert response.status_code == 302
    user.refresh_from_db()
    assert user.check_password("batik-sasirangan-9")
    assert client.post(url, {"password1": "", "password2": ""}).context["form"].errors


def test_users_are_not_deleted_and_roles_are_not_edited(login):
    user = UserFactory()
    client = login("administrator")
    assert client.post(reverse("admin:accounts_user_delete", args=[user.pk])).status_code == 403
    assert client.get("/admin/auth/group/").status_code == 404


def test_the_list_costs_the_same_for_two_and_for_twenty(login, count_queries):
    client = login("administrator")
    url = reverse("admin:accounts_user_changelist")
    UserFactory.create_batch(2, role="petugas")
    client.get(url)
    few = count_queries(lambda: client.get(url))
    UserFactory.create_batch(18, role="petugas")
    assert count_queries(lambda: client.get(url)) == few


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%F0%9F%98%80", "is_active__exact=%00", "groups__id__exact=x", "p=9999999999"]
)
def test_a_mangled_address_is_no_error_page(login, query):
    response = login("administrator").get(f"{reverse('admin:accounts_user_changelist')}?{query}")
    assert response.status_code in (200, 302)
