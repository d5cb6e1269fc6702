"""States of an angkatan and of a meeting."""

from django.db import models


class SessionStatus(models.TextChoices):
    """What is stored; what people read is the phase, derived from dates and facts."""

    DRAFT = "draft", "Rancangan"
    PUBLISHED = "published", "Dibuka"
    FINISHED = "finished", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"


class Phase(models.TextChoices):
    """Where an angkatan stands today: `training/phases.py` derives it in one place."""

    DRAFT = "draft", "Rancangan"
    NOT_OPEN = "not_open", "Belum dibuka"
    OPEN = "open", "Pendaftaran dibuka"
    SELECTION = "selection", "Seleksi"
    RUNNING = "running", "Berjalan"
    AWAITING_GRADUATION = "awaiting_graduation", "Menunggu kelulusan"
    FINISHED = "finished", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"

    @property
    def kind(self) -> str:
        """Which of the five badges: ok, wait, bad, info, idle."""
        return PHASE_KINDS[self]


PHASE_KINDS = {
    Phase.DRAFT: "idle",
    Phase.NOT_OPEN: "idle",
    Phase.OPEN: "info",
    Phase.SELECTION: "wait",
    Phase.RUNNING: "info",
    Phase.AWAITING_GRADUATION: "wait",
    Phase.FINISHED: "ok",
    Phase.CANCELLED: "bad",
}


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    HELD = "held", "Terlaksana"
    CANCELLED = "cancelled", "Dibatalkan"


class HolidayKind(models.TextChoices):
    NATIONAL = "national", "Libur nasional"
    JOINT = "joint", "Cuti bersama"
    LOCAL = "local", "Libur daerah"
