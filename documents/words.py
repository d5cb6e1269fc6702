"""Numbers and dates in Indonesian words, as papers write them."""

import re
from datetime import date
from typing import NamedTuple

from num2words import num2words

from tkm.lib.formats import DAYS, MONTHS


class DateInWords(NamedTuple):
    """`Kamis`, `empat`, `September`, `dua ribu dua puluh lima`."""

    weekday: str
    day: str
    month: str
    year: str


def terbilang(number: int, *, capitalised: bool = False) -> str:
    """`dua juta lima ratus ribu`; with `capitalised` every word begins with a capital letter."""
    words: str = num2words(number, lang="id")
    words = re.sub(r"(?<=juta|liar|liun) satu ribu\b", " seribu", words)  # num2words says "satu juta satu ribu"
    return words.title() if capitalised else words


def angka_dan_huruf(number: int) -> str:
    """`5 (lima)`."""
    return f"{number} ({terbilang(number)})"


def tanggal_terbilang(day: date) -> DateInWords:
    """The four parts of "Kamis, tanggal empat bulan September tahun dua ribu dua puluh lima"."""
    return DateInWords(DAYS[day.weekday()], terbilang(day.day), MONTHS[day.month - 1], terbilang(day.year))


def nip_terformat(nip: str) -> str:
    """`19700101 199503 1 001`; anything but 18 digits is returned as it is."""
    if len(nip) != 18 or not nip.isdecimal():
        return nip
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}"
