"""Numbers of papers: our own gap-free sequence per kind and year, or typed from the agenda; none is given twice."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from documents.enums import NumberMode, PaperKind
from documents.models import NumberCounter, NumberSeries, PaperNumber
from documents.patterns import LONGEST, write_number
from tkm.lib.db import violation
from tkm.lib.errors import DomainError
from tkm.lib.text import tidy


class NumberTakenError(DomainError):
    def __init__(self, kind: PaperKind, text: str, year: int) -> None:
        super().__init__(
            f"Nomor {text} sudah dipakai {kind.label} lain pada tahun {year}, termasuk yang batal. Periksa nomornya.",
            field="number",
        )


class SequenceTakenError(DomainError):
    def __init__(self, kind: PaperKind, text: str) -> None:
        super().__init__(
            f"Nomor otomatis berikutnya, {text}, sudah diketik sebagai nomor {kind.label} dari buku agenda. "
            "Minta administrator mengubah pola nomornya."
        )


class NumberMissingError(DomainError):
    def __init__(self, complaint: str) -> None:
        super().__init__(f"{complaint} Tulis nomor seperti di buku agenda.", field="number")


class NumberNotAutomaticError(DomainError):
    def __init__(self, kind: PaperKind) -> None:
        super().__init__(f"Nomor {kind.label} diambil dari buku agenda. Tulis nomornya.", field="number")


def is_automatic(kind: PaperKind) -> bool:
    """Whether this kind of paper gets its number from our own sequence."""
    return NumberSeries.objects.filter(kind=kind, mode=NumberMode.AUTOMATIC).exists()


def give_number(kind: PaperKind, *, on: date) -> PaperNumber:
    """The next automatic number for a paper dated `on`: one more than the last of that kind and year.

    As `give_numbers`, for one paper.
    """
    return give_numbers(kind, 1, on=on)[0]


def give_numbers(kind: PaperKind, count: int, *, on: date) -> list[PaperNumber]:
    """The next `count` automatic numbers for papers dated `on`, in order, without a gap between them.

    Runs inside the caller's transaction, which keeps the counter locked until it ends; when it fails, the numbers were
    never given. Call it last. Raises NumberNotAutomaticError, SequenceTakenError.
    """
    pattern = automatic_pattern(NumberSeries.objects.get(kind=kind))
    NumberCounter.objects.bulk_create([NumberCounter(kind=kind, year=on.year)], ignore_conflicts=True)
    counter = NumberCounter.objects.select_for_update(no_key=True).get(kind=kind, year=on.year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    texts = {sequence: write_number(pattern, sequence, on) for sequence in range(first, first + count)}
    numbers = [PaperNumber(kind=kind, year=on.year, sequence=at, text=text) for at, text in texts.items()]
    with violation("paper_number_text_once", lambda: SequenceTakenError(kind, _taken(kind, on.year, texts.values()))):
        return PaperNumber.objects.bulk_create(numbers)


def next_numbers(kind: PaperKind, count: int, *, on: date) -> tuple[str, str]:
    """The first and the last number that `give_numbers` would give just now; nothing is given or locked.

    Raises NumberNotAutomaticError.
    """
    last = NumberCounter.objects.filter(kind=kind, year=on.year).values("last")
    series = NumberSeries.objects.annotate(last=Coalesce(Subquery(last), 0)).get(kind=kind)
    pattern = automatic_pattern(series)
    return write_number(pattern, series.last + 1, on), write_number(pattern, series.last + count, on)


def automatic_pattern(series: NumberSeries) -> str:
    """Raises NumberNotAutomaticError where the numbers of this kind are typed."""
    if series.mode != NumberMode.AUTOMATIC:
        raise NumberNotAutomaticError(PaperKind(series.kind))
    return series.pattern


def _taken(kind: PaperKind, year: int, texts: Iterable[str]) -> str:
    """Which of the next automatic numbers somebody had typed before."""
    typed = PaperNumber.objects.filter(kind=kind, year=year, text__in=list(texts))
    return typed.values_list("text", flat=True).first() or ""


def record_agenda_number(kind: PaperKind, *, text: str, year: int) -> PaperNumber:
    """Take down a number as it stands in the agenda book. Raises NumberMissingError, NumberTakenError."""
    text = tidy(text)
    if not text:
        raise NumberMissingError("Nomor belum diisi.")
    if len(text) > LONGEST:
        raise NumberMissingError(f"Nomor lebih dari {LONGEST} huruf.")
    with violation("paper_number_text_once", NumberTakenError(kind, text, year)):
        return PaperNumber.objects.create(kind=kind, year=year, text=text)


def void_number(number_id: int, *, reason: str, at: datetime) -> PaperNumber:
    """Mark a given number as void: it stays in the list and is never given again; a void one is returned unchanged."""
    number = PaperNumber.objects.select_for_update(no_key=True).get(pk=number_id)
    if number.voided_at is None:
        number.voided_at, number.void_reason = at, reason
        number.save(update_fields=["voided_at", "void_reason"])
    return number
