"""The day that figures are told for: typed in the address, today when nothing is."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.http import QueryDict

from tkm.lib.forms import DateField


@dataclass(frozen=True, slots=True)
class AsAt:
    """`day` is what is shown; `typed` stands in the box; `error` says why another day is shown than was typed."""

    day: date
    typed: str
    error: str

    @classmethod
    def of(cls, query: QueryDict, *, today: date, name: str = "per", default: date | None = None) -> "AsAt":
        """What `?per=` says; a day to come or no day at all is refused in words, and `default` (today) is shown."""
        shown, typed = default or today, query.get(name, "").replace("\0", "").strip()[:40]
        if not typed:
            return cls(shown, written(shown), "")
        try:
            day = DateField().clean(typed)
        except ValidationError as error:
            return cls(shown, typed, error.messages[0])
        if day is None or day > today:
            return cls(shown, typed, "Tanggal itu belum tiba. Pilih hari ini atau sebelumnya.")
        return cls(day, written(day), "")

    @property
    def status(self) -> int:
        return 422 if self.error else 200

    @property
    def query(self) -> str:
        """For links that keep the day."""
        return f"?per={written(self.day)}"


def written(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year:04d}"


def last_year_end(today: date) -> date:
    """31 December of last year: what an auditor asks for."""
    return date(today.year - 1, 12, 31)
