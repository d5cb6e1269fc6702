"""Days and hours of meetings as plain values: a schedule, what clashes, and the numbering by date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta

from tkm.lib.errors import DomainError
from tkm.lib.formats import hari_tanggal, jam, tanggal
from training.models import MINUTES_PER_LESSON_HOUR, Meeting, TrainingSession

MOST = 200  # more meetings than this in one angkatan is a slip of the pen
FULL_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class MeetingData:
    """What is typed about one meeting."""

    held_on: date
    starts_at: time
    lesson_hours: int
    topic: str = ""

    @property
    def begin(self) -> timedelta:
        return timedelta(hours=self.starts_at.hour, minutes=self.starts_at.minute)

    @property
    def end(self) -> timedelta:
        """Since midnight of the same day; it may lie beyond the day."""
        return self.begin + timedelta(minutes=self.lesson_hours * MINUTES_PER_LESSON_HOUR)


@dataclass(frozen=True, slots=True)
class Schedule:
    """The same hours on every one of `weekdays` (0 is Senin) from `first` to `last`, without the `skipped` days."""

    weekdays: frozenset[int]
    first: date
    last: date
    starts_at: time
    lesson_hours: int
    skipped: frozenset[date] = frozenset()

    def days(self) -> list[date]:
        every = (self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))
        return [day for day in every if self._is_taught(day)]

    def includes(self, meeting: Meeting) -> bool:
        """Whether the schedule has exactly this meeting."""
        is_same = (meeting.starts_at, meeting.lesson_hours) == (self.starts_at, self.lesson_hours)
        return is_same and self.first <= meeting.held_on <= self.last and self._is_taught(meeting.held_on)

    def _is_taught(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.skipped


@dataclass(frozen=True, slots=True)
class Proposal:
    """One meeting of a schedule; `existing` is the same one, planned before: it stays and is not made twice."""

    data: MeetingData
    existing: Meeting | None


class OutsideSessionError(DomainError):
    def __init__(self, session: TrainingSession, field: str) -> None:
        super().__init__(
            f"Di luar tanggal pelatihan ({session.dates}). Pilih hari lain, atau ubah dahulu tanggal angkatan.", field
        )


class NoDaysError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tidak ada hari pelatihan pada jadwal ini. Periksa hari dan tanggalnya.", field="weekdays")


class TooManyDaysError(DomainError):
    def __init__(self, days: int) -> None:
        super().__init__(f"Jadwal ini berisi {days} pertemuan; paling banyak {MOST}. Periksa tanggalnya.", field="last")


class PastMidnightError(DomainError):
    def __init__(self) -> None:
        super().__init__("Pertemuan ini berakhir lewat tengah malam. Kurangi JP atau mulai lebih awal.", "starts_at")


class ClashError(DomainError):
    def __init__(self, data: MeetingData, other: Meeting) -> None:
        hours = f"{jam(other.starts_at)}–{jam(other.ends_at)}"
        super().__init__(
            f"Pada {hari_tanggal(data.held_on)} sudah ada {other} ({hours}). Pilih jam atau hari lain.", "starts_at"
        )


class BeforeLockedError(DomainError):
    def __init__(self, locked: Meeting) -> None:
        super().__init__(
            f"{locked} ({tanggal(locked.held_on)}) sudah dikunci dan nomornya tetap, jadi sebelum hari itu tidak ada "
            "nomor lagi. Buka kuncinya dahulu, atau pilih hari sesudahnya.",
            field="held_on",
        )


def check_day(data: MeetingData, session: TrainingSession, others: Iterable[Meeting]) -> None:
    """Within the dates of `session`, within one day, and not while one of `others` runs.

    Raises OutsideSessionError, PastMidnightError, ClashError.
    """
    if not session.starts_on <= data.held_on <= session.ends_on:
        raise OutsideSessionError(session, "held_on")
    if data.end > FULL_DAY:
        raise PastMidnightError
    for other in others:
        if other.held_on == data.held_on and data.begin < data_of(other).end and data_of(other).begin < data.end:
            raise ClashError(data, other)


def proposals(schedule: Schedule, session: TrainingSession, existing: Iterable[Meeting]) -> list[Proposal]:
    """What `schedule` adds to the `existing` meetings (cancelled ones left out), in order of date.

    Raises OutsideSessionError, NoDaysError, TooManyDaysError, PastMidnightError, ClashError.
    """
    if schedule.first < session.starts_on:
        raise OutsideSessionError(session, "first")
    if schedule.last > session.ends_on:
        raise OutsideSessionError(session, "last")
    days = schedule.days()
    if not days:
        raise NoDaysError
    if len(days) > MOST:
        raise TooManyDaysError(len(days))
    begun = {(meeting.held_on, meeting.starts_at): meeting for meeting in existing}
    found = []
    for day in days:
        data = MeetingData(day, schedule.starts_at, schedule.lesson_hours)
        same = begun.get((day, schedule.starts_at))
        if same is None:
            check_day(data, session, begun.values())
        found.append(Proposal(data, same))
    return found


def data_of(meeting: Meeting) -> MeetingData:
    return MeetingData(meeting.held_on, meeting.starts_at, meeting.lesson_hours, meeting.topic)


def number_by_date(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Number all by day and hour and return those that got another number; locked ones keep theirs.

    A gap may stay where a meeting moved past locked ones. Raises BeforeLockedError when there is no room.
    """
    last, changed = 0, []
    for meeting in sorted(meetings, key=lambda one: (one.held_on, one.starts_at)):
        if not meeting.is_locked:
            last += 1
            if meeting.number != last:
                meeting.number = last
                changed.append(meeting)
        elif meeting.number <= last:
            raise BeforeLockedError(meeting)
        else:
            last = meeting.number
    return changed
