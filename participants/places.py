"""The places of an angkatan: which number comes next, what freed one, and who is next in line."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from participants.enums import RegistrationStatus
from participants.models import Registration
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal
from training.models import TrainingSession


class QuotaFullError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(f"Kuota {session} penuh ({session.quota} tempat). Masukkan ke cadangan.", field="session")


@dataclass(frozen=True, slots=True)
class FreedPlace:
    """A number that somebody held before; `by` is who held it last, as the registration stands now."""

    number: int
    by: Registration

    @property
    def why(self) -> str:
        """What freed it: `Siti Rahmah mengundurkan diri 12 Agustus 2025 (pindah kota)`."""
        registration = self.by
        if registration.status == RegistrationStatus.WITHDRAWN and registration.left_on:
            left = f"mengundurkan diri {tanggal(registration.left_on)}"
            return f"{registration.participant} {left} ({registration.status_reason})"
        if registration.seat_number:
            return f"{registration.participant} pindah ke No. {registration.seat_number}"
        since = f" {tanggal(registration.decided_on)}" if registration.decided_on else ""
        return f"{registration.participant} kembali menjadi {registration.get_status_display()}{since}"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What came of a registration's leaving its place: the number it freed, if any, and who is next in line for it."""

    registration: Registration
    freed_number: int | None
    next_in_line: Registration | None


def lowest_free_number(session: TrainingSession) -> int:
    """The lowest number from 1 to the quota that nobody holds; the caller has locked `session`. QuotaFullError."""
    held = set(session.registrations.seated().values_list("seat_number", flat=True))
    for number in range(1, session.quota + 1):
        if number not in held:
            return number
    raise QuotaFullError(session)


def next_in_line(session: TrainingSession) -> Registration | None:
    """The first of the cadangan."""
    return session.registrations.waiting().select_related("participant").first()


def leaving(registration: Registration, freed_number: int | None) -> Leaving:
    """Names the next in line where a number fell free."""
    following = next_in_line(registration.session) if freed_number else None
    return Leaving(registration, freed_number, following)


def freed_places(session: TrainingSession, held: Collection[int]) -> list[FreedPlace]:
    """The numbers up to the quota that are free now and were held before, told from the history; one query."""
    history: Any = Registration._meta.get_field("events").related_model
    last_held = history.objects.filter(session_id=session.pk, seat_number__lte=session.quota).exclude(
        seat_number__in=held
    )
    newest = last_held.order_by("seat_number", "-pgh_id").distinct("seat_number")
    return [FreedPlace(event.seat_number, event.pgh_obj) for event in newest.select_related("pgh_obj__participant")]
