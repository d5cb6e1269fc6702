"""What the office already knows: of a NIK that is being typed, and of a person's earlier trainings and aid."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, QuerySet, Value

from accounts.access import Action, require
from accounts.models import User
from participants.models import Participant, Registration
from participants.rates import attendance_rate
from regions.nik import NikReading, check_nik, digits_only, read_nik

NIK_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Aid:
    """One thing a person was given: by a BAST of ours (`handover_id`), or elsewhere and recorded afterwards."""

    what: str
    given_on: date | None
    source: str
    handover_id: int | None


@dataclass(frozen=True, slots=True)
class Training:
    """One registration with what came of it: `rate` is the attendance so far, None where nothing was held yet."""

    registration: Registration
    rate: Fraction | None
    graduated_on: date | None


@dataclass(frozen=True, slots=True)
class History:
    """Trainings and aid of one person, latest first."""

    trainings: list[Training]
    aids: list[Aid]

    def registration_in(self, session_id: int) -> Registration | None:
        """The registration in that angkatan, if there is one."""
        found = (training.registration for training in self.trainings)
        return next((registration for registration in found if registration.session_id == session_id), None)


@dataclass(frozen=True, slots=True)
class Look:
    """A NIK as typed so far. `refusal` says why it cannot be one, `reading` what it tells, `person` whose it is."""

    nik: str
    refusal: str = ""
    reading: NikReading | None = None
    person: Participant | None = None

    @property
    def is_new(self) -> bool:
        """A whole NIK that nobody has yet."""
        return self.reading is not None and self.person is None

    @property
    def is_unfinished(self) -> bool:
        """Digits so far, not yet all of them: no mistake while somebody is typing."""
        return self.nik.isdecimal() and len(self.nik) < NIK_LENGTH

    @property
    def oddities(self) -> list[str]:
        """What is unusual but may be right: to look at again, nothing to answer."""
        if self.reading is None:
            return []
        found = []
        if self.reading.issued_in is None:
            found.append(f"Kode wilayah {self.nik[:6]} tidak dikenal. Periksa 6 digit pertama.")
        if self.nik.endswith("0000"):
            found.append("Empat digit terakhir 0000 tidak lazim. Periksa lagi.")
        return found


def look_up(*typed: str, on: date, actor: User) -> list[Look]:
    """What is known of each NIK, in their order; one query for all of them.

    Who registers may see the person of a NIK typed in full, whatever kecamatan the user is limited to.
    """
    require(actor, Action.REGISTER)
    niks = [digits_only(text) for text in typed]
    refusals = {nik: _refusal(nik) for nik in niks}
    whole = [nik for nik in niks if not refusals[nik]]
    found = Participant.objects.filter(nik__in=whole).select_related("kelurahan__kecamatan")
    people = {person.nik: person for person in found} if whole else {}
    return [
        Look(nik, refusals[nik]) if refusals[nik] else Look(nik, "", read_nik(nik, on=on), people.get(nik))
        for nik in niks
    ]


def _refusal(nik: str) -> str:
    try:
        check_nik(nik)
    except ValidationError as error:
        return str(error.messages[0])
    return ""


def history_of(person: Participant, *, seen_by: User | None = None) -> History:
    """Two queries: the registrations with their angkatan, attendance and graduation, and all aid.

    With `seen_by` only what belongs to angkatan that user may see; a clerk who registers the person sees all of it.
    """
    rows = Registration.objects.visible_to(seen_by) if seen_by else Registration.objects.all()
    registrations = rows.filter(participant=person)
    return History([_training(registration) for registration in registrations.for_history()], _aids(person, rows))


def _training(registration: Any) -> Training:
    """`registration` comes from `for_history`."""
    rate = attendance_rate(present_minutes=registration.present_minutes, held_minutes=registration.held_minutes)
    return Training(registration, rate, registration.graduated_on)


def _aids(person: Participant, within: QuerySet[Registration]) -> list[Aid]:
    """What stands in a BAST that binds (issued, not void, not taken back), and what came from elsewhere."""
    ours = within.filter(participant=person, handovers__items__is_binding=True).values_list(
        "handovers__items__unit__procurement__type__name",
        "handovers__handed_over_on",
        "handovers__number__text",
        "handovers__pk",
    )
    elsewhere = Participant.objects.filter(pk=person.pk, earlier_aids__isnull=False).values_list(
        "earlier_aids__type__name",
        "earlier_aids__given_on",
        "earlier_aids__source",
        Value(None, output_field=BigIntegerField()),
    )
    aids = [Aid(*row) for row in ours.order_by().union(elsewhere.order_by(), all=True)]
    return sorted(aids, key=lambda aid: aid.given_on or date.max, reverse=True)
