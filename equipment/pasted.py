"""A list of serial numbers as it is typed, scanned or pasted: one a line; a column of a spreadsheet will do."""

import re
from dataclasses import dataclass

from equipment.serials import SerialRefusedError, clean_serial, serial_key
from tkm.lib.errors import DomainError
from tkm.lib.formats import ribuan

MOST = 500


class TooManyLinesError(DomainError):
    def __init__(self, count: int) -> None:
        super().__init__(f"{ribuan(count)} baris sekaligus; paling banyak {MOST}. Bagi menjadi beberapa kali.")


@dataclass(frozen=True, slots=True)
class Pasted:
    """One readable number and the line it stands on."""

    line: int
    serial: str
    key: str


def read_lines(text: str) -> tuple[list[Pasted], list[tuple[int, str]]]:
    """The numbers in their order, and a sentence for each line that is unreadable or repeats an earlier one.

    Blank lines are skipped; tabs, commas and semicolons also separate numbers. Raises TooManyLinesError.
    """
    entries = [
        (line, entry)
        for line, words in enumerate(re.split(r"\r\n|\r|\n", text), start=1)
        for entry in re.split(r"[\t,;]", words)
        if entry.strip()
    ]
    if len(entries) > MOST:
        raise TooManyLinesError(len(entries))
    pasted: dict[str, Pasted] = {}
    refusals: list[tuple[int, str]] = []
    for line, entry in entries:
        try:
            one = Pasted(line, clean_serial(entry), serial_key(entry))
        except SerialRefusedError as error:
            refusals.append((line, error.message))
            continue
        if first := pasted.get(one.key):
            refusals.append((line, repeated(one, first)))
        else:
            pasted[one.key] = one
    return list(pasted.values()), refusals


def repeated(one: Pasted, first: Pasted) -> str:
    """`JM1OO-1 sama dengan JM100-1 pada baris 1.`"""
    if one.serial == first.serial:
        return f"{one.serial} sudah ditulis pada baris {first.line}."
    return f"{one.serial} sama dengan {first.serial} pada baris {first.line}."
