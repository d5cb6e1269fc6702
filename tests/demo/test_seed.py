"""The demo is told once, to an empty office, and never among real people."""

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from demo.story import OPEN, PAST, tell
from equipment.models import Handover
from participants.models import Participant

TODAY = date(2026, 11, 25)


@pytest.mark.django_db
def test_told_twice_it_is_told_once():
    assert tell(TODAY) == [PAST, OPEN]
    counts = (Participant.objects.count(), Handover.objects.count(), User.objects.count())
    assert tell(TODAY) == []
    assert counts == (Participant.objects.count(), Handover.objects.count(), User.objects.count())


@pytest.mark.django_db
def test_it_is_refused_where_real_people_are(settings):
    settings.DEMO = settings.TEST_RUN = False
    with pytest.raises(CommandError, match="hanya untuk demo"):
        call_command("seed_demo")
    assert not User.objects.exists()
