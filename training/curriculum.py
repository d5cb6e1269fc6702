"""What a programme teaches: its units with their JP, in order. Certificates printed before keep what they list."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction

from accounts.access import Action, require
from accounts.models import User
from tkm.lib.errors import DomainError, StaleError
from tkm.lib.text import tidy
from training.models import Program, ProgramUnit

MOST_UNITS = 40  # what the back of a certificate holds


@dataclass(frozen=True, slots=True)
class UnitData:
    """One line as typed; the code may be empty."""

    code: str
    title: str
    lesson_hours: int


class CodeRepeatedError(DomainError):
    """`index` tells the line, from 0, whose code stands in an earlier one."""

    def __init__(self, index: int, code: str) -> None:
        super().__init__(f"Kode {code} sudah dipakai di baris lain.", field="code")
        self.index = index


class TooManyUnitsError(DomainError):
    def __init__(self) -> None:
        super().__init__(f"Paling banyak {MOST_UNITS} unit, supaya muat di halaman belakang sertifikat.")


def units_of(program: Program) -> list[UnitData]:
    """The units as they stand now, in order."""
    return [UnitData(*row) for row in program.units.order_by("position").values_list("code", "title", "lesson_hours")]


def version_of(units: Sequence[UnitData]) -> str:
    """What a form keeps to notice that somebody else changed the units meanwhile."""
    return sha256(repr(list(units)).encode()).hexdigest()[:16]


@transaction.atomic
def set_units(program_id: int, typed: Sequence[UnitData], *, version: str, actor: User) -> int:
    """Write the units of a programme in the order typed; what stands already is not written again. Returns how many.

    Raises CodeRepeatedError, TooManyUnitsError, StaleError.
    """
    require(actor, Action.MANAGE_TRAINING)
    program = Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program_id)
    wanted = [UnitData(tidy(unit.code).upper(), tidy(unit.title), unit.lesson_hours) for unit in typed]
    standing = units_of(program)
    if wanted == standing:
        return len(wanted)
    check_units(wanted)
    if version != version_of(standing):
        raise StaleError("Unit program")
    _write(program, wanted)
    return len(wanted)


def check_units(units: Sequence[UnitData]) -> None:
    """Raises TooManyUnitsError, CodeRepeatedError."""
    if len(units) > MOST_UNITS:
        raise TooManyUnitsError
    codes = [unit.code for unit in units]
    for index, code in enumerate(codes):
        if code and code in codes[:index]:
            raise CodeRepeatedError(index, code)


def _write(program: Program, wanted: Sequence[UnitData]) -> None:
    """Lines that differ are taken out before the new ones come in: two codes may have changed places."""
    rows = {row.position: row for row in program.units.all()}
    lines = dict(enumerate(wanted, start=1))
    kept = {at for at, row in rows.items() if lines.get(at) == UnitData(row.code, row.title, row.lesson_hours)}
    program.units.exclude(position__in=kept).delete()
    ProgramUnit.objects.bulk_create(
        ProgramUnit(program=program, position=at, code=unit.code, title=unit.title, lesson_hours=unit.lesson_hours)
        for at, unit in lines.items()
        if at not in kept
    )
