"""What the environment decides: each case in a process of its own, since settings are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.backends.postgresql.psycopg_any import is_psycopg3

ROOT = Path(__file__).parent.parent
OFFICE = {"SECRET_KEY": "kantor", "ALLOWED_HOSTS": "tkm.example.go.id"}


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python with our settings in an environment of nothing but `environment`."""
    given = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "tkm.settings", **environment}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=given, capture_output=True, text=True)


def setting(name: str, **environment: str) -> str:
    """The value of one setting, as Python writes it; or the sentence that refuses the environment."""
    done = python("-c", f"from django.conf import settings; print(repr(settings.{name}))", **environment)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_django_speaks_to_postgresql_through_psycopg2():
    assert not is_psycopg3  # Django prefers version 3 as soon as any package brings it along


def test_reading_the_settings_starts_nothing(tmp_path: Path):
    home = tmp_path / "rumah"
    assert setting("DATABASES['default']['ENGINE']", TKM_HOME=str(home), **OFFICE) == "'tkm.pg'"
    assert not home.exists()


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("postgres://tkm@localhost/tkm", "'django.db.backends.postgresql'"),
        ("postgres://%2Fvar%2Frun%2Fpostgresql/tkm", "'django.db.backends.postgresql'"),
        ("", "'tkm.pg'"),
    ],
)
def test_the_embedded_server_is_used_only_without_a_database_url(url: str, engine: str):
    assert setting("DATABASES['default']['ENGINE']", DATABASE_URL=url, **OFFICE) == engine


def test_blanks_between_the_addresses_do_no_harm():
    given = {**OFFICE, "ALLOWED_HOSTS": "tkm.example.go.id, tkm2.example.go.id ,"}
    assert setting("ALLOWED_HOSTS", **given) == "['tkm.example.go.id', 'tkm2.example.go.id']"


def test_an_office_needs_a_key_of_its_own():
    assert "SECRET_KEY belum diisi" in setting("SECRET_KEY")
    assert setting("SECRET_KEY", **OFFICE) == "'kantor'"


def test_the_demo_password_is_refused_in_an_office():
    assert "hanya berlaku bersama DEMO=1" in setting("DEMO", DEMO_PASSWORD="rahasia", **OFFICE)
    assert setting("DEMO_PASSWORD", DEMO_PASSWORD="rahasia", DEMO="1") == "'rahasia'"


@pytest.mark.parametrize(("https", "secure"), [({}, "True"), ({"HTTPS": "0"}, "False")])
def test_pages_ask_for_https_unless_told_otherwise(https: dict[str, str], secure: str):
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE"):
        assert setting(name, **OFFICE, **https) == secure


@pytest.mark.parametrize(("https", "proxies"), [("1", "1"), ("0", "0")])
def test_log_ins_are_counted_by_the_visitor_whom_the_proxy_names(https: str, proxies: str):
    assert setting("ALLAUTH_TRUSTED_PROXY_COUNT", HTTPS=https, **OFFICE) == proxies


def test_a_command_without_an_environment_is_one_of_the_demo(tmp_path: Path):
    done = python("manage.py", "stopdb", TKM_HOME=str(tmp_path))
    assert (done.returncode, done.stdout) == (0, "Basis data memang tidak sedang menyala.\n")


def test_a_command_of_an_office_without_a_key_is_refused_in_one_sentence():
    done = python("manage.py", "stopdb", DATABASE_URL="postgres://localhost/tkm")
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY belum diisi")
    assert done.stderr.count("\n") == 1


def test_somebody_elses_server_is_not_stopped():
    done = python("manage.py", "stopdb", DATABASE_URL="postgres://localhost/tkm", **OFFICE)
    assert done.returncode == 1
    assert "tidak disentuh" in done.stderr
