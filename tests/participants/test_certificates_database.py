"""What the database itself refuses of certificates, whoever asks."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from documents.models import PaperNumber
from participants.enums import Outcome
from participants.models import Certificate
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperFactory, PaperNumberFactory, SignatoryFactory
from tests.participants.factories import (
    CertificateFactory,
    RegistrationFactory,
    graduate,
    graduated_registration,
)
from tests.training.factories import DAY, NOW

pytestmark = pytest.mark.django_db


def void(certificate: Certificate) -> None:
    PaperNumber.objects.filter(pk=certificate.number_id).update(voided_at=NOW, void_reason="keliru")


def revoked(**kwargs) -> Certificate:
    certificate = CertificateFactory(**kwargs)
    void(certificate)
    by = {"revoked_at": NOW, "revoked_by": UserFactory(), "revoke_reason": "keliru"}
    Certificate.objects.filter(pk=certificate.pk).update(**by)
    return certificate


def not_passed():
    return graduate(RegistrationFactory(accepted=True), outcome=Outcome.NOT_COMPLETED)


def of_another_number():
    return PaperFactory(kind="certificate", number=PaperNumberFactory(kind="certificate"), dated_on=DAY)


REFUSED = {
    "a second valid one": (lambda: {"registration": CertificateFactory().registration}, "one_valid_per_graduate"),
    "who did not pass": (lambda: {"registration": not_passed()}, "for_graduates_only"),
    "who waits for the decision": (lambda: {"registration": RegistrationFactory(accepted=True)}, "for_graduates_only"),
    "before the decision": (lambda: {"dated_on": DAY - timedelta(days=1)}, "after_confirmation"),
    "the number of a BAST": (
        lambda: {"number": (number := PaperNumberFactory(kind="bast")), "paper": PaperFactory(number=number)},
        "number_of_its_kind",
    ),
    "the paper of another": (lambda: {"paper": of_another_number()}, "paper_is_its_own"),
    "a paper of another day": (
        lambda: {
            "number": (number := PaperNumberFactory(kind="certificate")),
            "paper": PaperFactory(kind="certificate", number=number, dated_on=DAY + timedelta(days=1)),
        },
        "paper_is_its_own",
    ),
    "a signatory not yet in office": (
        lambda: {"signatory": SignatoryFactory(valid_from=DAY + timedelta(days=1))},
        "signatory_in_office",
    ),
    "a signatory no longer in office": (
        lambda: {"signatory": SignatoryFactory(valid_until=DAY - timedelta(days=1))},
        "signatory_in_office",
    ),
    "the successor of a valid one": (lambda: {"replaces": CertificateFactory()}, "replaces_a_revoked_one"),
    "the successor of somebody else's": (lambda: {"replaces": revoked()}, "replaces_a_revoked_one"),
    "one that begins revoked": (
        lambda: {"revoked_at": NOW, "revoked_by": UserFactory(), "revoke_reason": "x"},
        "begins_valid",
    ),
}


@pytest.mark.parametrize(("values", "constraint"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(values, constraint):
    given = values()
    with pytest.raises(IntegrityError, match=f"certificate_{constraint}"):
        CertificateFactory(**given)


def test_the_right_ones_pass():
    registration = graduated_registration()
    first = revoked(registration=registration)
    second = CertificateFactory(registration=registration, replaces=first, dated_on=DAY + timedelta(days=3))
    assert second.replaces == first


def test_one_certificate_has_one_successor():
    first = revoked()
    second = revoked(registration=first.registration, replaces=first)
    with pytest.raises(IntegrityError, match="replaces_id"):
        CertificateFactory(registration=second.registration, replaces=first)


CHANGES = [
    "dated_on = dated_on + 1",
    "issued_at = now()",
    "signatory_id = signatory_id + 1",
    "registration_id = registration_id + 1",
    "replaces_id = id",
    "revoked_at = now(), revoked_by_id = issued_by_id, revoke_reason = 'x', issued_at = now()",
]


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_but_revoking_changes_one(change):
    void(CertificateFactory())
    with pytest.raises(DatabaseError, match="Cannot update"), connection.cursor() as cursor:
        cursor.execute(f"UPDATE participants_certificate SET {change}")


def test_a_revoked_one_stays_revoked():
    revoked()
    for change in ({"revoke_reason": "lain"}, {"revoked_at": None, "revoked_by": None, "revoke_reason": ""}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            Certificate.objects.update(**change)


def test_none_is_deleted():
    CertificateFactory()
    with pytest.raises(DatabaseError, match="Cannot delete"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM participants_certificate")


@pytest.mark.parametrize(
    "values", [{"revoked_at": NOW}, {"revoke_reason": "x"}, {"revoked_at": NOW, "revoke_reason": "x"}]
)
def test_revoked_is_told_completely_or_not_at_all(values):
    void(CertificateFactory())
    with pytest.raises(IntegrityError, match="certificate_revoked_completely"):
        Certificate.objects.update(**values)


def test_its_number_is_void_first():
    CertificateFactory()
    with pytest.raises(IntegrityError, match="certificate_revoked_with_its_number"):
        Certificate.objects.update(revoked_at=NOW, revoked_by=UserFactory(), revoke_reason="keliru")


def test_it_keeps_its_graduation():
    registration = CertificateFactory().registration
    with pytest.raises(DatabaseError, match="Cannot update"):
        type(registration).objects.filter(pk=registration.pk).update(status="accepted", seat_number=1)
