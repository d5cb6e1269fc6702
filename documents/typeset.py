"""Paper is set by Typst: a template and a dataclass go in, PDF/A-2b bytes come out."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fontpkg_plus_jakarta_sans
import typst

from tkm.lib.errors import DomainError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

PAPERS = Path(__file__).resolve().parent / "papers"
# Only Typst's own typefaces and this one: the same paper on every machine.
FONTS = typst.Fonts(include_system_fonts=False, font_paths=[fontpkg_plus_jakarta_sans.ROOT / "files"])
UNDISPLAYABLE = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


class UnprintableError(DomainError):
    """A character that none of the paper's typefaces has."""

    def __init__(self, character: str, text: str) -> None:
        place = f" pada “{shown(text)}”" if text else ""
        if character.isprintable():
            super().__init__(f"Huruf “{character}”{place} tidak dapat dicetak. Ganti dengan huruf lain.")
        else:
            super().__init__(f"Ada huruf yang tidak terlihat{place}. Hapus, lalu ketik ulang bagian itu.")


def typeset(template: str, data: "DataclassInstance", *, at: datetime, is_tagged: bool = True) -> bytes:
    """The PDF/A-2b bytes of `papers/<template>.typ`, which sees `data` and nothing else.

    Equal data and `at` give equal bytes. Hundreds of pages that only go to a printer are set several times faster
    without the tags for screen readers. Raises UnprintableError when a text of `data` cannot be printed.
    """
    content = asdict(data)
    refuse_half_characters(content)
    try:
        return typst.compile(
            PAPERS / f"{template}.typ",
            root=PAPERS,
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"data": json.dumps(content, ensure_ascii=False)},
            font_paths=FONTS,
            timestamp=int(at.timestamp()),
            pdf_tags=is_tagged,
        )
    except typst.TypstError as error:
        if not (found := UNDISPLAYABLE.search(error.message)):
            raise
        character = unescaped(found.group(1))
        raise UnprintableError(character, next((text for text in texts(content) if character in text), "")) from error


def texts(content: Any) -> Iterator[str]:
    """Every text within nested dicts and lists, in reading order."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for part in content.values():
            yield from texts(part)
    elif isinstance(content, (list, tuple)):
        for part in content:
            yield from texts(part)


def refuse_half_characters(content: Any) -> None:
    """Half a surrogate pair cannot even be handed to Typst."""
    for text in texts(content):
        if found := re.search("[\ud800-\udfff]", text):
            raise UnprintableError(found.group(), text)


def unescaped(quoted: str) -> str:
    """The character that Typst quotes, which writes the invisible ones as `\\u{7}`."""
    if found := re.match(r"\\u\{([0-9a-f]+)\}", quoted):
        return chr(int(found.group(1), 16))
    return quoted[0]


def shown(text: str) -> str:
    """`text` short enough for a sentence and without what cannot be shown."""
    visible = "".join(character if character.isprintable() else " " for character in text)
    return visible if len(visible) <= 60 else f"{visible[:57]}…"
