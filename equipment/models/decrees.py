"""SK penerima: the decree that names who may be given what."""

from datetime import date
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from documents.models import PaperNumber, StoredFile
from equipment import decree_triggers
from equipment.enums import EVER_ISSUED, DecreeState
from equipment.models.goods import EquipmentType
from equipment.querysets import DecreeQuerySet, LineQuerySet
from participants.models import Registration
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable


@tracked()
class RecipientDecree(models.Model):
    """SK penerima as issued (often by the Wali Kota), with the list it carries; a later one amends it."""

    number = models.OneToOneField(PaperNumber, models.PROTECT, related_name="decree", verbose_name="nomor")
    issued_on = models.DateField("tanggal SK")
    in_force_from = models.DateField("berlaku sejak")
    issuer = models.CharField(
        "ditetapkan oleh", max_length=120, default="Kepala Dinas", validators=[refuse_unprintable]
    )
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
        triggers = [decree_triggers.DECREE_KEPT, decree_triggers.DECREE_IN_ORDER]

    def __str__(self) -> str:
        return f"SK {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("decree-detail", args=[self.pk])

    @property
    def successor(self) -> "RecipientDecree | None":
        """The decree that amends this one."""
        return getattr(self, "amended_by", None)

    def state(self, on: date) -> DecreeState:
        if self.successor and self.successor.in_force_from <= on:
            return DecreeState.REPLACED
        return DecreeState.IN_FORCE if self.in_force_from <= on else DecreeState.NOT_YET

    def is_in_use(self) -> bool:
        """Whether a BAST was issued under it, a void one too: then what that paper cites stays as it is."""
        return self.recipients.filter(handovers__status__in=EVER_ISSUED).exists()


@tracked()
class DecreeType(RecipientDecree.types.through):  # type: ignore[name-defined,misc]
    """The table behind `RecipientDecree.types`, named so that its rows leave events and freeze with the decree."""

    class Meta:
        proxy = True
        verbose_name = "jenis bantuan"
        verbose_name_plural = "jenis bantuan"
        triggers = [decree_triggers.DECREE_TYPES_KEPT]


@tracked()
class DecreeRecipient(models.Model):
    """One line of the decree's list."""

    decree = models.ForeignKey(RecipientDecree, models.PROTECT, related_name="recipients", verbose_name="SK")
    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="decree_lines", verbose_name="pendaftaran"
    )
    position = models.PositiveSmallIntegerField("urutan", validators=[MinValueValidator(1)])
    objects = LineQuerySet.as_manager()

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
            models.CheckConstraint(name="decree_position_from_one", condition=Q(position__gte=1)),
        ]
        triggers = [decree_triggers.LINE_KEPT]

    def __str__(self) -> str:
        return f"{self.decree} no. {self.position}: {self.registration.participant}"

    def get_absolute_url(self) -> str:
        return self.decree.get_absolute_url()
