"""The second factor: set up, asked for, spared by codes, limited, and taken away when it is lost."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access import ForbiddenError
from accounts.adapter import FactorAdapter
from accounts.enums import LogInOutcome
from accounts.models import FactorReset, SignIn
from accounts.second_factor import NoFactorError, NoReasonError, reset_factor
from tests.accounts.factories import SECRET, AppFactory, FactorResetFactory, SignInFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_attempts_yet")]
PASSWORD = "perahu-jukung-1"
INDEX = reverse("mfa_index")


def code_of(secret: str = SECRET, later: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def wrong_code() -> str:
    right = {code_of(later=step) for step in range(-2, 3)}
    return next(code for code in ("000000", "111111", "222222", "333333", "444444", "555555") if code not in right)


def somebody(**kwargs):
    user = UserFactory(role="petugas", **kwargs)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def enter(client, user, password: str = PASSWORD):
    return client.post("/masuk/", {"login": user.username, "password": password})


def test_the_app_is_set_up_right_after_the_log_in_and_its_spare_codes_are_shown(
    client, django_capture_on_commit_callbacks
):
    user = somebody()
    enter(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "otpauth://totp/" in page.content.decode()
    assert "TKM%20Banjarbaru" in page.context["totp_url"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    shown = client.get(answer["Location"]).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", shown)
    assert len(codes) == 10
    assert "10 dari 10 belum dipakai" in shown
    text = client.get(reverse("mfa_download_recovery_codes"))
    assert text["Content-Disposition"] == 'attachment; filename="kode-cadangan-tkm.txt"'
    assert all(code in text.content.decode() for code in codes)


def test_a_wrong_code_sets_up_nothing(client):
    user = somebody()
    enter(client, user)
    client.get(reverse("mfa_activate_totp"))
    answer = client.post(reverse("mfa_activate_totp"), {"code": wrong_code()})
    assert "tidak cocok" in answer.context["form"].errors["code"][0]
    assert not Authenticator.objects.exists()


def test_the_log_in_asks_for_the_code_and_opens_nothing_before(client):
    user = AppFactory(user=somebody()).user
    assert enter(client, user)["Location"] == "/masuk/kode/"
    assert client.get("/")["Location"].startswith("/masuk/")
    assert "Langkah kedua" in client.get("/masuk/kode/").content.decode()
    refused = client.post("/masuk/kode/", {"code": wrong_code()})
    assert "tidak cocok" in refused.content.decode()
    assert client.post("/masuk/kode/", {"code": code_of()})["Location"] == "/"
    assert client.get("/").status_code == 200
    outcomes = list(user.log_in_attempts.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == [LogInOutcome.WRONG_CODE, LogInOutcome.SIGNED_IN]


def test_wrong_codes_are_limited(client):
    user = AppFactory(user=somebody()).user
    enter(client, user)
    for _ in range(5):
        client.post("/masuk/kode/", {"code": wrong_code()})
    answer = client.post("/masuk/kode/", {"code": code_of()})  # right, but too late
    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert client.get("/").status_code == 302


def test_a_code_works_once(client):
    user = AppFactory(user=somebody()).user
    code = code_of()
    for expected in (302, 200):
        enter(client, user)
        assert client.post("/masuk/kode/", {"code": code}).status_code == expected
        client.post("/keluar/")


def test_a_spare_code_opens_once_and_new_ones_replace_the_old(client):
    user = AppFactory(user=somebody()).user
    codes = Authenticator(
        user=user, type="recovery_codes", data={"seed": FactorAdapter().encrypt("a" * 80), "used_mask": 0}
    )
    codes.save()
    first = codes.wrap().generate_codes()[0]
    enter(client, user)
    assert client.post("/masuk/kode/", {"code": first}).status_code == 302
    assert "9 belum dipakai" in client.get(INDEX).content.decode()
    confirm = client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    assert "Kode cadangan yang lama tidak berlaku lagi" in confirm
    assert client.post(reverse("mfa_generate_recovery_codes")).status_code == 302
    assert "10 belum dipakai" in client.get(INDEX).content.decode()
    assert first not in Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()


def test_secrets_are_not_readable_in_the_database(settings):
    row = AppFactory()
    assert SECRET not in str(row.data)
    assert FactorAdapter().decrypt(row.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "kunci-baru"
    assert FactorAdapter().decrypt(row.data["secret"]) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    assert FactorAdapter().decrypt(row.data["secret"]) != SECRET
    assert not row.wrap().validate_code(code_of())


def test_somebody_elses_passkey_is_not_found(login):
    key = Authenticator.objects.create(user=UserFactory(), type="webauthn", data={"name": "HP", "credential": {}})
    client = login(user=somebody())
    client.post("/akun/yakinkan/", {"password": PASSWORD})
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[key.pk])).status_code == 404


def test_a_bent_answer_of_a_passkey_is_no_error_page(client):
    for sent in ("", "x", "{}", "[]", '{"response": 5}', '{"id": "x", "response": {"userHandle": "!!"}}'):
        assert client.post("/masuk/kunci-sandi/", {"credential": sent})["Location"] == "/masuk/"


def test_a_lost_factor_is_taken_away_with_a_reason_and_its_owner_is_logged_out():
    user = AppFactory().user
    SignInFactory(user=user)
    actor = UserFactory(role="administrator")
    with pytest.raises(NoReasonError):
        reset_factor(user.pk, reason=" ", at=timezone.now(), actor=actor)
    with pytest.raises(ForbiddenError):
        reset_factor(user.pk, reason="HP hilang", at=timezone.now(), actor=UserFactory(role="verifikator"))
    reset_factor(user.pk, reason="HP hilang", at=timezone.now(), actor=actor)
    assert not Authenticator.objects.exists()
    assert not SignIn.objects.filter(user=user).exists()
    assert list(FactorReset.objects.values_list("user", "by", "reason")) == [(user.pk, actor.pk, "HP hilang")]
    with pytest.raises(NoFactorError):
        reset_factor(user.pk, reason="HP hilang", at=timezone.now(), actor=actor)


def test_the_administrator_does_it_in_the_list_of_users(login):
    user = AppFactory().user
    client, url = login("administrator"), reverse("admin:accounts_user_changelist")
    chosen = {"action": "reset_factors", "_selected_action": [user.pk]}
    assert "Pastikan dulu bahwa orangnya" in client.post(url, chosen).content.decode()
    assert "Belum diisi" in client.post(url, {**chosen, "reason": ""}).content.decode()
    assert Authenticator.objects.exists()
    assert client.post(url, {**chosen, "reason": "HP hilang"}).status_code == 302
    assert FactorReset.objects.get().reason == "HP hilang"


def test_the_last_administrator_is_let_in_from_the_server():
    user = AppFactory(user__username="rina").user
    with pytest.raises(CommandError, match="Tidak ada pengguna"):
        call_command("reset_mfa", "siapa")
    call_command("reset_mfa", "rina", verbosity=0)
    assert list(FactorReset.objects.values_list("user", "by", "reason")) == [
        (user.pk, None, "perintah reset_mfa di server")
    ]
    with pytest.raises(CommandError, match="tidak memakai"):
        call_command("reset_mfa", "rina")


def test_the_trace_of_a_reset_is_never_changed_or_deleted():
    row = FactorResetFactory()
    for write in (row.delete, lambda: FactorReset.objects.update(reason="lain")):
        with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
            write()
    with pytest.raises(IntegrityError, match="factor_reset_has_a_reason"), transaction.atomic():
        FactorResetFactory(reason="")
