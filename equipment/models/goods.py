"""Goods: kinds of aid, contracts, and every single unit with its serial number."""

from uuid import uuid4

from django.contrib.postgres.indexes import OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Reverse
from django.urls import reverse

from accounts.models import User
from equipment import goods_triggers, supply_triggers
from equipment.enums import UnitStatus
from equipment.querysets import ProcurementQuerySet, UnitQuerySet
from equipment.serials import LOOK_ALIKES, READ_AS, SERIAL
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable
from training.models import FundingSource, TrainingSession

# What `equipment.serials.serial_key` makes of a number, in the database's words: no row can carry another key.
SERIAL_KEY = Func(
    Func(F("serial_number"), Value("[^A-Z0-9]"), Value(""), Value("g"), function="regexp_replace"),
    Value(LOOK_ALIKES),
    Value(READ_AS),
    function="translate",
    output_field=models.CharField(max_length=60),
)


@tracked()
class EquipmentType(models.Model):
    """A kind of aid: a person and a household get one of a kind within the waiting period."""

    name = models.CharField("nama", max_length=80, unique=True)
    unit_word = models.CharField("satuan", max_length=20, default="unit")

    class Meta:
        verbose_name = "jenis barang"
        verbose_name_plural = "jenis barang"
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name


@tracked()
class Procurement(models.Model):
    """One contract line: goods of one type, make and price from one supplier."""

    contract_number = models.CharField("nomor kontrak/SPK", max_length=80, validators=[refuse_unprintable])
    contract_date = models.DateField("tanggal kontrak")
    supplier = models.CharField("penyedia", max_length=120, validators=[refuse_unprintable])
    funding_source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="procurements", verbose_name="sumber dana"
    )
    session = models.ForeignKey(
        TrainingSession,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="procurements",
        verbose_name="untuk angkatan",
        help_text="Bila dibeli dari pagu satu angkatan: ikut dalam realisasi dan pencocokannya.",
    )
    budget_account = models.CharField(
        "kode rekening belanja",
        max_length=40,
        blank=True,
        validators=[refuse_unprintable],
        help_text="Tercetak pada BAST; kosong: kode rekening angkatan yang dipakai.",
    )
    type = models.ForeignKey(EquipmentType, models.PROTECT, related_name="procurements", verbose_name="jenis barang")
    model_name = models.CharField("merek dan tipe", max_length=80, validators=[refuse_unprintable])
    quantity = models.PositiveIntegerField("jumlah menurut kontrak", validators=[MinValueValidator(1)])
    unit_price = models.PositiveBigIntegerField("harga satuan (rupiah)")
    notes = models.TextField("catatan", blank=True)
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = ProcurementQuerySet.as_manager()

    class Meta:
        verbose_name = "pengadaan"
        verbose_name_plural = "pengadaan"
        ordering = ["-contract_date", "-pk"]
        indexes = [models.Index(fields=["contract_number", "contract_date"], name="procurement_contract")]
        constraints = [
            models.CheckConstraint(name="procurement_has_goods", condition=Q(quantity__gte=1)),
        ]
        triggers = [goods_triggers.PROCUREMENT_KEPT, supply_triggers.PROCUREMENT_FITS]

    def __str__(self) -> str:
        return f"{self.contract_number} – {self.type.name} {self.model_name}"

    def get_absolute_url(self) -> str:
        return reverse("procurement-detail", args=[self.pk])

    @property
    def total_price(self) -> int:
        """What the contract comes to, in rupiah."""
        return self.quantity * self.unit_price


# What the stock card reads of every unit's history, in its order (equipment/movements.py).
STORY = models.Index(
    fields=["pgh_obj", "pgh_id"],
    include=["status", "inspected_on", "inspected_by", "pgh_created_at"],
    name="unit_story",
)


@tracked(exclude=["serial_key"], indexes=[STORY])
class EquipmentUnit(models.Model):
    """One machine: one serial number, which no other may have or resemble (O and 0, I, L and 1, blanks, hyphens)."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="units", verbose_name="pengadaan")
    serial_number = models.CharField("nomor seri", max_length=60)
    serial_key = models.GeneratedField(
        db_persist=True,
        verbose_name="nomor seri untuk dibandingkan",
        output_field=models.CharField(max_length=60),
        expression=SERIAL_KEY,
    )
    status = models.CharField("status", max_length=12, choices=UnitStatus, default=UnitStatus.RECEIVED)
    received_on = models.DateField("diterima")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diterima oleh")
    surplus_reason = models.CharField("alasan melebihi kontrak", max_length=300, blank=True)
    submission = models.UUIDField("kiriman", default=uuid4, editable=False)
    inspected_on = models.DateField("diperiksa", null=True, blank=True)
    inspected_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diperiksa oleh"
    )
    condition_note = models.CharField("catatan kondisi", max_length=300, blank=True)
    written_off_on = models.DateField("dihapuskan", null=True, blank=True)
    written_off_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dihapuskan oleh"
    )
    write_off_reason = models.CharField("alasan dihapuskan", max_length=300, blank=True)
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "barang"
        verbose_name_plural = "barang"
        ordering = ["serial_number"]
        indexes = [
            models.Index(OpClass(F("serial_key"), name="text_pattern_ops"), name="unit_serial_start"),
            models.Index(OpClass(Reverse("serial_key"), name="text_pattern_ops"), name="unit_serial_end"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["serial_key"], name="unit_serial_once"),
            models.CheckConstraint(name="unit_serial_is_readable", condition=Q(serial_number__regex=SERIAL)),
            models.CheckConstraint(
                name="unit_inspected_before_use",
                condition=Q(status=UnitStatus.RECEIVED, inspected_on=None, inspected_by=None)
                | ~Q(status=UnitStatus.RECEIVED) & Q(inspected_on__isnull=False, inspected_by__isnull=False),
                violation_error_message="Barang diperiksa dulu.",
            ),
            models.CheckConstraint(
                name="unit_inspected_after_received",
                condition=Q(inspected_on=None) | Q(inspected_on__gte=F("received_on")),
            ),
            models.CheckConstraint(
                name="unit_defective_has_note", condition=~Q(status=UnitStatus.DEFECTIVE) | ~Q(condition_note="")
            ),
            models.CheckConstraint(
                name="unit_written_off_iff_reason",
                condition=Q(status=UnitStatus.WRITTEN_OFF, written_off_on__isnull=False, written_off_by__isnull=False)
                & ~Q(write_off_reason="")
                | ~Q(status=UnitStatus.WRITTEN_OFF) & Q(written_off_on=None, written_off_by=None, write_off_reason=""),
            ),
        ]
        triggers = [goods_triggers.UNIT_TRANSITIONS, goods_triggers.UNIT_UNDER_CONTRACT]

    def __str__(self) -> str:
        return f"{self.procurement.type.name} {self.serial_number}"

    def get_absolute_url(self) -> str:
        return reverse("unit-detail", args=[self.pk])

    @property
    def status_kind(self) -> str:
        return UnitStatus(self.status).kind

    @property
    def status_short(self) -> str:
        return UnitStatus(self.status).short
