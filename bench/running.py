"""Fill the database once, then visit every page as who opens it."""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from bench import table
from bench.measuring import Result, gets, measure
from bench.pages import pages, registrations
from bench.world import load
from demo.staff import set_up_office
from equipment.models import Handover
from participants.models import Attendance, Participant, Registration
from tkm import staticfiles
from tkm.lib.formats import ribuan

VISITS = 60  # of every page
BACKEND = "accounts.backends.NipOrUsername"


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--times", type=int, default=VISITS, help="kunjungan per halaman")
    parser.add_argument("--fresh", action="store_true", help="membuat ulang basis datanya")
    given = parser.parse_args()
    start = time.monotonic()
    prepare(fresh=given.fresh)
    sys.stdout.write(f"Basis data siap setelah {time.monotonic() - start:.0f} detik.\n")
    run(times=given.times)


def prepare(*, fresh: bool) -> None:
    """A database with the invented province in it; one that is there and whole is used again."""
    if fresh:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    if staticfiles.are_stale():
        staticfiles.collect()
    if not Participant.objects.exists():
        load(set_up_office())


def run(*, times: int) -> None:
    """Measure everything and keep the table."""
    results = []
    logging.disable(logging.INFO)  # a line for every request would be all that is seen
    with addresses():
        for page in pages():
            results.append(told(measure(page.name, gets(logged_in(page.role), page.urls, times))))
        results.append(
            told(measure("Mendaftarkan warga (POST)", registrations(logged_in("petugas"), times), answers=302))
        )
    table.keep(results, counts(), timezone.localdate())


@contextmanager
def addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="bench.urls"):
        yield


def logged_in(role: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=role), backend=BACKEND)
    return client


def told(result: Result) -> Result:
    sys.stdout.write(
        f"{result.name:40} p50 {result.p50:7.1f} ms  p95 {result.p95:7.1f} ms  "
        f"{result.queries:2} kueri {result.sql_ms:7.1f} ms  {result.kilobytes:6.0f} kB\n"
    )
    return result


def counts() -> str:
    sizes = ((Participant, "orang"), (Registration, "pendaftaran"), (Attendance, "tanda hadir"), (Handover, "BAST"))
    told_ = ", ".join(f"{ribuan(model.objects.count())} {word}" for model, word in sizes)
    return f"Isi: {told_}. Setelan: DEBUG={int(settings.DEBUG)}."


if __name__ == "__main__":
    main()
