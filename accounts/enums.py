"""The roles and what they are called."""

from django.db import models


class Role(models.TextChoices):
    """A role is a Django group of this name; a user may hold several, rights add up."""

    PETUGAS = "petugas", "Petugas pendaftaran"
    VERIFIKATOR = "verifikator", "Verifikator"
    INSTRUKTUR = "instruktur", "Instruktur"
    PENGURUS_BARANG = "pengurus_barang", "Pengurus barang"
    PEJABAT = "pejabat", "Pejabat"
    ADMINISTRATOR = "administrator", "Administrator"
