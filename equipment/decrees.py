"""Recording an SK penerima as it was issued, and the list of people it carries."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.access import Action, require
from accounts.models import User
from documents.enums import PaperKind
from documents.files import store_upload
from documents.models import PaperNumber, StoredFile
from documents.numbers import record_agenda_number, void_number
from equipment.enums import NAMEABLE
from equipment.models import DecreeRecipient, EquipmentType, RecipientDecree
from tkm.lib.db import advisory_lock
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.formats import tanggal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True, slots=True)
class DecreeData:
    """What is typed off the paper."""

    number: str
    issued_on: date
    in_force_from: date
    issuer: str
    title: str
    types: tuple[EquipmentType, ...]
    amends: RecipientDecree | None = None


LABELS = {
    "number": "nomor",
    "issued_on": "tanggal",
    "in_force_from": "masa berlaku",
    "issuer": "pejabat yang menetapkan",
    "title": "perihal",
    "amends": "SK yang diubah",
    "types": "jenis bantuan",
}


class DecreeDayError(DomainError):
    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence, field=field)


class NoTypesError(DomainError):
    def __init__(self) -> None:
        super().__init__("Centang paling sedikit satu jenis bantuan.", field="types")


class CannotAmendError(DomainError):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence, field="amends")


class DecreeInUseError(DomainError):
    def __init__(self, decree: RecipientDecree, field: str) -> None:
        super().__init__(
            f"BAST sudah terbit berdasarkan {decree}, jadi {LABELS[field]} tidak berubah lagi. "
            "Bila SK-nya memang diubah, catat SK perubahannya.",
            field=field,
        )


def decree_refusals(data: DecreeData, stored: RecipientDecree | None, *, on: date) -> Iterator[DomainError]:
    """What speaks against the decree as typed; `stored` is the row it would replace."""
    if stored and (changed := changed_fields(data, stored)) and stored.is_in_use():
        yield DecreeInUseError(stored, changed[0])
    if data.issued_on > on:
        yield DecreeDayError(f"{tanggal(data.issued_on)} belum tiba. SK dicatat setelah ditetapkan.", "issued_on")
    if data.in_force_from < data.issued_on:
        yield DecreeDayError(
            f"SK tidak berlaku sebelum tanggalnya ({tanggal(data.issued_on)}). Perbaiki salah satunya.", "in_force_from"
        )
    if not data.types:
        yield NoTypesError()
    yield from _amendment_refusals(data, stored)


def _amendment_refusals(data: DecreeData, stored: RecipientDecree | None) -> Iterator[DomainError]:
    later, earlier = stored.successor if stored else None, data.amends
    if later and (later.issued_on < data.issued_on or later.in_force_from < data.in_force_from):
        yield DecreeDayError(f"{later} mengubah SK ini, jadi tanggalnya tidak dapat sesudahnya.", "issued_on")
    if earlier is None:
        return
    mine = stored.pk if stored else None
    if earlier.pk == mine:
        yield CannotAmendError("SK tidak mengubah dirinya sendiri. Pilih SK yang diubahnya.")
    elif earlier.successor and earlier.successor.pk != mine:
        yield CannotAmendError(f"{earlier} sudah diubah oleh {earlier.successor}. Pilih SK yang terakhir.")
    elif _comes_after(earlier, data, mine):
        yield CannotAmendError(
            f"{earlier} ditetapkan {tanggal(earlier.issued_on)} dan berlaku sejak {tanggal(earlier.in_force_from)}: "
            "SK hanya mengubah SK yang lebih dulu."
        )


def _comes_after(earlier: RecipientDecree, data: DecreeData, mine: int | None) -> bool:
    """As the trigger decree_in_order judges: equal dates count by which was recorded first."""
    if (earlier.issued_on, earlier.in_force_from) == (data.issued_on, data.in_force_from):
        return mine is not None and earlier.pk > mine
    return earlier.issued_on > data.issued_on or earlier.in_force_from > data.in_force_from


def changed_fields(data: DecreeData, stored: RecipientDecree) -> list[str]:
    """The names of what would differ from the stored row; the scan is not among them."""
    before = DecreeData(
        number=stored.number.text,
        issued_on=stored.issued_on,
        in_force_from=stored.in_force_from,
        issuer=stored.issuer,
        title=stored.title,
        types=tuple(stored.types.all()),
        amends=stored.amends,
    )
    changed = [name for name in LABELS if name != "types" and getattr(before, name) != getattr(data, name)]
    return changed if set(before.types) == set(data.types) else [*changed, "types"]


@transaction.atomic
def record_decree(
    data: DecreeData, *, scan: "UploadedFile[bytes] | None", submission: UUID, on: date, actor: User
) -> RecipientDecree:
    """Write down a decree as issued; one that amends another begins with that one's list.

    The same `submission` a second time gives the first one's. Raises what `decree_refusals` yields, NumberTakenError,
    FileRefusedError.
    """
    require(actor, Action.RECORD_DECREE)
    advisory_lock("submission", str(submission))
    if made := RecipientDecree.objects.filter(submission=submission).first():
        return made
    data = _amended_is_held(data)
    for refusal in decree_refusals(data, None, on=on):
        raise refusal
    decree = RecipientDecree.objects.create(
        number=record_agenda_number(PaperKind.DECREE, text=data.number, year=data.issued_on.year),
        scan=_stored(scan, data.number),
        submission=submission,
        recorded_by=actor,
        **_columns(data),
    )
    decree.types.set(data.types)
    if data.amends:
        _copy_list(data.amends, decree)
    return decree


@transaction.atomic
def update_decree(
    decree_id: int,
    data: DecreeData,
    *,
    scan: "UploadedFile[bytes] | None",
    version: str,
    at: datetime,
    actor: User,
) -> RecipientDecree:
    """Correct what was typed, add or replace the scan; a mistyped number becomes void and is free again.

    `version` is the updated_at the form was opened on. Nothing differs: nothing is written. Raises StaleError, what
    `decree_refusals` yields, NumberTakenError, FileRefusedError.
    """
    require(actor, Action.RECORD_DECREE)
    decree = _locked(decree_id)
    changed = changed_fields(data, decree)
    if not changed and scan is None:
        return decree
    if decree.updated_at.isoformat() != version:
        raise StaleError("Data SK")
    data = _amended_is_held(data)
    for refusal in decree_refusals(data, decree, on=timezone.localdate(at)):
        raise refusal
    _write(decree, data, scan, at)
    if "types" in changed:
        decree.types.set(data.types)
    return decree


def _write(decree: RecipientDecree, data: DecreeData, scan: "UploadedFile[bytes] | None", at: datetime) -> None:
    """The columns as typed; a number that was another one before is void from now on."""
    if scan is not None:
        decree.scan = _stored(scan, data.number)
    for name, value in _columns(data).items():
        setattr(decree, name, value)
    old, decree.number = decree.number, _number(decree, data)
    decree.save(update_fields=["number", "scan", *_columns(data), "updated_at"])
    if old != decree.number:
        void_number(old.pk, reason=f"Salah ketik, diganti {decree.number.text} ({decree.number.year})", at=at)


def _number(decree: RecipientDecree, data: DecreeData) -> PaperNumber:
    """The decree's number as typed: the stored row, or a new one where text or year differ."""
    if (decree.number.text, decree.number.year) == (data.number, data.issued_on.year):
        return decree.number
    return record_agenda_number(PaperKind.DECREE, text=data.number, year=data.issued_on.year)


def _locked(decree_id: int) -> RecipientDecree:
    """Its successor is not loaded here but asked for later: a join would still show it as it was before the wait."""
    locked = RecipientDecree.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("number", "amends__number").get(pk=decree_id)


def _amended_is_held(data: DecreeData) -> DecreeData:
    """With the amended decree as it is now, held until the end: two decrees cannot amend it at once."""
    return replace(data, amends=_locked(data.amends.pk)) if data.amends else data


def _columns(data: DecreeData) -> dict[str, Any]:
    return {name: getattr(data, name) for name in ("issued_on", "in_force_from", "issuer", "title", "amends")}


def _stored(scan: "UploadedFile[bytes] | None", number: str) -> StoredFile | None:
    return store_upload(scan, name=f"SK {number}") if scan else None


def _copy_list(earlier: RecipientDecree, decree: RecipientDecree) -> None:
    """The earlier list without those who left or did not graduate, numbered anew."""
    staying = earlier.recipients.filter(registration__status__in=NAMEABLE).order_by("position")
    DecreeRecipient.objects.bulk_create(
        DecreeRecipient(decree=decree, registration_id=line.registration_id, position=position)
        for position, line in enumerate(staying, start=1)
    )
