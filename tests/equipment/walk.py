"""A BAST walked through its rules, as the pages do it: from a draft to the checked scan."""

from datetime import UTC, datetime, timedelta

from accounts.models import User
from equipment.enums import UnitStatus
from equipment.handover import hand_over, issue
from equipment.handover_locks import version_of
from equipment.models import Handover
from equipment.scans import accept_scan, upload_scan
from equipment.voiding import void_bast
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, upload
from tests.equipment.factories import draft_with_unit
from tests.training.factories import DAY

AT = datetime(2025, 8, 4, 2, 0, tzinfo=UTC)  # 10.00 WITA on DAY
TOMORROW = DAY + timedelta(days=1)


def keeper() -> User:
    return UserFactory(role="pengurus_barang")


def issued(handover: Handover | None = None, *, actor: User | None = None, on=DAY, **kwargs) -> Handover:
    handover = handover or draft_with_unit(**kwargs)
    return issue(handover.pk, version=version_of(handover), on=on, at=AT, actor=actor or keeper())


def handed_over(handover: Handover | None = None, **kwargs) -> Handover:
    handover = issued(handover, **kwargs)
    return hand_over(
        handover.pk, handed_over_on=handover.dated_on, version=version_of(handover), on=TOMORROW, actor=keeper()
    )


def scanned(*, actor: User | None = None, **kwargs) -> Handover:
    handover = handed_over(**kwargs)
    return upload_scan(handover.pk, upload(pdf()), at=AT, actor=actor or keeper())


def complete(**kwargs) -> Handover:
    handover = scanned(**kwargs)
    return accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=UserFactory(role="verifikator"))


def voided(handover: Handover | None = None, *, where: str = UnitStatus.AVAILABLE) -> Handover:
    handover = handover or issued()
    return void(handover, where=where)


def void(handover: Handover, *, where: str = "", reason: str = "salah penerima", actor: User | None = None, **given):
    """The BAST made void as its page is now; all its units are at `where`."""
    values = {
        "whereabouts": dict.fromkeys(handover.items.values_list("unit", flat=True), where),
        "version": version_of(Handover.objects.get(pk=handover.pk)),
        **given,
    }
    return void_bast(handover.pk, reason=reason, at=AT, actor=actor or UserFactory(role="pejabat"), **values)
