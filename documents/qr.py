"""QR codes as SVG text: the same picture on a page and, as bytes, on paper."""

import io

import segno


def qr_svg(content: str) -> str:
    """An SVG of `content`, one unit per module and the four blank modules around it that readers need.

    Without size, style attributes or script: the place where it stands sizes it, and a strict CSP lets it pass.
    """
    picture = io.BytesIO()
    code = segno.make_qr(content, error="m")
    code.save(picture, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=True)
    return picture.getvalue().decode().strip()
