"""The results as docs/kinerja.md keeps them."""

import os
import platform
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import connection

from bench.measuring import Result

PAGE = Path(__file__).resolve().parent.parent / "docs" / "kinerja.md"
FROM, TO = "<!-- tabel: ditulis oleh make bench -->", "<!-- akhir tabel -->"
COLUMNS = ("Halaman", "p50 (ms)", "p95 (ms)", "Kueri", "SQL (ms)", "kB", "× (kosong + SQL)")


def ratio(result: Result, empty: Result) -> float:
    """How many times an empty page and the bare queries together; the aim is at most 2."""
    return result.p50 / (empty.p50 + result.sql_ms)


def lines(results: Sequence[Result]) -> list[str]:
    """A Markdown table; the first of `results` is the empty page."""
    empty = results[0]
    head = [f"| {' | '.join(COLUMNS)} |", f"| --- |{' ---: |' * (len(COLUMNS) - 1)}"]
    return [*head, *(line(one, empty) for one in results)]


def line(one: Result, empty: Result) -> str:
    times = "–" if one is empty else f"{ratio(one, empty):.1f}"
    numbers = (f"{one.p50:.1f}", f"{one.p95:.1f}", str(one.queries), f"{one.sql_ms:.1f}", f"{one.kilobytes:.0f}", times)
    return f"| {one.name} | {' | '.join(numbers)} |"


def machine(day: date) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0].split()[0]
    return (
        f"Diukur {day:%d-%m-%Y} pada {os.cpu_count()} inti, Python {platform.python_version()}, PostgreSQL {version}; "
        "server dan basis data di mesin yang sama."
    )


def keep(results: Sequence[Result], counts: str, day: date) -> None:
    """Write the table into docs/kinerja.md, between its two marks."""
    before, rest = PAGE.read_text().split(FROM)
    after = rest.split(TO)[1]
    body = "\n".join(["", machine(day), counts, "", *lines(results), ""])
    PAGE.write_text(f"{before}{FROM}{body}{TO}{after}")
