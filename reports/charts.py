"""Charts as SVG, for paper and page, in text that can be read and copied.

Presentation attributes only: a style would be refused by the Content-Security-Policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

INK, SOFT, LINE = "#14241e", "#4b5c54", "#c3ccc5"
GREEN, RED = "#0b5d4e", "#9f2420"
ROW = 46  # the height of one row of the funnel


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its value, a few words after the value, and whether it is the exception.

    `before` is the same figure of the year before, where there is one to compare with.
    """

    label: str
    value: int
    note: str = ""
    is_exception: bool = False
    before: int | None = None


def funnel(bars: Sequence[Bar], *, title: str) -> SafeString:
    """Horizontal bars, longest first by nature: from application to machine; below each, hollow, the year before."""
    widest = max((max(bar.value, bar.before or 0) for bar in bars), default=0) or 1
    rows = format_html_join(
        "",
        '<text x="0" y="{}" font-size="13.5" font-weight="600" fill="{}">{}</text>'
        '<rect x="150" y="{}" width="{}" height="28" rx="4" fill="{}"/>'
        '<text x="{}" y="{}" font-size="13.5" font-weight="700" fill="{}">{}'
        '<tspan dx="8" font-weight="500" fill="{}">{}</tspan></text>',
        (_funnel_row(at, bar, widest) for at, bar in enumerate(bars)),
    )
    earlier = format_html_join(
        "",
        '<rect x="150.5" y="{}" width="{}" height="7" fill="none" stroke="{}"/>'
        '<text x="{}" y="{}" font-size="9.5" fill="{}">{}</text>',
        (_earlier(at, bar.before, widest) for at, bar in enumerate(bars) if bar.before is not None),
    )
    return _svg(560, ROW * len(bars), title, rows + earlier)


def _earlier(at: int, value: int, widest: int) -> tuple[object, ...]:
    top, width = ROW * at + 34.5, max(2, round(270 * value / widest))
    return (top, width, SOFT, 158 + width, top + 7, SOFT, value)


def _funnel_row(at: int, bar: Bar, widest: int) -> tuple[object, ...]:
    top, width = ROW * at + 6, max(2, round(270 * bar.value / widest))
    return (top + 19, INK, bar.label, top, width, GREEN, 158 + width, top + 19, INK, bar.value, SOFT, bar.note)


def columns(bars: Sequence[Bar], *, title: str, whole: int) -> SafeString:
    """Upright bars with their value on top; `whole` is the value of a full-height bar."""
    step = 420 / max(len(bars), 1)
    drawn = format_html_join(
        "",
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>'
        '<text x="{}" y="{}" font-size="9.5" text-anchor="middle" fill="{}" font-weight="{}">{}</text>'
        '<text x="{}" y="136" font-size="10" text-anchor="middle" fill="{}">{}</text>',
        (_column(at, bar, step, whole, every=1 if len(bars) <= 10 else 2) for at, bar in enumerate(bars)),
    )
    base = format_html('<line x1="0" y1="120.5" x2="420" y2="120.5" stroke="{}"/>', LINE)
    return _svg(420, 150, title, base + drawn)


def _column(at: int, bar: Bar, step: float, whole: int, *, every: int) -> tuple[object, ...]:
    height = round(104 * bar.value / (whole or 1), 1)
    left, width, top = round(step * at + step * 0.12, 1), round(min(step * 0.76, 40), 1), round(120 - height, 1)
    middle = round(left + width / 2, 1)
    colour = RED if bar.is_exception else GREEN
    value = (
        middle,
        round(top - 5, 1),
        colour if bar.is_exception else SOFT,
        700 if bar.is_exception else 400,
        bar.value,
    )
    return (left, top, width, height, colour, *value, middle, SOFT, bar.label if at % every == 0 else "")


def _svg(width: int, height: int, title: str, inner: SafeString) -> SafeString:
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" aria-label="{}" width="100%" '
        'font-family="Plus Jakarta Sans, sans-serif">{}</svg>',
        width, height, title, inner,
    )  # fmt: skip
