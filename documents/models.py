"""The office on paper: who it is, who signs, numbers, wordings, and what was printed, byte for byte."""

from datetime import date

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from accounts.models import User
from documents.enums import Capacity, NumberMode, PaperKind, PaperSize, WaitingRule
from documents.patterns import check_pattern
from documents.querysets import (
    NUMBER_PARTS,
    OfficeQuerySet,
    PaperNumberQuerySet,
    PaperQuerySet,
    SignatoryQuerySet,
    WordingQuerySet,
)
from tkm.lib.errors import DomainError
from tkm.lib.history import tracked

NEVER = pgtrigger.Update | pgtrigger.Delete
HASH_OF_CONTENT = Func(
    Func(F("content"), function="sha256", output_field=models.BinaryField()),
    Value("hex"),
    function="encode",
    output_field=models.CharField(),
)


@tracked(exclude=["content"])
class StoredFile(models.Model):
    """Bytes that never change: printed papers and uploaded scans. Lists never load them: they hang on a foreign key."""

    content = models.BinaryField("isi")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("ukuran (bita)")
    media_type = models.CharField("jenis", max_length=60)
    name = models.CharField("nama berkas", max_length=120)
    created_at = models.DateTimeField("disimpan", auto_now_add=True)

    class Meta:
        verbose_name = "berkas tersimpan"
        verbose_name_plural = "berkas tersimpan"
        constraints = [
            models.CheckConstraint(
                name="stored_file_hash_is_of_its_bytes",
                condition=Q(sha256=HASH_OF_CONTENT),
            )
        ]
        triggers = [pgtrigger.Protect(name="stored_file_never_changes", operation=NEVER)]

    def __str__(self) -> str:
        return self.name


# A span of time, not a year or a date typed into the wrong field.
MOST_YEARS, MOST_MONTHS, MOST_DAYS = 30, 240, 365


@tracked()
class Office(models.Model):
    """The one office that uses this system; every printed line of it is data. There is exactly one row (pk 1)."""

    government = models.CharField("baris kop pertama", max_length=120, default="PEMERINTAH KOTA BANJARBARU")
    name = models.CharField("nama kantor di kop", max_length=160)
    short_name = models.CharField("nama pendek", max_length=60)
    city = models.CharField("kota", max_length=60, default="Kota Banjarbaru")
    place = models.CharField("tempat pada titimangsa", max_length=60, default="Banjarbaru")
    address = models.CharField("alamat", max_length=200)
    contact = models.CharField("telepon, situs, surel", max_length=200, blank=True)
    logo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lambang"
    )
    paper_size = models.CharField("ukuran kertas", max_length=2, choices=PaperSize, default=PaperSize.A4)
    first_party = models.CharField("sebutan pihak pertama", max_length=20, default="PIHAK PERTAMA")
    copies = models.PositiveSmallIntegerField(
        "rangkap", default=2, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    no_transfer_months = models.PositiveSmallIntegerField(
        "larangan pindah tangan (bulan)", default=24, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    monitoring_months = models.PositiveSmallIntegerField(
        "masa monev (bulan)", default=12, validators=[MaxValueValidator(MOST_MONTHS)]
    )
    scan_due_days = models.PositiveSmallIntegerField(
        "batas unggah BAST bertanda tangan (hari)", default=14, validators=[MaxValueValidator(MOST_DAYS)]
    )
    waiting_years = models.PositiveSmallIntegerField(
        "masa tunggu bantuan sejenis (tahun)", default=5, validators=[MaxValueValidator(MOST_YEARS)]
    )
    waiting_rule = models.CharField(
        "bantuan kedua dalam masa tunggu", max_length=8, choices=WaitingRule, default=WaitingRule.BLOCK
    )
    backdating_days = models.PositiveSmallIntegerField(
        "surat dianggap bertanggal mundur bila lebih dari (hari)", default=3, validators=[MaxValueValidator(MOST_DAYS)]
    )
    verification_days = models.PositiveSmallIntegerField(
        "batas verifikasi pendaftar (hari)", default=7, validators=[MaxValueValidator(MOST_DAYS)]
    )
    goods_days = models.PositiveSmallIntegerField(
        "batas penyerahan barang sesudah lulus (hari)", default=30, validators=[MaxValueValidator(MOST_DAYS)]
    )
    public_address = models.CharField(
        "alamat umum situs", max_length=120, help_text="Tercetak di bawah QR, misalnya tkm.banjarbarukota.go.id."
    )
    objects = OfficeQuerySet.as_manager()
    # Only on the row read by `letterhead.office_for()`.
    size: str
    words: dict[str, str]

    class Meta:
        verbose_name = "identitas kantor"
        verbose_name_plural = "identitas kantor"
        constraints = [
            models.CheckConstraint(name="office_is_one", condition=Q(pk=1)),
            models.CheckConstraint(
                name="office_terms_are_spans",
                condition=Q(
                    no_transfer_months__lte=MOST_MONTHS,
                    monitoring_months__lte=MOST_MONTHS,
                    scan_due_days__lte=MOST_DAYS,
                    backdating_days__lte=MOST_DAYS,
                    verification_days__lte=MOST_DAYS,
                    goods_days__lte=MOST_DAYS,
                    waiting_years__lte=MOST_YEARS,
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


@tracked()
class Signatory(models.Model):
    """Who may sign for the office, from when to when."""

    name = models.CharField("nama dengan gelar", max_length=120)
    plain_name = models.CharField(
        "nama tanpa gelar",
        max_length=120,
        blank=True,
        help_text="Tercetak di sertifikat, yang tidak memuat gelar. Ditulis kantor, tidak ditebak dari nama bergelar.",
    )
    nip = models.CharField("NIP", max_length=18, validators=[RegexValidator(r"^\d{18}$", "NIP terdiri dari 18 digit.")])
    rank = models.CharField("pangkat/golongan", max_length=80, blank=True)
    position = models.CharField("jabatan", max_length=120)
    capacity = models.CharField("kedudukan", max_length=12, choices=Capacity, default=Capacity.DEFINITIVE)
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = "penanda tangan"
        verbose_name_plural = "penanda tangan"
        ordering = ["-valid_from", "name"]
        constraints = [
            models.CheckConstraint(
                name="signatory_dates_in_order",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="Tanggal berakhir mendahului tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.printed_position}"

    @property
    def printed_position(self) -> str:
        """`Kepala Dinas`, `Plt. Kepala Dinas`."""
        capacity = Capacity(self.capacity)
        return self.position if capacity == Capacity.DEFINITIVE else f"{capacity.label} {self.position}"

    def signs_on(self, day: date) -> bool:
        """Whether the term covers `day`; `SignatoryQuerySet.valid_on` asks the same in SQL."""
        return self.valid_from <= day and (self.valid_until is None or self.valid_until >= day)


@tracked()
class PaperFormat(models.Model):
    """On what one kind of paper is printed, where that is not fixed (`paper_rules.SIZED`)."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind, unique=True)
    size = models.CharField(
        "ukuran kertas", max_length=2, choices=PaperSize, blank=True, help_text="Kosong: seperti pada identitas kantor."
    )

    class Meta:
        verbose_name = "ukuran kertas"
        verbose_name_plural = "ukuran kertas"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="paper_format_size_is_known", condition=Q(size__in=["", *PaperSize.values]))
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


@tracked()
class NumberSeries(models.Model):
    """How one kind of paper gets its number."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind, unique=True)
    mode = models.CharField("cara", max_length=12, choices=NumberMode)
    pattern = models.CharField("pola", max_length=120, blank=True)

    class Meta:
        verbose_name = "pola nomor surat"
        verbose_name_plural = "pola nomor surat"
        constraints = [
            models.CheckConstraint(
                name="number_series_automatic_has_pattern",
                condition=~Q(mode=NumberMode.AUTOMATIC) | ~Q(pattern=""),
                violation_error_message="Nomor otomatis memerlukan pola.",
            ),
            models.CheckConstraint(
                name="number_series_of_certificates_is_automatic",
                condition=~Q(kind=PaperKind.CERTIFICATE) | Q(mode=NumberMode.AUTOMATIC),
                violation_error_message="Nomor sertifikat diberikan otomatis: seangkatan terbit sekaligus.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def clean(self) -> None:
        """A pattern that cannot write is refused when it is saved, not when the first paper needs a number."""
        if self.kind == PaperKind.DECREE and self.mode == NumberMode.AUTOMATIC:
            raise ValidationError({"mode": "Nomor SK diketik seperti tertulis pada SK, jadi tidak otomatis."})
        if self.mode == NumberMode.AUTOMATIC and self.pattern:
            try:
                check_pattern(self.pattern)
            except DomainError as error:
                raise ValidationError({"pattern": error.message}) from error


class NumberCounter(models.Model):
    """The last automatic number of a kind and year: the row that is locked to count upwards."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind)
    year = models.PositiveSmallIntegerField("tahun")
    last = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = "hitungan nomor"
        verbose_name_plural = "hitungan nomor"
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="number_counter_one_per_kind_and_year")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.last}"


@tracked()
class PaperNumber(models.Model):
    """A number that was given: never deleted, never changed, never given again; a void one stays visible as void."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind)
    year = models.PositiveSmallIntegerField("tahun")
    sequence = models.PositiveIntegerField("urutan", null=True, blank=True)
    text = models.CharField("nomor", max_length=120)
    given_at = models.DateTimeField("diberikan", auto_now_add=True)
    voided_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    void_reason = models.CharField("alasan batal", max_length=300, blank=True)
    objects = PaperNumberQuerySet.as_manager()

    class Meta:
        verbose_name = "nomor surat"
        verbose_name_plural = "nomor surat"
        ordering = ["kind", "year", "sequence", "pk"]
        indexes = [GinIndex(NUMBER_PARTS, name="paper_number_parts", fastupdate=False)]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "sequence"], name="paper_number_sequence_once"),
            models.UniqueConstraint(
                fields=["kind", "year", "text"],
                # A decree's number is void only when it was mistyped: then it is free for the decree that has it.
                condition=Q(voided_at=None) | ~Q(kind=PaperKind.DECREE),
                name="paper_number_text_once",
                violation_error_message="Nomor ini sudah dipakai surat lain pada tahun yang sama.",
            ),
            models.CheckConstraint(
                name="paper_number_void_has_reason",
                condition=Q(voided_at=None, void_reason="") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="paper_number_without_gap",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__sequence__isnull=False),
                declare=[("latest", "integer")],
                func="""
                    SELECT coalesce(max(sequence), 0) INTO latest FROM documents_papernumber
                     WHERE kind = NEW.kind AND year = NEW.year;
                    IF NEW.sequence <> latest + 1 THEN
                        RAISE EXCEPTION 'nomor % bukan lanjutan dari %', NEW.sequence, latest
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'paper_number_without_gap';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="paper_number_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="paper_number_changes_only_by_voiding",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__voided_at__isnull=False)
                | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                | pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
                | pgtrigger.Q(old__sequence__df=pgtrigger.F("new__sequence"))
                | pgtrigger.Q(old__text__df=pgtrigger.F("new__text")),
            ),
        ]

    def __str__(self) -> str:
        return self.text


@tracked()
class Wording(models.Model):
    """The fixed words of a kind of paper. Editing makes a new version; papers keep the one they were printed with."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind)
    version = models.PositiveSmallIntegerField("versi")
    parts = models.JSONField("isi")
    note = models.CharField("yang berubah", max_length=200, blank=True)
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="oleh")
    objects = WordingQuerySet.as_manager()

    class Meta:
        verbose_name = "naskah surat"
        verbose_name_plural = "naskah surat"
        ordering = ["kind", "-version"]
        constraints = [models.UniqueConstraint(fields=["kind", "version"], name="wording_version_once")]
        triggers = [pgtrigger.Protect(name="wording_version_never_changes", operation=NEVER)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} versi {self.version}"


@tracked()
class PrivacyNotice(models.Model):
    """What a citizen is told about their data; each registration keeps the version that was shown."""

    version = models.PositiveSmallIntegerField("versi", unique=True)
    text = models.TextField("isi")
    created_at = models.DateTimeField("dibuat", auto_now_add=True)

    class Meta:
        verbose_name = "pemberitahuan data pribadi"
        verbose_name_plural = "pemberitahuan data pribadi"
        ordering = ["-version"]
        triggers = [pgtrigger.Protect(name="privacy_notice_never_changes", operation=NEVER)]

    def __str__(self) -> str:
        return f"Versi {self.version}"


@tracked(exclude=["data"])
class Paper(models.Model):
    """One printing of a numbered paper: the data it was set from, its bytes, and the code under its QR."""

    kind = models.CharField("jenis surat", max_length=12, choices=PaperKind)
    number = models.ForeignKey(PaperNumber, models.PROTECT, related_name="papers", verbose_name="nomor")
    revision = models.PositiveSmallIntegerField("cetakan ke", default=1)
    dated_on = models.DateField("tanggal surat")
    data = models.JSONField("isi")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="paper", verbose_name="berkas")
    code = models.CharField("kode verifikasi", max_length=8, unique=True)
    created_at = models.DateTimeField("dicetak", auto_now_add=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="oleh")
    objects = PaperQuerySet.as_manager()
    # Only on rows read by `for_verification()`.
    replaced_by: str | None

    class Meta:
        verbose_name = "surat tercetak"
        verbose_name_plural = "surat tercetak"
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["number", "revision"], name="paper_revision_once")]
        triggers = [pgtrigger.Protect(name="paper_never_changes", operation=NEVER)]

    def __str__(self) -> str:
        return f"{self.number} cetakan {self.revision}"

    def get_absolute_url(self) -> str:
        return reverse("verification-result", args=[self.code])
