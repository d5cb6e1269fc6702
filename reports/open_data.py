"""The year as open data: counts by kelurahan under Kemendagri's codes, so few that nobody is recognised left out."""

import csv
from io import StringIO

from reports import figures
from reports.year_report import YearReport

FEWEST = 5  # a smaller count could point at somebody
HIDDEN = f"<{FEWEST}"


def open_data(report: YearReport) -> bytes:
    """The CSV of `report` by kelurahan; no sums, from which a hidden number could be worked out again."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    columns = [figure.code.replace("-", "_") for figure in figures.BREAKDOWN]
    writer.writerow(["tahun", "kode_kelurahan", "kelurahan", *columns])
    for row in report.places.parts:
        counts = (row.group.counts[figure.code] for figure in figures.BREAKDOWN)
        writer.writerow([report.year, row.group.value, row.group.label, *map(shown, counts)])
    return target.getvalue().encode("utf-8-sig")


def shown(count: int) -> str:
    """Nobody is nobody; one to four people are not told apart."""
    return HIDDEN if 0 < count < FEWEST else str(count)
