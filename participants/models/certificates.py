"""The certificate of a graduate: valid or revoked, never deleted, and which earlier one it replaces."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from documents.models import Paper, PaperNumber, Signatory
from participants import certificate_triggers as triggers
from participants.models.classroom import Registration
from participants.querysets import CertificateQuerySet
from tkm.lib.history import tracked


@tracked()
class Certificate(models.Model):
    """One certificate as it was given out; what stands on it is in its paper."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="certificates", verbose_name="pendaftaran"
    )
    number = models.OneToOneField(PaperNumber, models.PROTECT, related_name="certificate", verbose_name="nomor")
    paper = models.OneToOneField(Paper, models.PROTECT, related_name="certificate", verbose_name="surat")
    signatory = models.ForeignKey(Signatory, models.PROTECT, related_name="+", verbose_name="penanda tangan")
    dated_on = models.DateField("tanggal sertifikat")
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="menggantikan"
    )
    issued_at = models.DateTimeField("diterbitkan")
    issued_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diterbitkan oleh")
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)
    revoked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dicabut oleh"
    )
    revoke_reason = models.CharField("alasan dicabut", max_length=300, blank=True)
    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = "sertifikat"
        verbose_name_plural = "sertifikat"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(revoked_at=None), name="certificate_one_valid_per_graduate"
            ),
            models.CheckConstraint(
                name="certificate_revoked_completely",
                condition=Q(revoked_at=None, revoked_by=None, revoke_reason="")
                | Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason=""),
            ),
            models.CheckConstraint(
                name="certificate_replaces_another", condition=Q(replaces=None) | ~Q(replaces=F("pk"))
            ),
        ]
        triggers = [triggers.FITS_ITS_GRADUATE, triggers.CHANGES_ONLY_BY_REVOKING, triggers.NEVER_DELETED,
                    triggers.REVOKED_WITH_ITS_NUMBER]  # fmt: skip

    def __str__(self) -> str:
        return str(self.number)

    def get_absolute_url(self) -> str:
        return reverse("certificate-detail", args=[self.pk])

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None
