"""`make bench`: make or find the database of the bench, visit every page, write docs/kinerja.md."""

import os
import runpy
from pathlib import Path

import django

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"


def environment() -> None:
    """A database of the bench's own, never the one that people work in; a demo, so that no second factor is asked."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tkm.settings", "TKM_HOME": str(HOME), "DATABASE_URL": "", "DEMO": "1", "DEBUG": "0",
        "HTTPS": "0", "ALLOWED_HOSTS": "testserver", "SECRET_KEY": "hanya untuk pengukuran, tidak melayani siapa pun",
    }  # fmt: skip


if __name__ == "__main__":
    environment()
    django.setup()  # before any module with models is read
    runpy.run_module("bench.running", run_name="__main__")
