"""The QR: right modules, a blank rim, nothing that a strict CSP drops."""

import re

import segno

from documents.qr import qr_svg

ADDRESS = "https://contoh.invalid/verifikasi/8K4M-2Q7T"


def dark_modules(svg):
    """The dark fields, read from the strokes of the path (one unit high each)."""
    dark, x, y = set(), 0, 0.0
    for command, numbers in re.findall(r"([Mmh])([^Mmh]*)", re.search(r' d="([^"]+)"', svg).group(1)):
        steps = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        if command == "h":
            dark |= {(x + at, int(y)) for at in range(int(steps[0]))}
            x += int(steps[0])
        elif command == "M":
            x, y = int(steps[0]), steps[1]
        else:
            x, y = x + int(steps[0]), y + steps[1]
    return dark


def test_it_draws_the_address_with_a_blank_rim():
    rows = segno.make_qr(ADDRESS, error="m").matrix
    expected = {(x + 4, y + 4) for y, row in enumerate(rows) for x, module in enumerate(row) if module}
    svg = qr_svg(ADDRESS)
    assert dark_modules(svg) == expected
    assert f'viewBox="0 0 {len(rows) + 8} {len(rows) + 8}"' in svg


def test_it_brings_no_styles_or_scripts_and_is_one_element():
    svg = qr_svg(ADDRESS)
    assert not re.search(r"style|script|class=|<\?xml|<!", svg)
    assert svg.startswith("<svg xmlns=")
    assert svg.endswith("</svg>")
