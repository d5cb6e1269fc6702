"""Making an angkatan and moving it along its life: draft, published, registration closed, cancelled."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from accounts.access import Action, may, require
from accounts.models import User
from regions.models import Kelurahan
from tkm.lib.db import advisory_lock, violation
from tkm.lib.errors import DomainError, StaleError, UnansweredError, Warn
from tkm.lib.formats import romawi, tanggal
from training.enums import MeetingStatus, Phase, SessionStatus
from training.models import FundingSource, Instructor, Program, TrainingSession

EDITABLE = (SessionStatus.DRAFT, SessionStatus.PUBLISHED)


@dataclass(frozen=True, slots=True)
class SessionData:
    """What is typed about an angkatan; `number` None and `code` "" mean the next free one."""

    program: Program
    year: int
    number: int | None
    code: str
    kelurahan: Kelurahan
    venue: str
    venue_address: str
    registration_opens_on: date
    registration_closes_on: date
    starts_on: date
    ends_on: date
    outside_year_reason: str
    quota: int
    min_attendance: int
    funding_source: FundingSource
    budget: int | None
    budget_account: str
    opened_by: str
    notes: str
    instructors: tuple[Instructor, ...] = ()

    @property
    def leaves_its_year(self) -> bool:
        """Whether training begins or ends outside the budget year that pays for it."""
        return {self.starts_on.year, self.ends_on.year} != {self.year}


COLUMNS = tuple(field.name for field in fields(SessionData) if field.name != "instructors")


class NumberTakenError(DomainError):
    def __init__(self, data: SessionData) -> None:
        free = next_number(data.program, data.year)
        name = f"{data.program}, Angkatan {romawi(data.number or 0)} Tahun {data.year}"
        super().__init__(f"{name} sudah ada. Nomor berikutnya yang bebas: {free} ({romawi(free)}).", field="number")


class CodeTakenError(DomainError):
    def __init__(self, data: SessionData) -> None:
        super().__init__(
            f"Kode {data.code} sudah dipakai angkatan lain. Yang berikutnya bebas: {next_code(data.year)}.",
            field="code",
        )


class NoFreeNumberError(DomainError):
    def __init__(self, data: SessionData) -> None:
        super().__init__(f"{data.program} sudah punya 99 angkatan pada tahun {data.year}.", field="number")


class QuotaBelowNumbersError(DomainError):
    def __init__(self, highest: int) -> None:
        super().__init__(
            f"Nomor urut {highest} sudah diberikan, jadi kuota tidak dapat kurang dari {highest}.", field="quota"
        )


class SelectionBegunError(DomainError):
    def __init__(self, field: str | None = None) -> None:
        super().__init__(
            "Seleksi sudah berjalan (ada peserta lolos atau cadangan), jadi masa pendaftaran tidak berubah lagi.",
            field=field,
        )


class GraduationProposedError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"Kelulusan sudah diusulkan dengan batas {session.min_attendance}%, jadi batas itu tidak berubah lagi.",
            field="min_attendance",
        )


class MeetingsOutsideError(DomainError):
    def __init__(self, count: int, field: str) -> None:
        super().__init__(f"{count} pertemuan berada di luar tanggal ini. Pindahkan pertemuannya dahulu.", field=field)


class OutsideReachError(DomainError):
    def __init__(self) -> None:
        super().__init__("Wewenang Anda terbatas pada kecamatan lain. Pilih kelurahan di kecamatan Anda.", "kelurahan")


class NotEditableError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"{session} sudah {session.get_status_display().lower()}, jadi datanya tidak berubah lagi. "
            "Bila ada yang keliru, minta administrator memperbaikinya."
        )


class WindowOverError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(
            f"Masa pendaftaran sudah lewat ({tanggal(session.registration_closes_on)}). "
            "Ubah tanggal pendaftaran dan pelatihan dahulu, lalu buka."
        )


class RegistrationNotOpenError(DomainError):
    def __init__(self, session: TrainingSession, phase: Phase) -> None:
        super().__init__(f"Pendaftaran {session} tidak sedang dibuka (angkatan ini: {phase.label.lower()}).")


class DatesOrderError(DomainError):
    """`words` say which two dates stand the wrong way round, `first` is the earlier one as it was typed."""

    def __init__(self, words: str, first: date, field: str) -> None:
        super().__init__(f"{words} ({tanggal(first)}). Perbaiki salah satunya.", field)


class ReasonMissingError(DomainError):
    """`read_at` tells where people will read the reason."""

    def __init__(self, read_at: str) -> None:
        super().__init__(f"Tulis alasannya; alasan ini terbaca {read_at}.", field="reason")


class GraduatesConfirmedError(DomainError):
    def __init__(self, session: TrainingSession) -> None:
        super().__init__(f"Kelulusan {session} sudah disahkan, jadi angkatan ini tidak dapat dibatalkan lagi.")


def next_number(program: Program, year: int) -> int:
    """One more than the highest number of `program` in `year`; 1 in a new year."""
    highest = TrainingSession.objects.filter(program=program, year=year).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def next_code(year: int) -> str:
    """`TKM-2025-04` when -03 is the highest code of that pattern; gaps are not filled."""
    prefix = f"TKM-{year}-"
    codes = TrainingSession.objects.filter(code__startswith=prefix).values_list("code", flat=True)
    taken = [int(tail) for code in codes if (tail := code.removeprefix(prefix)).isdecimal()]
    return f"{prefix}{max(taken, default=0) + 1:02d}"


def date_refusals(opens: date, closes: date, starts: date, ends: date) -> Iterator[DatesOrderError]:
    """Each pair of dates that stands the wrong way round, at the later field."""
    pairs = (
        ("registration_closes_on", opens, closes, "Pendaftaran ditutup sebelum dibuka"),
        ("starts_on", closes, starts, "Pelatihan mulai sebelum pendaftaran ditutup"),
        ("ends_on", starts, ends, "Pelatihan selesai sebelum mulai"),
    )
    for field, first, second, words in pairs:
        if second < first:
            yield DatesOrderError(words, first, field)


def require_planner(actor: User) -> None:
    """Angkatan and meetings are the verifikator's on the pages, and the administrator's to correct in /admin/."""
    if not may(actor, Action.ADMINISTER):
        require(actor, Action.MANAGE_TRAINING)


def create_session(data: SessionData, *, submission: UUID, actor: User) -> TrainingSession:
    """A draft; the same `submission` a second time gives the first one's.

    Raises what `_check` raises, NumberTakenError, CodeTakenError.
    """
    require_planner(actor)
    with transaction.atomic():
        advisory_lock("session-numbers", "all")  # two clerks who both leave the number empty get two numbers
        if made := TrainingSession.objects.filter(submission=submission).first():
            return made
        _check(data, actor)
        data = _completed(data)
        session = TrainingSession(submission=submission, **_columns(data))
        with _names_are_free(data):
            session.save(force_insert=True)
        session.instructors.set(data.instructors)
        return session


def update_session(session_id: int, data: SessionData, *, version: str, actor: User) -> TrainingSession:
    """Write what was typed over the row that the form was opened on (`version` is its updated_at).

    Raises StaleError, NotEditableError, what `_check` raises, and a refusal for each fact that others rely on.
    """
    require_planner(actor)
    with transaction.atomic():
        session = _locked(session_id)
        if session.status not in EDITABLE and not may(actor, Action.ADMINISTER):
            raise NotEditableError(session)
        if session.updated_at.isoformat() != version:
            raise StaleError("Data angkatan")
        _check(data, actor)
        for refusal in change_refusals(session, data):
            raise refusal
        data = _completed(data)
        for name, value in _columns(data).items():
            setattr(session, name, value)
        with _names_are_free(data):
            session.save(update_fields=[*COLUMNS, "updated_at"])
        session.instructors.set(data.instructors)
        return session


def change_refusals(session: TrainingSession, data: SessionData) -> Iterator[DomainError]:
    """What may not change any more because others rely on it; `session` is the stored row, locked by a rule."""
    highest = session.registrations.aggregate(highest=Max("seat_number"))["highest"]
    if highest and data.quota < highest:
        yield QuotaBelowNumbersError(highest)
    window = ("registration_opens_on", "registration_closes_on")
    for name in window:
        if getattr(data, name) != getattr(session, name) and is_selection_begun(session):
            yield SelectionBegunError(name)
    if data.min_attendance != session.min_attendance and session.registrations.exclude(graduation=None).exists():
        yield GraduationProposedError(session)
    meetings = session.meetings.not_cancelled()
    if early := meetings.filter(held_on__lt=data.starts_on).count():
        yield MeetingsOutsideError(early, "starts_on")
    if late := meetings.filter(held_on__gt=data.ends_on).count():
        yield MeetingsOutsideError(late, "ends_on")


def is_selection_begun(session: TrainingSession) -> bool:
    """Whether anybody holds a number or a place in the waiting list."""
    chosen = Q(seat_number__isnull=False) | Q(waitlist_rank__isnull=False)
    return session.registrations.filter(chosen).exists()


@transaction.atomic
def publish(session_id: int, *, on: date, actor: User) -> TrainingSession:
    """Let the registration window run; a published one is returned unchanged. Raises WindowOverError."""
    require(actor, Action.MANAGE_TRAINING)
    session = _locked(session_id)
    if session.status == SessionStatus.PUBLISHED:
        return session
    if session.status != SessionStatus.DRAFT:
        raise NotEditableError(session)
    if on > session.registration_closes_on:
        raise WindowOverError(session)
    session.status = SessionStatus.PUBLISHED
    session.save(update_fields=["status", "updated_at"])
    return session


@transaction.atomic
def close_registration(session_id: int, *, at: datetime, actor: User) -> TrainingSession:
    """Close by hand, at once, also on the day training starts; one that is closed already is returned unchanged.

    Raises RegistrationNotOpenError for a draft, one not yet open, a finished or cancelled one.
    """
    require(actor, Action.SELECT)
    session = _locked(session_id)
    phase = session.phase(timezone.localdate(at))
    if phase in (Phase.SELECTION, Phase.RUNNING, Phase.AWAITING_GRADUATION):
        return session
    if phase != Phase.OPEN:
        raise RegistrationNotOpenError(session, phase)
    session.registration_closed_at, session.registration_closed_by = at, actor
    session.save(update_fields=["registration_closed_at", "registration_closed_by", "updated_at"])
    return session


def check_reopenable(session: TrainingSession, on: date) -> None:
    """While the window runs, and nobody was selected since it was closed by hand.

    Raises RegistrationNotOpenError, WindowOverError, SelectionBegunError.
    """
    if session.status != SessionStatus.PUBLISHED:
        raise RegistrationNotOpenError(session, session.phase(on))
    if on > session.registration_closes_on:
        raise WindowOverError(session)
    if session.registration_closed_at is not None and is_selection_begun(session):
        raise SelectionBegunError


@transaction.atomic
def reopen_registration(session_id: int, *, on: date, actor: User) -> TrainingSession:
    """Take back a closing by hand; an open one is returned unchanged. Raises what `check_reopenable` does."""
    require(actor, Action.SELECT)
    session = _locked(session_id)
    check_reopenable(session, on)
    if session.registration_closed_at is None:
        return session
    session.registration_closed_at = session.registration_closed_by = None
    session.save(update_fields=["registration_closed_at", "registration_closed_by", "updated_at"])
    return session


@transaction.atomic
def cancel_session(session_id: int, *, reason: str, actor: User) -> TrainingSession:
    """Give the angkatan up, its planned meetings with it; what was held stays. A cancelled one is returned unchanged.

    Raises NotEditableError when finished, ReasonMissingError, GraduatesConfirmedError.
    """
    require(actor, Action.MANAGE_TRAINING)
    session = _locked(session_id)
    if session.status == SessionStatus.CANCELLED:
        return session
    if session.status not in EDITABLE:
        raise NotEditableError(session)
    if not reason:
        raise ReasonMissingError("di halaman angkatan dan di laporan")
    if session.registrations.filter(graduation__confirmed_at__isnull=False).exists():
        raise GraduatesConfirmedError(session)
    session.status, session.cancel_reason = SessionStatus.CANCELLED, reason
    session.save(update_fields=["status", "cancel_reason", "updated_at"])
    planned = session.meetings.filter(status=MeetingStatus.PLANNED)
    planned.update(status=MeetingStatus.CANCELLED, reason=reason)
    return session


def _locked(session_id: int) -> TrainingSession:
    locked = TrainingSession.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("program").get(pk=session_id)


def _check(data: SessionData, actor: User) -> None:
    """Dates in order, within the actor's kecamatan, within the budget year or with a reason."""
    dates = (data.registration_opens_on, data.registration_closes_on, data.starts_on, data.ends_on)
    for refusal in date_refusals(*dates):
        raise refusal
    if actor.kecamatan_ids and data.kelurahan.kecamatan_id not in actor.kecamatan_ids:
        raise OutsideReachError
    if data.leaves_its_year and not data.outside_year_reason:
        sentence = (
            f"Pelatihan {tanggal(data.starts_on)} – {tanggal(data.ends_on)} keluar dari tahun anggaran {data.year}. "
            "Perbaiki tanggal atau tahunnya, atau tulis alasannya."
        )
        raise UnansweredError([Warn("outside_year", sentence, "outside_year_reason")])


def _completed(data: SessionData) -> SessionData:
    """With the next free number and code where none was typed, and without a reason that nothing asks for."""
    number = data.number or next_number(data.program, data.year)
    if number > 99:
        raise NoFreeNumberError(data)
    reason = data.outside_year_reason if data.leaves_its_year else ""
    return replace(data, number=number, code=data.code or next_code(data.year), outside_year_reason=reason)


def _columns(data: SessionData) -> dict[str, object]:
    return {name: getattr(data, name) for name in COLUMNS}


@contextmanager
def _names_are_free(data: SessionData) -> Iterator[None]:
    """The database judges number and code: two clerks may have typed the same at once."""
    number = violation("session_number_once_per_program_and_year", lambda: NumberTakenError(data))
    with number, violation("training_trainingsession_code_key", lambda: CodeTakenError(data)):
        yield
