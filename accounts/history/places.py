"""Who did it and where, from the context that every event carries."""

import re
from collections.abc import Mapping
from typing import Any

from django.urls import Resolver404, resolve

SQL, SYSTEM = "SQL langsung", "Sistem"
# The beginning of a URL name → where that is; the longest beginning that fits counts.
PLACES = {
    "account": "Akun saya",
    "account-login": "halaman masuk",
    "attendance": "halaman Kehadiran",
    "certificate": "halaman Sertifikat",
    "decree": "halaman SK penerima",
    "graduation": "halaman Kelulusan",
    "handover": "halaman Serah terima",
    "home": "beranda",
    "meeting": "halaman Pertemuan",
    "mfa": "Akun saya",
    "participant": "halaman Peserta",
    "payment": "halaman Pembayaran",
    "participant-edit": "halaman Ubah data warga",
    "procurement": "halaman Pengadaan",
    "profile": "Akun saya",
    "registration": "halaman Pendaftaran",
    "registration-create": "halaman Daftarkan warga",
    "report": "halaman Laporan",
    "session": "halaman Angkatan",
    "session-decide": "daftar peserta angkatan",
    "session-handovers": "halaman Serah terima angkatan",
    "session-registrations": "daftar peserta angkatan",
    "supply": "halaman Dokumen pengadaan",
    "unit": "halaman Barang",
    "unit-drop": "halaman Pengadaan",
    "unit-inspect-many": "halaman Pengadaan",
    "unit-receive": "halaman Terima barang",
    "wording": "halaman Naskah surat",
}

Context = Mapping[str, Any]


def who(context: Context | None) -> str:
    """Who did it: a person, a command by its source, or whoever typed SQL into the database."""
    return SQL if context is None else named(context.get("name"), context.get("source"))


def named(name: str | None, source: str | None) -> str:
    """A person; what wrote by itself by its source (`Perintah reset_mfa`); the system where neither is known."""
    return name or (source[:1].upper() + source[1:] if source else SYSTEM)


def where(context: Context | None) -> str:
    """`dari halaman Peserta`, `di Administrasi`, `dari impor`; empty where nothing more is known than who."""
    if context is None:
        return ""
    if url := str(context.get("url") or ""):
        return place_of(url)
    source = context.get("source")
    return f"dari {_lowered(str(source))}" if source and context.get("name") else ""


def place_of(url: str) -> str:
    """In words; an address that is none of ours (any more) is told without the numbers in it."""
    name, is_admin = _route(url)
    if is_admin:
        return "di Administrasi"
    fitting = [beginning for beginning in PLACES if f"{name}-".startswith(f"{beginning}-")]
    return f"dari {PLACES[max(fitting, key=len)] if fitting else re.sub(r'[^/]*[0-9][^/]*', '…', url)}"


def _route(url: str) -> tuple[str, bool]:
    """The name of the address, and whether it is one of /admin/."""
    try:
        match = resolve(url)
    except Resolver404:
        return "", False
    return (match.url_name or "").replace("_", "-"), "admin" in match.namespaces


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]
