"""Reading a NIK: 6 digits where it was issued, 6 of the birth date (women: day + 40), 4 of a serial.

Source: PP 37/2007 art. 37. A NIK is for life: the date in it may be wrong and the district may be gone, so only a
malformed number is refused; everything else is a doubt that a person answers.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError

DATA = Path(__file__).parent / "data"
FEMALE, MALE = "P", "L"


@dataclass(frozen=True, slots=True)
class NikReading:
    """What the digits say: sex `P`/`L`, the birth date (None where the calendar lacks it), place of issue or None."""

    sex: str
    born_on: date | None
    issued_in: str | None


@lru_cache(maxsize=1)
def issuers() -> dict[str, str]:
    """District of issue by six digits, withdrawn ones too: `637204` → `Kec. Banjarbaru Utara, Kota Banjarbaru`."""
    with (DATA / "penerbit_nik.csv").open(newline="", encoding="utf-8") as lines:
        return {row["awalan"]: f"Kec. {row['kecamatan']}, {row['kabupaten_kota']}" for row in csv.DictReader(lines)}


def digits_only(typed: str) -> str:
    """Without the blanks, dots and dashes people type between groups."""
    return typed.translate(str.maketrans("", "", " .-\u00a0\u2009"))


def check_nik(nik: str) -> None:
    """Raise ValidationError when `nik` cannot be a NIK at all."""
    if not (nik.isascii() and nik.isdigit()):
        raise ValidationError("NIK hanya terdiri dari angka.", code="nik_digits")
    if len(nik) != 16:
        raise ValidationError(f"NIK terdiri dari 16 digit; yang diketik {len(nik)} digit.", code="nik_length")
    if len(set(nik)) == 1:
        raise ValidationError("Angka yang sama berulang 16 kali bukan NIK.", code="nik_same")
    day, month = int(nik[6:8]), int(nik[8:10])
    if not (1 <= day <= 31 or 41 <= day <= 71):
        raise ValidationError(
            f"Digit ke-7 dan ke-8 ({nik[6:8]}) bukan tanggal: 01–31, atau 41–71 untuk perempuan.", code="nik_day"
        )
    if not 1 <= month <= 12:
        raise ValidationError(f"Digit ke-9 dan ke-10 ({nik[8:10]}) bukan bulan.", code="nik_month")


def read_nik(nik: str, *, on: date) -> NikReading:
    """What a well-formed `nik` says on the day `on`; the century is the latest that is not in the future."""
    day = int(nik[6:8])
    sex, day = (FEMALE, day - 40) if day > 40 else (MALE, day)
    this_century = on.year - on.year % 100 + int(nik[10:12])
    dates = (_date(year, int(nik[8:10]), day) for year in (this_century, this_century - 100))
    born_on = next((found for found in dates if found and found <= on), None)
    return NikReading(sex=sex, born_on=born_on, issued_in=issuers().get(nik[:6]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def check_kk(number: str) -> None:
    """Raise ValidationError when `number` cannot be a KK number: 16 digits, not all equal."""
    if not (number.isascii() and number.isdigit()) or len(number) != 16:
        raise ValidationError("Nomor KK terdiri dari 16 digit.", code="kk_length")
    if len(set(number)) == 1:
        raise ValidationError("Angka yang sama berulang 16 kali bukan nomor KK.", code="kk_same")
