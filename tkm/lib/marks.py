"""What was looked for, marked where it was found."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def marked(text: str, typed: str) -> SafeString:
    """`text` with the beginnings of its words that were typed in `<mark>`; all of it escaped.

    Figures are the same with and without zeros before them: 7 marks the 007 of a number.
    """
    words = sorted({word.lstrip("0") or word for word in re.findall(r"[^\W_]+", typed)}, key=len, reverse=True)
    if not words:
        return _piece(text)
    found = re.compile(rf"(?<![^\W_])(0*(?:{'|'.join(map(re.escape, words))}))", re.I)
    # Split at its one group: every other piece is what matched.
    pieces = found.split(text)
    shown = (f"<mark>{_piece(text)}</mark>" if at % 2 else _piece(text) for at, text in enumerate(pieces))
    return mark_safe("".join(shown))  # noqa: S308 (each piece escaped just before)


def _piece(text: str) -> SafeString:
    """The number of a letter, which has no blanks, breaks at its slashes."""
    return mark_safe(escape(text).replace("/", "/<wbr>"))  # noqa: S308 (escaped)
