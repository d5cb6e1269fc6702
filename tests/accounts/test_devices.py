"""My account: where I am logged in, who tried to be me, and how to end it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.devices import address_of, device_of
from accounts.enums import LogInOutcome
from accounts.log_ins import record_attempt
from accounts.models import LogInAttempt, SignIn
from tests.accounts.factories import AT, LogInAttemptFactory, SignInFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "perahu-jukung-1"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A546E) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def browser_of(user, agent: str) -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR="10.20.30.40")
    client.post("/masuk/", {"login": user.username, "password": PASSWORD})
    return client


@pytest.fixture
def person(no_attempts_yet):
    user = UserFactory(role="petugas", username="rina")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (WINDOWS, "Chrome di Windows"),
        (WINDOWS + " Edg/141.0", "Edge di Windows"),
        (PHONE, "Samsung Internet di HP Android"),
        (IPHONE, "Safari di iPhone"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_told_in_words(agent: str, words: str):
    assert device_of(RequestFactory().get("/", HTTP_USER_AGENT=agent)) == words


@pytest.mark.parametrize(
    ("address", "shown"), [("10.20.30.40", "10.20.30.•"), ("2001:db8:1:2::5", "2001:0db8:0001:•"), ("", "")]
)
def test_an_address_is_shortened(address: str, shown: str):
    assert address_of(RequestFactory().get("/", REMOTE_ADDR=address)) == shown


def test_my_account_shows_each_browser_and_ends_one_at_once(person):
    office, phone = browser_of(person, WINDOWS), browser_of(person, PHONE)
    html = office.get("/akun/").content.decode()
    assert html.count("10.20.30.•") == 4  # two browsers, two log-ins
    assert "Chrome di Windows" in html
    assert "Samsung Internet di HP Android" in html
    assert html.count("perangkat ini") == 1
    keys = SignIn.objects.values_list("session_key", flat=True)
    assert not [key for key in keys if key in html]
    other = SignIn.objects.get(device__startswith="Samsung")
    office.post(reverse("device-sign-out", args=[other.pk]))
    assert phone.get("/")["Location"].startswith("/masuk/")
    assert office.get("/").status_code == 200


def test_nobody_ends_somebody_elses(login):
    other = SignInFactory()
    client = login("petugas")
    url = reverse("device-sign-out", args=[other.pk])
    assert client.post(url).status_code == 404
    assert client.get(url).status_code == 405
    assert SignIn.objects.filter(pk=other.pk).exists()


def test_out_of_all_browsers_is_asked_first_and_acts_at_once(person):
    office, phone = browser_of(person, WINDOWS), browser_of(person, PHONE)
    url = reverse("sign-out-everywhere")
    assert "Keluar dari semua perangkat" in office.get(url).content.decode()
    assert phone.get("/").status_code == 200
    assert office.post(url)["Location"] == "/masuk/"
    assert phone.get("/").status_code == office.get("/").status_code == 302


def test_failed_log_ins_are_told_to_the_owner_without_what_was_typed(person):
    for name in ("rina", "sandi-rahasia-saya"):
        Client().post("/masuk/", {"login": name, "password": "keliru-keliru"})
    rows = LogInAttempt.objects.order_by("pk").values_list("user", "outcome")
    assert list(rows) == [(person.pk, LogInOutcome.WRONG_PASSWORD), (None, LogInOutcome.WRONG_PASSWORD)]
    assert "Kata sandi salah" in browser_of(person, WINDOWS).get("/akun/").content.decode()
    told = str(list(LogInAttempt.objects.values()))
    assert "rahasia" not in told
    assert "keliru" not in told


def test_the_log_forgets(settings):
    settings.LOG_IN_LOG_DAYS = 90
    old = LogInAttemptFactory(at=AT - timedelta(days=91))
    young = LogInAttemptFactory(at=AT - timedelta(days=89))
    record_attempt(RequestFactory().get("/"), None, LogInOutcome.WRONG_PASSWORD, at=AT)
    left = set(LogInAttempt.objects.values_list("pk", flat=True))
    assert old.pk not in left
    assert young.pk in left


def test_an_attempt_is_never_rewritten_and_its_outcome_is_a_known_one():
    LogInAttemptFactory()
    with pytest.raises(InternalError, match="Cannot"), transaction.atomic():
        LogInAttempt.objects.update(outcome=LogInOutcome.WRONG_CODE)
    with pytest.raises(IntegrityError, match="log_in_outcome_is_known"), transaction.atomic():
        LogInAttemptFactory(outcome="x")


def test_my_account_names_the_limits_of_the_roles_and_whom_to_ask(login):
    UserFactory(role="administrator", first_name="Budi", last_name="Hartono", email="budi@contoh.go.id")
    html = login("instruktur").get("/akun/").content.decode()
    assert "hanya angkatan yang Anda ampu" in html
    assert "Budi Hartono" in html
    assert "mailto:budi@contoh.go.id" in html


def test_my_account_costs_the_same_for_two_and_for_twenty(login, count_queries):
    user = UserFactory(role="petugas")
    client = login(user=user)

    def more(count: int) -> None:
        SignInFactory.create_batch(count, user=user)
        LogInAttemptFactory.create_batch(count, user=user)

    more(2)
    few = count_queries(lambda: client.get("/akun/"))
    more(18)
    assert count_queries(lambda: client.get("/akun/")) == few <= 8


def test_an_ended_session_is_not_shown(login):
    user = UserFactory(role="petugas")
    SignInFactory(user=user, expire_date=timezone.now() - timedelta(hours=1), device="Opera di Mac")
    assert "Opera di Mac" not in login(user=user).get("/akun/").content.decode()
