"""The outlines of the city's kelurahan and kecamatan, as points of a drawing.

Source and licence stand in the head of each file of `data/`; another city puts its own files there.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, dist, radians
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
WIDTH, RIM = 560, 6
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Area:
    """One kelurahan: its Kemendagri code, its outline as an SVG path, where its number is written, the room there."""

    code: str
    path: str
    label: Point
    room: float


@dataclass(frozen=True, slots=True)
class Outlines:
    height: int
    kelurahan: tuple[Area, ...]
    kecamatan: tuple[str, ...]

    @property
    def city(self) -> str:
        """The code that all codes of this city begin with: `63.72`."""
        return self.kelurahan[0].code[: len("63.72")]


@cache
def outlines() -> Outlines:
    """Both layers in one frame that is WIDTH wide; north is up, a degree of longitude as long as it is there."""
    layers = {name: json.loads((DATA / f"{name}.geojson").read_text()) for name in ("kelurahan", "kecamatan")}
    corners = [point for feature in layers["kelurahan"]["features"] for point in _ring(feature)]
    west, east = min(lon for lon, _ in corners), max(lon for lon, _ in corners)
    south, north = min(lat for _, lat in corners), max(lat for _, lat in corners)
    across = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * RIM) / ((east - west) * across)

    def placed(point: Sequence[float]) -> Point:
        lon, lat = point
        return round(RIM + (lon - west) * across * scale, 1), round(RIM + (north - lat) * scale, 1)

    def area(feature: dict[str, Any]) -> Area:
        ring = [placed(point) for point in _ring(feature)]
        label = placed(feature["properties"]["label"])
        return Area(feature["properties"]["kode"], _path(ring), label, min(dist(label, point) for point in ring))

    return Outlines(
        height=round(2 * RIM + (north - south) * scale),
        kelurahan=tuple(area(feature) for feature in layers["kelurahan"]["features"]),
        kecamatan=tuple(_path(map(placed, _ring(feature))) for feature in layers["kecamatan"]["features"]),
    )


def _ring(feature: dict[str, Any]) -> list[list[float]]:
    """The outer boundary; no kelurahan of this city has a hole or an island."""
    outer: list[list[float]] = feature["geometry"]["coordinates"][0]
    return outer


def _path(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"


CITY = outlines().city
