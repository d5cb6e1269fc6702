"""How dates, money and numbers are written for people: `4 September 2025`, `Rp2.500.000`, `96,5%`."""

from datetime import date, datetime, time
from fractions import Fraction

from django.utils import timezone

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def tanggal(day: date) -> str:
    """`4 September 2025`; a moment is told by its date in the office's time zone."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def tanggal_singkat(day: date) -> str:
    """`4 Sep 2025`."""
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def hari_tanggal(day: date) -> str:
    """`Kamis, 4 September 2025`."""
    return f"{DAYS[day.weekday()]}, {tanggal(day)}"


def rentang(first: date, last: date) -> str:
    """`4 Agustus – 1 September 2025`, without repeating what both share."""
    if first == last:
        return tanggal(first)
    if first.year != last.year:
        return f"{tanggal(first)} – {tanggal(last)}"
    start = f"{first.day}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
    return f"{start} – {tanggal(last)}"


def jam(moment: time | datetime) -> str:
    """`08.00`; a moment in the office's time zone."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return f"{moment.hour:02d}.{moment.minute:02d}"


def lamanya(seconds: int) -> str:
    """`45 detik`, `5 menit`, `2 jam`: how long to wait, rounded up."""
    for size, word in ((3600, "jam"), (60, "menit")):
        if seconds > size:
            return f"{-(-seconds // size)} {word}"
    return f"{seconds} detik"


def ribuan(number: int) -> str:
    """`2.500.000`."""
    return f"{number:,}".replace(",", ".")


def rupiah(amount: int) -> str:
    """`Rp2.500.000`, whole rupiah."""
    return f"-Rp{ribuan(-amount)}" if amount < 0 else f"Rp{ribuan(amount)}"


def persen(share: Fraction) -> str:
    """`96,5%` for 965/1000: one decimal, none when it is zero, rounded down.

    A rate stands beside its minimum: 79,96% never reads as the 80% that it does not reach.
    """
    tenths = int(share * 1000)
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}%" if tenth else f"{whole}%"


def jp(minutes: int) -> str:
    """`5,1` for 230 minutes: teaching hours of 45 minutes, one decimal, half up, none when it is zero."""
    tenths = int(Fraction(minutes * 10, 45) + Fraction(1, 2))
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth}" if tenth else str(whole)


def nik_utuh(nik: str) -> str:
    """`6372 0457 0892 0012`: the full number in groups, for those who may see it."""
    return " ".join(nik[at : at + 4] for at in range(0, len(nik), 4))


def nik_samar(nik: str) -> str:
    """`6372 04•• •••• ••12`: district and last two digits; empty stays empty."""
    return nik_utuh(f"{nik[:6]}••••••••{nik[-2:]}") if len(nik) == 16 else nik


def telepon(number: str) -> str:
    """`0812-5011-2233`: groups of four, as people dictate it."""
    return "-".join(number[at : at + 4] for at in range(0, len(number), 4))


def romawi(number: int) -> str:
    """Roman numeral of 1..3999; any other number, typed by mistake and shown with its refusal, in digits."""
    if not 1 <= number <= 3999:
        return str(number)
    parts = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text = ""
    for value, letters in parts:
        times, number = divmod(number, value)
        text += letters * times
    return text
