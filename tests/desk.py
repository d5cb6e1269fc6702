"""A desk with every form of the product open on it: each page in the state where it has something to send."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import resolve, reverse

from equipment.handover_locks import version_of
from participants.enums import Mark
from participants.graduation import propose
from participants.models import Registration
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.equipment.factories import DecreeRecipientFactory, UnitFactory
from tests.equipment.walk import issued
from tests.participants.factories import AttendanceFactory, RegistrationFactory, graduated_registration
from tests.participants.graduates import class_of
from tests.training.factories import DAY, NOW, MeetingFactory, TrainingSessionFactory
from tests.typed import Form, forms_in
from tests.walk import ROWS, World
from training.models import TrainingSession

# Sent by a second button of a form that stands on another page.
SECOND_BUTTONS = {"registration-nik": "registration-create", "wording-preview": "wording-edit"}


def ended() -> TrainingSession:
    """Over, its one list locked, one person waiting for the outcome."""
    dates = {"starts_on": DAY - timedelta(10), "ends_on": DAY - timedelta(1)}
    window = {"registration_opens_on": DAY - timedelta(60), "registration_closes_on": DAY - timedelta(40)}
    session = TrainingSessionFactory(**dates, **window)
    meeting = MeetingFactory(session=session, number=1, held_on=DAY - timedelta(5))
    AttendanceFactory(
        registration=RegistrationFactory(session=session, accepted=True), meeting=meeting, mark=Mark.PRESENT
    )
    meeting.status, meeting.locked_at, meeting.locked_by = "held", NOW, UserFactory()
    meeting.save(update_fields=["status", "locked_at", "locked_by"])
    return session


def in_class() -> tuple[TrainingSession, Registration]:
    """Running, with a meeting today and two cadangan; the first of these."""
    session = TrainingSessionFactory(running=True)
    RegistrationFactory(session=session, accepted=True)
    MeetingFactory(session=session, number=1, held_on=DAY)
    first, _ = (RegistrationFactory(session=session, waitlisted=True) for _ in range(2))
    return session, first


def typed_by_hand(world: World) -> Iterator[tuple[str, Form]]:
    """What no page shows as it opens: a line of a list, a button in a row, the page after a choice."""
    teaching, waiting = in_class()
    person, unit, draft = teaching.registrations.order_by("pk")[0], UnitFactory(), world.sibling.draft
    line = {f"p{person.pk}-{name}": [""] for name in ("mark", "arrival", "note")}
    rows: list[tuple[str, list[Any], dict[str, list[str]]]] = [
        ("registration-order", [teaching.code, waiting.pk], {"to_rank": ["2"]}),
        ("attendance-save", [teaching.code, 1], {"meeting": [str(teaching.meetings.get().pk)], "then": [""], **line}),
        ("attendance-mark", [teaching.code, 1, person.pk], {"meeting": [str(teaching.meetings.get().pk)], **line}),
        ("unit-drop", [unit.procurement_id], {"units": [str(unit.pk)], "sure": ["1"]}),
        (
            "session-handovers-issue",
            [world.sibling.session.code],
            {"handover": [str(draft.pk)], f"version-{draft.pk}": [version_of(draft)]},
        ),
        ("decree-recipients", [world.own.decree_pk], {"version": [""], "added": [""], "removed": [""], "sort": [""]}),
        ("registration-nik", [TrainingSessionFactory().code], {"nik": [""], "peserta": [""]}),
    ]
    for name, args, fields in rows:
        yield name, Form(reverse(name, args=args), fields)


def open_pages(world: World) -> list[tuple[str, list[Any]]]:
    """The names and rows of the pages with a form, each where it can be sent."""
    teaching, waiting = in_class()
    proposed, over = ended(), ended()
    propose(proposed.pk, {}, version="1:", at=NOW, actor=UserFactory(role="verifikator"))
    graduated = graduated_registration(session=TrainingSessionFactory(ended=True)).session
    line, unit, bast = DecreeRecipientFactory(), UnitFactory(), issued()
    uncertified, _ = class_of(1), SignatoryFactory()
    special = {
        "registration-create": [TrainingSessionFactory().code],
        "session-registrations": [teaching.code],
        "registration-order": [teaching.code, waiting.pk],
        "attendance": [teaching.code, 1],
        "attendance-save": [teaching.code, 1],
        "attendance-mark": [teaching.code, 1, teaching.registrations.order_by("pk")[0].pk],
        "graduation": [over.code],
        "graduation-propose": [over.code],
        "graduation-confirm": [proposed.code],
        "graduation-return": [proposed.code],
        "session-finish": [graduated.code],
        "certificate-issue": [uncertified.code],
        "handover-draft": [line.decree_id],
        "handover-reprint": [bast.pk],
        "handover-hand-over": [bast.pk],
        "procurement-detail": [unit.procurement_id],
        "unit-inspect-many": [unit.procurement_id],
        "unit-drop": [unit.procurement_id],
        "unit-detail": [unit.pk],
    }
    return [(name, special.get(name, rows(world.own))) for name, rows in ROWS.items()]


def forms_on_the_desk(client: Client, world: World) -> Iterator[tuple[str, Form]]:
    """Each form once, with the name of the address that it is sent to."""
    yield from typed_by_hand(world)
    seen = set()
    for name, rows in open_pages(world):
        page = reverse(name, args=rows)
        answer = client.get(page)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        for form in forms_in(answer.content.decode(), page):
            target = str(resolve(form.action.split("?")[0]).url_name)
            if (target, *form.fields) not in seen:
                seen.add((target, *form.fields))
                yield target, form
            for second in (button for button, first in SECOND_BUTTONS.items() if first == target == name):
                yield second, Form(reverse(second, args=rows), form.fields)
