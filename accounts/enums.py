"""The roles and what they are called; how a log-in can end."""

from django.db import models


class Role(models.TextChoices):
    """A role is a Django group of this name; a user may hold several, rights add up."""

    PETUGAS = "petugas", "Petugas pendaftaran"
    VERIFIKATOR = "verifikator", "Verifikator"
    INSTRUKTUR = "instruktur", "Instruktur"
    PENGURUS_BARANG = "pengurus_barang", "Pengurus barang"
    PEJABAT = "pejabat", "Pejabat"
    ADMINISTRATOR = "administrator", "Administrator"


class LogInOutcome(models.TextChoices):
    SIGNED_IN = "signed_in", "Masuk"
    WRONG_PASSWORD = "wrong_password", "Kata sandi salah"
    WRONG_CODE = "wrong_code", "Kode salah"
