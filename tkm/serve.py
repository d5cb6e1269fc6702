"""`make run`: bring everything up to date, tell how to get in, and serve until Ctrl-C.

The process holds the embedded database and is the master of gunicorn's workers, so one signal ends all of it; were it
killed, the workers notice and end, and the last of them stops the database.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection, connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from accounts.demo import LOGINS
from tkm import staticfiles
from tkm.embedded import EmbeddedError
from tkm.embedded.cluster import locked

ADDRESS = "127.0.0.1"
PATIENCE = 3  # seconds that the workers of a killed server may need to end


class Refusal(Exception):
    """The server cannot start; the message says why and what to do."""


def main() -> None:
    """Set up and serve; ends the process with a sentence where that is not possible."""
    set_defaults()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(0)
    )  # until gunicorn takes over: end in order, release the database
    try:
        listener = listen(port_number(os.environ.get("PORT", "8000")))
        django.setup()
        with alone():
            prepare()
        Server(listener).run()
    except (Refusal, EmbeddedError, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)


def set_defaults() -> None:
    """What differs from the settings' own defaults when it runs for one machine: no HTTPS, and a demo of its own."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkm.settings")
    os.environ.setdefault("DEMO", "0" if os.environ.get("DATABASE_URL") else "1")
    os.environ.setdefault("HTTPS", "0")
    os.environ.setdefault("ALLOWED_HOSTS", f"{ADDRESS},localhost")


def port_number(typed: str) -> int:
    if not (typed.isascii() and typed.isdecimal() and 0 < int(typed) < 65536):
        raise Refusal(f"PORT harus angka 1 sampai 65535, bukan “{typed}”.")
    return int(typed)


def listen(port: int) -> socket.socket:
    """The socket to serve on, taken first: a port that is busy is told before any work is done."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            listener.bind((ADDRESS, port))
            listener.listen()
        except PermissionError as error:
            raise Refusal(f"Port {port} hanya boleh dipakai root. Pilih yang lain: make run PORT=8000") from error
        except OSError as error:
            if time.monotonic() > until:
                raise Refusal(
                    f"Port {port} sedang dipakai program lain. Hentikan program itu, atau: make run PORT={port + 1}"
                ) from error
            time.sleep(0.2)
        else:
            return listener


@contextmanager
def alone() -> Iterator[None]:
    """Two at once, on two ports, would make the same tables and clear each other's files."""
    settings.TKM_HOME.mkdir(parents=True, exist_ok=True)
    lock = settings.TKM_HOME / "prepare.lock"
    with ExitStack() as held:
        try:
            held.enter_context(locked(lock, fcntl.LOCK_EX | fcntl.LOCK_NB))
        except BlockingIOError:
            say("Menunggu make run lain yang sedang menyiapkan")
            held.enter_context(locked(lock, fcntl.LOCK_EX))
        yield


def prepare() -> None:
    """Bring database, demo and static files up to date, telling each step."""
    say("Menghubungi basis data" if os.environ.get("DATABASE_URL") else "Menyalakan basis data")
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise Refusal(f"Basis data tidak dapat dihubungi: {error}") from error
    say("Memperbarui susunan basis data")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    if settings.DEMO:
        say("Menyiapkan data contoh")
        tell_demo()
    if staticfiles.are_stale():
        say("Mengumpulkan berkas tampilan")
        staticfiles.collect()
    connections.close_all()  # the workers must not inherit it


def tell_demo() -> None:
    """In a process of its own: the typesetter starts threads, and workers would inherit them dead."""
    command = [sys.executable, "-m", "django", "seed_demo", "--verbosity", "0"]
    if subprocess.run(command, check=False).returncode:  # noqa: S603  nothing typed in it
        raise Refusal("Data contoh tidak dapat dibuat; sebabnya tertulis di atas.")


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """Gunicorn inside this process, on a socket that listens already."""

    def __init__(self, listener: socket.socket) -> None:
        self.port: int = listener.getsockname()[1]
        self.listener = listener
        super().__init__()

    def load_config(self) -> None:
        chosen = {
            "bind": f"fd://{self.listener.detach()}",
            "workers": 2,
            "threads": 4,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": lambda arbiter: greet(self.port),
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application with all its pages: loaded once, before the workers part from this process."""
        get_resolver().check()
        return get_wsgi_application()


def greet(port: int) -> None:
    """The last lines: where it is, and as whom to try it."""
    print(f"\nTKM Banjarbaru: http://{ADDRESS}:{port}")
    if settings.DEMO:
        print(f"\nMasuk sebagai salah satu dari berikut, kata sandi {settings.DEMO_PASSWORD}:")
        for name, label in LOGINS.items():
            print(f"  {name:<18}{label}")
    print("\nBerhenti: Ctrl-C. Data tetap tersimpan.", flush=True)


def say(sentence: str) -> None:
    print(f"• {sentence} …", flush=True)


if __name__ == "__main__":
    main()
