"""What is not finished in an angkatan, in words, with the page where it is settled."""

from dataclasses import dataclass
from datetime import date

from reports import figures
from training.enums import Phase
from training.models import TrainingSession


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """How many, in words, the verb of the link and the URL name it leads to (its argument is the session's code)."""

    count: int
    words: str
    verb: str
    url_name: str
    query: str = ""


def open_points(
    session: TrainingSession, counts: dict[str, int], overdue_meetings: int, on: date
) -> tuple[OpenPoint, ...]:
    """The open points of `session` on the day `on`; `counts` are its figures by code."""
    phase = session.phase(on)
    points = [
        OpenPoint(
            overdue_meetings,
            "pertemuan lewat tanggal, daftar hadir belum dikunci",
            "Kunci",
            "meeting-list",
            "?perlu=kunci",
        ),
        OpenPoint(
            counts[figures.SCAN_MISSING.code],
            "BAST bertanda tangan belum diunggah atau belum diperiksa",
            "Lihat",
            "session-handovers",
        ),
        OpenPoint(counts[figures.WITHOUT_GOODS.code], "lulusan belum menerima barang", "Lihat", "session-handovers"),
    ]
    if phase not in (Phase.DRAFT, Phase.NOT_OPEN, Phase.OPEN, Phase.CANCELLED):
        undecided = counts[figures.UNDECIDED.code]
        points.append(OpenPoint(undecided, "pendaftar belum diputuskan", "Putuskan", "session-registrations"))
    if phase == Phase.AWAITING_GRADUATION:
        waiting = counts[figures.PARTICIPANTS.code] - sum(
            counts[figure.code] for figure in (figures.GRADUATES, figures.NOT_GRADUATED, figures.DROPPED_OUT)
        )
        points.append(OpenPoint(waiting, "peserta menunggu pengesahan kelulusan", "Lihat", "graduation"))
    return tuple(point for point in points if point.count)
