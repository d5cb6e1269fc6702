"""`make run`: what it refuses, what it prepares, and that one signal ends all of it."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from threading import Thread
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.contrib.staticfiles.finders import get_finder
from django.db import connection

from tkm import serve, staticfiles

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("typed", ["", "abc", "0", "65536", "-1", "80.5", "٨٠"])
def test_a_port_that_is_none_is_refused(typed: str):
    with pytest.raises(serve.Refusal, match="1 sampai 65535"):
        serve.port_number(typed)


def test_a_busy_port_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(serve, "PATIENCE", 0)
    with serve.listen(0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(serve.Refusal, match=rf"Port {port} sedang dipakai.*PORT={port + 1}"):
            serve.listen(port)


@pytest.mark.parametrize(("url", "demo"), [("", "1"), ("postgres://localhost/tkm", "0")])
def test_the_demo_is_for_the_embedded_database_only(monkeypatch: pytest.MonkeyPatch, url: str, demo: str):
    monkeypatch.setattr(os, "environ", {"DATABASE_URL": url})
    serve.set_defaults()
    assert (os.environ["DEMO"], os.environ["HTTPS"]) == (demo, "0")


def test_a_second_start_waits_for_the_first_to_be_ready(settings, tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    settings.TKM_HOME = tmp_path / "rumah"
    done = []

    def start() -> None:
        with serve.alone():
            done.append("siap")

    with serve.alone():
        second = Thread(target=start)
        second.start()
        while "Menunggu make run lain" not in capfd.readouterr().out:
            assert second.is_alive()
        assert done == []
    second.join(10)
    assert done == ["siap"]


def test_static_files_are_collected_anew_only_after_a_change(settings, tmp_path: Path):
    source = tmp_path / "asal" / "a.css"
    source.parent.mkdir()
    source.write_text("a {}")
    settings.STATIC_ROOT = tmp_path / "jadi"
    settings.STATICFILES_DIRS = [source.parent]
    get_finder.cache_clear()
    assert staticfiles.are_stale()
    staticfiles.collect()
    assert not staticfiles.are_stale()
    source.write_text("a { color: red }")
    assert staticfiles.are_stale()
    staticfiles.collect()
    assert (tmp_path / "jadi" / "a.css").read_text() == "a { color: red }"
    get_finder.cache_clear()


@pytest.mark.django_db(transaction=True)
def test_it_tells_the_demo_serves_this_machine_alone_and_ends_at_one_signal(tmp_path: Path):
    given = {**os.environ, "DATABASE_URL": url_of_the_test_database(), "TKM_HOME": str(tmp_path), "PORT": free_port()}
    given |= {"SECRET_KEY": "uji", "DEMO": "1", "DEMO_PASSWORD": "banjarbaru", "DEBUG": "0", "TKM_TEST_RUN": "0"}
    command = [sys.executable, "-m", "tkm.serve"]
    server = subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        said = read_until_address(server)
        address = re.search(r"http://127\.0\.0\.1:\d+$", said, re.M)
        assert address, said
        assert a_report_set_by(address.group()).startswith(b"%PDF-")
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.2", int(given["PORT"])))
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
    finally:
        server.kill()


def a_report_set_by(address: str) -> bytes:
    """As a browser gets it. Had the master told the demo, its workers would hang here."""
    browser = build_opener(HTTPCookieProcessor())
    form = browser.open(f"{address}/masuk/", timeout=20).read().decode()
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', form).group(1)
    typed = {"csrfmiddlewaretoken": token, "login": "pejabat", "password": "banjarbaru"}
    browser.open(f"{address}/masuk/", urlencode(typed).encode(), timeout=20)
    return browser.open(f"{address}/pelatihan/TKM-2025-03/laporan/pdf/", timeout=20).read()


def read_until_address(server: subprocess.Popen[str]) -> str:
    said = ""
    for line in server.stdout:
        said += line
        if "http://" in line:
            break
    return said


def url_of_the_test_database() -> str:
    given = connection.settings_dict
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    port = f":{given['PORT']}" if given["PORT"] else ""
    return f"postgres://{given['USER']}{password}@{quote(given['HOST'], safe='')}{port}/{given['NAME']}"


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])
