"""A paper shows one state of the rows, whoever writes while it is being read."""

from threading import Thread

import pytest
from django.db import InternalError, connections

from participants.papers.attendance_list import meeting_lists
from participants.papers.class_rows import class_rows
from tests.participants.factories import RegistrationFactory
from tests.training.factories import FundingSourceFactory, MeetingFactory, TrainingSessionFactory
from tkm.lib.db import one_reading
from training.models import FundingSource

pytestmark = pytest.mark.django_db(transaction=True)


def meanwhile(act):
    """Somebody else does `act` on a connection of its own, and is done."""

    def run():
        try:
            act()
        finally:
            connections.close_all()

    other = Thread(target=run)
    other.start()
    other.join(20)
    assert not other.is_alive()


def test_what_is_written_while_a_paper_is_read_does_not_stand_on_half_of_it(monkeypatch):
    session = TrainingSessionFactory(running=True)
    RegistrationFactory(session=session, accepted=True)
    meeting = MeetingFactory(session=session)
    meeting.session = session

    def slowly(*args):
        meanwhile(lambda: RegistrationFactory(session=session, accepted=True))
        return class_rows(*args)

    monkeypatch.setattr("participants.papers.attendance_list.class_rows", slowly)
    with one_reading():
        assert session.registrations.count() == 1
        paper = meeting_lists(session, [meeting])
    assert [len(sheet.rows) for sheet in paper.data.sheets] == [1]
    assert session.registrations.count() == 2


def test_a_reading_writes_nothing():
    with pytest.raises(InternalError, match="read-only"), one_reading():
        FundingSourceFactory(name="DAK")
    assert not FundingSource.objects.filter(name="DAK").exists()
