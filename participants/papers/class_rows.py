"""The rows of a class that its lists are made of, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from documents.enums import PaperKind
from documents.letterhead import office_for
from documents.models import Office, Signatory
from documents.working import NothingToPrintError
from participants.models import Registration
from training.models import Meeting, TrainingSession


class NobodyInClassError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Belum ada peserta yang lolos, jadi belum ada yang dicetak. Terima dulu di tab Peserta.")


class NoMeetingError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Belum ada pertemuan untuk dicetak. Susun dulu jadwalnya di tab Pertemuan.")


@dataclass(frozen=True, slots=True)
class ClassRows:
    """The angkatan, who teaches there, who may sign, and who sits or sat in the class, by number."""

    session: TrainingSession
    office: Office
    instructors: tuple[str, ...]
    signatories: tuple[Signatory, ...]
    people: tuple[Registration, ...]

    def on(self, day: date) -> list[Registration]:
        return [row for row in self.people if sits(row, day)]

    def changed_at(self, meetings: Iterable[Meeting]) -> datetime:
        """The newest change of the angkatan, of `meetings`, and of the people and their registrations."""
        moments = [self.session.updated_at, *(meeting.updated_at for meeting in meetings)]
        for row in self.people:
            moments += [row.updated_at, row.participant.updated_at]
        return max(moments)

    @property
    def training(self) -> str:
        return f"{self.session} ({self.session.code})"


def class_rows(session: TrainingSession, kind: PaperKind) -> ClassRows:
    """The rows for a paper of that kind. Raises NobodyInClassError."""
    people = tuple(session.registrations.class_list().with_minutes())
    if not people:
        raise NobodyInClassError
    for row in people:
        row.session = session
    return ClassRows(
        session=session,
        office=office_for(kind).get(),
        instructors=tuple(session.instructors.order_by("name", "pk").values_list("name", flat=True)),
        signatories=tuple(Signatory.objects.order_by("pk")),
        people=people,
    )


def sits(registration: Registration, day: date) -> bool:
    """Whether somebody of the class list has not left by that day (`RegistrationQuerySet.in_class_on` in Python)."""
    return registration.left_on is None or registration.left_on > day
