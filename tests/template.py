"""The test databases are copies of one that was migrated before: seconds instead of a minute for every run."""

import hashlib
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).parent.parent
# What decides how a migrated database looks: the migrations, what they read, and the packages that bring their own.
SOURCES = ("*/migrations/*.py", "regions/data/*", "documents/*wording.py", "requirements.txt")


def migrated_database() -> str:
    """The name of a migrated, unused database; made once for each state of the migrations."""
    name = f"migrated_{_digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(4, 4)")  # the workers of one run start at once
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [r"migrated\_%"])
        found = {row[0] for row in cursor.fetchall()}
        if name not in found:
            for stale in found:
                cursor.execute(f"DROP DATABASE {stale}")
            cursor.execute(f"CREATE DATABASE {name}_unfinished")
            _migrate(f"{name}_unfinished")
            cursor.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
    return name


def _migrate(name: str) -> None:
    given = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = given


def _digest() -> str:
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


if __name__ == "__main__":  # while the other checks run
    django.setup()
    if connection.settings_dict["ENGINE"] == "tkm.pg":
        migrated_database()
