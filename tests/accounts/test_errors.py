"""What somebody sees when a page fails, and what the log may keep of it."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import TooManyFieldsSent
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts import errors
from tests.participants.factories import ParticipantFactory
from tkm.lib.logs import JsonFormatter, Scrubbed, message

NIK, NAME = "6372045708920012", "Siti Rahmah binti Sanusi"


@pytest.fixture
def log() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """The lines that were written, as anything that reads the log gets them."""
    stream, root = StringIO(), logging.getLogger()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)


@pytest.fixture
def failing(login, monkeypatch) -> Callable[[Callable[[], Any]], HttpResponse]:
    """`failing(call)` opens the front page, which calls it; what the visitor then sees."""

    def open_page(call: Callable[[], Any]) -> HttpResponse:
        client = login("petugas")
        client.raise_request_exception = False
        monkeypatch.setattr("reports.views.front.greeting", lambda now: call())
        return client.get(reverse("home"), {"q": NAME})

    return open_page


def raise_with_personal_data() -> None:
    typed = {"nik": NIK, "name": NAME}
    raise LookupError(f"tidak ada {typed}")


@pytest.mark.django_db
def test_a_failure_has_a_reference_that_the_log_has_once_and_neither_tells_of_anybody(failing, log):
    answer = failing(raise_with_personal_data)
    reference, page = answer["X-Request-ID"], answer.content.decode()
    assert answer.status_code == 500
    assert f"<code>{reference}</code>" in page
    (line,) = [line for line in log() if line["request"] == reference]
    assert (line["level"], line["route"], line["status"]) == ("ERROR", "home", 500)
    assert line["failure"]["type"] == "builtins.LookupError"
    assert line["failure"]["at"][-1].endswith("raise_with_personal_data")
    for text in (page, json.dumps(log(), ensure_ascii=False)):
        assert NIK not in text
        assert NAME not in text


@pytest.mark.django_db
def test_the_verdict_of_the_database_is_kept_without_the_row_it_quotes(failing, log):
    ParticipantFactory(nik=NIK)

    def twice() -> None:
        with transaction.atomic():
            ParticipantFactory(nik=NIK, name=NAME)

    assert failing(twice).status_code == 500
    (line,) = [line for line in log() if line["logger"] == "tkm.request"]
    assert line["failure"]["type"] == "django.db.utils.IntegrityError"
    verdict = line["failure"]["cause"]
    assert (verdict["sqlstate"], verdict["constraint_name"]) == ("23505", "participants_participant_nik_key")
    assert NIK not in json.dumps(log())


@pytest.mark.django_db
def test_a_database_that_is_away_is_told_as_that_with_a_time_to_try_again(failing, log):
    def lose_the_connection() -> None:
        raise OperationalError("server closed the connection unexpectedly")

    answer = failing(lose_the_connection)
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Tunggulah 30 detik" in answer.content.decode()
    assert [line["status"] for line in log()] == [503]


@pytest.mark.django_db
def test_the_page_for_a_database_that_is_away_does_not_ask_it(client, monkeypatch):
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("connection refused")

    client.raise_request_exception = False
    client.cookies["tkm_sesi"] = "x" * 32
    monkeypatch.setattr(connection, "cursor", refuse)
    for address in (reverse("home"), reverse("account_login"), reverse("verification-result", args=["8K4M2Q7T"])):
        assert client.get(address).status_code == 503, address


@pytest.mark.parametrize(("state", "is_away"), [("57P01", True), ("08006", True), ("53300", True), ("57014", False)])
def test_a_slow_or_refused_question_is_no_lost_database(state: str, is_away: bool):
    error = OperationalError("x")
    error.__cause__ = type("Verdict", (Exception,), {"pgcode": state})()
    assert errors.is_unreachable(error) is is_away


@pytest.mark.django_db
def test_an_ordinary_request_leaves_one_line_with_the_route_and_no_address(login, log, caplog):
    person = ParticipantFactory(name=NAME)
    client = login("petugas")
    caplog.set_level(logging.INFO, logger="tkm.request")
    answer = client.get(reverse("participant-detail", args=[person.pk]), {"q": NAME})
    (line,) = log()
    assert line["request"] == answer["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "participant-detail", 200)
    assert line["user"] == int(client.session["_auth_user_id"])
    assert set(line) == {"time", "level", "logger", "request", "message", "method", "route", "status", "ms", "user"}


@pytest.mark.django_db
def test_what_is_too_large_is_told_as_that(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post(reverse("account_login"), {"login": "x" * 100})
    assert answer.status_code == 413
    assert "lebih kecil" in answer.content.decode()
    assert errors.bad_request(HttpRequest(), TooManyFieldsSent()).status_code == 413
    assert errors.bad_request(HttpRequest(), ValueError()).status_code == 400


@pytest.mark.django_db
def test_the_address_of_a_button_opened_as_a_page_says_what_it_is(login):
    answer = login("petugas").get(reverse("participant-nik", args=[1]))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "dibuka lewat tombolnya" in answer.content.decode()


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 detik"), (60, "60 detik"), (61, "2 menit"), (300, "5 menit"), (3601, "2 jam")]
)
def test_too_many_tries_say_how_long_to_wait(seconds: int, words: str):
    answer = errors.too_many_requests(HttpRequest(), seconds)
    assert (answer.status_code, answer["Retry-After"]) == (429, str(seconds))
    assert f"Tunggulah {words}," in answer.content.decode()


def test_the_web_server_is_given_its_pages(tmp_path):
    call_command("error_pages", str(tmp_path / "galat"), stdout=StringIO())
    assert {path.name for path in (tmp_path / "galat").iterdir()} == {"413.html", "503.html"}
    assert "lebih kecil" in (tmp_path / "galat/413.html").read_text()


def record(text: str, *args: Any, **kwargs: Any) -> logging.LogRecord:
    return logging.LogRecord("x", logging.ERROR, "x.py", 1, text, args, kwargs.get("exc_info"))


@pytest.mark.parametrize(
    ("text", "args", "words"),
    [
        ("Forbidden (%s): %s", ("x", f"/peserta/?q={NAME}"), "Forbidden (…): …"),
        ("row %s of %d", (12, 7), "row 12 of 7"),
        ("file %s", ("ab" * 32,), f"file {'ab' * 32}"),
        ("%(nik)s in row %(row)s", ({"nik": NIK, "row": 3},), "… in row 3"),
        (f"nik {NIK}\nand 0812-5011-2233", (), "nik … and …"),
        ("one too few %s %s", (1,), "one too few %s %s"),
        ("number as a number %s", (6372045708920012,), "number as a number …"),
    ],
)
def test_words_of_a_library_lose_what_they_quote(text: str, args: tuple[Any, ...], words: str):
    assert message(record(text, *args)) == words


def test_records_for_a_handler_that_is_not_ours_lose_it_too():
    try:
        raise_with_personal_data()
    except LookupError as error:
        told = record("Error handling request %s", f"/cari/?q={NAME}", exc_info=(LookupError, error, None))
    assert Scrubbed().filter(told)
    text = logging.Formatter().format(told)
    assert "builtins.LookupError" in text
    assert NAME not in text
    assert NIK not in text
