"""Where people live and trainings are held: the districts of this city. Source: data/wilayah.csv (Kemendagri codes)."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower

from tkm.lib.history import tracked


@tracked()
class Kecamatan(models.Model):
    code = models.CharField(
        "kode", max_length=8, unique=True, validators=[RegexValidator(r"^\d\d\.\d\d\.\d\d$", "Contoh: 63.72.02")]
    )
    name = models.CharField("nama", max_length=60)

    class Meta:
        verbose_name = "kecamatan"
        verbose_name_plural = "kecamatan"
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Kelurahan(models.Model):
    """Chosen under its kecamatan, never typed: Cempaka is both, and four of five Landasan Ulin lie in Liang Anggang."""

    kecamatan = models.ForeignKey(Kecamatan, models.PROTECT, related_name="kelurahan", verbose_name="kecamatan")
    code = models.CharField(
        "kode",
        max_length=13,
        unique=True,
        validators=[RegexValidator(r"^\d\d\.\d\d\.\d\d\.\d{4}$", "Contoh: 63.72.02.1003")],
    )
    name = models.CharField("nama", max_length=60)

    class Meta:
        verbose_name = "kelurahan"
        verbose_name_plural = "kelurahan"
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name
