"""By what reports divide people: each division is one expression, by which tables count and rows are found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from participants.ages import age_in_database
from participants.enums import Education, Sex
from participants.querysets import RegistrationQuerySet
from reports.boundaries import CITY

# Age on the first day of training; from, to (inclusive), label.
AGE_BANDS = (
    (0, 17, "di bawah 18"),
    (18, 24, "18–24"),
    (25, 34, "25–34"),
    (35, 44, "35–44"),
    (45, 54, "45–54"),
    (55, 200, "55 ke atas"),
)
OUT_OF_TOWN = "luar-kota"
NOT_GIVEN = "kosong"


@dataclass(frozen=True, slots=True, eq=False)
class Dimension:
    """`value` is what a group has in the database and in a URL; `words` what each is called, in their natural order.

    Where the words are rows themselves (kelurahan, angkatan), `words` is empty and the report brings them.
    """

    code: str
    label: str
    value: Combinable
    words: Mapping[str, str] = field(default_factory=dict)

    @property
    def attribute(self) -> str:
        """What `divided` names the value on a row."""
        return f"by_{self.code.replace('-', '_')}"


def _in_town(column: str) -> Case:
    return Case(
        When(Q(participant__kelurahan__code__startswith=f"{CITY}."), then=F(column)),
        default=Value(OUT_OF_TOWN),
        output_field=CharField(),
    )


_AGE = age_in_database("participant__birth_date", "session__starts_on")
SESSION = Dimension("angkatan", "Angkatan", F("session__code"))
FUNDING = Dimension("sumber", "Sumber dana", Cast("session__funding_source", CharField()))
KECAMATAN = Dimension("kecamatan", "Kecamatan", _in_town("participant__kelurahan__kecamatan__code"))
KELURAHAN = Dimension("kelurahan", "Kelurahan", _in_town("participant__kelurahan__code"))
SEX = Dimension("jenis-kelamin", "Jenis kelamin", F("participant__sex"), dict(Sex.choices))
AGE = Dimension(
    "usia",
    "Usia pada hari pertama",
    Case(
        *(When(Q(age_on_first_day__lte=last), then=Value(str(first))) for first, last, _ in AGE_BANDS),
        output_field=CharField(),
    ),
    {str(first): f"{label} tahun" for first, _, label in AGE_BANDS},
)
EDUCATION = Dimension(
    "pendidikan",
    "Pendidikan terakhir",
    Case(When(participant__education="", then=Value(NOT_GIVEN)), default=F("participant__education")),
    {**dict(Education.choices), NOT_GIVEN: "Belum diisi"},
)
# Of one angkatan, and of a year.
DIMENSIONS = (KELURAHAN, SEX, AGE, EDUCATION)
YEAR_DIMENSIONS = (SESSION, FUNDING, KECAMATAN, *DIMENSIONS)
OUT_OF_TOWN_WORDS = "Luar kota atau tidak diketahui"


def divided(base: RegistrationQuerySet, dimensions: Sequence[Dimension] = DIMENSIONS) -> RegistrationQuerySet:
    """`base` annotated with the value of each of `dimensions`."""
    values = {dimension.attribute: dimension.value for dimension in dimensions}
    return base.alias(age_on_first_day=_AGE).annotate(**values)


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
    counts: Mapping[str, int]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(Cell(code, count) for code, count in self.counts.items())


def group(
    rows: Iterable[tuple[str, Mapping[str, int]]], words: Mapping[str, str], codes: Sequence[str]
) -> tuple[Group, ...]:
    """The sums of `rows` (a value, and its counts by figure code) for each value, in the order of `words`."""
    found: dict[str, dict[str, int]] = {}
    for value, counts in rows:
        sums = found.setdefault(value, dict.fromkeys(codes, 0))
        for code in codes:
            sums[code] += counts[code]
    order = {value: at for at, value in enumerate(words)}
    return tuple(
        Group(value, words.get(value, value), found[value])
        for value in sorted(found, key=lambda value: (order.get(value, len(order)), value))
    )


def largest_first(groups: Iterable[Group]) -> tuple[Group, ...]:
    return tuple(sorted(groups, key=lambda row: (-sum(row.counts.values()), row.label)))
