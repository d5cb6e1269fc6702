"""The city's kelurahan as a map, shaded by a number in few steps that stay apart in grey; the number is written on it.

Presentation attributes only, as in `reports.charts`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.boundaries import WIDTH, Area, outlines
from reports.charts import INK

# From none to most: the lightness falls evenly, so that a black-and-white print shows the same steps.
SHADES = ("#ffffff", "#d3e4de", "#9cc5b8", "#5f9f8e", "#0b5d4e")
PALE = "#ffffff"
FAINT = "#7d8b83"
ROOM_FOR_A_NAME, SHORT_NAME = 24, 12


@dataclass(frozen=True, slots=True)
class Place:
    """One kelurahan on the map: what it is called, its number, and the address of the rows ("" on paper)."""

    name: str
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the legend."""

    shade: str
    words: str


def steps(largest: int) -> tuple[Step, ...]:
    """None, then up to four steps of equal width from 1 to `largest`."""
    width = _width(largest)
    found = [Step(SHADES[0], "0")]
    for at, shade in enumerate(SHADES[1:]):
        first, last = at * width + 1, (at + 1) * width
        if first <= largest:
            found.append(Step(shade, str(first) if width == 1 else f"{first}–{last}"))
    return tuple(found)


def city_map(places: Mapping[str, Place], *, title: str, description: str, unit: str) -> SafeString:
    """The map; `places` by code of the kelurahan. With addresses each kelurahan is a link that a keyboard reaches."""
    drawn, largest = outlines(), max((place.count for place in places.values()), default=0)
    shown = [(area, places[area.code]) for area in drawn.kelurahan if area.code in places]
    areas = format_html_join("", "{}", ((_area(area, place, largest, unit),) for area, place in shown))
    borders = format_html_join(
        "",
        '<path d="{}" fill="none" stroke="{}" stroke-width="1.8" stroke-linejoin="round" pointer-events="none"/>',
        ((path, INK) for path in drawn.kecamatan),
    )
    numbers = format_html_join("", "{}", ((_number(area, place, largest),) for area, place in shown))
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="group" aria-labelledby="peta-judul" '
        'aria-describedby="peta-uraian" width="100%" font-family="Plus Jakarta Sans, sans-serif">'
        '<title id="peta-judul">{}</title><desc id="peta-uraian">{}</desc>{}{}{}</svg>',
        WIDTH, drawn.height, title, description, areas, borders, numbers,
    )  # fmt: skip


def _area(area: Area, place: Place, largest: int, unit: str) -> SafeString:
    words = f"{place.name}: {place.count} {unit}"
    shape = format_html(
        '<path d="{}" fill="{}" stroke="{}" stroke-width="0.8" stroke-linejoin="round"><title>{}</title></path>',
        area.path, SHADES[_step(place.count, largest)], FAINT, words,
    )  # fmt: skip
    return format_html('<a href="{}" aria-label="{}">{}</a>', place.url, words, shape) if place.url else shape


def _number(area: Area, place: Place, largest: int) -> SafeString:
    """The number, and above it the name where there is room for it."""
    x, y = area.label
    ink = PALE if _step(place.count, largest) == len(SHADES) - 1 else INK
    lines = _lines(place.name) if area.room >= ROOM_FOR_A_NAME else []
    first = y + 4.5 - 4.5 * len(lines)
    names = format_html_join(
        "", '<tspan class="place" x="{}" y="{}" font-size="8.5" font-weight="500">{}</tspan>',
        ((x, first + 9 * at, line) for at, line in enumerate(lines)),
    )  # fmt: skip
    return format_html(
        '<text text-anchor="middle" fill="{}" pointer-events="none" aria-hidden="true">{}'
        '<tspan class="count" x="{}" y="{}" font-size="13" font-weight="700">{}</tspan></text>',
        ink, names, x, first + 9 * len(lines) + (3.5 if lines else 0), place.count,
    )  # fmt: skip


def _lines(name: str) -> list[str]:
    """`Landasan` above `Ulin Utara`; a short name stays in one line."""
    words = name.split()
    return [name] if len(words) < 2 or len(name) < SHORT_NAME else [words[0], " ".join(words[1:])]


def _width(largest: int) -> int:
    return max(1, -(-largest // (len(SHADES) - 1)))


def _step(count: int, largest: int) -> int:
    return -(-count // _width(largest))
