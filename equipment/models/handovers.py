"""Handing over: earlier aid and its exceptions, the BAST and its lines."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from documents.models import Paper, PaperNumber, Signatory, StoredFile
from equipment import triggers
from equipment.enums import FROZEN, UNFINISHED, HandoverStatus
from equipment.models.decrees import DecreeRecipient
from equipment.models.goods import EquipmentType, EquipmentUnit
from equipment.querysets import HandoverQuerySet, OverrideQuerySet
from participants.models import Participant, Registration
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable


@tracked()
class EarlierAid(models.Model):
    """Aid from elsewhere (Dinsos, the province, Kemnaker, before this system), once somebody has recorded it."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="earlier_aids", verbose_name="peserta")
    type = models.ForeignKey(EquipmentType, models.PROTECT, related_name="+", verbose_name="jenis bantuan")
    given_on = models.DateField("diterima")
    source = models.CharField("dari", max_length=120, validators=[refuse_unprintable])
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        verbose_name = "bantuan sebelumnya"
        verbose_name_plural = "bantuan sebelumnya"
        ordering = ["-given_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "type", "given_on", "source"],
                name="earlier_aid_recorded_once",
                violation_error_message="Bantuan ini sudah tercatat untuk orang ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type.name} dari {self.source}"


@tracked()
class WaitingOverride(models.Model):
    """Asked by one, granted by another: this person may get aid of this kind once within the waiting period.

    The BAST that is issued by it stands in `handover`; only when that one is void, another may take its place.
    """

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
    handover = models.ForeignKey(
        "Handover", models.PROTECT, null=True, blank=True, related_name="used_overrides", verbose_name="dipakai untuk"
    )
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "pengecualian masa tunggu"
        verbose_name_plural = "pengecualian masa tunggu"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "type"], condition=Q(handover=None), name="override_asked_once_at_a_time"
            ),
            models.UniqueConstraint(fields=["handover", "type"], name="override_used_once_per_bast_and_type"),
            models.CheckConstraint(name="override_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="override_granted_by_another",
                condition=Q(granted_at=None, granted_by=None)
                | Q(granted_at__isnull=False, granted_by__isnull=False) & ~Q(granted_by=F("asked_by")),
                violation_error_message="Pengecualian diberikan oleh orang lain, bukan yang meminta.",
            ),
        ]
        triggers = [triggers.OVERRIDE_KEPT]

    def __str__(self) -> str:
        return f"{self.registration}: {self.type.name}"

    @property
    def version(self) -> str:
        """What the button to grant it carries, to notice that the reason is another one by then."""
        return self.updated_at.isoformat()


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
    serials: str  # annotated by `for_list()`: one a line

    class Meta:
        verbose_name = "serah terima"
        verbose_name_plural = "serah terima"
        ordering = ["-dated_on", "-pk"]
        indexes = [
            models.Index(fields=["-dated_on", "-id"], name="handover_newest"),
            models.Index(fields=["status"], condition=Q(status__in=UNFINISHED), name="handover_unfinished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"],
                condition=~Q(status=HandoverStatus.VOIDED),
                name="handover_once_per_decree_line",
                violation_error_message="Penerima ini sudah punya BAST atau drafnya.",
            ),
            models.CheckConstraint(
                name="handover_on_the_day_of_its_paper",
                condition=Q(handed_over_on=None) | Q(handed_over_on=F("dated_on")),
            ),
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
                    scan_refusal="",
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
            triggers.HANDOVER_AGREES,
        ]

    def __str__(self) -> str:
        return f"Serah terima {self.number or 'draf'}"

    def get_absolute_url(self) -> str:
        return reverse("handover-detail", args=[self.pk])

    @property
    def status_kind(self) -> str:
        """The kind of its badge."""
        return HandoverStatus(self.status).kind

    @property
    def awaits_check(self) -> bool:
        """Handed over, and the scan waits for a second person's look (the same as `querysets.AWAITS_CHECK`)."""
        return self.status == HandoverStatus.HANDED_OVER and self.scan_id is not None and not self.scan_refusal

    @property
    def awaits_scan(self) -> bool:
        """Handed over, and a scan is still to be uploaded, or again (the same as `querysets.AWAITS_SCAN`)."""
        return self.status == HandoverStatus.HANDED_OVER and not self.awaits_check


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
