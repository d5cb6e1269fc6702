"""On which days the office is closed: a question to ask of the date of any paper."""

from django.db.models import Exists, OuterRef, Q

from training.models import Holiday

SUNDAY = 1  # as the database counts the days of a week


def closed_on(column: str) -> Q:
    """Whether the date in `column` is a Sunday or a holiday."""
    return Q(**{f"{column}__week_day": SUNDAY}) | Q(Exists(Holiday.objects.filter(day=OuterRef(column))))
