"""What the migration gives to contracts that were there before."""

from importlib import import_module

import pytest
from django.apps import apps

from tests.equipment.factories import DecreeRecipientFactory, HandoverFactory, ProcurementFactory, draft_with_unit
from tests.equipment.walk import issued
from tests.participants.factories import graduated_registration
from tests.training.factories import FundingSourceFactory, TrainingSessionFactory

pytestmark = pytest.mark.django_db
link_angkatan = import_module("equipment.migrations.0008_contracts_for_one_angkatan").link_angkatan


def given(session, procurement=None):
    """A BAST of one unit for somebody of the angkatan; the contract of the unit."""
    line = DecreeRecipientFactory(registration=graduated_registration(session=session))
    draft = draft_with_unit(recipient=line)
    unit = draft.items.get().unit
    if procurement:
        unit.procurement = procurement
        unit.save(update_fields=["procurement"])
    issued(draft)
    return unit.procurement


def test_a_contract_whose_goods_all_went_to_one_angkatan_is_for_it():
    session, other = TrainingSessionFactory(), TrainingSessionFactory()
    only = given(session, ProcurementFactory(funding_source=session.funding_source))
    shared = given(session, ProcurementFactory(funding_source=session.funding_source))
    given(other, shared)
    foreign = given(session, ProcurementFactory(funding_source=FundingSourceFactory(name="Lain")))
    unused = HandoverFactory() and ProcurementFactory()
    link_angkatan(apps, None)
    for procurement in (only, shared, foreign, unused):
        procurement.refresh_from_db()
    assert [one.session for one in (only, shared, foreign, unused)] == [session, None, None, None]
