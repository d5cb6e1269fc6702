"""Looking for one thing in everything: people, angkatan, units, BASTs and decrees, each as far as the user may see it.

Each group is one query over an index, counted up to a cap: what is found first is bounded without order, then sorted.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, F, Lookup, Model, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.sql.compiler import SQLCompiler
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts.models import User
from documents.enums import PaperKind
from documents.models import PaperNumber
from equipment.models import EquipmentUnit, Handover
from participants.models import Participant
from participants.querysets import number_typed, search_term
from tkm.lib.formats import nik_samar, ribuan, tanggal
from tkm.lib.marks import marked
from training.models import TrainingSession

CAP = 1000
SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """One row: its name with what was typed marked, the line that tells it apart, its page, its badge ("" for none)."""

    title: SafeString
    note: str
    url: str
    kind: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one sort: the first `hits` of `count`; `all_url` is the list with this search, "" if none."""

    label: str
    hits: Sequence[Hit]
    count: int
    all_url: str

    @property
    def counted(self) -> str:
        return f"lebih dari {ribuan(CAP)}" if self.count > CAP else ribuan(self.count)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


@dataclass(frozen=True, slots=True)
class Looked:
    """What was typed, as far as it is looked at, and what may stand in an address of it."""

    typed: str

    @classmethod
    def of(cls, typed: str) -> "Looked":
        return cls(search_term(typed))

    @property
    def is_number(self) -> bool:
        """Only digits: it may be a NIK or a phone number, so it stands in no address (docs/decisions/0005)."""
        return number_typed(self.typed) is not None

    @property
    def is_enough(self) -> bool:
        return len(self.typed) >= SHORTEST or self.has_figures

    @property
    def has_figures(self) -> bool:
        """Numbers of papers and serial numbers have figures in them, names have none."""
        return any(character.isdecimal() for character in self.typed)

    def list_url(self, url_name: str, parameter: str = "cari") -> str:
        return "" if self.is_number else f"{reverse(url_name)}?{urlencode({parameter: self.typed})}"


def find(looked: Looked, user: User, on: date, most: int) -> list[Group]:
    """The groups in which something was found, each with at most `most` hits; at most four queries."""
    if not looked.is_enough:
        return []
    groups = [_people(looked, user, most), _sessions(looked, user, on, most)]
    if looked.has_figures:
        groups += [_units(looked, most), *_numbers(looked, user, most)]
    return [group for group in groups if group.count]


class AnyOf(Lookup):
    """`key = ANY(ARRAY(…))`: the array is made first, then each row is fetched over the primary key.

    Of `key IN (…)` the planner would rather make one join, and read the whole table for it.
    """

    lookup_name = "any_of"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        key, key_params = self.process_lhs(compiler, connection)
        array, array_params = self.process_rhs(compiler, connection)
        return f"{key} = ANY({array})", (*key_params, *array_params)


def _capped(found: "QuerySet[Any]") -> AnyOf:
    """Whether a row is among the first CAP and one more of those `found`, in no order."""
    return AnyOf(F("pk"), ArraySubquery(found.order_by().values("pk")[: CAP + 1]))


def _group(label: str, rows: Sequence[Model], hit: Callable[[Any], Hit], all_url: str, total: str = "total") -> Group:
    return Group(label, [hit(row) for row in rows], getattr(rows[0], total) if rows else 0, all_url)


def _people(looked: Looked, user: User, most: int) -> Group:
    found = Participant.objects.visible_to(user).matching(looked.typed)
    people = Participant.objects.filter(_capped(found)).annotate(total=Window(Count("pk")))
    rows = list(people.select_related("kelurahan").by_name()[:most])

    def hit(person: Participant) -> Hit:
        note = f"{nik_samar(person.nik)} · Kel. {person.kelurahan.name}"
        return Hit(marked(person.name, looked.typed), note, person.get_absolute_url())

    return _group("Warga", rows, hit, looked.list_url("participant-list", "q"))


def _sessions(looked: Looked, user: User, on: date, most: int) -> Group:
    found = TrainingSession.objects.visible_to(user).matching(looked.typed)
    sessions = found.for_list().annotate(total=Window(Count("pk")))
    rows = list(sessions.order_by("-starts_on", "-code")[:most])

    def hit(session: TrainingSession) -> Hit:
        phase, note = session.phase(on), f"{session.code} · {session.dates}"
        return Hit(marked(str(session), looked.typed), note, session.get_absolute_url(), phase.kind, phase.label)

    return _group("Angkatan", rows, hit, looked.list_url("session-list"))


def _units(looked: Looked, most: int) -> Group:
    found = EquipmentUnit.objects.with_serial(looked.typed)
    units = EquipmentUnit.objects.filter(_capped(found)).annotate(total=Window(Count("pk")))
    rows = list(units.for_list().order_by("serial_number")[:most])

    def hit(unit: EquipmentUnit) -> Hit:
        note = f"{unit.procurement.type} {unit.procurement.model_name}"
        url = unit.get_absolute_url()
        return Hit(marked(unit.serial_number, looked.typed), note, url, unit.status_kind, unit.status_short)

    return _group("Barang", rows, hit, looked.list_url("unit-list"))


def _numbers(looked: Looked, user: User, most: int) -> list[Group]:
    """BASTs and decrees by number, newest first: both in one query, since both are numbers of papers."""
    numbered = PaperNumber.objects.numbered(looked.typed)
    visible = Handover.objects.visible_to(user)
    basts = _capped(numbered.filter(kind=PaperKind.BAST, handover__in=visible))
    decrees = _capped(numbered.filter(kind=PaperKind.DECREE, decree__isnull=False))
    placed = PaperNumber.objects.filter(Q(basts) | Q(decrees)).annotate(
        total=Window(Count("pk"), partition_by="kind"),
        place=Window(RowNumber(), partition_by="kind", order_by=F("pk").desc()),
    )
    rows = list(placed.filter(place__lte=most).select_related(*NAMED).order_by("-pk"))
    found = {kind: [row for row in rows if row.kind == kind] for kind in (PaperKind.BAST, PaperKind.DECREE)}

    def bast(number: PaperNumber) -> Hit:
        handover = number.handover
        note = f"{handover.registration.participant} · {tanggal(handover.dated_on)}"
        title, badge = marked(number.text, looked.typed), (handover.status_kind, handover.get_status_display())
        return Hit(title, note, handover.get_absolute_url(), *badge)

    def decree(number: PaperNumber) -> Hit:
        note = f"{number.decree.title} · {tanggal(number.decree.issued_on)}"
        return Hit(marked(number.text, looked.typed), note, number.decree.get_absolute_url())

    return [
        _group("BAST", found[PaperKind.BAST], bast, looked.list_url("handover-list")),
        _group("SK penerima", found[PaperKind.DECREE], decree, looked.list_url("decree-list")),
    ]


NAMED = ("handover__registration__participant", "decree")
