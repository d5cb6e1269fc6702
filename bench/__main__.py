"""`make bench`: make or find the database of the bench, visit every page, write docs/kinerja.md."""

import argparse
import os
import sys
import time
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent / "var" / "bench"


def environment() -> None:
    """The office's settings on a database of the bench's own: never the one that people work in."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "tkm.settings", "TKM_HOME": str(HOME), "DATABASE_URL": "", "DEMO": "0", "DEBUG": "0",
        "HTTPS": "0", "ALLOWED_HOSTS": "testserver", "SECRET_KEY": "hanya untuk pengukuran, tidak melayani siapa pun",
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--times", type=int, default=60, help="kunjungan per halaman")
    parser.add_argument("--fresh", action="store_true", help="membuat ulang basis datanya")
    given = parser.parse_args()
    environment()
    import django

    django.setup()
    from bench.running import prepare, run

    start = time.monotonic()
    prepare(fresh=given.fresh)
    sys.stdout.write(f"Basis data siap setelah {time.monotonic() - start:.0f} detik.\n")
    run(times=given.times)


if __name__ == "__main__":
    main()
