"""What waits for somebody today: each point is counted by the database, worded once, and leads to its page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.access import Action, may
from accounts.models import User
from equipment.enums import HandoverStatus, UnitStatus
from equipment.models import EquipmentUnit, Handover
from equipment.querysets import AWAITS_SCAN, to_check
from reports.session_work import SessionWork
from training.enums import Phase

SELECTING = (Phase.SELECTION, Phase.RUNNING)
AWAITING = (Phase.AWAITING_GRADUATION,)
EVER = tuple(Phase)


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the to-do list: number, words, where, verb and address of the link."""

    count: int
    words: str
    place: str
    verb: str
    url: str


@dataclass(frozen=True, slots=True)
class Point:
    """A kind of task within an angkatan: who does it, in which phases, how many, in what words, on which tab.

    The words are a format of the `work` that is counted.
    """

    action: Action
    phases: tuple[Phase, ...]
    count: Callable[[SessionWork], int]
    words: str
    verb: str
    tab: str
    query: str = ""


POINTS = (
    Point(Action.SELECT, EVER, lambda work: work.submitted, "pendaftar menunggu verifikasi", "Periksa",
          "session-registrations", "?status=submitted"),
    Point(Action.SELECT, SELECTING, lambda work: work.eligible, "pendaftar MS belum diseleksi", "Seleksi",
          "session-registrations", "?status=eligible"),
    Point(Action.SELECT, SELECTING, lambda work: work.waitlisted if work.free > 0 else 0,
          "cadangan menunggu, {work.free} tempat kosong", "Terima", "session-registrations", "?status=waitlisted"),
    Point(Action.MARK_ATTENDANCE, EVER, lambda work: work.overdue, "pertemuan lewat tanggal belum dikunci", "Kunci",
          "meeting-list", "?perlu=kunci"),
    Point(Action.MARK_ATTENDANCE, AWAITING, lambda work: 0 if work.overdue else work.unproposed,
          "peserta belum diusulkan kelulusannya", "Usulkan", "graduation"),
    Point(Action.CONFIRM_GRADUATION, EVER, lambda work: work.unconfirmed, "usulan kelulusan menunggu pengesahan",
          "Sahkan", "graduation"),
    Point(Action.SELECT, AWAITING, lambda work: int(work.is_ready_to_finish), "angkatan siap diselesaikan",
          "Selesaikan", "graduation"),
)  # fmt: skip


def session_tasks(user: User, works: Iterable[SessionWork]) -> Iterator[Task]:
    """What is due in the angkatan that `user` sees, and that the right to do it reaches."""
    for point in POINTS:
        for work in works:
            if not (work.phase in point.phases and work.session.within_reach_of(user, point.action)):
                continue
            if count := point.count(work):
                url = reverse(point.tab, args=[work.session.code]) + point.query
                yield Task(count, point.words.format(work=work), work.session.short_name, point.verb, url)


@dataclass(frozen=True, slots=True)
class GoodsPoint:
    """A kind of task about goods: who, which rows, in what words, and the list (with its filter) that shows them."""

    code: str
    action: Action
    where: Q
    words: str
    verb: str
    url_name: str
    query: str


def handover_points(user: User) -> tuple[GoodsPoint, ...]:
    """The points over `Handover`; a scan that the user uploaded is checked by somebody else."""
    points = (
        GoodsPoint("draft", Action.MANAGE_EQUIPMENT, Q(status=HandoverStatus.DRAFT), "draf serah terima belum terbit",
                   "Terbitkan", "handover-list", "?status=draft"),
        GoodsPoint("issued", Action.MANAGE_EQUIPMENT, Q(status=HandoverStatus.ISSUED), "BAST terbit belum diserahkan",
                   "Serahkan", "handover-list", "?status=issued"),
        GoodsPoint("unscanned", Action.MANAGE_EQUIPMENT, AWAITS_SCAN, "BAST bertanda tangan perlu diunggah",
                   "Unggah", "handover-list", "?perlu=unggah"),
        GoodsPoint("unchecked", Action.CHECK_SCAN, to_check(user), "unggahan BAST menunggu diperiksa",
                   "Periksa", "handover-list", "?perlu=periksa"),
    )  # fmt: skip
    return tuple(point for point in points if may(user, point.action))


def unit_points(user: User) -> tuple[GoodsPoint, ...]:
    """The points over `EquipmentUnit`."""
    received = Q(status=UnitStatus.RECEIVED)
    point = GoodsPoint("uninspected", Action.MANAGE_EQUIPMENT, received, "barang masuk belum diperiksa", "Periksa",
                       "unit-list", "?status=received")  # fmt: skip
    return (point,) if may(user, point.action) else ()


def goods_tasks(user: User) -> Iterator[Task]:
    """What is due with goods and BASTs: one query each over handovers and units."""
    yield from _tasks(unit_points(user), EquipmentUnit.objects.all())
    yield from _tasks(handover_points(user), Handover.objects.visible_to(user))


def _tasks(points: tuple[GoodsPoint, ...], base: QuerySet[Handover] | QuerySet[EquipmentUnit]) -> Iterator[Task]:
    if not points:
        return
    counts = base.aggregate(**{point.code: Count("pk", filter=point.where) for point in points})
    for point in points:
        if count := counts[point.code]:
            yield Task(count, point.words, "", point.verb, reverse(point.url_name) + point.query)
