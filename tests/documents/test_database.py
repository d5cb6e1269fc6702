"""What the database itself refuses of the office, its signatories and its notices."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError

from documents.models import Office, PrivacyNotice, Signatory
from tests.documents.factories import SignatoryFactory

pytestmark = pytest.mark.django_db


def test_there_is_one_office():
    with pytest.raises(IntegrityError, match="office_is_one"):
        Office.objects.bulk_create([Office(pk=2, name="Lain", short_name="Lain", address="Lain", public_address="x")])


def test_term_of_a_signatory_does_not_end_before_it_begins():
    signer = SignatoryFactory(valid_from=date(2025, 1, 2), valid_until=date(2025, 1, 2))
    with pytest.raises(IntegrityError, match="signatory_dates_in_order"):
        Signatory.objects.filter(pk=signer.pk).update(valid_until=date(2025, 1, 1))


@pytest.mark.parametrize(("day", "signs"), [((2025, 1, 1), False), ((2025, 1, 2), True), ((2025, 3, 1), True)])
def test_term_is_asked_the_same_way_in_python_and_in_sql(day, signs):
    for until in (None, date(2025, 3, 1)):
        signer = SignatoryFactory(valid_from=date(2025, 1, 2), valid_until=until)
        assert signer.signs_on(date(*day)) is signs
        assert Signatory.objects.valid_on(date(*day)).filter(pk=signer.pk).exists() is signs
    assert (
        signer.signs_on(date(2025, 3, 2)) is Signatory.objects.valid_on(date(2025, 3, 2)).filter(pk=signer.pk).exists()
    )


def test_privacy_notice_that_was_shown_is_never_rewritten():
    with pytest.raises(InternalError, match="Cannot update or delete"):
        PrivacyNotice.objects.update(text="lain")
