"""How an automatic number is written: a pattern with tokens, `500.15/{nomor:03d}/BAST/{bulan_romawi}/{tahun}`."""

import re
from datetime import date
from string import Formatter

from tkm.lib.errors import DomainError
from tkm.lib.formats import romawi
from tkm.lib.text import refuse_unprintable

# What may stand in curly brackets, and what it becomes; the administration shows this table.
NUMBER_TOKENS = {
    "nomor": "nomor urut, misalnya 7; {nomor:03d} menulisnya dengan tiga digit, 007",
    "bulan": "bulan surat dengan angka, misalnya 09",
    "bulan_romawi": "bulan surat dengan angka Romawi, misalnya IX",
    "tahun": "tahun surat, misalnya 2025",
}
LONGEST = 120
WIDTH = re.compile(r"0[1-9]d")


class BrokenPatternError(DomainError):
    """A pattern that cannot write a number."""

    def __init__(self, complaint: str) -> None:
        super().__init__(f"{complaint} Contoh: 500.15/{{nomor:03d}}/BAST/{{bulan_romawi}}/{{tahun}}.", "pattern")


def check_pattern(pattern: str) -> None:
    """Raise BrokenPatternError unless `pattern` writes a different text for every number of a year.

    Raises ValidationError for letters that cannot be printed.
    """
    refuse_unprintable(pattern)
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        raise BrokenPatternError("Kurung kurawal pada pola tidak berpasangan.") from error
    used = [(name, width or "", conversion) for _, name, width, conversion in parts if name is not None]
    for name, width, conversion in used:
        if name not in NUMBER_TOKENS:
            raise BrokenPatternError(f"Isian {{{name}}} tidak dikenal.")
        if conversion or (width and (name != "nomor" or not WIDTH.fullmatch(width))):
            raise BrokenPatternError(f"Isian {{{name}}} ditulis dengan cara yang tidak dikenal.")
    if "nomor" not in [name for name, _, _ in used]:
        raise BrokenPatternError("Pola harus memuat {nomor}.")
    if len(write_number(pattern, 999_999, date(2000, 8, 1))) > LONGEST:
        raise BrokenPatternError(f"Nomor yang dihasilkan lebih dari {LONGEST} huruf.")


def write_number(pattern: str, sequence: int, on: date) -> str:
    """The `sequence`-th number of a year on a paper dated `on`; `pattern` has passed `check_pattern`."""
    return pattern.format(nomor=sequence, bulan=f"{on.month:02d}", bulan_romawi=romawi(on.month), tahun=on.year)
