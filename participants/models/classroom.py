"""A person's place in an angkatan, attendance, graduation."""

from fractions import Fraction
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import User
from documents.models import PrivacyNotice
from participants import triggers
from participants.enums import LEFT, SEATED, Mark, Origin, Outcome, RegistrationStatus
from participants.models.people import Participant
from participants.querysets import RegistrationQuerySet
from participants.rates import attendance_rate
from tkm.lib.history import tracked
from training.models import Meeting, TrainingSession


@tracked()
class Registration(models.Model):
    """One person's place in the queue, and later in the class, of one angkatan."""

    participant = models.ForeignKey(Participant, models.PROTECT, related_name="registrations", verbose_name="peserta")
    session = models.ForeignKey(TrainingSession, models.PROTECT, related_name="registrations", verbose_name="angkatan")
    status = models.CharField("status", max_length=16, choices=RegistrationStatus, default=RegistrationStatus.SUBMITTED)
    seat_number = models.PositiveSmallIntegerField("nomor urut", null=True, blank=True)
    waitlist_rank = models.PositiveSmallIntegerField("urutan cadangan", null=True, blank=True)
    status_reason = models.CharField(
        "alasan", max_length=300, blank=True, help_text="Wajib untuk TMS, mengundurkan diri dan gugur."
    )
    left_on = models.DateField("keluar sejak", null=True, blank=True)
    origin = models.CharField("asal usulan", max_length=12, choices=Origin, default=Origin.SELF)
    origin_letter = models.CharField("nomor surat pengantar", max_length=120, blank=True)
    registered_on = models.DateField("mendaftar")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="didaftarkan oleh")
    decided_on = models.DateField("diputuskan", null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="diputuskan oleh"
    )
    privacy_notice = models.ForeignKey(
        PrivacyNotice, models.PROTECT, related_name="+", verbose_name="pemberitahuan yang ditunjukkan"
    )
    photo_consent = models.BooleanField("boleh difoto untuk publikasi", default=False)
    submission = models.UUIDField("kiriman", unique=True, default=uuid4, editable=False)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    objects = RegistrationQuerySet.as_manager()
    # Annotated by `with_minutes()`, `with_places_taken()` and `for_attendance()`.
    present_minutes: int
    held_minutes: int
    places_taken: int
    needs_mark: bool
    mark: str | None
    mark_late_minutes: int | None
    mark_note: str | None

    class Meta:
        verbose_name = "pendaftaran"
        verbose_name_plural = "pendaftaran"
        ordering = ["session", "registered_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "session"], name="registration_once_per_session"),
            models.UniqueConstraint(fields=["session", "seat_number"], name="registration_one_seat_one_person"),
            models.UniqueConstraint(
                fields=["session", "waitlist_rank"],
                name="registration_one_rank_one_person",
                deferrable=models.Deferrable.IMMEDIATE,  # judged per statement: two people swap ranks in one
            ),
            models.CheckConstraint(
                name="registration_status_is_known", condition=Q(status__in=RegistrationStatus.values)
            ),
            models.CheckConstraint(
                name="registration_seat_iff_seated",
                condition=Q(status__in=SEATED, seat_number__isnull=False, seat_number__gte=1)
                | ~Q(status__in=SEATED) & Q(seat_number=None),
                violation_error_message="Nomor urut hanya untuk peserta yang lolos.",
            ),
            models.CheckConstraint(
                name="registration_rank_iff_waitlisted",
                condition=Q(status=RegistrationStatus.WAITLISTED, waitlist_rank__isnull=False)
                | ~Q(status=RegistrationStatus.WAITLISTED) & Q(waitlist_rank=None),
                violation_error_message="Urutan cadangan hanya untuk cadangan.",
            ),
            models.CheckConstraint(
                name="registration_left_iff_day",
                condition=Q(status__in=LEFT, left_on__isnull=False) | ~Q(status__in=LEFT) & Q(left_on=None),
            ),
            models.CheckConstraint(
                name="registration_refusal_has_reason",
                condition=~Q(status__in=[*LEFT, RegistrationStatus.INELIGIBLE]) | ~Q(status_reason=""),
                violation_error_message="Tulis alasannya.",
            ),
            models.CheckConstraint(
                name="registration_letter_unless_self",
                condition=Q(origin=Origin.SELF) | ~Q(origin_letter=""),
                violation_error_message="Usulan orang lain perlu nomor surat pengantar.",
            ),
        ]
        triggers = [
            triggers.WITHIN_QUOTA,
            triggers.GRADUATES_ONLY_CONFIRMED,
            triggers.GRADUATION_IS_FINAL,
            triggers.REGISTRATION_NEVER_MOVES,
            triggers.LEFT_AFTER_LAST_MARK,
        ]

    def __str__(self) -> str:
        return f"{self.participant} – {self.session.code}"

    def get_absolute_url(self) -> str:
        return reverse("registration-detail", args=[self.session.code, self.pk])

    @property
    def state(self) -> RegistrationStatus:
        """The status with its badge."""
        return RegistrationStatus(self.status)

    @property
    def rate(self) -> Fraction | None:
        """The attendance rate; the row comes from `with_minutes()`."""
        return attendance_rate(present_minutes=self.present_minutes, held_minutes=self.held_minutes)

    @property
    def has_left(self) -> bool:
        return self.status in LEFT


@tracked()
class Attendance(models.Model):
    """One mark: one person at one meeting."""

    registration = models.ForeignKey(
        Registration, models.PROTECT, related_name="attendances", verbose_name="pendaftaran"
    )
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name="pertemuan")
    mark = models.CharField("kehadiran", max_length=8, choices=Mark)
    late_minutes = models.PositiveSmallIntegerField("terlambat (menit)", default=0)
    note = models.CharField("catatan", max_length=120, blank=True)
    marked_at = models.DateTimeField("ditandai", auto_now=True)
    marked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="ditandai oleh")

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        ordering = ["meeting", "registration"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "meeting"], name="attendance_once_per_meeting"),
            models.CheckConstraint(name="attendance_mark_is_known", condition=Q(mark__in=Mark.values)),
            models.CheckConstraint(
                name="attendance_late_iff_minutes",
                condition=Q(mark=Mark.LATE, late_minutes__gte=1) | ~Q(mark=Mark.LATE) & Q(late_minutes=0),
                violation_error_message="Menit terlambat hanya untuk tanda terlambat.",
            ),
        ]
        triggers = [triggers.MARK_FITS]

    def __str__(self) -> str:
        return f"{self.registration} – {self.meeting}: {self.get_mark_display()}"

    @property
    def state(self) -> Mark:
        """The mark with its badge."""
        return Mark(self.mark)


class AttendanceUnlock(models.Model):
    """Why a locked attendance list was opened again, when and by whom. Written once, never changed."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="unlocks", verbose_name="pertemuan")
    reason = models.CharField("alasan", max_length=300)
    at = models.DateTimeField("waktu")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="oleh")

    class Meta:
        verbose_name = "pembukaan kunci daftar hadir"
        verbose_name_plural = "pembukaan kunci daftar hadir"
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="attendance_unlock_has_reason", condition=~Q(reason=""))]
        triggers = [triggers.UNLOCK_NEVER_CHANGES]

    def __str__(self) -> str:
        return f"{self.meeting} dibuka lagi oleh {self.by}"


@tracked()
class Graduation(models.Model):
    """What one person proposes and another confirms; the minutes are those the proposal was made on."""

    registration = models.OneToOneField(
        Registration, models.PROTECT, related_name="graduation", verbose_name="pendaftaran"
    )
    outcome = models.CharField("hasil", max_length=16, choices=Outcome)
    present_minutes = models.PositiveIntegerField("menit hadir")
    held_minutes = models.PositiveIntegerField("menit pertemuan")
    reason = models.CharField(
        "alasan", max_length=300, blank=True, help_text="Wajib bila hasil berbeda dari yang diusulkan kehadiran."
    )
    proposed_at = models.DateTimeField("diusulkan")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="diusulkan oleh")
    returned_at = models.DateTimeField("dikembalikan", null=True, blank=True)
    returned_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="dikembalikan oleh"
    )
    return_reason = models.CharField("alasan dikembalikan", max_length=300, blank=True)
    confirmed_at = models.DateTimeField("disahkan", null=True, blank=True)
    confirmed_on = models.DateField("tanggal pengesahan", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="disahkan oleh"
    )

    class Meta:
        verbose_name = "kelulusan"
        verbose_name_plural = "kelulusan"
        constraints = [
            models.CheckConstraint(name="graduation_outcome_is_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(
                name="graduation_confirmed_completely",
                condition=Q(confirmed_at=None, confirmed_on=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_on__isnull=False, confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="graduation_confirmed_by_another",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                violation_error_message="Kelulusan disahkan oleh orang lain, bukan yang mengusulkan.",
            ),
            models.CheckConstraint(
                name="graduation_returned_completely",
                condition=Q(returned_at=None, returned_by=None, return_reason="")
                | Q(returned_at__isnull=False, returned_by__isnull=False) & ~Q(return_reason=""),
            ),
            models.CheckConstraint(
                name="graduation_returned_is_not_confirmed", condition=Q(returned_at=None) | Q(confirmed_at=None)
            ),
            models.CheckConstraint(
                name="graduation_minutes_add_up", condition=Q(present_minutes__lte=F("held_minutes"))
            ),
        ]
        triggers = [triggers.CONFIRMED_IS_FINAL]

    def __str__(self) -> str:
        return f"{self.registration}: {self.get_outcome_display()}"


class SeatedSession(TrainingSession):
    """The angkatan as this app guards it: its quota covers the numbers people hold, its graduates keep it alive."""

    class Meta:
        proxy = True
        verbose_name = "angkatan"
        verbose_name_plural = "angkatan"
        triggers = [triggers.QUOTA_COVERS_NUMBERS, triggers.CANCELLED_WITHOUT_GRADUATES]
