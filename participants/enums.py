"""States of a registration and the answers a form offers."""

from django.db import models


class Sex(models.TextChoices):
    FEMALE = "P", "Perempuan"
    MALE = "L", "Laki-laki"


class Education(models.TextChoices):
    NONE = "none", "Tidak sekolah"
    SD = "sd", "SD/sederajat"
    SMP = "smp", "SMP/sederajat"
    SMA = "sma", "SMA/sederajat"
    DIPLOMA = "diploma", "Diploma"
    BACHELOR = "bachelor", "S1 ke atas"


class Occupation(models.TextChoices):
    INFORMAL = "informal", "Pekerja informal"
    HOME = "home", "Mengurus rumah tangga"
    JOBLESS = "jobless", "Belum/tidak bekerja"
    LAID_OFF = "laid_off", "Korban PHK"
    BUSINESS = "business", "Usaha sendiri"
    STUDENT = "student", "Pelajar/mahasiswa"
    OTHER = "other", "Lainnya"


class NikReason(models.TextChoices):
    """Why a NIK may differ from the birth date or sex on the KTP: the NIK is for life, the date is what gets mended."""

    KTP = "ktp", "Sesuai KTP, NIK tidak sesuai"
    DUKCAPIL = "dukcapil", "Sudah dicek ke Dukcapil"
    DOCUMENT = "document", "Sesuai akta kelahiran"


class Origin(models.TextChoices):
    """Asal usulan: who proposed the person."""

    SELF = "self", "Mandiri"
    KELURAHAN = "kelurahan", "Usulan kelurahan"
    MUSRENBANG = "musrenbang", "Musrenbang"
    POKIR = "pokir", "Pokir DPRD"
    OTHER = "other", "Lainnya"


class RegistrationStatus(models.TextChoices):
    SUBMITTED = "submitted", "Menunggu verifikasi"
    ELIGIBLE = "eligible", "Memenuhi syarat (MS)"
    INELIGIBLE = "ineligible", "Tidak memenuhi syarat (TMS)"
    ACCEPTED = "accepted", "Lolos"
    WAITLISTED = "waitlisted", "Cadangan"
    NOT_SELECTED = "not_selected", "Tidak lolos"
    OFFERED = "offered", "Dipanggil"
    WITHDRAWN = "withdrawn", "Mengundurkan diri"
    DROPPED_OUT = "dropped_out", "Gugur"
    COMPLETED = "completed", "Lulus"
    NOT_COMPLETED = "not_completed", "Tidak lulus"

    @property
    def kind(self) -> str:
        """How its badge looks: ok, wait, bad, info or idle."""
        return STATUS_KINDS[self]


S = RegistrationStatus
STATUS_KINDS = {
    S.SUBMITTED: "wait",
    S.ELIGIBLE: "info",
    S.INELIGIBLE: "bad",
    S.ACCEPTED: "ok",
    S.WAITLISTED: "wait",
    S.NOT_SELECTED: "idle",
    S.OFFERED: "wait",
    S.WITHDRAWN: "idle",
    S.DROPPED_OUT: "idle",
    S.COMPLETED: "ok",
    S.NOT_COMPLETED: "bad",
}
# Every state that holds a number (nomor urut).
SEATED = (S.ACCEPTED, S.OFFERED, S.COMPLETED, S.NOT_COMPLETED, S.DROPPED_OUT)
# Whose papers may still be judged.
VERIFIABLE = (S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE)
# Whom the verifikator may give a place.
ACCEPTABLE = (S.ELIGIBLE, S.WAITLISTED, S.OFFERED)
# What selection decided, and may take back to MS before the training starts.
SELECTED = (S.ACCEPTED, S.WAITLISTED, S.NOT_SELECTED)
# In the class and graduating with it.
GRADUATING = (S.ACCEPTED, S.COMPLETED, S.NOT_COMPLETED)
# Who left: stays in lists, grey, and stops counting from `left_on`.
LEFT = (S.WITHDRAWN, S.DROPPED_OUT)
# From here somebody may still withdraw.
WITHDRAWABLE = (S.SUBMITTED, S.ELIGIBLE, S.INELIGIBLE, S.ACCEPTED, S.WAITLISTED, S.NOT_SELECTED, S.OFFERED)
# Passed the selection at some time and sits, sat or finished in the class.
IN_CLASS = (S.ACCEPTED, S.COMPLETED, S.NOT_COMPLETED, S.DROPPED_OUT)
GRADUATED = (S.COMPLETED, S.NOT_COMPLETED)
# Whom the office still owes an answer: an angkatan is not finished over their heads.
UNANSWERED = (S.SUBMITTED, S.ELIGIBLE, S.ACCEPTED, S.OFFERED)


class Mark(models.TextChoices):
    PRESENT = "present", "Hadir"
    LATE = "late", "Terlambat"
    EXCUSED = "excused", "Izin"
    SICK = "sick", "Sakit"
    ABSENT = "absent", "Alpa"

    @property
    def kind(self) -> str:
        """How it looks when chosen."""
        return {Mark.PRESENT: "ok", Mark.LATE: "wait", Mark.ABSENT: "bad"}.get(self, "info")

    @property
    def key(self) -> str:
        """The letter that marks it: H T I S A."""
        return self.label[0]


class Outcome(models.TextChoices):
    COMPLETED = "completed", "Lulus"
    NOT_COMPLETED = "not_completed", "Tidak lulus"
