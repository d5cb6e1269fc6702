"""What may stand in a typed text: letters that can be stored, searched and printed."""

import re
import unicodedata

from django.core.exceptions import ValidationError

LONGEST_ROW_ID = 18  # digits that PostgreSQL's bigint always holds
# Emoji and pictographs: no paper font has them, and PDF/A refuses what it cannot draw.
PICTURES = re.compile(
    "[\U0001f000-\U0001faff\U00002600-\U000027bf\U0001f1e6-\U0001f1ff\U00002b00-\U00002bff\U0000fe0f\U0000200d\U000e0000-\U000e007f]"
)


def refuse_unprintable(value: str) -> None:
    """Raise ValidationError for control characters (NUL too), half characters and pictures; line breaks are fine."""
    for character in value:
        category = unicodedata.category(character)
        if category in ("Cc", "Cs", "Co") and character not in "\r\n\t":
            raise ValidationError("Ada huruf yang tidak terlihat. Hapus, lalu ketik ulang bagian itu.", code="control")
    if found := PICTURES.search(value):
        raise ValidationError(
            f"Gambar kecil (emoji) “{found.group()}” tidak dapat dicetak. Tulis dengan huruf saja.", code="picture"
        )


def row_id(typed: str) -> int | None:
    """A row's number as it came with an address or a form; None for whatever else stands there, or fits no column."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_ROW_ID else None


def tidy(value: str) -> str:
    """One blank between words, none at the ends; composed letters, so that equal names are equal."""
    return " ".join(unicodedata.normalize("NFC", value).split())
