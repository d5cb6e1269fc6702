"""States of a unit and of a handover."""

from django.db import models


class UnitStatus(models.TextChoices):
    RECEIVED = "received", "Barang masuk, belum diperiksa"
    AVAILABLE = "available", "Siap diserahkan"
    DEFECTIVE = "defective", "Rusak"
    RESERVED = "reserved", "Dialokasikan"
    HANDED_OVER = "handed_over", "Diserahkan"
    RETURNED = "returned", "Dikembalikan"
    LOST = "lost", "Hilang"
    WRITTEN_OFF = "written_off", "Dihapuskan"


class HandoverStatus(models.TextChoices):
    DRAFT = "draft", "Draf"
    ISSUED = "issued", "Terbit"
    HANDED_OVER = "handed_over", "Diserahkan"
    COMPLETE = "complete", "Lengkap"
    VOIDED = "voided", "Batal"


# A unit counts as given to the person in these states.
LIVE = (HandoverStatus.ISSUED, HandoverStatus.HANDED_OVER, HandoverStatus.COMPLETE)
# The paper is signed and frozen.
FROZEN = (HandoverStatus.HANDED_OVER, HandoverStatus.COMPLETE)
# With a unit in one of these the person has the machine.
WITH_PERSON = (UnitStatus.RESERVED, UnitStatus.HANDED_OVER)
