"""Kinds of paper, and the choices that concern them; what holds for each kind stands in paper_rules.py."""

from django.db import models


class PaperKind(models.TextChoices):
    BAST = "bast", "Berita acara serah terima"
    DECREE = "decree", "SK penerima"
    CERTIFICATE = "certificate", "Sertifikat pelatihan"
    DECREE_ANNEX = "decree_annex", "Lampiran SK penerima"
    PUBLIC_ANNEX = "public_annex", "Daftar penerima untuk umum"
    REGISTRATION_FORM = "form", "Formulir pendaftaran"
    STATEMENT = "statement", "Surat pernyataan"
    PROOF = "proof", "Bukti pendaftaran"
    CARD = "card", "Kartu peserta"
    ATTENDANCE_LIST = "attendance", "Daftar hadir"
    ATTENDANCE_RECAP = "recap", "Rekap kehadiran"
    SESSION_REPORT = "report", "Laporan angkatan"


class NumberMode(models.TextChoices):
    AUTOMATIC = "automatic", "Otomatis (urutan kita sendiri, tanpa celah)"
    AGENDA = "agenda", "Dari buku agenda (diketik)"


class Capacity(models.TextChoices):
    """In which capacity somebody signs (Permendagri 1/2023)."""

    DEFINITIVE = "definitive", "Definitif"
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."


class PaperSize(models.TextChoices):
    A4 = "a4", "A4"
    F4 = "f4", "F4"


class WaitingRule(models.TextChoices):
    """What a second aid of a kind within the waiting period needs."""

    BLOCK = "block", "Ditolak, kecuali pejabat memberi pengecualian"
    REASON = "reason", "Boleh dengan alasan, dilaporkan"
