"""What the address of a history asks: which kind of thing, by whom, in which days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone

from accounts.history.places import SQL
from accounts.history.sources import SQL_KEY, Asked, Source
from tkm.lib.chips import Chip, chips
from tkm.lib.formats import tanggal
from tkm.lib.forms import DateField

NAMES = ("jenis", "oleh", "dari", "sampai")


@dataclass(frozen=True, slots=True)
class HistoryFilters:
    """As typed in the address; a day that is none is told of in `refused` and narrows nothing."""

    query: QueryDict
    typed: Mapping[str, str]
    days: Mapping[str, date]
    refused: Mapping[str, str]
    kinds: Sequence[str]

    @classmethod
    def of(cls, query: QueryDict, sources: Sequence[Source]) -> "HistoryFilters":
        typed = {name: query.get(name, "").replace("\0", "").strip() for name in NAMES}
        days: dict[str, date] = {}
        refused = {"dari": "", "sampai": ""}
        for name in ("dari", "sampai"):
            try:
                if day := DateField(required=False).clean(typed[name]):
                    days[name] = day
            except ValidationError as error:
                refused[name] = " ".join(error.messages)
        return cls(query, typed, days, refused, list(dict.fromkeys(source.kind for source in sources)))

    def narrow(self, sources: Sequence[Source]) -> list[Source]:
        """Only those of the kind that is asked for; all of them for one that is not offered."""
        kind = self.typed["jenis"]
        return [source for source in sources if source.kind == kind or kind not in self.kinds]

    @property
    def asked(self) -> Asked:
        since, last = self.days.get("dari"), self.days.get("sampai")
        return Asked(
            self.typed["oleh"],
            _midnight(since) if since else None,
            _midnight(last + timedelta(days=1)) if last and last < date.max else None,
        )

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Name, label and what is wrong with it, of each day that is none."""
        labels = {"dari": "Sejak", "sampai": "Sampai"}
        return [(name, labels[name], words) for name, words in self.refused.items() if words]

    @property
    def kind_choices(self) -> list[tuple[str, str]]:
        return [(kind, kind) for kind in self.kinds]

    def chips(self, people: Mapping[str, str]) -> list[Chip]:
        kind, by = self.typed["jenis"], self.typed["oleh"]
        shown = {
            "jenis": kind if kind in self.kinds else "",
            "oleh": f"Oleh: {people.get(by, SQL if by == SQL_KEY else 'orang lain')}" if by else "",
            "dari": f"Sejak {tanggal(self.days['dari'])}" if "dari" in self.days else "",
            "sampai": f"Sampai {tanggal(self.days['sampai'])}" if "sampai" in self.days else "",
        }
        return chips(self.query, shown)


def _midnight(day: date) -> datetime:
    """When it begins in the office's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
