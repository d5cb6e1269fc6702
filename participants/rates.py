"""How much of the teaching somebody was there for: the one definition, told to people in DEFINITION."""

from fractions import Fraction

DEFINITION = (
    "Kehadiran adalah jam pelajaran yang diikuti dibagi jam pelajaran yang sudah terlaksana (1 JP = 45 menit), sejak "
    "pertemuan pertama. Yang terlambat dihitung sejak datang. Izin dan sakit tidak dihitung hadir, pertemuan yang "
    "dibatalkan tidak dihitung bagi siapa pun, dan bagi yang keluar hitungannya berhenti pada hari keluar."
)


def attendance_rate(*, present_minutes: int, held_minutes: int) -> Fraction | None:
    """Share, 0..1, of the held teaching minutes (1 JP = 45) that one participant was present.

    The caller has left out cancelled meetings and those from the day the person left
    (`RegistrationQuerySet.with_minutes`). None is "belum ada": nothing held yet, which is not 0 %.
    Raises ValueError if more was attended than held. Source: docs/decisions/0004-attendance.md.
    """
    if not 0 <= present_minutes <= held_minutes:
        raise ValueError(f"{present_minutes} minutes present of {held_minutes} held")
    return Fraction(present_minutes, held_minutes) if held_minutes else None


def is_enough(rate: Fraction, min_attendance: int) -> bool:
    """Whether `rate` (0..1) reaches the minimum in per cent, compared exactly: 79,99% is not 80%."""
    return rate * 100 >= min_attendance
