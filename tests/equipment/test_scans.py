"""The signed paper comes back as a scan: uploaded by one, checked by another."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from documents.files import FileRefusedError
from documents.models import StoredFile
from equipment.enums import HandoverStatus
from equipment.handover import WrongStateError
from equipment.models import Handover
from equipment.querysets import AWAITS_CHECK, AWAITS_SCAN
from equipment.scans import (
    NothingToCheckError,
    OwnScanError,
    RefusalWithoutReasonError,
    accept_scan,
    refuse_scan,
    upload_scan,
)
from tests.accounts.factories import UserFactory
from tests.documents.samples import pdf, picture, upload
from tests.equipment.factories import draft_with_unit
from tests.equipment.walk import AT, complete, handed_over, issued, keeper, scanned, voided
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db


def checker():
    return UserFactory(role="verifikator")


def test_scan_is_kept_with_who_and_when():
    clerk = keeper()
    handover = scanned(actor=clerk)
    assert (handover.scan_uploaded_by, handover.scan_uploaded_at) == (clerk, AT)
    assert handover.scan.name == "BAST-bertanda-tangan-500.15-001-BAST-DISKOP-UM-NAKER-VIII-2025.pdf"
    assert handover.status == HandoverStatus.HANDED_OVER


def test_same_file_twice_is_stored_once_and_another_takes_its_place():
    handover = scanned()
    files = StoredFile.objects.count()
    upload_scan(handover.pk, upload(pdf()), at=AT, actor=keeper())
    assert StoredFile.objects.count() == files
    other = upload_scan(handover.pk, upload(picture()), at=AT, actor=keeper())
    assert other.scan.media_type == "image/png"
    assert StoredFile.objects.count() == files + 1


@pytest.mark.parametrize("make", [draft_with_unit, issued, complete, voided])
def test_only_a_handed_over_bast_takes_a_scan(make):
    with pytest.raises(WrongStateError, match="pindaian tidak dapat diunggah"):
        upload_scan(make().pk, upload(pdf()), at=AT, actor=keeper())


def test_scan_that_is_none_changes_nothing():
    handover = handed_over()
    with pytest.raises(FileRefusedError, match="bukan PDF"):
        upload_scan(handover.pk, upload(b"halo"), at=AT, actor=keeper())
    handover.refresh_from_db()
    assert handover.scan is None


def test_accepted_scan_completes_the_bast_once():
    handover, boss = scanned(), UserFactory(role="pejabat")
    done = accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=boss)
    assert (done.status, done.checked_by, done.checked_at) == (HandoverStatus.COMPLETE, boss, AT)
    again = accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=checker())
    assert again.checked_by == boss


def test_nobody_checks_the_own_scan():
    both = UserFactory(roles=["pengurus_barang", "verifikator"])
    handover = scanned(actor=both)
    with pytest.raises(OwnScanError, match="orang lain"):
        accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=both)
    with pytest.raises(OwnScanError):
        refuse_scan(handover.pk, scan_id=handover.scan_id, reason="buram", actor=both)


def test_refused_scan_waits_for_another_and_cannot_be_accepted():
    handover = scanned()
    refused = refuse_scan(handover.pk, scan_id=handover.scan_id, reason=" belum ditandatangani ", actor=checker())
    assert refused.scan_refusal == "belum ditandatangani"
    assert refuse_scan(handover.pk, scan_id=handover.scan_id, reason="belum ditandatangani", actor=checker())
    with pytest.raises(NothingToCheckError):
        accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=checker())
    anew = upload_scan(handover.pk, upload(picture()), at=AT, actor=keeper())
    assert anew.scan_refusal == ""
    assert accept_scan(anew.pk, scan_id=anew.scan_id, at=AT, actor=checker()).status == HandoverStatus.COMPLETE


def test_refusal_needs_a_reason():
    handover = scanned()
    with pytest.raises(RefusalWithoutReasonError, match="apa yang kurang"):
        refuse_scan(handover.pk, scan_id=handover.scan_id, reason="  ", actor=checker())


def test_scan_that_was_replaced_meanwhile_is_not_judged_unseen():
    handover = scanned()
    seen = handover.scan_id
    upload_scan(handover.pk, upload(picture()), at=AT, actor=keeper())
    with pytest.raises(StaleError):
        accept_scan(handover.pk, scan_id=seen, at=AT, actor=checker())
    with pytest.raises(StaleError):
        refuse_scan(handover.pk, scan_id=seen, reason="buram", actor=checker())


def test_nothing_is_checked_before_there_is_a_scan():
    with pytest.raises(NothingToCheckError):
        accept_scan(handed_over().pk, scan_id=0, at=AT, actor=checker())
    with pytest.raises(WrongStateError):
        accept_scan(issued().pk, scan_id=0, at=AT, actor=checker())
    handover = complete()
    with pytest.raises(WrongStateError, match="tidak dapat ditolak"):
        refuse_scan(handover.pk, scan_id=handover.scan_id, reason="buram", actor=checker())


def test_each_step_has_its_own_right():
    handover = scanned()
    with pytest.raises(PermissionDenied):
        upload_scan(handover.pk, upload(pdf()), at=AT, actor=checker())
    with pytest.raises(PermissionDenied):
        accept_scan(handover.pk, scan_id=handover.scan_id, at=AT, actor=keeper())
    with pytest.raises(PermissionDenied):
        refuse_scan(handover.pk, scan_id=handover.scan_id, reason="buram", actor=keeper())


def refused():
    handover = scanned()
    return refuse_scan(handover.pk, scan_id=handover.scan_id, reason="buram", actor=checker())


@pytest.mark.parametrize(
    ("make", "needs"),
    [
        (draft_with_unit, ""),
        (issued, ""),
        (handed_over, "scan"),
        (scanned, "check"),
        (refused, "scan"),
        (complete, ""),
        (voided, ""),
        (lambda: voided(handed_over()), ""),
        (lambda: voided(scanned()), ""),
    ],
)
def test_a_row_and_the_database_agree_on_what_a_bast_still_needs(make, needs):
    handover = make()
    found = Handover.objects.filter(pk=handover.pk)
    assert (handover.awaits_scan, handover.awaits_check) == (needs == "scan", needs == "check")
    assert found.filter(AWAITS_SCAN).exists() is handover.awaits_scan
    assert found.filter(AWAITS_CHECK).exists() is handover.awaits_check


def test_a_refused_scan_completes_nothing_in_sql_either():
    handover = scanned()
    checked = {"status": "complete", "checked_at": AT, "checked_by": UserFactory(), "scan_refusal": "buram"}
    with pytest.raises(IntegrityError, match="handover_complete_iff_scan_checked"), transaction.atomic():
        Handover.objects.filter(pk=handover.pk).update(**checked)
    assert Handover.objects.filter(pk=handover.pk).update(**{**checked, "scan_refusal": ""}) == 1
