"""A desk that nobody uses is locked; what was typed waits for its writer, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.kept_forms import KEPT, MOST_LETTERS
from accounts.models import SignIn
from tests.accounts.factories import UserFactory
from tests.participants.pages import open_session, typed_registration
from tests.test_settings import OFFICE, setting
from tests.typed import Form, forms_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_attempts_yet")]
PASSWORD = "perahu-jukung-1"
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def clerk():
    user = UserFactory(role="petugas", username="rina")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def seated(client: Client, user) -> Client:
    client.force_login(user, backend="accounts.backends.NipOrUsername")
    return client


def enter(client: Client, user, back: str = "/"):
    return client.post("/masuk/", {"login": user.username, "password": PASSWORD, "next": back})


def wait(minutes: int) -> None:
    """So long has nobody used the desks."""
    SignIn.objects.update(seen_at=timezone.now() - timedelta(minutes=minutes))


def test_a_desk_is_locked_after_half_an_hour_and_not_before(client, clerk):
    seated(client, clerk)
    wait(29)
    assert client.get("/").status_code == 200
    wait(31)
    answer = client.get("/peserta/?q=siti")
    assert answer["Location"] == "/masuk/?next=/peserta/%3Fq%3Dsiti"
    assert "lama tidak dipakai" in client.get(answer["Location"]).content.decode()
    wait(0)
    assert client.get("/").status_code == 302  # it is over, not asleep


def test_using_the_desk_keeps_it_open_but_asking_how_long_does_not(client, clerk):
    seated(client, clerk)
    url = reverse("time-left")
    wait(20)
    assert 500 < client.get(url).json()["left"] <= 600
    wait(20)
    assert client.post(url).json()["left"] > 1700
    assert client.get(url).json()["user"] == clerk.pk
    wait(31)
    assert client.get(url).json() | {"token": ""} == {"left": 0, "user": None, "token": ""}


def test_after_twelve_hours_even_a_busy_desk_is_locked(client, clerk):
    seated(client, clerk)
    session = client.session
    session["sign_in"] |= {"since": (timezone.now() - timedelta(hours=12)).isoformat()}
    session.save()
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("typed", "says"), [("4", "paling sedikit 5"), ("x", "harus angka"), ("45", "45")])
def test_an_office_sets_its_own_time(typed: str, says: str):
    assert says in setting("IDLE_MINUTES", IDLE_MINUTES=typed, **OFFICE)


def form_of(html: str, page: str) -> Form:
    """The page's own form, beside those that stand on every page."""
    return next(form for form in forms_in(html, page) if form.action == page)


def locked_out(client: Client, page: str, **typed: str) -> str:
    """Sends the form of `page` from a desk that was left too long; the address of the log-in."""
    fields = form_of(client.get(page).content.decode(), page).fields
    wait(31)
    answer = client.post(
        page, {**fields, **typed_registration(**typed)}, HTTP_REFERER=f"http://testserver{page}", **HERE
    )
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_registration_sent_too_late_is_there_again_and_registers_once(client, clerk):
    session = open_session()
    page = reverse("registration-create", args=[session.code])
    login = locked_out(seated(client, clerk), page, name="Siti Rahmah")
    assert "isian Anda masih ada" in client.get(login).content.decode()
    assert session.registrations.count() == 0
    assert enter(client, clerk, page)["Location"] == page
    html = client.get(page).content.decode()
    assert "Belum ada yang tersimpan" in html
    assert 'value="Siti Rahmah"' in html
    assert session.registrations.count() == 0  # nothing is sent by itself
    form = form_of(html, page)
    for _ in range(2):
        assert client.post(page, form.fields).status_code == 302
    assert session.registrations.count() == 1
    assert 'value="Siti Rahmah"' not in client.get(page).content.decode()


def test_somebody_else_at_the_same_desk_sees_nothing_of_it(client, clerk):
    page = reverse("registration-create", args=[open_session().code])
    locked_out(seated(client, clerk), page, name="Siti Rahmah")
    other = UserFactory(role="petugas")
    other.set_password(PASSWORD)
    other.save(update_fields=["password"])
    enter(client, other, page)
    assert KEPT not in client.session
    assert "Siti Rahmah" not in client.get(page).content.decode()
    client.post("/keluar/")
    enter(client, clerk, page)
    assert "Siti Rahmah" not in client.get(page).content.decode()


def test_it_waits_at_this_browser_only_and_for_an_hour(client, clerk):
    page = reverse("registration-create", args=[open_session().code])
    locked_out(seated(client, clerk), page, name="Siti Rahmah")
    enter(client, clerk, page)
    elsewhere = Client()
    enter(elsewhere, clerk)
    assert "Siti Rahmah" not in elsewhere.get(page).content.decode()
    session = client.session
    kept = session[KEPT]
    kept[0]["at"] = (timezone.now() - timedelta(minutes=61)).isoformat()
    session[KEPT] = kept
    session.save()
    assert "Siti Rahmah" not in client.get(page).content.decode()


def test_what_another_person_typed_is_shown_to_nobody_even_if_it_is_left_here(client, clerk):
    page = reverse("registration-create", args=[open_session().code])
    locked_out(seated(client, clerk), page, name="Siti Rahmah")
    enter(client, clerk, page)
    session = client.session
    session[KEPT] = [form | {"user": UserFactory().pk} for form in session[KEPT]]
    session.save()
    assert "Siti Rahmah" not in client.get(page).content.decode()


def test_another_page_in_between_and_it_is_forgotten(client, clerk):
    page = reverse("registration-create", args=[open_session().code])
    locked_out(seated(client, clerk), page, name="Siti Rahmah")
    enter(client, clerk, page)
    client.get("/peserta/")
    assert "Siti Rahmah" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    "headers",
    [{}, {"HTTP_ORIGIN": "http://jahat.example"}, {"HTTP_ORIGIN": "http://testserver.jahat.example"}],
)
def test_what_another_site_sends_is_not_kept(client, clerk, headers):
    seated(client, clerk)
    wait(31)
    client.post(reverse("registration-create", args=[open_session().code]), {"name": "Siti"}, **headers)
    assert KEPT not in client.session


def test_passwords_and_what_is_too_long_are_not_kept(client, clerk):
    page = reverse("registration-create", args=[open_session().code])
    seated(client, clerk)
    wait(31)
    client.post("/akun/sandi/", {"oldpassword": "lama", "password1": "baru"}, **HERE)
    assert KEPT not in client.session
    client.post(page, {"name": "S" * MOST_LETTERS}, **HERE)
    assert KEPT not in client.session
    client.post(page, {"name": "Siti", "password": "rahasia"}, **HERE)
    assert client.session[KEPT][0]["fields"] == {"name": ["Siti"]}


def test_a_part_of_a_page_keeps_nothing_since_the_page_is_still_there(client, clerk):
    seated(client, clerk)
    wait(31)
    answer = client.post("/peserta/", {"name": "Siti"}, HTTP_HX_REQUEST="true", **HERE)
    assert (answer.status_code, "terkunci" in answer["HX-Trigger"]) == (401, True)
    assert KEPT not in client.session


def test_a_form_whose_token_has_expired_comes_back_filled(clerk):
    client = seated(Client(enforce_csrf_checks=True), clerk)
    session = open_session()
    page = reverse("registration-create", args=[session.code])
    client.get(page)
    answer = client.post(page, {**typed_registration(name="Siti Rahmah"), "csrfmiddlewaretoken": "a" * 64}, **HERE)
    assert answer["Location"] == page
    assert 'value="Siti Rahmah"' in client.get(page).content.decode()
    assert session.registrations.count() == 0
    forged = client.post(page, typed_registration(name="Siti"), HTTP_ORIGIN="http://jahat.example")
    assert forged.status_code == 403
