"""By what a report divides people: kelurahan, sex, age band, education; table and rows use the same key."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from participants.ages import age_on
from participants.enums import Education, Sex
from participants.models import Registration

# Age on the first day of training; from, to (inclusive), label.
AGE_BANDS = (
    (0, 17, "di bawah 18"),
    (18, 24, "18–24"),
    (25, 34, "25–34"),
    (35, 44, "35–44"),
    (45, 54, "45–54"),
    (55, 200, "55 ke atas"),
)


@dataclass(frozen=True, slots=True)
class Dimension:
    """`key` gives the group's value in a URL and its label; `order` the labels in their natural order, if any."""

    code: str
    label: str
    key: Callable[[Registration], tuple[str, str]]
    order: tuple[str, ...] = ()


def _kelurahan(registration: Registration) -> tuple[str, str]:
    kelurahan = registration.participant.kelurahan
    return kelurahan.code, kelurahan.name


def _sex(registration: Registration) -> tuple[str, str]:
    sex = Sex(registration.participant.sex)
    return sex.value, sex.label


def _age(registration: Registration) -> tuple[str, str]:
    age = age_on(registration.participant.birth_date, registration.session.starts_on)
    first, _, label = next(band for band in AGE_BANDS if band[0] <= age <= band[1])
    return str(first), f"{label} tahun"


def _education(registration: Registration) -> tuple[str, str]:
    value = registration.participant.education
    return (value, Education(value).label) if value else ("kosong", "Belum diisi")


DIMENSIONS = (
    Dimension("kelurahan", "Kelurahan", _kelurahan),
    Dimension("jenis-kelamin", "Jenis kelamin", _sex, tuple(Sex.labels)),
    Dimension("usia", "Usia pada hari pertama", _age, tuple(f"{label} tahun" for _, _, label in AGE_BANDS)),
    Dimension("pendidikan", "Pendidikan terakhir", _education, (*Education.labels, "Belum diisi")),
)
BY_CODE = {dimension.code: dimension for dimension in DIMENSIONS}


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a table: the figure it counts, and how many."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Group:
    """One row of a breakdown: the URL value, the label, and a count per figure code."""

    value: str
    label: str
    counts: dict[str, int]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(Cell(code, count) for code, count in self.counts.items())


def group(dimension: Dimension, registrations: Sequence[Registration], flags: dict[str, str]) -> tuple[Group, ...]:
    """Count the flags (figure code → attribute) of `registrations` per group; in natural order, else largest first."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for registration in registrations:
        counts = found.setdefault(dimension.key(registration), dict.fromkeys(flags, 0))
        for code, attribute in flags.items():
            counts[code] += getattr(registration, attribute)
    groups = [Group(value, label, counts) for (value, label), counts in found.items()]
    if dimension.order:
        return tuple(sorted(groups, key=lambda row: dimension.order.index(row.label)))
    return tuple(sorted(groups, key=lambda row: (-sum(row.counts.values()), row.label)))
