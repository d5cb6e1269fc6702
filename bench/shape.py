"""How the invented province is laid out: which angkatan is where in time, who sits where, in pure functions."""

from datetime import date, timedelta

from participants.enums import RegistrationStatus as S
from participants.enums import Sex

PEOPLE = 100_000
SESSIONS = 3_000  # 250 a year, 2015 to 2026
APPLICANTS = 40
SITTING = 30  # of them, in the class
MEETINGS = 14
OPEN, RUNNING = 5, 5  # the last ones: open for registration, and before them those that run
THIS_DAY = date.today()  # noqa: DTZ011 the day the bench is run; the pages ask the same clock
REGIONS = ("637202", "637203", "637204", "637205", "637206")
BIRTHDAYS = 14_600  # forty years of days, then the serial number counts


def year_of(s: int) -> int:
    """The budget year of the `s`-th angkatan; those open and running are of this year."""
    return THIS_DAY.year - (SESSIONS - s) // 250


def has_ended(s: int) -> bool:
    return s <= SESSIONS - OPEN - RUNNING


def starts_on(s: int) -> date:
    if s > SESSIONS - OPEN:
        return THIS_DAY + timedelta(days=20)
    if s > SESSIONS - OPEN - RUNNING:
        return THIS_DAY - timedelta(days=10)
    year = year_of(s)
    latest = date(year, 11, 1) if year < THIS_DAY.year else THIS_DAY - timedelta(days=40)
    return latest - timedelta(days=(s * 13) % 200)


def day_of_meeting(s: int, number: int) -> date:
    """Meetings stand on every second day from the first."""
    return starts_on(s) + timedelta(days=2 * (number - 1))


def nik_of(n: int) -> tuple[str, date]:
    """The NIK of the `n`-th person and the birth date in it; no two are equal."""
    born = date(1962, 1, 1) + timedelta(days=n % BIRTHDAYS)
    day = born.day + (40 if (Sex.FEMALE if n % 4 else Sex.MALE) == Sex.FEMALE else 0)
    return f"{REGIONS[n % 5]}{day:02d}{born:%m%y}{n // BIRTHDAYS + 1:04d}", born


def person_of(s: int, k: int) -> int:
    return ((s - 1) * APPLICANTS + k) % PEOPLE + 1


def registration_id(s: int, k: int) -> int:
    return (s - 1) * APPLICANTS + k + 1


def status_of(s: int, k: int) -> S:
    """Where the `k`-th applicant of the `s`-th angkatan stands."""
    if s > SESSIONS - OPEN:
        return S.SUBMITTED if k % 2 else S.ELIGIBLE
    if k < SITTING:
        if k == SITTING - 1:
            return S.DROPPED_OUT
        if not has_ended(s):
            return S.ACCEPTED
        return S.NOT_COMPLETED if k == SITTING - 2 else S.COMPLETED
    rest = (S.WAITLISTED, S.WAITLISTED, S.WAITLISTED, S.WAITLISTED, S.NOT_SELECTED, S.NOT_SELECTED)
    return (*rest, S.INELIGIBLE, S.INELIGIBLE, S.WITHDRAWN, S.WITHDRAWN)[k - SITTING]
