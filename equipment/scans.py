"""The scan of the signed BAST: uploaded by one, checked by another."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.files import file_hash, store_upload
from equipment.enums import HandoverStatus
from equipment.handover import WrongStateError
from equipment.handover_locks import lock_handover
from equipment.models import Handover
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.text import tidy

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class OwnScanError(DomainError):
    def __init__(self) -> None:
        super().__init__("Pindaian ini Anda unggah sendiri. Minta orang lain memeriksanya.")


class NothingToCheckError(DomainError):
    def __init__(self) -> None:
        super().__init__("Belum ada pindaian baru yang perlu diperiksa.")


class RefusalWithoutReasonError(DomainError):
    def __init__(self) -> None:
        super().__init__("Tulis apa yang kurang, supaya pengunggah tahu apa yang diperbaiki.", field="reason")


@transaction.atomic
def upload_scan(handover_id: int, upload: "UploadedFile[bytes]", *, at: datetime, actor: User) -> Handover:
    """Keep the scan, to be checked; a further one replaces one that is not checked yet, the same file twice is one.

    Raises WrongStateError, FileRefusedError.
    """
    require(actor, Action.MANAGE_EQUIPMENT)
    handover = lock_handover(handover_id, actor=actor, action=Action.MANAGE_EQUIPMENT)
    if handover.status != HandoverStatus.HANDED_OVER:
        raise WrongStateError(handover, "pindaian tidak dapat diunggah")
    if handover.scan and not handover.scan_refusal and handover.scan.sha256 == file_hash(upload):
        return handover
    handover.scan = store_upload(upload, name=f"BAST bertanda tangan {handover.number}")
    handover.scan_uploaded_at, handover.scan_uploaded_by, handover.scan_refusal = at, actor, ""
    handover.save(update_fields=["scan", "scan_uploaded_at", "scan_uploaded_by", "scan_refusal", "updated_at"])
    return handover


@transaction.atomic
def accept_scan(handover_id: int, *, scan_id: int, at: datetime, actor: User) -> Handover:
    """The scan that was looked at is the signed paper: the BAST is complete; a complete one is returned unchanged.

    Raises WrongStateError, NothingToCheckError, StaleError, OwnScanError.
    """
    handover = scan_to_check(handover_id, scan_id=scan_id, actor=actor)
    if handover.status != HandoverStatus.COMPLETE:
        handover.checked_at, handover.checked_by, handover.status = at, actor, HandoverStatus.COMPLETE
        handover.save(update_fields=["checked_at", "checked_by", "status", "updated_at"])
    return handover


@transaction.atomic
def refuse_scan(handover_id: int, *, scan_id: int, reason: str, actor: User) -> Handover:
    """Say what is missing; the uploader sees it and uploads again. The same refusal twice is once.

    Raises RefusalWithoutReasonError and what `accept_scan` raises.
    """
    require(actor, Action.CHECK_SCAN)
    if not tidy(reason):
        raise RefusalWithoutReasonError
    handover = lock_handover(handover_id, actor=actor, action=Action.CHECK_SCAN)
    if handover.scan_id == scan_id and handover.scan_refusal == tidy(reason):
        return handover
    handover = scan_to_check(handover_id, scan_id=scan_id, actor=actor)
    if handover.status == HandoverStatus.COMPLETE:
        raise WrongStateError(handover, "pindaiannya tidak dapat ditolak lagi")
    handover.scan_refusal = tidy(reason)
    handover.save(update_fields=["scan_refusal", "updated_at"])
    return handover


def scan_to_check(handover_id: int, *, scan_id: int, actor: User) -> Handover:
    """The locked handover with the scan that `actor` looked at, waiting to be checked, or accepted already."""
    require(actor, Action.CHECK_SCAN)
    handover = lock_handover(handover_id, actor=actor, action=Action.CHECK_SCAN)
    if handover.status not in (HandoverStatus.HANDED_OVER, HandoverStatus.COMPLETE):
        raise WrongStateError(handover, "tidak ada pindaian yang perlu diperiksa")
    if handover.scan_id is None or handover.scan_refusal:
        raise NothingToCheckError
    if handover.scan_id != scan_id:
        raise StaleError("Pindaian ini")
    if handover.scan_uploaded_by_id == actor.pk:
        raise OwnScanError
    return handover
