"""What the first page of an angkatan tells: its figures, where it stands, and what is open to do next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User
from tkm.lib.errors import refusal_of
from tkm.lib.formats import jam, tanggal
from training.enums import MeetingStatus, Phase
from training.models import Meeting, TrainingSession
from training.sessions import check_reopenable


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of parts/facts.html."""

    label: str
    value: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class ToDo:
    number: int | str
    words: str
    url: str
    verb: str


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """One line of the list of meetings; `kind` and `label` are its badge, `url` its attendance list."""

    meeting: Meeting
    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    url: str
    icon: str
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Teaching:
    """The meetings of an angkatan, counted once for figures and to-do list."""

    planned: int
    held: int
    overdue: int
    lesson_hours: int
    held_lesson_hours: int

    @classmethod
    def of(cls, meetings: list[Meeting], on: date) -> "Teaching":
        counted = [one for one in meetings if one.status != MeetingStatus.CANCELLED]
        held = [one for one in counted if one.status == MeetingStatus.HELD]
        return cls(
            planned=len(counted),
            held=len(held),
            overdue=sum(one.is_overdue(on) for one in counted),
            lesson_hours=sum(one.lesson_hours for one in counted),
            held_lesson_hours=sum(one.lesson_hours for one in held),
        )


MEETING_KINDS = {MeetingStatus.PLANNED: "idle", MeetingStatus.HELD: "ok", MeetingStatus.CANCELLED: "bad"}
NEXT_MEETINGS = 5
BEFORE_SELECTION = (Phase.DRAFT, Phase.NOT_OPEN, Phase.OPEN)


def facts(session: TrainingSession, phase: Phase, teaching: Teaching) -> list[Fact]:
    """Two figures before selection, four afterwards; `session` comes annotated by `with_places`."""
    people = reverse("session-registrations", args=[session.code])
    meetings = reverse("meeting-list", args=[session.code])
    applicants = Fact("Pendaftar", str(session.applicants), f"untuk {session.quota} tempat", people)
    if phase in BEFORE_SELECTION:
        note = f"{teaching.lesson_hours} JP" if teaching.planned else "belum disusun"
        return [applicants, Fact("Pertemuan", str(teaching.planned), note, meetings)]
    return [
        applicants,
        Fact("Tempat terisi", str(session.seated), f"dari {session.quota} tempat", people),
        Fact("Pertemuan terlaksana", str(teaching.held), f"dari {teaching.planned}", meetings),
        Fact("JP terlaksana", str(teaching.held_lesson_hours), f"dari {teaching.lesson_hours} JP", meetings),
    ]


def explanation(session: TrainingSession, phase: Phase) -> str:
    """One sentence on what the phase means for the people at the desk."""
    closes, starts, ends = map(tanggal, (session.registration_closes_on, session.starts_on, session.ends_on))
    if phase == Phase.SELECTION and session.registration_closed_at is not None:
        closed = f"{tanggal(session.registration_closed_at)} pukul {jam(session.registration_closed_at)}"
        return f"Pendaftaran ditutup lebih awal ({closed}). Pelatihan mulai {starts}."
    return {
        Phase.DRAFT: "Baru rancangan: warga belum dapat didaftarkan.",
        Phase.NOT_OPEN: f"Pendaftaran dibuka {tanggal(session.registration_opens_on)}.",
        Phase.OPEN: f"Warga dapat didaftarkan sampai {closes}. Tempat dibagi sesudah pendaftaran ditutup.",
        Phase.SELECTION: f"Pendaftaran ditutup {closes}; tempat dibagi. Pelatihan mulai {starts}.",
        Phase.RUNNING: f"Pelatihan berjalan sampai {ends}.",
        Phase.AWAITING_GRADUATION: f"Pelatihan selesai {ends}; kelulusan belum disahkan.",
        Phase.FINISHED: "Kelulusan sudah disahkan. Serah terima barang berjalan sesudahnya.",
        Phase.CANCELLED: f"Dibatalkan: {session.cancel_reason}.",
    }[phase]


def to_do(session: TrainingSession, phase: Phase, teaching: Teaching, user: User) -> list[ToDo]:
    """What `user` may and should do next here; `session` comes annotated by `with_own`."""
    return [*_office_lines(session, phase, teaching, user), *_people_lines(session, phase, teaching, user)]


def _office_lines(session: TrainingSession, phase: Phase, teaching: Teaching, user: User) -> Iterator[ToDo]:
    if not may(user, Action.MANAGE_TRAINING) or phase in (Phase.FINISHED, Phase.CANCELLED):
        return
    if not teaching.planned:
        yield ToDo("!", "jadwal pertemuan belum disusun", reverse("meeting-plan", args=[session.code]), "Susun")
    if not session.instructors.all():
        yield ToDo("!", "instruktur belum ditentukan", reverse("session-edit", args=[session.code]), "Pilih")
    if phase == Phase.DRAFT:
        yield ToDo("!", "angkatan belum dibuka", reverse("session-publish", args=[session.code]), "Buka")


def _people_lines(session: TrainingSession, phase: Phase, teaching: Teaching, user: User) -> Iterator[ToDo]:
    people = reverse("session-registrations", args=[session.code])
    may_select = may(user, Action.SELECT)
    if may_select and session.unverified and phase in (Phase.OPEN, Phase.SELECTION):
        yield ToDo(session.unverified, "pendaftar menunggu verifikasi", people, "Periksa")
    if may_select and phase == Phase.SELECTION and (free := session.quota - session.seated) > 0:
        yield ToDo(free, "tempat belum terisi", people, "Seleksi")
    if teaching.overdue and session.within_reach_of(user, Action.MARK_ATTENDANCE):
        to_lock = reverse("meeting-list", args=[session.code]) + "?perlu=kunci"
        yield ToDo(teaching.overdue, "daftar hadir belum dikunci", to_lock, "Kunci")
    if may_select and phase == Phase.AWAITING_GRADUATION and not teaching.overdue:
        yield ToDo("!", "kelulusan belum selesai", reverse("graduation", args=[session.code]), "Lanjutkan")


def buttons(session: TrainingSession, phase: Phase, user: User, on: date) -> list[Button]:
    """What `user` may do with the angkatan as a whole, the one main action first."""
    code = session.code
    found = []
    if phase == Phase.OPEN and may(user, Action.REGISTER):
        found.append(
            Button("Daftarkan warga", reverse("registration-create", args=[code]), "person-plus", is_main=True)
        )
    if phase == Phase.OPEN and may(user, Action.SELECT):
        found.append(Button("Tutup pendaftaran", reverse("session-close", args=[code]), "door-closed"))
    if _may_reopen(session, on) and may(user, Action.SELECT):
        found.append(Button("Buka lagi pendaftaran", reverse("session-reopen", args=[code]), "door-open"))
    if may(user, Action.MANAGE_TRAINING) and phase not in (Phase.FINISHED, Phase.CANCELLED):
        found.append(Button("Ubah", reverse("session-edit", args=[code]), "pencil"))
    if phase == Phase.DRAFT and may(user, Action.MANAGE_TRAINING):
        found.append(Button("Buka angkatan", reverse("session-publish", args=[code]), "door-open", is_main=True))
    return found


def _may_reopen(session: TrainingSession, on: date) -> bool:
    """Closed by hand, and the rule would take that back."""
    return session.registration_closed_at is not None and not refusal_of(check_reopenable, session, on)


def meeting_rows(session: TrainingSession, meetings: list[Meeting], on: date) -> list[MeetingRow]:
    """The meetings with the words of their badge on the day `on`."""
    code = session.code
    return [MeetingRow(one, *_badge(one, on), reverse("attendance", args=[code, one.number])) for one in meetings]


def coming(session: TrainingSession, meetings: list[Meeting], on: date) -> list[MeetingRow]:
    """The next meetings from `on`."""
    ahead = [one for one in meetings if one.status == MeetingStatus.PLANNED and one.held_on >= on]
    return meeting_rows(session, ahead[:NEXT_MEETINGS], on)


def _badge(meeting: Meeting, on: date) -> tuple[str, str]:
    status = MeetingStatus(meeting.status)
    if meeting.is_overdue(on):
        return "wait", "Perlu ditindaklanjuti"
    if status == MeetingStatus.PLANNED and meeting.held_on == on:
        return "info", "Hari ini"
    return MEETING_KINDS[status], status.label
