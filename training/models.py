"""What is offered: programmes, angkatan, meetings."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.access import Action, Reach, reach
from accounts.models import User
from regions.models import Kelurahan
from tkm.lib.formats import rentang, romawi, tanggal
from tkm.lib.history import tracked
from tkm.lib.text import refuse_unprintable
from training import triggers
from training.enums import HolidayKind, MeetingStatus, Phase, SessionStatus
from training.phases import phase_of
from training.querysets import MeetingQuerySet, TrainingSessionQuerySet

MINUTES_PER_LESSON_HOUR = 45  # 1 JP
PHONE = RegexValidator(r"^0\d{8,13}$", "Tulis nomor HP dengan angka saja, misalnya 081250112233.")
CODE = RegexValidator(r"^[A-Z0-9]+(-[A-Z0-9]+)*$", "Pakai huruf besar, angka dan tanda hubung.")


@tracked()
class Program(models.Model):
    name = models.CharField("nama", max_length=80)
    description = models.TextField("keterangan", blank=True)
    is_active = models.BooleanField("masih ditawarkan", default=True)

    class Meta:
        verbose_name = "program"
        verbose_name_plural = "program"
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="program_name_once", violation_error_message="Program dengan nama ini sudah ada."
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ProgramUnit(models.Model):
    """One part of what a programme teaches, as the back of its certificates lists it."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="units", verbose_name="program")
    position = models.PositiveSmallIntegerField("urutan", validators=[MinValueValidator(1)])
    code = models.CharField("kode unit", max_length=30, blank=True, help_text="Misalnya GAR.CM02.008.01; boleh kosong.")
    title = models.CharField("judul unit", max_length=160)
    lesson_hours = models.PositiveSmallIntegerField("JP", validators=[MinValueValidator(1), MaxValueValidator(999)])

    class Meta:
        verbose_name = "unit program"
        verbose_name_plural = "unit program"
        ordering = ["program", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "position"],
                name="program_unit_one_per_position",
                violation_error_message="Program ini sudah punya unit dengan urutan itu.",
            ),
            models.UniqueConstraint(
                fields=["program", "code"],
                condition=~Q(code=""),
                name="program_unit_code_once",
                violation_error_message="Program ini sudah punya unit dengan kode itu.",
            ),
            models.CheckConstraint(name="program_unit_has_a_title", condition=Q(title__regex=r"\S")),
            models.CheckConstraint(
                name="program_unit_has_lesson_hours",
                condition=Q(position__gte=1, lesson_hours__gte=1, lesson_hours__lte=999),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()


@tracked()
class FundingSource(models.Model):
    name = models.CharField("nama", max_length=80)

    class Meta:
        verbose_name = "sumber dana"
        verbose_name_plural = "sumber dana"
        ordering = [Lower("name")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="funding_source_name_once",
                violation_error_message="Sumber dana dengan nama ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Holiday(models.Model):
    """A day on which the office is closed, beside Sundays: a paper with this date is asked about."""

    day = models.DateField("tanggal", unique=True, error_messages={"unique": "Hari ini sudah tercatat sebagai libur."})
    name = models.CharField("nama", max_length=120, validators=[refuse_unprintable])
    kind = models.CharField("jenis", max_length=10, choices=HolidayKind, default=HolidayKind.NATIONAL)
    is_fixed = models.BooleanField(
        "tanggalnya tetap setiap tahun",
        default=False,
        help_text="Misalnya 17 Agustus. Yang lain ditetapkan tiap tahun dengan keputusan bersama tiga menteri.",
    )

    class Meta:
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        ordering = ["-day"]
        constraints = [
            models.CheckConstraint(name="holiday_kind_is_known", condition=Q(kind__in=HolidayKind.values)),
        ]

    def __str__(self) -> str:
        return f"{tanggal(self.day)}, {self.name}"


@tracked()
class Instructor(models.Model):
    """Who teaches; with a user account the instructor marks attendance in the own angkatan."""

    name = models.CharField("nama", max_length=120)
    user = models.OneToOneField(
        User, models.PROTECT, null=True, blank=True, related_name="instructor", verbose_name="pengguna"
    )
    phone = models.CharField("nomor HP", max_length=15, blank=True, validators=[PHONE])
    expertise = models.CharField("keahlian", max_length=120, blank=True)

    class Meta:
        verbose_name = "instruktur"
        verbose_name_plural = "instruktur"
        ordering = [Lower("name")]

    def __str__(self) -> str:
        return self.name


@tracked()
class TrainingSession(models.Model):
    """One angkatan of a programme: a window to register, dates, places, money."""

    program = models.ForeignKey(Program, models.PROTECT, related_name="sessions", verbose_name="program")
    year = models.PositiveSmallIntegerField("tahun", validators=[MinValueValidator(2015), MaxValueValidator(2100)])
    number = models.PositiveSmallIntegerField("angkatan ke", validators=[MinValueValidator(1), MaxValueValidator(99)])
    code = models.SlugField(
        "kode",
        max_length=20,
        unique=True,
        validators=[CODE],
        error_messages={"unique": "Kode ini sudah dipakai angkatan lain."},
    )
    status = models.CharField("status", max_length=12, choices=SessionStatus, default=SessionStatus.DRAFT)
    cancel_reason = models.CharField("alasan dibatalkan", max_length=300, blank=True)
    kelurahan = models.ForeignKey(Kelurahan, models.PROTECT, related_name="sessions", verbose_name="kelurahan tempat")
    venue = models.CharField("tempat", max_length=120)
    venue_address = models.CharField("alamat tempat", max_length=200, blank=True)
    registration_opens_on = models.DateField("pendaftaran dibuka")
    registration_closes_on = models.DateField("pendaftaran ditutup")
    registration_closed_at = models.DateTimeField("ditutup lebih awal", null=True, blank=True)
    registration_closed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ditutup oleh"
    )
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("selesai")
    outside_year_reason = models.CharField("alasan di luar tahun anggaran", max_length=300, blank=True)
    quota = models.PositiveSmallIntegerField(
        "kuota", default=16, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    min_attendance = models.PositiveSmallIntegerField(
        "kehadiran minimum (%)", default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    funding_source = models.ForeignKey(
        FundingSource, models.PROTECT, related_name="sessions", verbose_name="sumber dana"
    )
    budget = models.PositiveBigIntegerField("pagu (rupiah)", null=True, blank=True)
    budget_account = models.CharField("kode rekening", max_length=40, blank=True)
    opened_by = models.CharField("dibuka oleh", max_length=120, blank=True)
    instructors = models.ManyToManyField(Instructor, related_name="sessions", verbose_name="instruktur", blank=True)
    notes = models.TextField("catatan", blank=True)
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = TrainingSessionQuerySet.as_manager()

    # Only on rows read by `with_places()`, `with_phase()` and `with_own()`.
    applicants: int
    unverified: int
    seated: int
    phase_now: str
    is_own: bool

    class Meta:
        verbose_name = "angkatan"
        verbose_name_plural = "angkatan"
        ordering = ["-starts_on", "-code"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year", "number"],
                name="session_number_once_per_program_and_year",
                violation_error_message="Program ini sudah punya angkatan dengan nomor itu pada tahun yang sama.",
            ),
            models.CheckConstraint(name="session_status_is_known", condition=Q(status__in=SessionStatus.values)),
            models.CheckConstraint(
                name="session_dates_in_order",
                condition=Q(registration_opens_on__lte=F("registration_closes_on"))
                & Q(registration_closes_on__lte=F("starts_on"))
                & Q(starts_on__lte=F("ends_on")),
                violation_error_message="Urutan tanggal: pendaftaran dibuka, ditutup, mulai, selesai.",
            ),
            models.CheckConstraint(
                name="session_in_its_year_or_reason",
                condition=Q(starts_on__year=F("year"), ends_on__year=F("year")) | ~Q(outside_year_reason=""),
                violation_error_message="Pelatihan berlangsung di luar tahun anggarannya: tulis alasannya.",
            ),
            models.CheckConstraint(
                name="session_quota_in_range",
                condition=Q(quota__gte=1, quota__lte=500),
                violation_error_message="Kuota antara 1 dan 500.",
            ),
            models.CheckConstraint(
                name="session_min_attendance_in_range", condition=Q(min_attendance__gte=1, min_attendance__lte=100)
            ),
            models.CheckConstraint(
                name="session_cancelled_iff_reason",
                condition=Q(status=SessionStatus.CANCELLED) & ~Q(cancel_reason="")
                | ~Q(status=SessionStatus.CANCELLED) & Q(cancel_reason=""),
                violation_error_message="Angkatan yang dibatalkan perlu alasan.",
            ),
            models.CheckConstraint(
                name="session_closed_by_somebody",
                condition=Q(registration_closed_at=None, registration_closed_by=None)
                | Q(registration_closed_at__isnull=False, registration_closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program.name}, Angkatan {romawi(self.number)} Tahun {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("session-detail", args=[self.code])

    @property
    def short_name(self) -> str:
        """`Menjahit Dasar III/2025`, for breadcrumbs and tables."""
        return f"{self.program.name} {romawi(self.number)}/{self.year}"

    @property
    def place(self) -> str:
        """`Gang Keruing 2, Kel. Landasan Ulin Selatan, Kec. Liang Anggang`."""
        return f"{self.venue}, Kel. {self.kelurahan.name}, Kec. {self.kelurahan.kecamatan.name}"

    @property
    def dates(self) -> str:
        """`4 Agustus – 1 September 2025`."""
        return rentang(self.starts_on, self.ends_on)

    @property
    def registration_dates(self) -> str:
        return rentang(self.registration_opens_on, self.registration_closes_on)

    def phase(self, on: date) -> Phase:
        return phase_of(self, on)

    def is_registration_open(self, on: date) -> bool:
        """Published, today within the window, and not closed by hand: only then may anyone register."""
        return self.phase(on) == Phase.OPEN

    def within_reach_of(self, user: User, action: Action) -> bool:
        """Whether `user` may do `action` here: of a row that `visible_to(user).with_own(user)` gave."""
        how_far = reach(user, action)
        return how_far == Reach.ALL or (how_far == Reach.OWN and self.is_own)


@tracked()
class Meeting(models.Model):
    """One day of teaching; its attendance list is locked by the instructor, which makes it held."""

    session = models.ForeignKey(TrainingSession, models.CASCADE, related_name="meetings", verbose_name="angkatan")
    number = models.PositiveSmallIntegerField("pertemuan ke", validators=[MinValueValidator(1)])
    held_on = models.DateField("tanggal")
    starts_at = models.TimeField("jam mulai")
    lesson_hours = models.PositiveSmallIntegerField("JP", validators=[MinValueValidator(1), MaxValueValidator(16)])
    topic = models.CharField("materi", max_length=200, blank=True)
    status = models.CharField("status", max_length=12, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    reason = models.CharField("alasan dibatalkan atau dipindah", max_length=300, blank=True)
    locked_at = models.DateTimeField("dikunci", null=True, blank=True)
    locked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dikunci oleh"
    )
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "pertemuan"
        verbose_name_plural = "pertemuan"
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "number"],
                name="meeting_number_once_per_session",
                violation_error_message="Angkatan ini sudah punya pertemuan dengan nomor itu.",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["session", "held_on", "starts_at"],
                condition=~Q(status="cancelled"),
                name="meeting_one_at_a_time",
                violation_error_message="Sudah ada pertemuan pada hari dan jam itu.",
            ),
            models.CheckConstraint(name="meeting_status_is_known", condition=Q(status__in=MeetingStatus.values)),
            models.CheckConstraint(
                name="meeting_has_lesson_hours", condition=Q(lesson_hours__gte=1, lesson_hours__lte=16)
            ),
            models.CheckConstraint(
                name="meeting_held_iff_locked",
                condition=Q(status=MeetingStatus.HELD, locked_at__isnull=False, locked_by__isnull=False)
                | ~Q(status=MeetingStatus.HELD) & Q(locked_at=None, locked_by=None),
            ),
            models.CheckConstraint(
                name="meeting_cancelled_has_reason",
                condition=~Q(status=MeetingStatus.CANCELLED) | ~Q(reason=""),
                violation_error_message="Pertemuan yang dibatalkan perlu alasan.",
            ),
        ]
        triggers = [triggers.LOCKED_MEETING_IS_FROZEN, triggers.MEETING_KEEPS_ITS_MARKS]

    def __str__(self) -> str:
        return f"Pertemuan {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("attendance", args=[self.session.code, self.number])

    @property
    def minutes(self) -> int:
        return self.lesson_hours * MINUTES_PER_LESSON_HOUR

    @property
    def ends_at(self) -> time:
        """Teaching without breaks: 6 JP from 08.00 end at 12.30."""
        return (datetime.combine(self.held_on, self.starts_at) + timedelta(minutes=self.minutes)).time()

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def is_overdue(self, on: date) -> bool:
        """Past and its list not locked: "perlu ditindaklanjuti" (the same as `MeetingQuerySet.overdue`)."""
        return self.status == MeetingStatus.PLANNED and self.held_on < on


@tracked()
class SessionInstructor(TrainingSession.instructors.through):  # type: ignore[name-defined,misc]
    """Who teaches where: the table behind `TrainingSession.instructors`, named so that its rows leave events too."""

    class Meta:
        proxy = True
        verbose_name = "instruktur"
        verbose_name_plural = "instruktur"
