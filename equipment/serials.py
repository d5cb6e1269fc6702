"""Serial numbers as people read them off a plate: what may stand in one, and when two are the same."""

import re
import unicodedata

from tkm.lib.errors import DomainError

# What is stored: capitals and digits, with single separators between them.
SERIAL = r"^[A-Z0-9]+([ ./_-]+[A-Z0-9]+)*$"
LONGEST = 60
# Letters that a plate, a tired eye or a keyboard turns into digits.
LOOK_ALIKES, READ_AS = "OIL", "011"
DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")


class SerialRefusedError(DomainError):
    """A typed serial number that cannot be one; the sentence says why."""


def clean_serial(typed: str, *, field: str = "serials") -> str:
    """`typed` as it is stored and printed: capitals, plain hyphens, single blanks, nothing loose at the ends.

    Raises SerialRefusedError when nothing is left, when it is too long or holds other characters.
    """
    plain = unicodedata.normalize("NFKC", typed.translate(DASHES)).translate(DASHES)
    text = " ".join(plain.upper().split()).strip(" ./_-")
    if not text:
        raise SerialRefusedError(f"“{excerpt(typed)}” tidak memuat huruf atau angka.", field)
    if len(text) > LONGEST:
        raise SerialRefusedError(
            f"“{excerpt(typed)}” lebih dari {LONGEST} huruf. Satu baris untuk satu nomor seri.", field
        )
    if not re.fullmatch(SERIAL, text):
        strange = next(c for c in plain if not (c.isspace() or re.fullmatch(r"[A-Z0-9./_-]+", c.upper())))
        shown = strange if strange.isprintable() else "huruf yang tidak terlihat"
        raise SerialRefusedError(
            f"“{excerpt(typed)}” memuat {shown}. Pakai huruf A–Z, angka, spasi, titik, garis miring atau tanda hubung.",
            field,
        )
    return text


def serial_key(typed: str) -> str:
    """What two look-alikes share: without separators, O read as 0, I and L as 1. Raises SerialRefusedError."""
    return re.sub(r"[^A-Z0-9]", "", clean_serial(typed)).translate(str.maketrans(LOOK_ALIKES, READ_AS))


def excerpt(typed: str) -> str:
    """The beginning of what was typed, fit to be shown in a sentence."""
    shown = "".join(character if character.isprintable() else "·" for character in typed[: LONGEST + 1].strip())
    return f"{shown[:40]}…" if len(shown) > 40 else shown
