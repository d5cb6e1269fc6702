"""What proves that goods and money of a contract agree: its papers, each with what it counts, and its payments."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Upper
from django.urls import reverse

from accounts.models import User
from documents.models import StoredFile
from equipment import supply_triggers
from equipment.enums import SupplyKind
from equipment.models.goods import Procurement
from equipment.querysets import PaymentQuerySet, SupplyPaperQuerySet
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable


class Voidable(models.Model):
    """A record that is corrected or, when it never held, made void with a reason; it is never deleted."""

    reason = models.CharField("alasan", max_length=300, blank=True, validators=[refuse_unprintable])
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="dicatat oleh")
    voided_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    voided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dibatalkan oleh"
    )
    void_reason = models.CharField("alasan batal", max_length=300, blank=True)
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    class Meta:
        abstract = True

    @property
    def version(self) -> str:
        """What a form carries, to notice that the row is another one by then."""
        return self.updated_at.isoformat()


def voided_with_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")
        | Q(voided_at=None, voided_by=None, void_reason=""),
    )


@tracked()
class SupplyPaper(Voidable):
    """One paper on the way of the goods to our store, as it was signed; its number is typed, never ours.

    `reason` answers what was doubted when it was recorded: dates out of order, counts that differ.
    """

    kind = models.CharField("jenis", max_length=12, choices=SupplyKind)
    number = models.CharField("nomor", max_length=120, validators=[refuse_unprintable])
    dated_on = models.DateField("tanggal")
    from_whom = models.CharField("dari", max_length=160, blank=True, validators=[refuse_unprintable])
    to_whom = models.CharField("kepada", max_length=160, blank=True, validators=[refuse_unprintable])
    examiners = models.TextField("pemeriksa", blank=True, validators=[refuse_unprintable])
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="pindaian"
    )
    objects = SupplyPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen pengadaan"
        verbose_name_plural = "dokumen pengadaan"
        ordering = ["dated_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                F("kind"),
                ExtractYear("dated_on"),
                Upper("number"),
                condition=Q(voided_at=None),
                name="supply_number_once_per_kind_and_year",
            ),
            models.CheckConstraint(name="supply_kind_is_known", condition=Q(kind__in=SupplyKind.values)),
            models.CheckConstraint(name="supply_paper_has_number", condition=~Q(number="")),
            models.CheckConstraint(
                name="supply_paper_names_its_people",
                condition=Q(kind=SupplyKind.INSPECTION, from_whom="", to_whom="") & ~Q(examiners="")
                | ~Q(kind=SupplyKind.INSPECTION) & Q(examiners="") & ~Q(from_whom="") & ~Q(to_whom=""),
            ),
            voided_with_reason("supply_paper_void_has_reason"),
        ]
        triggers = [supply_triggers.PAPER_KEPT, supply_triggers.PAPER_FITS]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def examiner_names(self) -> list[str]:
        return self.examiners.splitlines()


@tracked()
class SupplyLine(models.Model):
    """How many of one contract line a paper counts; `quantity` includes the defective ones of an inspection."""

    paper = models.ForeignKey(SupplyPaper, models.PROTECT, related_name="lines", verbose_name="dokumen")
    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="supply_lines", verbose_name="pengadaan")
    quantity = models.PositiveIntegerField("jumlah", validators=[MinValueValidator(1)])
    defective = models.PositiveIntegerField("rusak", default=0)

    class Meta:
        verbose_name = "baris dokumen pengadaan"
        verbose_name_plural = "baris dokumen pengadaan"
        ordering = ["paper", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "procurement"], name="supply_line_once"),
            models.CheckConstraint(name="supply_line_counts_something", condition=Q(quantity__gte=1)),
            models.CheckConstraint(name="supply_defective_within_counted", condition=Q(defective__lte=F("quantity"))),
        ]
        triggers = [supply_triggers.LINE_KEPT, supply_triggers.LINE_FITS]

    def __str__(self) -> str:
        return f"{self.paper}: {self.quantity}"

    @property
    def good(self) -> int:
        return self.quantity - self.defective


@tracked()
class Payment(Voidable):
    """Money that left the treasury for one contract line; `reason` answers a sum beyond the contract."""

    procurement = models.ForeignKey(Procurement, models.PROTECT, related_name="payments", verbose_name="pengadaan")
    sp2d_number = models.CharField("nomor SP2D", max_length=80, validators=[refuse_unprintable])
    paid_on = models.DateField("tanggal SP2D")
    amount = models.PositiveBigIntegerField("jumlah (rupiah)", validators=[MinValueValidator(1)])
    note = models.CharField("keterangan", max_length=200, blank=True, validators=[refuse_unprintable])
    objects = PaymentQuerySet.as_manager()

    class Meta:
        verbose_name = "pembayaran"
        verbose_name_plural = "pembayaran"
        ordering = ["paid_on", "pk"]
        indexes = [
            models.Index(Upper("sp2d_number"), ExtractYear("paid_on"), name="payment_sp2d"),
            models.Index("paid_on", name="payment_day"),
        ]
        constraints = [
            models.CheckConstraint(name="payment_is_some_money", condition=Q(amount__gte=1)),
            models.CheckConstraint(name="payment_has_sp2d", condition=~Q(sp2d_number="")),
            voided_with_reason("payment_void_has_reason"),
        ]
        triggers = [supply_triggers.PAYMENT_KEPT, supply_triggers.PAYMENT_FITS]

    def __str__(self) -> str:
        return f"SP2D {self.sp2d_number}"

    def get_absolute_url(self) -> str:
        return reverse("procurement-payments", args=[self.procurement_id])
