"""Reading people, registrations and marks, in words of the office."""

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.search import SearchQuery
from django.db import models
from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    FilteredRelation,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
)
from django.db.models.functions import Coalesce, Lower, Reverse

from accounts.access import Action, Reach, reach
from participants.enums import GRADUATED, GRADUATING, IN_CLASS, LEFT, SEATED, Mark, RegistrationStatus
from tkm.lib.db import how_many
from tkm.lib.text import tidy
from training.enums import MeetingStatus
from training.models import MINUTES_PER_LESSON_HOUR, TrainingSession
from training.querysets import within_reach

if TYPE_CHECKING:
    from accounts.models import User
    from participants.models import Certificate, Participant, Registration
    from training.models import Meeting


FEWEST_DIGITS = 4
LONGEST_TERM = 100


def number_typed(typed: str) -> str | None:
    """The digits, when somebody typed a number (with blanks, dots, dashes, a plus) and not a name."""
    digits = re.sub(r"[\s.+()-]", "", typed[:LONGEST_TERM])
    return digits if digits.isascii() and digits.isdigit() else None


def search_term(typed: str) -> str:
    """What somebody searched for, as far as it is looked at."""
    return tidy(typed[:LONGEST_TERM].replace("\x00", ""))


def counts_on(day: str, left_on: str = "left_on") -> Q:
    """Whether a meeting counts for a person: it was before the day the person left, if the person did.

    `day` and `left_on` are the paths to the two dates from the rows that are filtered.
    """
    return Q(**{left_on: None}) | Q(**{f"{left_on}__gt": F(day)})


class ParticipantQuerySet(models.QuerySet["Participant"]):
    CAP = 1000

    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        """All people; for the limited (own angkatan, kecamatan) those registered in an angkatan they see."""
        how_far = reach(user, action)
        if how_far is None:
            return self.none()
        if how_far == Reach.ALL and not user.kecamatan_ids:
            return self
        sessions = TrainingSession.objects.visible_to(user, action)
        return self.filter(pk__in=self.model._base_manager.filter(registrations__session__in=sessions).values("pk"))

    def matching(self, typed: str) -> Self:
        """By the beginnings of the words of a name; a number is the start or end of a NIK or phone number.

        The rows have no order, on purpose: sorted at once, PostgreSQL would walk all names (see `capped`).
        """
        unordered = self.order_by()  # drops Meta.ordering too
        if (digits := number_typed(typed)) is not None:
            return unordered._numbered(digits)
        words = re.findall(r"\w+", search_term(typed).lower())
        if not words:
            return self.none()
        query = " & ".join(f"'{word}':*" for word in words)
        return unordered.filter(search_document=SearchQuery(query, config="simple", search_type="raw"))

    def _numbered(self, digits: str) -> Self:
        if len(digits) < FEWEST_DIGITS:
            return self.none()
        backwards = digits[::-1]
        starts = Q(nik__startswith=digits) | Q(phone__startswith=digits)
        if digits.startswith("62"):
            starts |= Q(phone__startswith=f"0{digits[2:]}")
        ends = Q(nik_end__startswith=backwards) | Q(phone_end__startswith=backwards)
        return self.alias(nik_end=Reverse("nik"), phone_end=Reverse("phone")).filter(starts | ends)

    def living_in(self, code: str) -> Self:
        """Only those of the kecamatan or kelurahan with that code of Kemendagri; all for an empty one."""
        return self.filter(kelurahan__code__startswith=code) if code else self

    def capped(self) -> tuple["ParticipantQuerySet", int, bool]:
        """The same people by name, how many they are up to CAP, and whether there are more.

        Two queries instead of one: sorting what was found never makes PostgreSQL walk through all names. Of more
        than CAP an arbitrary CAP is shown, which is why the page asks for more letters.
        """
        found = list(self.values_list("pk", flat=True)[: self.CAP + 1])
        people = self.model.objects.filter(pk__in=found[: self.CAP])
        return people.by_name(), min(len(found), self.CAP), len(found) > self.CAP

    def by_name(self) -> Self:
        return self.order_by(Lower("name"), "pk")


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        """Those of the angkatan on which the user may do `action`; asked of nobody who may do it on all."""
        if not within_reach(user, action):
            return self
        return self.filter(session__in=TrainingSession.objects.visible_to(user, action))

    def with_status(self, status: str) -> Self:
        """Only `status`; all of them when it is not one of ours (a mistyped URL is no error)."""
        return self.filter(status=status) if status in RegistrationStatus.values else self

    def seated(self) -> Self:
        """Who holds a number."""
        return self.filter(status__in=SEATED)

    def graduated(self) -> Self:
        """Whose graduation is confirmed, with whatever outcome."""
        return self.filter(status__in=GRADUATED)

    def passed(self) -> Self:
        """Whose graduation is confirmed as lulus: who may have a certificate."""
        return self.filter(status=RegistrationStatus.COMPLETED)

    def without_certificate(self) -> Self:
        """Who has none, or none any more."""
        return self.exclude(pk__in=self.with_valid_certificate().order_by().values("pk"))

    def with_valid_certificate(self) -> Self:
        return self.filter(certificates__isnull=False, certificates__revoked_at=None)

    def in_class(self) -> Self:
        """Who sits or sat in the class, those who dropped out too."""
        return self.filter(status__in=IN_CLASS)

    def waiting(self) -> Self:
        """The cadangan in their order."""
        return self.filter(status=RegistrationStatus.WAITLISTED).order_by("waitlist_rank")

    def in_class_on(self, day: date) -> Self:
        """Who needs a mark on that day: all who sit in the class, and those who left only after it."""
        return self.filter(self._needs_mark(day))

    def class_list(self) -> Self:
        """Who sits or sat in the class by number, then those who withdrew after they had been marked."""
        listed = self.filter(Q(status__in=IN_CLASS) | self._withdrawn_from_class())
        number = F("seat_number").asc(nulls_last=True)
        return listed.select_related("participant").order_by(number, Lower("participant__name"), "pk")

    def for_attendance(self, meeting: "Meeting") -> Self:
        """The class list annotated for one meeting.

        With `needs_mark` on that day, and what was marked: `mark`, `mark_late_minutes`, `mark_note`.
        """
        return self.class_list().annotate(
            needs_mark=ExpressionWrapper(self._needs_mark(meeting.held_on), models.BooleanField()),
            own_mark=FilteredRelation("attendances", condition=Q(attendances__meeting=meeting)),
            mark=F("own_mark__mark"),
            mark_late_minutes=F("own_mark__late_minutes"),
            mark_note=F("own_mark__note"),
        )

    def _needs_mark(self, day: date) -> Q:
        left_later = Q(status=RegistrationStatus.DROPPED_OUT) | self._withdrawn_from_class()
        return Q(status__in=GRADUATING) | Q(left_on__gt=day) & left_later

    def _withdrawn_from_class(self) -> Q:
        """Somebody who withdrew holds no number any more: a mark tells that the person had been in the class."""
        marks: Any = self.model._meta.get_field("attendances").related_model
        # Asked per person: as a list of all who were ever marked it costs seconds at a million marks.
        return Q(status=RegistrationStatus.WITHDRAWN) & Q(Exists(marks.objects.filter(registration=OuterRef("pk"))))

    def staying(self) -> Self:
        return self.exclude(status__in=LEFT)

    def for_list(self) -> Self:
        """With all that one table row shows: a list costs the same queries at any length."""
        return self.select_related("participant__kelurahan__kecamatan", "session__program")

    def for_desk_papers(self) -> Self:
        """In the order of registering, with all that formulir, surat pernyataan and bukti show."""
        shown = self.select_related("participant__kelurahan__kecamatan", "registered_by", "privacy_notice")
        return shown.order_by("registered_on", "pk")

    def for_cards(self) -> Self:
        """Who sits in the class, by number, with their photos."""
        shown = self.filter(status__in=GRADUATING).select_related("participant__photo")
        return shown.order_by("seat_number", "pk")

    def with_places_taken(self) -> Self:
        """Annotated with `places_taken`, how many numbers of the angkatan are held."""
        seated = self.model._base_manager.filter(status__in=SEATED)
        return self.annotate(places_taken=how_many(seated, "session", of="session"))

    def for_history(self) -> Self:
        """One person's trainings, latest first: angkatan, minutes, graduation, certificates, who registered it."""
        told = self.select_related("session__program", "session__kelurahan__kecamatan", "registered_by").with_minutes()
        told = told.prefetch_related("certificates__number")
        graduated = told.annotate(graduated_on=F("graduation__confirmed_on"))
        return graduated.order_by("-session__starts_on", "-pk")

    def with_minutes(self) -> Self:
        """Annotated with `present_minutes` and `held_minutes`, what `participants.rates` divides.

        Held is what was locked (a planned or cancelled meeting counts for nobody), up to the day before `left_on`;
        nothing for those who never were in the class.
        """
        in_class = Q(status__in=IN_CLASS) | self._withdrawn_from_class()
        own = self.model._base_manager.filter(in_class, pk=OuterRef("pk")).order_by().values("pk")
        held = own.filter(counts_on("session__meetings__held_on"), session__meetings__status=MeetingStatus.HELD)
        came = own.filter(
            counts_on("attendances__meeting__held_on"),
            attendances__mark__in=[Mark.PRESENT, Mark.LATE],
            attendances__meeting__status=MeetingStatus.HELD,
        )
        minutes = F("attendances__meeting__lesson_hours") * MINUTES_PER_LESSON_HOUR - F("attendances__late_minutes")
        return self.annotate(
            held_minutes=_total(held, F("session__meetings__lesson_hours") * MINUTES_PER_LESSON_HOUR),
            present_minutes=_total(came, minutes),
        )


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: "User", action: Action = Action.VIEW) -> Self:
        return self.filter(registration__session__in=TrainingSession.objects.visible_to(user, action))

    def valid(self) -> Self:
        return self.filter(revoked_at=None)

    def for_list(self) -> Self:
        """The newest first, each with its number."""
        return self.select_related("number").order_by("-pk")


def _total(rows: models.QuerySet[Any, Any], minutes: models.expressions.Combinable) -> Coalesce:
    """The sum of `minutes` as a column of the outer query; 0 without rows."""
    return Coalesce(Subquery(rows.annotate(total=Sum(minutes)).values("total"), output_field=IntegerField()), 0)
