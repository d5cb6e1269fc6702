"""Of which tables the history of a person, an angkatan, a unit, a BAST is told, and by which column they belong to it.

The source that stands first gives an act its sentence. Of what hangs on registrations a user reads only that of the
angkatan the user may see; a deleted row is found like any other, by what its last event says.
"""

from typing import Any

from django.db import models

from accounts.history.sources import Source, events, log
from accounts.models import User
from documents.models import Paper, PaperNumber
from equipment.models import (
    DecreeRecipient,
    DecreeType,
    EarlierAid,
    EquipmentUnit,
    Handover,
    HandoverItem,
    Payment,
    Procurement,
    RecipientDecree,
    SupplyLine,
    SupplyPaper,
    WaitingOverride,
)
from participants.models import (
    Attendance,
    AttendanceUnlock,
    Certificate,
    Graduation,
    NikLook,
    Participant,
    Registration,
)
from participants.nik_looks import sees_looks
from training.models import Meeting, SessionInstructor, TrainingSession


def of_person(person: Participant, user: User) -> list[Source]:
    """The own data, all that hangs on the registrations, earlier aid, and who looked at the full NIK."""
    own = Registration.objects.visible_to(user).filter(participant=person)
    sessions = TrainingSession.objects.visible_to(user)
    looks = NikLook.objects.filter(participant=person)
    return [
        *_handovers(own),
        *_training(own),
        events(Registration, participant=person, session__in=sessions),
        events(EarlierAid, participant=person),
        events(Participant, pgh_obj=person),
        events(Attendance, registration__in=own),
        *([log(looks, at="at", by="user")] if sees_looks(user) else []),
    ]


def of_registration(registration: Registration, user: User) -> list[Source]:
    own = Registration.objects.visible_to(user).filter(pk=registration.pk)
    return [
        *_handovers(own),
        *_training(own),
        events(Registration, pgh_obj=registration),
        events(Attendance, registration=registration),
    ]


def of_session(session: TrainingSession, user: User) -> list[Source]:
    """The marks of a meeting, saved one by one, are one act of who marked them that day."""
    people = Registration.objects.filter(session=session)
    decrees = DecreeRecipient.objects.filter(registration__in=people).values("decree")
    unlocks = AttendanceUnlock.objects.filter(meeting__session=session)
    return [
        events(TrainingSession, pgh_obj=session),
        events(SessionInstructor, trainingsession=session),
        events(Meeting, session=session),
        log(unlocks, at="at", by="by"),
        events(RecipientDecree, pgh_obj__in=decrees),
        events(Handover, registration__in=people),
        *_training(people),
        events(Registration, session=session),
        events(Attendance, registration__in=people, together=("meeting_id",)),
    ]


def of_unit(unit: EquipmentUnit, user: User) -> list[Source]:
    """Of the BASTs it stands on; a draft that it was taken out of goes on without it."""
    visible = Handover.objects.visible_to(user)
    papers = visible.filter(items__unit=unit)
    is_visible = models.Exists(visible.filter(pk=models.OuterRef("handover")))
    is_gone = ~models.Exists(Handover.objects.filter(pk=models.OuterRef("handover")))
    return [
        events(EquipmentUnit, pgh_obj=unit),
        events(Handover, pgh_obj__in=papers.values("pk")),
        events(HandoverItem, is_visible | is_gone, unit=unit),
    ]


def of_handover(handover: Handover, user: User) -> list[Source]:
    return [
        events(Handover, pgh_obj=handover),
        events(WaitingOverride, handover=handover),
        events(PaperNumber, pgh_obj=handover.number_id),
        events(Paper, number=handover.number_id),
        events(HandoverItem, handover=handover),
    ]


def of_decree(decree: RecipientDecree, user: User) -> list[Source]:
    people = Registration.objects.visible_to(user)
    return [
        events(RecipientDecree, pgh_obj=decree),
        events(DecreeType, recipientdecree=decree),
        events(DecreeRecipient, decree=decree, registration__in=people),
        events(PaperNumber, pgh_obj=decree.number_id),
    ]


def of_procurement(procurement: Procurement, user: User) -> list[Source]:
    lines = events(SupplyLine, procurement=procurement)
    return [
        events(Procurement, pgh_obj=procurement),
        events(SupplyPaper, pgh_obj__in=lines.rows.values("paper")),
        lines,
        events(Payment, procurement=procurement),
        events(EquipmentUnit, procurement=procurement),
    ]


def _training(people: models.QuerySet[Registration]) -> list[Source]:
    """What is decided on a registration after selection, apart from its own state."""
    return [
        events(Graduation, registration__in=people),
        events(Certificate, registration__in=people),
        events(DecreeRecipient, registration__in=people),
        events(WaitingOverride, registration__in=people),
    ]


def _handovers(people: models.QuerySet[Registration]) -> list[Source]:
    """BASTs and drafts, those that were thrown away too."""
    papers: Any = Handover.objects.filter(registration__in=people, number__isnull=False)
    ever = events(Handover, registration__in=people)
    return [
        ever,
        events(HandoverItem, handover__in=ever.rows.values("pgh_obj")),
        events(PaperNumber, pgh_obj__in=papers.values("number")),
        events(Paper, number__in=papers.values("number")),
    ]
