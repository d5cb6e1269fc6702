"""How the value of a column reads: states by their label, days and money as the office writes them, no NIK in full."""

from datetime import date, datetime, time
from typing import Any

from django.db import models

from tkm.lib import formats

MASKED = ("nik", "kk_number")  # who may look at a history need not be one who may open a full NIK
MONEY = " (rupiah)"
# Of the machinery, or of the moment of writing, which the event tells itself.
SILENT = ("id", "submission", "updated_at", "created_at", "marked_at", "given_at", "sha256", "size", "media_type")
EMPTY = "kosong"

Names = dict[tuple[type[models.Model], Any], str]  # what a foreign key shows


def label(field: Any) -> str:
    """`Alamat, RT/RW`."""
    words = str(field.verbose_name).removesuffix(MONEY)
    return words[:1].upper() + words[1:]


def shown(field: Any, value: Any, names: Names) -> str:
    """`value` of `field` as people read it; a row that nothing is known of any more is told by its number."""
    if value is None or value == "":
        return EMPTY
    if field.is_relation:
        return names.get((field.related_model, value), f"nomor {value} (sudah dihapus)")
    if field.name in MASKED:
        return formats.nik_samar(value)
    if field.name == "phone":
        return formats.telepon(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if str(field.verbose_name).endswith(MONEY):
        return formats.rupiah(value)
    return _plain(value)


def change(field: Any, before: Any, after: Any, names: Names) -> tuple[str, str]:
    """Both values; two numbers that differ only where they are masked say so."""
    old, new = shown(field, before, names), shown(field, after, names)
    return old, f"{new} (berbeda pada digit yang disamarkan)" if old == new and field.name in MASKED else new


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        return f"{formats.tanggal(value)} {formats.jam(value)}"
    if isinstance(value, date):
        return formats.tanggal(value)
    if isinstance(value, dict | list):
        return "naskah lain"
    return formats.jam(value) if isinstance(value, time) else str(value)
