"""A class whose graduation is confirmed, ready for certificates."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from documents.models import Signatory
from participants.certificate_paper import Occasion
from participants.certificates import issue, plan, waiting_in
from participants.models import Certificate
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.participants.factories import RegistrationFactory, graduate
from tests.training.factories import DAY, MeetingFactory, ProgramUnitFactory, TrainingSessionFactory
from training.models import TrainingSession

AT = datetime(2025, 9, 4, 2, 0, tzinfo=UTC)


def class_of(number: int, *, units: int = 1, confirmed_on: date = DAY, **kwargs: Any) -> TrainingSession:
    """`number` graduates of a training that held one meeting of 6 JP; its programme has units."""
    session = TrainingSessionFactory(running=True, quota=max(number, 2) + 2, **kwargs)
    MeetingFactory(session=session, number=1, held_on=DAY - timedelta(days=1), held=True)
    for _ in range(units - session.program.units.count()):
        ProgramUnitFactory(program=session.program)
    for _ in range(number):
        graduate(RegistrationFactory(session=session, accepted=True), on=confirmed_on)
    return session


def certify(
    session: TrainingSession,
    *,
    dated_on: date = DAY,
    on: date = DAY,
    signatory: Signatory | None = None,
    actor: Any = None,
) -> list[Certificate]:
    """Issue for all who wait, as the page plans it."""
    occasion = Occasion(dated_on, signatory or Signatory.objects.first() or SignatoryFactory())
    rows = list(waiting_in(session))
    actor, version = actor or UserFactory(role="verifikator"), plan(rows, occasion).version
    return issue(session.pk, [row.pk for row in rows], occasion, version=version, on=on, at=AT, actor=actor)
