"""How old somebody is, on pages and in the report's bands alike."""

from datetime import date

from django.db.models import F, Func, IntegerField


def age_on(birth_date: date, day: date) -> int:
    """Completed years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def age_in_database(birth_date: str, day: str) -> Func:
    """The same of two columns, named by their paths (a test holds the two together)."""
    template = "extract(year from age(%(expressions)s))::integer"
    return Func(F(day), F(birth_date), template=template, output_field=IntegerField())
