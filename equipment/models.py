"""What graduates are given: units with serial numbers, the decree that names the recipients, the BAST."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.models import User
from documents.models import Paper, PaperNumber, Signatory, StoredFile
from equipment import triggers
from equipment.enums import FROZEN, HandoverStatus, UnitStatus
from equipment.querysets import DecreeQuerySet, HandoverQuerySet, UnitQuerySet
from participants.models import Participant, Registration
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable
from training.models import FundingSource


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
    type = models.ForeignKey(EquipmentType, models.PROTECT, related_name="procurements", verbose_name="jenis barang")
    model_name = models.CharField("merek dan tipe", max_length=80, validators=[refuse_unprintable])
    quantity = models.PositiveIntegerField("jumlah menurut kontrak", validators=[MinValueValidator(1)])
    unit_price = models.PositiveBigIntegerField("harga satuan (rupiah)")
    notes = models.TextField("catatan", blank=True)
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = "pengadaan"
        verbose_name_plural = "pengadaan"
        ordering = ["-contract_date", "-pk"]
        constraints = [
            models.CheckConstraint(name="procurement_has_goods", condition=Q(quantity__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.contract_number} – {self.type.name} {self.model_name}"

    def get_absolute_url(self) -> str:
        return reverse("procurement-detail", args=[self.pk])


@tracked()
class EquipmentUnit(models.Model):
    """One machine: one serial number."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="units", verbose_name="pengadaan")
    serial_number = models.CharField("nomor seri", max_length=60, validators=[refuse_unprintable])
    serial_key = models.CharField(
        "nomor seri untuk dibandingkan",
        max_length=60,
        unique=True,
        help_text="Tanpa spasi dan tanda hubung, huruf besar, O dibaca 0, I dan L dibaca 1.",
    )
    status = models.CharField("status", max_length=12, choices=UnitStatus, default=UnitStatus.RECEIVED)
    received_on = models.DateField("diterima")
    received_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diterima oleh")
    inspected_on = models.DateField("diperiksa", null=True, blank=True)
    inspected_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diperiksa oleh"
    )
    condition_note = models.CharField("catatan kondisi", max_length=300, blank=True)
    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = "barang"
        verbose_name_plural = "barang"
        ordering = ["serial_key"]
        constraints = [
            models.CheckConstraint(
                name="unit_serial_key_is_normal", condition=Q(serial_key__regex=r"^[A-HJ-KM-NP-Z0-9]+$")
            ),
            models.CheckConstraint(
                name="unit_inspected_before_use",
                condition=Q(status=UnitStatus.RECEIVED, inspected_on=None, inspected_by=None)
                | ~Q(status=UnitStatus.RECEIVED) & Q(inspected_on__isnull=False, inspected_by__isnull=False),
                violation_error_message="Barang diperiksa dulu.",
            ),
        ]
        triggers = [triggers.UNIT_TRANSITIONS]

    def __str__(self) -> str:
        return f"{self.procurement.type.name} {self.serial_number}"

    def get_absolute_url(self) -> str:
        return reverse("unit-detail", args=[self.pk])


@tracked()
class RecipientDecree(models.Model):
    """SK penerima as issued (often by the Wali Kota), with the list it carries; a later one amends it."""

    number = models.OneToOneField(PaperNumber, models.PROTECT, related_name="decree", verbose_name="nomor")
    issued_on = models.DateField("tanggal SK")
    in_force_from = models.DateField("berlaku sejak")
    issuer = models.CharField("ditetapkan oleh", max_length=120, default="Kepala Dinas")
    title = models.CharField("tentang", max_length=200, validators=[refuse_unprintable])
    types = models.ManyToManyField(EquipmentType, related_name="decrees", verbose_name="jenis bantuan")
    amends = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="amended_by", verbose_name="mengubah SK"
    )
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pindaian SK"
    )
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = DecreeQuerySet.as_manager()

    class Meta:
        verbose_name = "SK penerima"
        verbose_name_plural = "SK penerima"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decree_not_in_force_before_issued",
                condition=Q(in_force_from__gte=F("issued_on")),
                violation_error_message="SK tidak berlaku sebelum tanggalnya.",
            ),
            models.CheckConstraint(name="decree_amends_another", condition=Q(amends=None) | ~Q(amends=F("pk"))),
        ]
        triggers = [triggers.DECREE_KEPT]

    def __str__(self) -> str:
        return f"SK {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("decree-detail", args=[self.pk])


@tracked()
class DecreeRecipient(models.Model):
    """One line of the decree's list."""

    decree = models.ForeignKey(RecipientDecree, models.PROTECT, related_name="recipients", verbose_name="SK")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="decree_lines", verbose_name="pendaftaran"
    )
    position = models.PositiveSmallIntegerField("urutan", validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = "penerima dalam SK"
        verbose_name_plural = "penerima dalam SK"
        ordering = ["decree", "position"]
        constraints = [
            models.UniqueConstraint(fields=["decree", "registration"], name="decree_names_a_person_once"),
            models.UniqueConstraint(
                fields=["decree", "position"],
                name="decree_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
        ]
        triggers = [triggers.DECREE_LINE_FROZEN]

    def __str__(self) -> str:
        return f"{self.decree} no. {self.position}: {self.registration.participant}"


@tracked()
class EarlierAid(models.Model):
    """Aid from elsewhere (Dinsos, the province, Kemnaker, before this system), once somebody has recorded it."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="earlier_aids", verbose_name="peserta")
    type = models.ForeignKey(EquipmentType, models.PROTECT, related_name="+", verbose_name="jenis bantuan")
    given_on = models.DateField("diterima")
    source = models.CharField("dari", max_length=120, validators=[refuse_unprintable])
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")

    class Meta:
        verbose_name = "bantuan sebelumnya"
        verbose_name_plural = "bantuan sebelumnya"
        ordering = ["-given_on"]

    def __str__(self) -> str:
        return f"{self.type.name} dari {self.source}"


@tracked()
class WaitingOverride(models.Model):
    """Asked by one, granted by another: this person may get aid of this kind within the waiting period."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="waiting_overrides", verbose_name="pendaftaran"
    )
    type = models.ForeignKey(EquipmentType, models.PROTECT, related_name="+", verbose_name="jenis bantuan")
    reason = models.CharField("alasan", max_length=300, validators=[refuse_unprintable])
    asked_at = models.DateTimeField("diminta", auto_now_add=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diminta oleh")
    granted_at = models.DateTimeField("diberikan", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diberikan oleh"
    )

    class Meta:
        verbose_name = "pengecualian masa tunggu"
        verbose_name_plural = "pengecualian masa tunggu"
        constraints = [
            models.UniqueConstraint(fields=["registration", "type"], name="override_once_per_registration_and_type"),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="override_granted_by_another",
                condition=Q(granted_at=None, granted_by=None)
                | Q(granted_at__isnull=False, granted_by__isnull=False) & ~Q(granted_by=F("asked_by")),
                violation_error_message="Pengecualian diberikan oleh orang lain, bukan yang meminta.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration}: {self.type.name}"


@tracked()
class Handover(models.Model):
    """One BAST: who gets which units, from draft to the checked scan of the signed paper."""

    recipient = models.ForeignKey(
        DecreeRecipient, models.PROTECT, related_name="handovers", verbose_name="penerima menurut SK"
    )
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="handovers", verbose_name="pendaftaran")
    status = models.CharField("status", max_length=12, choices=HandoverStatus, default=HandoverStatus.DRAFT)
    place = models.CharField("tempat penyerahan", max_length=160, validators=[refuse_unprintable])
    dated_on = models.DateField("tanggal BAST")
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="+", verbose_name="pihak pertama")
    number = models.OneToOneField(
        PaperNumber, models.PROTECT, null=True, blank=True, related_name="handover", verbose_name="nomor BAST"
    )
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="handover", verbose_name="cetakan terakhir"
    )
    kk_number = models.CharField("nomor KK saat terbit", max_length=16, blank=True, db_index=True)
    issued_at = models.DateTimeField("diterbitkan", null=True, blank=True)
    handed_over_on = models.DateField("diserahkan", null=True, blank=True)
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="BAST bertanda tangan"
    )
    scan_uploaded_at = models.DateTimeField("diunggah", null=True, blank=True)
    scan_uploaded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diunggah oleh"
    )
    scan_refusal = models.CharField("alasan pindaian ditolak", max_length=300, blank=True)
    checked_at = models.DateTimeField("diperiksa", null=True, blank=True)
    checked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diperiksa oleh"
    )
    void_reason = models.CharField("alasan batal", max_length=300, blank=True)
    voided_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dibatalkan oleh"
    )
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dibuat oleh")
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = "serah terima"
        verbose_name_plural = "serah terima"
        ordering = ["-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="handover_number_iff_issued",
                condition=Q(status=HandoverStatus.DRAFT, number=None, paper=None, issued_at=None)
                | ~Q(status=HandoverStatus.DRAFT)
                & Q(number__isnull=False, paper__isnull=False, issued_at__isnull=False)
                & ~Q(kk_number=""),
            ),
            models.CheckConstraint(
                name="handover_day_iff_handed_over",
                condition=Q(status__in=FROZEN, handed_over_on__isnull=False)
                | Q(status__in=[HandoverStatus.DRAFT, HandoverStatus.ISSUED], handed_over_on=None)
                | Q(status=HandoverStatus.VOIDED),
            ),
            models.CheckConstraint(
                name="handover_scan_uploaded_by_somebody",
                condition=Q(scan=None, scan_uploaded_at=None, scan_uploaded_by=None)
                | Q(scan__isnull=False, scan_uploaded_at__isnull=False, scan_uploaded_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_complete_iff_scan_checked",
                condition=Q(
                    status=HandoverStatus.COMPLETE,
                    scan__isnull=False,
                    checked_at__isnull=False,
                    checked_by__isnull=False,
                )
                | Q(status=HandoverStatus.VOIDED)
                | ~Q(status__in=[HandoverStatus.COMPLETE, HandoverStatus.VOIDED]) & Q(checked_at=None, checked_by=None),
            ),
            models.CheckConstraint(
                name="handover_scan_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("scan_uploaded_by")),
                violation_error_message="Pindaian diperiksa oleh orang lain, bukan yang mengunggah.",
            ),
            models.CheckConstraint(
                name="handover_void_has_reason",
                condition=Q(status=HandoverStatus.VOIDED, voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(void_reason="")
                | ~Q(status=HandoverStatus.VOIDED) & Q(voided_at=None, voided_by=None, void_reason=""),
            ),
        ]
        triggers = [
            triggers.HANDOVER_MAY_BE_ISSUED,
            triggers.HANDOVER_ONE_AID,
            triggers.HANDOVER_TRANSITIONS,
            triggers.HANDOVER_FROZEN,
        ]

    def __str__(self) -> str:
        return f"Serah terima {self.number or 'draf'}"

    def get_absolute_url(self) -> str:
        return reverse("handover-detail", args=[self.pk])


@tracked()
class HandoverItem(models.Model):
    """One line of a BAST: one unit. `is_binding` from issue until the BAST is void or the unit comes back."""

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name="serah terima")
    unit = models.ForeignKey(EquipmentUnit, models.PROTECT, related_name="handover_items", verbose_name="barang")
    position = models.PositiveSmallIntegerField("urutan", default=1)
    is_binding = models.BooleanField("mengikat", default=False)

    class Meta:
        verbose_name = "barang dalam serah terima"
        verbose_name_plural = "barang dalam serah terima"
        ordering = ["handover", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "unit"], name="handover_item_once"),
            models.UniqueConstraint(fields=["unit"], condition=Q(is_binding=True), name="unit_with_one_person"),
        ]
        triggers = [triggers.ITEM_FOLLOWS_ITS_BAST]

    def __str__(self) -> str:
        return str(self.unit)
