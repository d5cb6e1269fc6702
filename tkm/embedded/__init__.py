"""Embedded PostgreSQL from a wheel: started on demand, shared by every process, stopped by the last one.

Three lock files in its home keep order, and all of them are let go by the kernel when a process dies, however it dies:
`start.lock` (the gate) lets one thread of one process at a time make, start or stop the server; every user of the
server shares `users.lock`; every process of the server itself shares `server.lock`.
"""

import atexit
import fcntl
import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from tkm.embedded.account import account_for
from tkm.embedded.cluster import Cluster, bindir, locked, open_lock, socket_dir
from tkm.embedded.errors import EmbeddedError, NotOursError

__all__ = ["EmbeddedError", "acquire", "bindir", "ensure", "release", "socket_dir", "stop"]


# This process's share of `users.lock`, per home.
_held: dict[Path, int] = {}


def _forget() -> None:
    """A forked child takes a share of its own: an inherited one would outlive its parent and keep the server up."""
    while _held:
        os.close(_held.popitem()[1])


os.register_at_fork(after_in_child=_forget)


def ensure() -> Path:
    """Start or join the server of this process's settings; gives the folder of its socket."""
    configured: dict[str, Any] = settings.EMBEDDED_POSTGRES
    return acquire(**configured)


def acquire(home: Path, *, durable: bool = True, options: Mapping[str, str | int] | None = None) -> Path:
    """Start or join the server in `home`; it lives until the last process that acquired it releases it or dies.

    Cheap when all is well, and mends a server that was killed meanwhile. Raises EmbeddedError.
    """
    cluster = Cluster(home.resolve(), durable, options or {})
    if not (cluster.home in _held and cluster.is_ready()):
        _make_home(cluster.home)
        with _gate(cluster.home):
            _take_share(cluster.home)
            cluster.bring_up()
    return cluster.sockets


def release(home: Path) -> None:
    """Give the share back; the last one stops the server."""
    home = home.resolve()
    with suppress(FileNotFoundError), _gate(home):  # the whole folder may be gone by now
        file = _held.pop(home, None)
        if file is None:
            return
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Cluster(home).stop()
        except BlockingIOError:
            pass  # others use it still
        finally:
            os.close(file)


def stop(home: Path) -> bool:
    """Stop the server at once, whoever uses it; False when there was none."""
    home = home.resolve()
    if not home.exists():
        return False
    with _gate(home):
        return Cluster(home).stop()


def _take_share(home: Path) -> None:
    if home in _held:
        return
    file = open_lock(home / "users.lock")
    fcntl.flock(file, fcntl.LOCK_SH)
    _held[home] = file
    atexit.register(release, home)


def _gate(home: Path) -> AbstractContextManager[int]:
    return locked(home / "start.lock", fcntl.LOCK_EX)


def _make_home(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except PermissionError as error:
        raise NotOursError(home, account_for(home).name) from error
    except OSError as error:
        raise EmbeddedError(f"Folder basis data {home} tidak dapat dibuat: {error.strerror}.") from error
