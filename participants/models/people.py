"""People: one NIK is one person; and who looked at a full NIK."""

from datetime import date

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Reverse
from django.urls import reverse

from accounts.models import User
from documents.models import StoredFile
from participants import triggers
from participants.enums import Education, NikReason, Occupation, Sex
from participants.querysets import ParticipantQuerySet
from participants.shapes import LOCAL_DAY_OF_RECORDING, ONE_DIGIT_ONLY, WELL_FORMED_NIK
from regions.models import Kelurahan
from regions.nik import check_kk, check_nik
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable


@tracked(exclude=["search_document"])
class Participant(models.Model):
    """One person: one NIK."""

    nik = models.CharField(
        "NIK",
        max_length=16,
        unique=True,
        validators=[check_nik],
        error_messages={"unique": "NIK ini sudah tercatat atas nama orang lain."},
    )
    name = models.CharField("nama sesuai KTP", max_length=120, validators=[refuse_unprintable])
    birth_place = models.CharField("tempat lahir", max_length=60, blank=True, validators=[refuse_unprintable])
    birth_date = models.DateField("tanggal lahir")
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    nik_reason = models.CharField(
        "alasan berbeda dari NIK",
        max_length=12,
        choices=NikReason,
        blank=True,
        help_text="Diisi bila tanggal lahir atau jenis kelamin tidak sama dengan yang tersirat pada NIK.",
    )
    kk_number = models.CharField("nomor KK", max_length=16, blank=True, validators=[check_kk], db_index=True)
    kelurahan = models.ForeignKey(Kelurahan, models.PROTECT, related_name="participants", verbose_name="kelurahan")
    address = models.CharField("alamat, RT/RW", max_length=200, blank=True, validators=[refuse_unprintable])
    phone = models.CharField("nomor HP", max_length=14, blank=True)
    education = models.CharField("pendidikan terakhir", max_length=10, choices=Education, blank=True)
    occupation = models.CharField("pekerjaan sekarang", max_length=10, choices=Occupation, blank=True)
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="foto", editable=False
    )
    search_document = models.GeneratedField(
        db_persist=True,
        output_field=SearchVectorField(),
        expression=SearchVector(
            Func(
                F("name"),
                Value("[^[:alnum:]]+"),
                Value(" "),
                Value("g"),
                function="regexp_replace",
                output_field=models.TextField(),
            ),
            config="simple",
        ),
    )
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = "peserta"
        verbose_name_plural = "peserta"
        ordering = [Lower("name"), "pk"]
        indexes = [
            GinIndex("search_document", name="participant_search", fastupdate=False),
            models.Index(Lower("name"), "id", name="participant_by_name"),
            models.Index(OpClass(Reverse("nik"), name="text_pattern_ops"), name="participant_nik_end"),
            models.Index(OpClass(Reverse("phone"), name="text_pattern_ops"), name="participant_phone_end"),
            models.Index(OpClass(F("phone"), name="text_pattern_ops"), name="participant_phone_start"),
        ]
        constraints = [
            models.CheckConstraint(
                name="participant_nik_is_well_formed",
                condition=Q(nik__regex=WELL_FORMED_NIK) & ~Q(nik__regex=ONE_DIGIT_ONLY),
                violation_error_message="NIK terdiri dari 16 digit, dengan tanggal dan bulan yang mungkin.",
            ),
            models.CheckConstraint(
                name="participant_kk_is_well_formed",
                condition=Q(kk_number="") | Q(kk_number__regex=r"^[0-9]{16}$") & ~Q(kk_number__regex=ONE_DIGIT_ONLY),
                violation_error_message="Nomor KK terdiri dari 16 digit.",
            ),
            models.CheckConstraint(
                name="participant_phone_is_normal",
                condition=Q(phone="") | Q(phone__regex=r"^0[0-9]{7,13}$"),
                violation_error_message="Nomor HP ditulis dengan angka saja, diawali 0.",
            ),
            models.CheckConstraint(
                name="participant_born_before_recorded",
                condition=Q(birth_date__gte=date(1900, 1, 1), birth_date__lte=LOCAL_DAY_OF_RECORDING),
                violation_error_message="Tanggal lahir antara tahun 1900 dan hari ini.",
            ),
            models.CheckConstraint(
                name="participant_nik_agrees_or_has_reason",
                condition=~Q(nik_reason="")
                | Q(
                    Func(
                        F("nik"),
                        F("birth_date"),
                        F("sex"),
                        function="participants_nik_agrees",
                        output_field=models.BooleanField(),
                    )
                ),
                violation_error_message="Tanggal lahir atau jenis kelamin lain dari NIK: perbaiki atau pilih alasan.",
            ),
            models.CheckConstraint(name="participant_has_a_name", condition=Q(name__regex=r"\S")),
            models.CheckConstraint(name="participant_sex_is_known", condition=Q(sex__in=Sex.values)),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("participant-detail", args=[self.pk])


class NikLook(models.Model):
    """Who saw a full NIK, when, where and why. Written once, never changed."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="nik_looks", verbose_name="peserta")
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="oleh")
    at = models.DateTimeField("waktu", auto_now_add=True)
    place = models.CharField("dilihat di", max_length=160)
    reason = models.CharField("keperluan", max_length=200)

    class Meta:
        verbose_name = "pembukaan NIK"
        verbose_name_plural = "pembukaan NIK"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="nik_look_has_a_reason", condition=~Q(reason=""))]
        triggers = [triggers.LOOK_NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.user} melihat NIK {self.participant}"
