"""Certificates of graduates: given out with a number of their own, revoked with a reason, replaced by a new one.

The right is that of confirming graduation: who may say that somebody passed may say so on paper.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from documents.archive import Printing, archive_all, unused_codes
from documents.enums import PaperKind
from documents.files import refuse_tampered
from documents.letterhead import issue_marks, office_for
from documents.models import Office, Signatory, StoredFile
from documents.numbers import give_numbers, next_numbers, void_number
from documents.parts import IssueData
from participants.certificate_paper import (
    CertificateData,
    Course,
    Occasion,
    certificate_data,
    course_of,
    set_book,
    set_each,
)
from participants.models import Certificate, Participant, Registration
from participants.querysets import RegistrationQuerySet
from participants.transitions import lock_registration, lock_session, required_reason
from tkm.lib.db import violation
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.formats import tanggal
from training.models import TrainingSession

KIND = PaperKind.CERTIFICATE
MOST_DAYS_AHEAD = 31  # printed before the ceremony, dated on its day


class NothingToIssueError(DomainError):
    """Nobody waits for a certificate, or all who do lack what it must say."""

    def __init__(self) -> None:
        super().__init__(
            "Tidak ada lulusan yang dapat diberi sertifikat sekarang. Lihat siapa yang menunggu di Sertifikat."
        )


class NothingToPrintError(DomainError):
    def __init__(self) -> None:
        super().__init__("Belum ada sertifikat yang berlaku di angkatan ini.")


class NoUnitsError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"Unit program {session.program} belum diisi, padahal tercetak di halaman belakang. "
            "Isi dulu di Pelatihan › Program."
        )


class BeforeConfirmationError(DomainError):
    def __init__(self, confirmed_on: date) -> None:
        super().__init__(
            f"Kelulusan baru disahkan {tanggal(confirmed_on)}. Pilih tanggal itu atau sesudahnya.", field="dated_on"
        )


class TooFarAheadError(DomainError):
    def __init__(self, on: date) -> None:
        latest = tanggal(on + timedelta(days=MOST_DAYS_AHEAD))
        super().__init__(f"Tanggal itu masih lama. Paling jauh {latest}; periksa bulan dan tahunnya.", field="dated_on")


class SignatoryOutOfOfficeError(DomainError):
    def __init__(self, occasion: Occasion) -> None:
        super().__init__(
            f"{occasion.signatory.name} tidak berwenang menandatangani pada {tanggal(occasion.dated_on)}. "
            "Pilih penanda tangan atau tanggal lain.",
            field="signatory",
        )


class NoPlainNameError(DomainError):
    def __init__(self, signatory: Signatory) -> None:
        super().__init__(
            f"Nama tanpa gelar {signatory.name} belum diisi; di sertifikat nama ditulis tanpa gelar. "
            "Minta administrator mengisinya di Penanda tangan.",
            field="signatory",
        )


class AlreadyCertifiedError(DomainError):
    def __init__(self) -> None:
        super().__init__("Sertifikatnya baru saja diterbitkan orang lain. Muat ulang halaman ini.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What issuing would do just now: for whom, for whom not and why, and with which numbers."""

    ready: tuple[Registration, ...]
    lacking: tuple[tuple[Registration, str], ...]
    first_number: str = ""
    last_number: str = ""

    @property
    def version(self) -> str:
        """What a page keeps to notice that somebody else issued, or changed one of these people, meanwhile."""
        people = [(row.pk, row.participant.updated_at.isoformat(), row.participant.photo_id) for row in self.ready]
        return sha256(repr((self.first_number, people)).encode()).hexdigest()[:16]


def what_lacks(registration: Registration) -> str:
    """What a certificate must say and nobody recorded; empty when all is there. A photo may be missing."""
    return "" if registration.participant.birth_place else "tempat lahir belum dicatat"


def plan(waiting: Collection[Registration], occasion: Occasion) -> Plan:
    """The plan for those who wait, in the order of their numbers. Raises NumberNotAutomaticError."""
    ready = tuple(row for row in waiting if not what_lacks(row))
    lacking = tuple((row, why) for row in waiting if (why := what_lacks(row)))
    numbers = next_numbers(KIND, len(ready), on=occasion.dated_on) if ready else ("", "")
    return Plan(ready, lacking, *numbers)


def waiting_in(session: TrainingSession, chosen: Collection[int] | None = None) -> RegistrationQuerySet:
    """Graduates without a valid certificate by seat number; only those of `chosen` if given."""
    rows = session.registrations.passed().without_certificate()
    rows = rows if chosen is None else rows.filter(pk__in=chosen)
    return rows.select_related("participant", "graduation").order_by("seat_number", "pk")


def check_occasion(waiting: Collection[Registration], occasion: Occasion, *, on: date) -> None:
    """Raises BeforeConfirmationError, TooFarAheadError, SignatoryOutOfOfficeError, NoPlainNameError."""
    confirmed = [row.graduation.confirmed_on for row in waiting if row.graduation.confirmed_on]
    if confirmed and occasion.dated_on < max(confirmed):
        raise BeforeConfirmationError(max(confirmed))
    if occasion.dated_on > on + timedelta(days=MOST_DAYS_AHEAD):
        raise TooFarAheadError(on)
    if not occasion.signatory.signs_on(occasion.dated_on):
        raise SignatoryOutOfOfficeError(occasion)
    if not occasion.signatory.plain_name.strip():
        raise NoPlainNameError(occasion.signatory)


def check_course(course: Course) -> None:
    """Raises NoUnitsError."""
    if not course.units:
        raise NoUnitsError(course.session)


@transaction.atomic
def issue(
    session_id: int, chosen: Collection[int], occasion: Occasion, *, version: str, on: date, at: datetime, actor: User
) -> list[Certificate]:
    """Give each of the chosen graduates a certificate as planned: number, paper, archive; all of it or nothing.

    Who lacks something is left out; where all have one already, nothing happens and nothing is returned. Raises
    NothingToIssueError, StaleError, what `check_occasion` and `check_course` raise, the errors of numbers,
    UnprintableError, TamperedError.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    session = lock_session(session_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    if _all_have_one(session, chosen):
        return []
    _lock_people(session, chosen)
    waiting = list(waiting_in(session, chosen).select_for_update(of=("self",), no_key=True))
    check_occasion(waiting, occasion, on=on)
    found = plan(waiting, occasion)
    course = course_of(session)
    check_course(course)
    if not found.ready:
        raise NothingToIssueError
    if version != found.version:
        raise StaleError("Rencana penerbitan", keeps_input=False)
    return _issue(found.ready, course, occasion, at=at, actor=actor)


@transaction.atomic
def revoke(certificate_id: int, *, reason: str, at: datetime, actor: User) -> Certificate:
    """Cabut: the certificate no longer holds and its number stays used; one revoked before is returned unchanged.

    Raises ReasonMissingError.
    """
    require(actor, Action.CONFIRM_GRADUATION)
    reason = required_reason(reason)
    registration_id = Certificate.objects.values_list("registration", flat=True).get(pk=certificate_id)
    lock_registration(registration_id, actor=actor, action=Action.CONFIRM_GRADUATION)
    locked = Certificate.objects.select_for_update(of=("self",), no_key=True)
    certificate = locked.select_related("number").get(pk=certificate_id)
    if certificate.revoked_at is not None:
        return certificate
    certificate.number = void_number(certificate.number_id, reason=reason, at=at)
    certificate.revoked_at, certificate.revoked_by, certificate.revoke_reason = at, actor, reason
    certificate.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    return certificate


def print_file(session: TrainingSession) -> bytes:
    """All valid certificates of the angkatan by number, in one PDF for the printer, from what the archive keeps.

    Equal certificates give equal bytes. Raises NothingToPrintError, and TamperedError when the archived bytes of any
    of them are no longer what was given out.
    """
    valid = Certificate.objects.valid().filter(registration__session=session)
    papers = list(valid.order_by("number__year", "number__sequence").values_list("paper__data", "issued_at"))
    if not papers:
        raise NothingToPrintError
    refuse_tampered(StoredFile.objects.filter(paper__certificate__in=valid))
    return set_book(f"Sertifikat {session}", [data for data, _ in papers], at=max(at for _, at in papers))


def _all_have_one(session: TrainingSession, chosen: Collection[int]) -> bool:
    """The form was sent before."""
    certified = session.registrations.with_valid_certificate().filter(pk__in=chosen)
    return bool(chosen) and certified.count() == len(set(chosen))


def _lock_people(session: TrainingSession, chosen: Collection[int]) -> None:
    """Nobody corrects a name between the plan and the paper."""
    people = session.registrations.filter(pk__in=chosen).values("participant")
    list(Participant.objects.filter(pk__in=people).select_for_update(no_key=True).order_by("pk").values_list("pk"))


def _issue(
    ready: Sequence[Registration], course: Course, occasion: Occasion, *, at: datetime, actor: User
) -> list[Certificate]:
    earlier, office = _revoked_before(ready), office_for(KIND).get()
    numbers = give_numbers(KIND, len(ready), on=occasion.dated_on)
    codes = unused_codes(len(ready))
    data = [
        _data(row, course, occasion, office, issue_marks(office, number.text, code=code, revision=1), earlier)
        for row, number, code in zip(ready, numbers, codes, strict=True)
    ]
    printings = [Printing(*one) for one in zip(numbers, codes, data, set_each(data, at=at), strict=True)]
    papers = archive_all(KIND, printings, dated_on=occasion.dated_on, actor=actor)
    with violation("certificate_one_valid_per_graduate", AlreadyCertifiedError()):
        return Certificate.objects.bulk_create(
            Certificate(
                registration=row,
                number=paper.number,
                paper=paper,
                signatory=occasion.signatory,
                dated_on=occasion.dated_on,
                replaces=earlier.get(row.pk),
                issued_at=at,
                issued_by=actor,
            )
            for row, paper in zip(ready, papers, strict=True)
        )


def _revoked_before(rows: Sequence[Registration]) -> Mapping[int, Certificate]:
    """The last certificate of each person who had one, by registration."""
    found = Certificate.objects.filter(registration__in=rows, replaced_by=None).select_related("number")
    return {certificate.registration_id: certificate for certificate in found.order_by("pk")}


def _data(
    row: Registration,
    course: Course,
    occasion: Occasion,
    office: Office,
    marks: IssueData,
    earlier: Mapping[int, Certificate],
) -> CertificateData:
    replaces = str(earlier[row.pk]) if row.pk in earlier else ""
    return certificate_data(row, course, occasion, office, issue=marks, replaces=replaces)
