"""What the yearly view counts over: the angkatan of a budget year, their registrations, the goods given there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, TypedDict, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django_stubs_ext import WithAnnotations

from accounts.access import Action
from accounts.models import User
from equipment.enums import FROZEN
from equipment.models import HandoverItem, Payment
from participants.models import Registration
from participants.querysets import RegistrationQuerySet
from regions.models import Kelurahan
from reports import breakdowns, figures
from reports.boundaries import CITY
from reports.breakdowns import Dimension
from training.enums import SessionStatus
from training.models import TrainingSession
from training.querysets import TrainingSessionQuerySet

Counts = Mapping[str, int]
PERSONAL = breakdowns.DIMENSIONS


class Goods(TypedDict):
    units: int
    units_value: int
    paid: int
    years: list[int]


if TYPE_CHECKING:  # what `sessions_with_goods` adds to the rows
    YearSession = WithAnnotations[TrainingSession, Goods]


@dataclass(frozen=True, slots=True)
class SessionCounts:
    """The figures of one angkatan, by code."""

    year: int
    code: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class PersonalCounts:
    """The columns of a table, by figure code, over people who share every value of PERSONAL."""

    values: Mapping[Dimension, str]
    counts: Counts


def sessions_of(user: User) -> TrainingSessionQuerySet:
    """The angkatan that the yearly view of `user` counts: all but rancangan, the cancelled too."""
    return TrainingSession.objects.visible_to(user, Action.REPORT).exclude(status=SessionStatus.DRAFT)


def base_of(user: User, *years: int) -> RegistrationQuerySet:
    """The registrations that every figure of those years counts over."""
    return Registration.objects.filter(session__year__in=years, session__in=sessions_of(user))


def goods_of(user: User, year: int) -> QuerySet[HandoverItem]:
    """The rows behind the figure UNITS, one a unit."""
    sessions = sessions_of(user).filter(year=year)
    return HandoverItem.objects.filter(handover__registration__session__in=sessions, handover__status__in=FROZEN)


def years_of(user: User) -> list[int]:
    """The years that have an angkatan, the newest first."""
    return list(sessions_of(user).order_by("-year").values_list("year", flat=True).distinct())


def sessions_with_goods(user: User, year: int, on: date) -> "list[YearSession]":
    """The angkatan of `year` by start, each with what was given there and paid for it, and the years there are."""
    given = HandoverItem.objects.filter(handover__registration__session=OuterRef("pk"), handover__status__in=FROZEN)
    per_session = given.order_by().values("handover__registration__session")
    price = Sum("unit__procurement__unit_price")
    payments = Payment.objects.paid_until(on).filter(procurement__session=OuterRef("pk")).order_by()
    years = sessions_of(user).order_by("-year").values("year").distinct()
    found = sessions_of(user).filter(year=year).for_list().order_by("starts_on", "code")
    return cast(
        "list[YearSession]",
        list(
            found.annotate(
                units=_or_zero(per_session.annotate(found=Count("pk")).values("found")),
                units_value=_or_zero(per_session.annotate(found=price).values("found")),
                paid=_or_zero(payments.values("procurement__session").annotate(found=Sum("amount")).values("found")),
                years=ArraySubquery(years),
            )
        ),
    )


def kelurahan_of_city() -> list[Kelurahan]:
    """All kelurahan of this city under their kecamatan, those that nobody comes from too."""
    found = Kelurahan.objects.filter(code__startswith=f"{CITY}.").select_related("kecamatan")
    return list(found.order_by("kecamatan__code", "code"))


def by_session(user: User, year: int) -> list[SessionCounts]:
    """The figures of every angkatan of `year` and of the year before."""
    columns = figures.counts(figures.YEAR)
    grouped = base_of(user, year, year - 1).order_by().values("session").annotate(**columns)
    rows = grouped.values_list("session__year", "session__code", *columns)
    codes = [figure.code for figure in figures.YEAR]
    return [SessionCounts(at, code, dict(zip(codes, counts, strict=True))) for at, code, *counts in rows]


def by_person(user: User, year: int) -> list[PersonalCounts]:
    """The columns of the tables by kelurahan, sex, age and education at once: one query, however many tables."""
    columns = figures.counts(figures.BREAKDOWN)
    values = [dimension.attribute for dimension in PERSONAL]
    grouped = breakdowns.divided(base_of(user, year)).order_by().values(*values).annotate(**columns)
    codes = [figure.code for figure in figures.BREAKDOWN]
    return [
        PersonalCounts(
            dict(zip(PERSONAL, row[: len(PERSONAL)], strict=True)),
            dict(zip(codes, row[len(PERSONAL) :], strict=True)),
        )
        for row in grouped.values_list(*values, *columns)
    ]


def _or_zero(number: "QuerySet[Any, Any]") -> Coalesce:
    return Coalesce(Subquery(number, output_field=BigIntegerField()), 0)
