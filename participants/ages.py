"""How old somebody is, on pages and in the report's bands alike."""

from datetime import date


def age_on(birth_date: date, day: date) -> int:
    """Completed years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))
