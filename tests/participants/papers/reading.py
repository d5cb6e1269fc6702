"""What stands on a paper, read back from its PDF."""

import re
from io import BytesIO

from pypdf import PdfReader

MM = 72 / 25.4


def pages(pdf: bytes) -> list[str]:
    """The text of each page with single blanks."""
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in PdfReader(BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    """Without blanks: where a line is broken depends on the width of the column."""
    return re.sub(r"\s", "", text)


def sizes(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(pdf)).pages]
    return {(round(float(box.width) / MM), round(float(box.height) / MM)) for box in boxes}


def heights(pdf: bytes, page: int = 0) -> list[tuple[str, float]]:
    """Each text of a page with its distance from the bottom, in millimetres."""
    found: list[tuple[str, float]] = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            found.append((text.strip(), (matrix[5] + text_matrix[5] * matrix[3]) / MM))

    PdfReader(BytesIO(pdf)).pages[page].extract_text(visitor_text=visit)
    return found
