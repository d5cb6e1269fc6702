"""The kinds of things that need attention, each defined once in words and as one queryset."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import TruncDate

from accounts.access import Action
from accounts.models import User
from equipment.enums import HandoverStatus
from equipment.models import Handover, HandoverItem, RecipientDecree, WaitingOverride
from equipment.querysets import AWAITS_CHECK, HandoverQuerySet
from participants.enums import RegistrationStatus
from participants.models import Registration
from participants.querysets import RegistrationQuerySet
from reports import figures
from reports.attention import Kind, Line, days_after, days_before
from tkm.lib.formats import hari_tanggal, tanggal
from training.enums import SessionStatus
from training.holidays import closed_on
from training.models import Meeting, TrainingSession

REPORT = Action.REPORT


def _meetings(user: User, on: date) -> QuerySet[Meeting]:
    sessions = TrainingSession.objects.visible_to(user, REPORT).filter(status=SessionStatus.PUBLISHED)
    return Meeting.objects.overdue(on).filter(session__in=sessions).annotate(since=F("held_on"))


def _registrations(user: User) -> RegistrationQuerySet:
    return Registration.objects.visible_to(user, REPORT)


def _unverified(user: User, on: date) -> RegistrationQuerySet:
    late = Q(registered_on__lt=days_before(on, "verification_days"), status=RegistrationStatus.SUBMITTED)
    return _registrations(user).filter(late, session__status=SessionStatus.PUBLISHED).annotate(since=F("registered_on"))


def _without_goods(user: User, on: date) -> RegistrationQuerySet:
    late = Q(graduation__confirmed_on__lt=days_before(on, "goods_days"))
    found = _registrations(user).filter(figures.WITHOUT_GOODS.where, late)
    return found.annotate(since=F("graduation__confirmed_on"))


def _handovers(user: User) -> HandoverQuerySet:
    return Handover.objects.visible_to(user, REPORT)


def _dated(user: User) -> HandoverQuerySet:
    """The BASTs that count, each since the day that is written on it."""
    return _handovers(user).live().annotate(since=F("dated_on"))


def _not_given(user: User, on: date) -> HandoverQuerySet:
    return _dated(user).filter(status=HandoverStatus.ISSUED, dated_on__lt=on)


def _scan_late(user: User, on: date) -> HandoverQuerySet:
    return _handovers(user).due_for("terlambat", on, user).annotate(since=F("handed_over_on"))


def _scan_unchecked(user: User, on: date) -> HandoverQuerySet:
    return _handovers(user).filter(AWAITS_CHECK).annotate(since=TruncDate("scan_uploaded_at"))


def _backdated(user: User, on: date) -> HandoverQuerySet:
    """Printed again, a BAST has the date of that printing."""
    printed = Case(When(paper__revision=1, then=F("issued_at")), default=F("paper__created_at"))
    found = _dated(user).alias(printed=TruncDate(printed, output_field=DateField()))
    return found.filter(printed__gt=days_after("dated_on", "backdating_days"))


def _on_closed_day(user: User, on: date) -> HandoverQuerySet:
    return _dated(user).filter(closed_on("dated_on"))


def _signatory_not_in_office(user: User, on: date) -> HandoverQuerySet:
    outside = Q(signatory__valid_from__gt=F("dated_on")) | Q(signatory__valid_until__lt=F("dated_on"))
    return _dated(user).filter(outside)


def _before_its_ground(user: User, on: date) -> HandoverQuerySet:
    uninspected = HandoverItem.objects.filter(handover=OuterRef("pk"), unit__inspected_on__gt=OuterRef("dated_on"))
    early = Q(recipient__decree__in_force_from__gt=F("dated_on")) | Q(
        registration__graduation__confirmed_on__gt=F("dated_on")
    )
    return _dated(user).filter(early | Exists(uninspected))


def _decrees(user: User, on: date) -> QuerySet[RecipientDecree]:
    """The office's decrees belong to no kecamatan: everybody who reads reports sees them all."""
    return RecipientDecree.objects.annotate(since=F("issued_on"))


def _decree_without_scan(user: User, on: date) -> QuerySet[RecipientDecree]:
    return _decrees(user, on).filter(scan=None)


def _decree_backdated(user: User, on: date) -> QuerySet[RecipientDecree]:
    recorded = TruncDate("number__given_at", output_field=DateField())
    found = _decrees(user, on).alias(recorded=recorded)
    return found.filter(recorded__gt=days_after("issued_on", "backdating_days"))


def _decree_on_closed_day(user: User, on: date) -> QuerySet[RecipientDecree]:
    return _decrees(user, on).filter(closed_on("issued_on"))


def _overrides(user: User) -> QuerySet[WaitingOverride]:
    used = WaitingOverride.objects.visible_to(user, REPORT).exclude(handover=None)
    return used.exclude(handover__status=HandoverStatus.VOIDED).annotate(since=F("handover__dated_on"))


def _granted(user: User, on: date) -> QuerySet[WaitingOverride]:
    return _overrides(user).filter(granted_at__isnull=False)


def _with_reason_only(user: User, on: date) -> QuerySet[WaitingOverride]:
    return _overrides(user).filter(granted_at=None)


def _meeting_line(meeting: Any) -> Line:
    return Line(f"{meeting}, {hari_tanggal(meeting.held_on)}", str(meeting.session), meeting.get_absolute_url())


def _registration_line(registration: Any) -> Line:
    return Line(registration.participant.name, str(registration.session), registration.get_absolute_url())


def _handover_line(handover: Any) -> Line:
    registration = handover.registration
    note = f"{registration.participant.name} · {registration.session.short_name}"
    return Line(f"BAST {handover.number}, {hari_tanggal(handover.dated_on)}", note, handover.get_absolute_url())


def _signatory_line(handover: Any) -> Line:
    line, signatory = _handover_line(handover), handover.signatory
    until = f" sampai {tanggal(signatory.valid_until)}" if signatory.valid_until else ""
    note = f"{signatory}: berlaku sejak {tanggal(signatory.valid_from)}{until}"
    return Line(line.title, note, line.url)


def _decree_line(decree: Any) -> Line:
    return Line(f"{decree}, {hari_tanggal(decree.issued_on)}", decree.title, decree.get_absolute_url())


def _override_line(override: Any) -> Line:
    person = override.registration.participant.name
    note = f"{override.reason} (diminta {override.asked_by}"
    note += f", diberikan {override.granted_by})" if override.granted_by else ")"
    return Line(f"{person}: {override.type.name}", note, override.handover.get_absolute_url())


OF_SESSION = ("session__program",)
OF_REGISTRATION = ("participant", "session__program")
OF_HANDOVER = ("number", "registration__participant", "registration__session__program")
OF_OVERRIDE = ("registration__participant", "type", "asked_by", "granted_by", "handover")

KINDS = (
    Kind(
        "kehadiran-belum-dikunci", "pertemuan lewat tanggal, daftar hadir belum dikunci",
        "Pertemuan yang tanggalnya sudah lewat dan daftar hadirnya belum dikunci; umurnya sejak hari pertemuan.",
        _meetings, OF_SESSION, _meeting_line, settled_by=Action.MARK_ATTENDANCE,
    ),
    Kind(
        "verifikasi-terlambat", "pendaftar lama menunggu verifikasi",
        "Pendaftar yang menunggu verifikasi lebih dari {office.verification_days} hari sejak mendaftar.",
        _unverified, OF_REGISTRATION, _registration_line, settled_by=Action.SELECT,
    ),
    Kind(
        "lulus-tanpa-barang", "lulusan lama belum menerima barang",
        "Lulusan yang lebih dari {office.goods_days} hari sesudah kelulusannya disahkan belum menerima barang dengan "
        "BAST yang berlaku.",
        _without_goods, OF_REGISTRATION, _registration_line,
    ),
    Kind(
        "bast-belum-diserahkan", "BAST lewat tanggal belum diserahkan",
        "BAST yang terbit, tanggalnya sudah lewat, dan penyerahannya belum dicatat.",
        _not_given, OF_HANDOVER, _handover_line, settled_by=Action.MANAGE_EQUIPMENT,
    ),
    Kind(
        "pindaian-terlambat", "BAST bertanda tangan terlambat diunggah",
        "BAST yang lebih dari {office.scan_due_days} hari sesudah penyerahan belum diunggah bertanda tangan, atau "
        "unggahannya ditolak.",
        _scan_late, OF_HANDOVER, _handover_line,
    ),
    Kind(
        "pindaian-belum-diperiksa", "unggahan BAST belum diperiksa",
        "BAST bertanda tangan yang sudah diunggah dan belum diperiksa orang kedua; umurnya sejak diunggah.",
        _scan_unchecked, OF_HANDOVER, _handover_line, settled_by=Action.CHECK_SCAN,
    ),
    Kind(
        "sk-tanpa-pindaian", "SK penerima tanpa pindaian",
        "SK penerima yang pindaiannya belum diunggah; umurnya sejak tanggal SK.",
        _decree_without_scan, ("number",), _decree_line, settled_by=Action.RECORD_DECREE,
    ),
    Kind(
        "bast-tanggal-mundur", "BAST bertanggal mundur",
        "BAST yang dicetak lebih dari {office.backdating_days} hari sesudah tanggal yang tertulis padanya.",
        _backdated, OF_HANDOVER, _handover_line,
    ),
    Kind(
        "sk-tanggal-mundur", "SK penerima lama sesudah tanggalnya baru dicatat",
        "SK penerima yang dicatat di sini lebih dari {office.backdating_days} hari sesudah tanggalnya.",
        _decree_backdated, ("number",), _decree_line,
    ),
    Kind(
        "bast-hari-libur", "BAST bertanggal hari Minggu atau hari libur",
        "BAST yang tanggalnya hari Minggu, libur nasional, cuti bersama atau libur daerah menurut daftar hari libur.",
        _on_closed_day, OF_HANDOVER, _handover_line,
    ),
    Kind(
        "sk-hari-libur", "SK penerima bertanggal hari Minggu atau hari libur",
        "SK penerima yang tanggalnya hari Minggu, libur nasional, cuti bersama atau libur daerah menurut daftar hari "
        "libur.",
        _decree_on_closed_day, ("number",), _decree_line,
    ),
    Kind(
        "penanda-tangan", "BAST yang penanda tangannya tidak menjabat",
        "BAST yang tanggalnya di luar masa jabatan penanda tangannya menurut daftar penanda tangan.",
        _signatory_not_in_office, (*OF_HANDOVER, "signatory"), _signatory_line,
    ),
    Kind(
        "bast-mendahului", "BAST mendahului dasarnya",
        "BAST yang tanggalnya sebelum SK penerimanya berlaku, sebelum kelulusan disahkan, atau sebelum barangnya "
        "diperiksa.",
        _before_its_ground, OF_HANDOVER, _handover_line,
    ),
    Kind(
        "pengecualian", "pengecualian masa tunggu dipakai",
        "Bantuan sejenis dalam masa tunggu yang diberikan dengan pengecualian dari pejabat, pada BAST yang berlaku.",
        _granted, OF_OVERRIDE, _override_line, for_knowledge=True,
    ),
    Kind(
        "bantuan-kedua-beralasan", "bantuan kedua dengan alasan saja",
        "Bantuan sejenis dalam masa tunggu yang diberikan dengan alasan tanpa pengecualian dari pejabat, pada BAST "
        "yang berlaku.",
        _with_reason_only, OF_OVERRIDE, _override_line, for_knowledge=True,
    ),
)  # fmt: skip
BY_CODE = {kind.code: kind for kind in KINDS}
