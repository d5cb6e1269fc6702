"""States of a unit and of a handover."""

from django.db import models

from participants.enums import RegistrationStatus


class UnitStatus(models.TextChoices):
    RECEIVED = "received", "Barang masuk, belum diperiksa"
    AVAILABLE = "available", "Siap diserahkan"
    DEFECTIVE = "defective", "Rusak"
    RESERVED = "reserved", "Dialokasikan"
    HANDED_OVER = "handed_over", "Diserahkan"
    RETURNED = "returned", "Dikembalikan"
    LOST = "lost", "Hilang"
    WRITTEN_OFF = "written_off", "Dihapuskan"

    @property
    def kind(self) -> str:
        """Which of the five badges: ok, wait, bad, info, idle."""
        return UNIT_KINDS[self]

    @property
    def short(self) -> str:
        """What fits into a badge or over a figure."""
        return "Belum diperiksa" if self == UnitStatus.RECEIVED else self.label


UNIT_KINDS = {
    UnitStatus.RECEIVED: "wait",
    UnitStatus.AVAILABLE: "ok",
    UnitStatus.DEFECTIVE: "bad",
    UnitStatus.RESERVED: "info",
    UnitStatus.HANDED_OVER: "idle",
    UnitStatus.RETURNED: "wait",
    UnitStatus.LOST: "bad",
    UnitStatus.WRITTEN_OFF: "idle",
}
# Here an inspection says whether the unit may be given.
INSPECTABLE = (UnitStatus.RECEIVED, UnitStatus.AVAILABLE, UnitStatus.DEFECTIVE, UnitStatus.RETURNED)
# Still on our shelf and on no paper: a mistyped serial number may be corrected.
UNBOUND = (UnitStatus.RECEIVED, UnitStatus.AVAILABLE, UnitStatus.DEFECTIVE)
WRITABLE_OFF = (UnitStatus.DEFECTIVE, UnitStatus.LOST)


class DecreeState(models.TextChoices):
    """Where a decree stands on a day; derived from its dates, never stored."""

    IN_FORCE = "in_force", "Berlaku"
    NOT_YET = "not_yet", "Belum berlaku"
    REPLACED = "replaced", "Sudah diganti"

    @property
    def kind(self) -> str:
        """Which of the five badges: ok, wait, bad, info, idle."""
        return {"in_force": "ok", "not_yet": "wait", "replaced": "idle"}[self.value]


class HandoverStatus(models.TextChoices):
    DRAFT = "draft", "Draf"
    ISSUED = "issued", "Terbit"
    HANDED_OVER = "handed_over", "Diserahkan"
    COMPLETE = "complete", "Lengkap"
    VOIDED = "voided", "Batal"

    @property
    def kind(self) -> str:
        """Which of the five badges: ok, wait, bad, info, idle."""
        return HANDOVER_KINDS[self]


HANDOVER_KINDS = {
    HandoverStatus.DRAFT: "wait",
    HandoverStatus.ISSUED: "info",
    HandoverStatus.HANDED_OVER: "info",
    HandoverStatus.COMPLETE: "ok",
    HandoverStatus.VOIDED: "idle",
}


# A unit counts as given to the person in these states.
LIVE = (HandoverStatus.ISSUED, HandoverStatus.HANDED_OVER, HandoverStatus.COMPLETE)
# A paper with a number was made, even if it is void now.
EVER_ISSUED = (*LIVE, HandoverStatus.VOIDED)
# The paper is signed and frozen.
FROZEN = (HandoverStatus.HANDED_OVER, HandoverStatus.COMPLETE)
# Somebody still has something to do with it.
UNFINISHED = (HandoverStatus.DRAFT, HandoverStatus.ISSUED, HandoverStatus.HANDED_OVER)
# Whom a decree may name: candidates ("calon penerima, bersyarat lulus") and graduates.
NAMEABLE = (RegistrationStatus.ACCEPTED, RegistrationStatus.COMPLETED)


class SupplyKind(models.TextChoices):
    """The papers on which goods travel from the supplier to our store, in their order."""

    DELIVERY = "delivery", "BAST penyedia"
    INSPECTION = "inspection", "Berita acara pemeriksaan"
    HANDING_ON = "handing_on", "BAST kepada pengguna barang"
    RELEASE = "release", "Surat perintah penyaluran"

    @property
    def earlier(self) -> "tuple[SupplyKind, ...]":
        """The kinds that come before this one."""
        kinds = tuple(SupplyKind)
        return kinds[: kinds.index(self)]

    @property
    def later(self) -> "tuple[SupplyKind, ...]":
        kinds = tuple(SupplyKind)
        return kinds[kinds.index(self) + 1 :]


class MovementKind(models.TextChoices):
    """What a line of the stock card tells, in the order in which one day is told."""

    RECEIVED = "received", "Diterima"
    RETURNED = "returned", "Kembali dari warga"
    GOOD = "available", "Diperiksa: baik"
    DEFECTIVE = "defective", "Rusak"
    HANDED_OVER = "handed_over", "Diserahkan"
    LOST = "lost", "Hilang"
    WRITTEN_OFF = "written_off", "Dihapuskan"
