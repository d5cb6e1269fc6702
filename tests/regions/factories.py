"""The districts come with the migrations: these find them."""

from regions.models import Kecamatan, Kelurahan


def kelurahan(name: str = "Landasan Ulin Selatan", *, kecamatan: str = "") -> Kelurahan:
    found = Kelurahan.objects.filter(name=name)
    return found.get(kecamatan__name=kecamatan) if kecamatan else found.get()


def kecamatan(name: str = "Liang Anggang") -> Kecamatan:
    return Kecamatan.objects.get(name=name)
