"""Acts: what one person did at one moment, as a sentence that opens to its rows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.history import names, rows, sources
from accounts.history.places import where, who
from accounts.history.sentences import Change, Event
from accounts.history.sources import Asked, Group, Source, Written
from accounts.history.values import Names
from tkm.lib.told import told_of

FEW = 3  # so many changes of a single row stand open below the sentence
CLAUSES = 3

Events = Mapping[tuple[int, int], Event]  # by source and event key


@dataclass(frozen=True, slots=True)
class Line:
    """One row in its own sentence."""

    words: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """`lines` tell it row by row; `untold` rows more were written."""

    at: datetime
    who: str
    is_sql: bool
    what: str
    where: str
    lines: tuple[Line, ...]
    untold: int

    @property
    def number(self) -> int:
        return len(self.lines) + self.untold

    @property
    def open_changes(self) -> tuple[Change, ...]:
        """The changes of a single row, where they are few."""
        return self.lines[0].changes if self.number == 1 and len(self.lines[0].changes) <= FEW else ()

    @property
    def is_folded(self) -> bool:
        """Whether there is more to tell than the sentence and its open changes."""
        return self.number > 1 or len(self.lines[0].changes) > FEW


@dataclass(frozen=True, slots=True)
class History:
    """A page of acts, newest first; how many there are in all; who did any of them, by key."""

    acts: list[Act] = field(default_factory=list)
    number: int = 0
    people: dict[str, str] = field(default_factory=dict)


def tell(told: Sequence[Source], asked: Asked | None = None, *, first: int = 0, size: int) -> History:
    """The acts on the rows of the sources; three statements whatever there is to tell.

    An act that wrote to several sources is told by the one that stands first among them.
    """
    found = sources.find(told, asked or Asked(), first=first, size=size)
    read = rows.read(told, found.groups)
    events = {key: Event.of(told[row.source].model, row) for key, row in read.items()}
    events = {key: event for key, event in events.items() if not event.is_silent}
    loaded = names.load(reference for event in events.values() for reference in event.references())
    acts = [act for group in found.groups if (act := _act(group, events, loaded))]
    return History(acts, found.number, found.people)


def _act(group: Group, events: Events, loaded: Names) -> Act | None:
    """None where nothing but stamps changed."""
    parts = [(part, told) for part in group.written if (told := _of(part, events))]
    if not parts:
        return None
    author = (group.context or {}).get("user")
    first = min(part.source for part, _ in parts)
    headline = [clause for part, told in parts if part.source == first for clause in _clauses(part, told, loaded)]
    in_order = sorted((event for _, told in parts for event in told), key=lambda event: event.order)
    lines = [Line(event.sentence(loaded), event.changes(loaded, author)) for event in in_order]
    return Act(
        at=group.at,
        who=who(group.context),
        is_sql=group.context is None,
        what=" dan ".join(words for _, words in sorted(headline)[:CLAUSES]),
        where=where(group.context),
        lines=tuple(lines),
        untold=sum(part.number - len(part.keys) for part, _ in parts),
    )


def _of(part: Written, events: Events) -> list[Event]:
    return [event for key in part.keys if (event := events.get((part.source, key)))]


def _clauses(part: Written, told: list[Event], loaded: Names) -> Iterator[tuple[int, str]]:
    """One for each phrase that its rows are told by, with its rank; rows that were not read are only counted."""
    phrases = {event.phrase: event for event in reversed(told)}
    untold = part.number - len(part.keys)
    if untold and len(phrases) > 1:
        changed = Event(told[0].row, told[0].model, told_of(told[0].model).changed, 0)
        yield 0, changed.sentence(loaded, part.number)
        return
    for phrase, event in phrases.items():
        number = sum(one.phrase == phrase for one in told) + untold
        yield event.rank, event.sentence(loaded, number)
