"""What the tests of the pages share."""

from django.urls import reverse

from equipment.models import Handover
from tests.equipment.factories import DecreeFactory, DecreeRecipientFactory
from tests.participants.factories import graduated_registration
from tests.training.factories import TrainingSessionFactory

KEEPER = "pengurus_barang"


def at(name, *args):
    return reverse(name, args=args)


def text(response):
    return " ".join(response.content.decode().split())


def fresh(handover):
    return Handover.objects.get(pk=handover.pk)


def people(count, decree=None):
    decree = decree or DecreeFactory()
    session = TrainingSessionFactory(quota=count + 40)
    lines = [
        DecreeRecipientFactory(decree=decree, registration=graduated_registration(session=session))
        for _ in range(count)
    ]
    return decree, session, lines
