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


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "Direncanakan"
    HELD = "held", "Terlaksana"
    CANCELLED = "cancelled", "Dibatalkan"
