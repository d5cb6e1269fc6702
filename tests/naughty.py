"""What no form or address should stumble over, and the words that no Indonesian page may answer with."""

import re
from collections.abc import Iterable
from typing import Any

NUL, EMOJI, LONG, HUGE = "Siti\0Rahmah", "Siti 😀👩‍🔧", "x" * 200_000, "S" * 5_000_000
# Typed into every field alike: text that cannot be, numbers out of any range, days that do not exist, foreign keys.
TYPED = (
    NUL,
    EMOJI,
    LONG,
    "abc",
    "-1",
    str(10**30),
    "9" * 5_000,
    "2025-02-30",
    "31-02-2025",
    "01-01-0000",
    "'; --",
    "²",
)
# Asked for in an address.
ASKED = (
    *("\0", "😀", "'; DROP TABLE x; --", "%_\\", "-1", "abc", str(10**30), "²", '"((( a:* & !'),
    *("x" * 5_000, "a " * 2_000, "9" * 5_000),
)
# Sentences of a library: forgotten in English, or translated into the words of computers.
ENGLISH = re.compile(
    r"\b(Enter a|This field|This value|Select a valid|Ensure|is not a valid|is not one of|Null characters|required"
    r"|already exists|The value|The number|The submitted|must be"
    r"|yang valid|Pastikan nilai|keseluruhan angka|UUID|null|Bidang ini)\b"
)


def english(sentences: Iterable[str]) -> list[str]:
    """Those that somebody forgot to translate."""
    return [sentence for sentence in sentences if ENGLISH.search(sentence)]


def sentences_of(response: Any) -> list[str]:
    """Every refusal on the page, of all the forms and formsets it was made with."""
    layers = {id(layer): layer for context in response.context or () for layer in context.dicts}  # most are shared
    found = []
    for layer in layers.values():
        for value in layer.values():
            form = getattr(value, "form", value)
            if getattr(form, "is_bound", False) and hasattr(form, "errors"):
                rows = form.errors if isinstance(form.errors, list) else [form.errors]
                found += [str(sentence) for row in rows for group in row.values() for sentence in group]
    return list(dict.fromkeys(found))
