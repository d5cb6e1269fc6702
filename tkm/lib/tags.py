"""Template filters that only format; a template never computes."""

from datetime import date, datetime, time
from fractions import Fraction

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from tkm.lib import formats

register = template.Library()


@register.filter
def tanggal(day: date | None) -> str:
    return formats.tanggal(day) if day else "–"


@register.filter
def tanggal_singkat(day: date | None) -> str:
    return formats.tanggal_singkat(day) if day else "–"


@register.filter
def hari_tanggal(day: date | None) -> str:
    return formats.hari_tanggal(day) if day else "–"


@register.filter
def jam(moment: time | datetime | None) -> str:
    return formats.jam(moment) if moment else "–"


@register.filter
def rupiah(amount: int | None) -> str:
    return formats.rupiah(amount) if amount is not None else "–"


@register.filter
def ribuan(number: int | None) -> str:
    return formats.ribuan(number) if number is not None else "–"


@register.filter
def persen(share: Fraction | None) -> str:
    """A share as per cent; None is "belum ada", which is not 0 %."""
    return formats.persen(share) if share is not None else "belum ada"


@register.filter
def jp(minutes: int) -> str:
    return formats.jp(minutes)


@register.filter
def nik_samar(nik: str | None) -> str:
    return formats.nik_samar(nik or "")


@register.filter
def nik_utuh(nik: str | None) -> str:
    return formats.nik_utuh(nik or "")


@register.filter
def telepon(number: str | None) -> str:
    return formats.telepon(number) if number else "–"


@register.filter
def romawi(number: int) -> str:
    return formats.romawi(number)


@register.filter
def lower_first(words: str) -> str:
    """A label within a sentence: `warga`, but `BAST` and `SK penerima` as they are."""
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


@register.filter
def nomor_surat(words: object) -> SafeString:
    """Words with the number of a letter, which has no blanks: a narrow screen breaks it at its slashes."""
    return mark_safe(conditional_escape(str(words)).replace("/", "/<wbr>"))  # noqa: S308 escaped just before
