"""The embedded PostgreSQL with real servers, each in a home of its own: joining, crashes, closed folders, owners."""

import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Timer

import psycopg2
import pytest
from django.db import connection

from tkm import embedded
from tkm.embedded import EmbeddedError, account
from tkm.embedded.account import account_for
from tkm.embedded.cluster import Cluster
from tkm.embedded.errors import NotOursError

ROOT = Path(__file__).parent.parent
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="hanya root yang menjalankan server sebagai akun lain")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "rumah"
    embedded.release(tmp_path / "rumah")
    embedded.stop(tmp_path / "rumah")


def ask(home: Path, query: str) -> str:
    """The first value that the server of `home` answers."""
    client = psycopg2.connect(host=str(embedded.socket_dir(home)), user="tkm", dbname="postgres")
    try:
        with client, client.cursor() as cursor:
            cursor.execute(query)
            return str(cursor.fetchone()[0]) if cursor.description else ""
    finally:
        client.close()


def postmaster(home: Path) -> int:
    return int((home / "pgdata" / "postmaster.pid").read_text().splitlines()[0])


def kill_server(home: Path) -> None:
    """SIGKILL the server's first process, and wait until it is gone (its children notice a moment later)."""
    os.kill(postmaster(home), signal.SIGKILL)
    with suppress(psycopg2.OperationalError):
        while ask(home, "SELECT 1"):
            time.sleep(0.01)


def a_process(home: Path, then: str = "") -> subprocess.Popen[str]:
    """Another process that uses the server of `home`, prints the cluster's identity and does what `then` says."""
    script = f"""
        import sys, time, psycopg2
        from pathlib import Path
        from tkm import embedded
        folder = embedded.acquire(Path({str(home)!r}), durable=False)
        client = psycopg2.connect(host=str(folder), user="tkm", dbname="postgres")
        cursor = client.cursor()
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        print(cursor.fetchone()[0], flush=True)
    """
    script = textwrap.dedent(script) + textwrap.dedent(then)
    command = [sys.executable, "-c", script]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True)


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.mark.django_db
def test_a_test_run_does_not_wait_for_the_disk():
    if "DATABASE_URL" in os.environ:
        pytest.skip("DATABASE_URL diisi: server itu bukan milik kita")
    with connection.cursor() as cursor:
        cursor.execute("SHOW fsync")
        assert cursor.fetchone() == ("off",)


@pytest.mark.parametrize(("durable", "fsync"), [(True, "on"), (False, "off")])
def test_only_a_throw_away_cluster_goes_without_fsync(home: Path, durable: bool, fsync: str):
    embedded.acquire(home, durable=durable)
    assert ask(home, "SHOW fsync") == fsync


def test_a_forked_child_of_a_killed_process_stops_the_server(home: Path):
    fork = """
        import os, signal
        client.close()
        if os.fork():
            time.sleep(60)
        embedded.acquire(Path({home!r}), durable=False)
        parent = os.getppid()
        os.kill(parent, signal.SIGKILL)
        while os.getppid() == parent:
            time.sleep(0.01)
    """
    parent = a_process(home, then=fork.format(home=str(home)))
    assert parent.stdout.read()  # until the child has ended too
    assert parent.wait() == -signal.SIGKILL
    assert not Cluster(home).is_ready()


def test_eight_at_once_make_one_cluster_and_the_last_stops_it(home: Path):
    users = [a_process(home, then="sys.stdin.read()") for _ in range(8)]
    identities = {first_line(user) for user in users}
    assert len(identities) == 1
    assert (home / "pgdata" / "server.log").read_text().count("starting PostgreSQL") == 1
    for user in users[:7]:
        user.communicate()
    assert ask(home, "SELECT 1") == "1"
    users[7].communicate()
    assert not Cluster(home).is_ready()


def test_threads_of_one_process_take_one_share(home: Path):
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(embedded.acquire, [home] * 8)) == {embedded.socket_dir(home)}
    embedded.release(home)
    assert not Cluster(home).is_ready()


def test_a_forked_child_keeps_the_server_up_by_a_share_of_its_own(home: Path):
    embedded.acquire(home, durable=False)
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:
        embedded.acquire(home, durable=False)
        os.write(writes, b"+")
        signal.pause()
    try:
        os.read(reads, 1)
        embedded.release(home)
        assert ask(home, "SELECT 1") == "1"
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    embedded.acquire(home, durable=False)
    embedded.release(home)
    assert not Cluster(home).is_ready()


def test_a_killed_starter_leaves_the_server_to_the_next_user(home: Path):
    starter = a_process(home, then="time.sleep(60)")
    identity = first_line(starter)
    starter.kill()
    starter.communicate()
    heir = a_process(home)
    assert first_line(heir) == identity
    heir.communicate()
    assert not Cluster(home).is_ready()


def test_what_was_committed_outlives_a_killed_server(home: Path):
    embedded.acquire(home)
    ask(home, "CREATE TABLE kept AS SELECT 7 AS n")
    kill_server(home)
    embedded.acquire(home)
    assert ask(home, "SELECT n FROM kept") == "7"


def test_a_pid_file_that_names_somebody_elses_process_is_no_obstacle(home: Path):
    embedded.acquire(home)
    embedded.release(home)
    owner = account_for(home / "pgdata")
    somebody = subprocess.Popen(["sleep", "60"], **({"user": owner.uid} if owner.is_other else {}))
    pid_file = home / "pgdata" / "postmaster.pid"
    pid_file.write_text(f"{somebody.pid}\n{home / 'pgdata'}\n1\n5432\n{home / 'run'}\n\n\nready\n")
    try:
        embedded.acquire(home)
        assert ask(home, "SELECT 1") == "1"
    finally:
        somebody.kill()
        somebody.wait()


def test_a_server_that_is_still_starting_is_waited_for(home: Path):
    embedded.acquire(home)
    pid_file = home / "pgdata" / "postmaster.pid"
    ready = pid_file.read_text()
    pid_file.write_text(ready.replace("ready", "starting"))
    mender = Timer(0.3, pid_file.write_text, [ready])
    mender.start()
    embedded.acquire(home)
    assert pid_file.read_text() == ready


def test_a_throw_away_cluster_that_crashed_is_made_anew(home: Path):
    embedded.acquire(home, durable=False)
    ask(home, "CREATE TABLE lost AS SELECT 7 AS n")
    kill_server(home)
    embedded.acquire(home, durable=False)
    assert ask(home, "SELECT to_regclass('lost') IS NULL") == "True"


@pytest.mark.parametrize("name", ["dengan spasi", "d'Arc, 50%", "x" * 120], ids=["blank", "quotes", "long"])
def test_any_folder_name_will_do(tmp_path: Path, name: str):
    home = tmp_path / name
    embedded.acquire(home, durable=False)
    try:
        assert ask(home, "SHOW data_directory") == str(home / "pgdata")
    finally:
        embedded.release(home)


def test_a_path_too_long_for_a_socket_listens_in_a_short_folder(tmp_path: Path):
    long, other = tmp_path / ("x" * 120), tmp_path / ("y" * 120)
    assert len(str(embedded.socket_dir(long))) < 40
    assert embedded.socket_dir(long) != embedded.socket_dir(other)
    assert embedded.socket_dir(tmp_path / "x").parent == tmp_path / "x"


def test_a_link_and_its_target_are_one_home(tmp_path: Path, home: Path):
    (tmp_path / "tautan").symlink_to(home)
    assert embedded.acquire(tmp_path / "tautan", durable=False) == embedded.socket_dir(home)
    embedded.release(home)
    assert not Cluster(home).is_ready()


@as_root
def test_root_needs_no_open_folder_and_keeps_it_closed(home: Path, tmp_path: Path):
    tmp_path.chmod(0o700)
    embedded.acquire(home, durable=False)
    assert ask(home, "SELECT 1") == "1"
    status = Path(f"/proc/{postmaster(home)}/status").read_text()
    assert re.search(r"CapEff:\t0*2\n", status)  # CAP_DAC_OVERRIDE and nothing else
    assert int(re.search(r"Uid:\t(\d+)", status)[1]) != 0
    assert tmp_path.stat().st_mode & 0o777 == 0o700


@as_root
def test_root_gives_no_capability_where_the_account_enters_by_itself(open_folder: Path):
    home = open_folder / "rumah"
    embedded.acquire(home, durable=False)
    try:
        status = Path(f"/proc/{postmaster(home)}/status").read_text()
        if account_for(home).can_enter([embedded.bindir()]):
            assert re.search(r"CapEff:\t0+\n", status)
        assert int(re.search(r"Uid:\t(\d+)", status)[1]) == (home / "pgdata").stat().st_uid
    finally:
        embedded.release(home)


@as_root
@pytest.mark.parametrize(("found", "word"), [(None, "util-linux"), ("/bin/false", "menolak")])
def test_a_closed_folder_without_setpriv_is_told_in_words(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str | None, word: str
):
    tmp_path.chmod(0o700)
    monkeypatch.setattr(shutil, "which", lambda name: found)
    with pytest.raises(EmbeddedError, match=f"tidak dapat memasuki folder /.*{word}.*pengguna biasa"):
        embedded.acquire(home)


@as_root
def test_a_copy_made_by_root_is_refused_in_words(home: Path):
    embedded.acquire(home, durable=False)
    embedded.release(home)
    copy = home.with_name("salinan")
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns(".s.*"))
    with pytest.raises(NotOursError, match="milik akun root"):
        embedded.acquire(copy)


@as_root
def test_the_account_that_made_the_data_runs_it_again(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("TKM_PG_ACCOUNT", "nobody")
    embedded.acquire(home, durable=False)
    embedded.release(home)
    monkeypatch.setenv("TKM_PG_ACCOUNT", "daemon")
    monkeypatch.setattr(account, "USUAL_ACCOUNTS", ("nobody",))
    embedded.acquire(home, durable=False)
    assert (home / "pgdata").stat().st_uid == pwd.getpwnam("nobody").pw_uid


def test_an_account_of_its_own_needs_no_root(open_folder: Path):
    """As root the whole test runs under another account: the folder is its own, the wheel is readable to all."""
    who = ordinary_account()
    os.chown(open_folder, who.pw_uid, who.pw_gid)
    script = "from pathlib import Path; from tkm import embedded; print(embedded.acquire(Path('rumah'), durable=False))"
    answer = as_account(who, script, folder=open_folder)
    assert answer.stdout.strip() == str(open_folder / "rumah" / "run"), answer.stderr
    assert (open_folder / "rumah" / "pgdata" / "PG_VERSION").stat().st_uid == who.pw_uid


@as_root
def test_a_home_that_root_left_behind_is_refused_in_words(open_folder: Path):
    embedded.acquire(open_folder / "rumah", durable=False)
    embedded.release(open_folder / "rumah")
    script = "from pathlib import Path; from tkm import embedded; embedded.acquire(Path('rumah'))"
    answer = as_account(ordinary_account(), script, folder=open_folder)
    assert "NotOursError" in answer.stderr
    assert "milik akun root" in answer.stderr


def ordinary_account() -> pwd.struct_passwd:
    """An account without rights: ourselves, or as root `daemon`, which every Unix has."""
    return pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("daemon")


def as_account(who: pwd.struct_passwd, script: str, *, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `script` in `folder` as `who`, with our interpreter or, where that lies in a closed folder, the system's."""
    change = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    packages = embedded.bindir().parents[2]
    environment = {"PYTHONPATH": f"{ROOT}:{packages}", "PATH": os.environ["PATH"]}
    for python in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            run = partial(subprocess.run, cwd=folder, env=environment, capture_output=True, text=True, **change)
            if run([python, "-c", "import django, tkm.embedded"]).returncode == 0:
                return run([python, "-c", script])
    pytest.skip(f"akun {who.pw_name} tidak dapat membuka folder proyek ini atau Python-nya")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every account may enter; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
