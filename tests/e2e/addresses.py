"""Which pages each role is shown: all that differ for it, in every state."""

from django.contrib import admin
from django.urls import reverse

from equipment.enums import HandoverStatus
from equipment.models import EquipmentUnit, Handover, Payment, Procurement, RecipientDecree, SupplyPaper
from participants.models import Certificate, Participant, Registration
from tests.e2e.browsing import MISSING
from tests.e2e.world import CHOOSING, DRAFT, ENDED, OPEN, PAST, TODAY
from training.models import Meeting, Program

TABS = (
    *("session-detail", "session-registrations", "meeting-list", "attendance-current"),
    *("graduation", "session-handovers", "session-report"),
)


def at(name: str, *args: object) -> str:
    return reverse(name, args=args)


def tabs(*codes: str) -> list[str]:
    return [at(name, code) for code in codes for name in TABS]


def visitor() -> list[str]:
    code = Handover.objects.filter(status=HandoverStatus.COMPLETE).values_list("paper__code", flat=True).first()
    void = Handover.objects.filter(status=HandoverStatus.VOIDED).values_list("paper__code", flat=True).first()
    return ["/masuk/", "/verifikasi/", at("verification-result", code), at("verification-result", void)]


def petugas() -> list[str]:
    person = Participant.objects.filter(registrations__session__code=PAST).first()
    waiting = Registration.objects.filter(session__code=OPEN).first()
    return [
        "/", "/akun/", "/akun/sandi/", "/akun/perangkat/keluar/", "/akun/dua-langkah/", "/akun/lanjut/",
        "/pelatihan/", "/pendaftaran/", f"/pendaftaran/?peserta={person.pk}",
        at("registration-create", OPEN), at("registration-create", PAST), "/peserta/", "/peserta/?q=tidakada",
        "/cari/", "/cari/?q=siti", "/cari/?q=tidakada", "/tombol-pintas/",
        at("participant-detail", person.pk), at("participant-edit", person.pk), at("session-detail", OPEN),
        at("participant-history", person.pk),
        at("participant-photo", person.pk), at("participant-photo-remove", person.pk),
        at("session-registrations", OPEN), at("registration-detail", OPEN, waiting.pk),
        at("registration-withdraw", OPEN, waiting.pk), "/serah-terima/", "/barang/", "/laporan/",
    ]  # fmt: skip


def verifikator() -> list[str]:
    people = {code: Registration.objects.filter(session__code=code).order_by("pk") for code in (CHOOSING, TODAY, PAST)}
    meetings = {code: Meeting.objects.get(session__code=code) for code in (TODAY, ENDED)}
    given = Certificate.objects.filter(registration__session__code=PAST).order_by("pk")
    decree, check = RecipientDecree.objects.get(), Handover.objects.get(scan_refusal="", **UNCHECKED)
    return [
        "/", "/pelatihan/", "/pelatihan/baru/", "/pelatihan/program/", at("program-units", Program.objects.first().pk),
        *tabs(PAST, OPEN, CHOOSING), at("session-detail", DRAFT),
        at("session-edit", OPEN), at("session-publish", DRAFT), at("session-close", OPEN), at("session-cancel", OPEN),
        at("meeting-list", DRAFT), at("session-papers", TODAY), at("session-papers", DRAFT),
        at("meeting-plan", DRAFT), at("meeting-create", TODAY),
        at("meeting-edit", TODAY, meetings[TODAY].pk), at("meeting-cancel", TODAY, meetings[TODAY].pk),
        at("session-registrations", TODAY), at("attendance-unlock", ENDED, 1), at("graduation-return", ENDED),
        *(at("registration-detail", code, rows[0].pk) for code, rows in people.items()),
        at("registration-drop", TODAY, people[TODAY][0].pk), "/sk-penerima/", "/sk-penerima/baru/",
        at("decree-detail", decree.pk), at("decree-edit", decree.pk), at("decree-recipients", decree.pk),
        at("decree-recipients", decree.pk) + f"?angkatan={PAST}", at("handover-check", check.pk),
        at("session-certificates", PAST), at("certificate-issue", PAST), at("certificate-revoke", given.last().pk),
        *(at("certificate-detail", one.pk) for one in (given.first(), given.last())),
    ]  # fmt: skip


def instruktur() -> list[str]:
    return ["/", "/pelatihan/", *tabs(TODAY, ENDED), at("attendance", PAST, 5)]


CONTRACT_PAGES = (
    *("procurement-papers", "supply-delivery", "supply-inspection", "supply-release"),
    *("procurement-payments", "payment-create", "procurement-match"),
)
UNCHECKED = {"status": HandoverStatus.HANDED_OVER, "scan__isnull": False}


def pengurus_barang() -> list[str]:
    one = {status: Handover.objects.filter(status=status).order_by("pk")[0].pk for status in HandoverStatus}
    paper, paid = SupplyPaper.objects.order_by("pk")[0], Payment.objects.order_by("pk")[0]
    bought, unit = Procurement.objects.get(), EquipmentUnit.objects.order_by("pk")
    decree = RecipientDecree.objects.get()
    return [
        "/", "/barang/", "/barang/?cari=tidakada", at("unit-detail", unit.first().pk),
        at("unit-detail", unit.last().pk), at("unit-history", unit.first().pk), at("unit-correct", unit.last().pk),
        "/barang/pengadaan/", "/barang/pengadaan/baru/",
        at("procurement-detail", bought.pk), at("procurement-edit", bought.pk),
        *(at(name, bought.pk) for name in CONTRACT_PAGES), at("stock-list"), at("stock-card", bought.type_id),
        at("supply-void", paper.pk), at("payment-void", paid.pk),
        at("unit-receive", bought.pk), "/serah-terima/", "/serah-terima/baru/", at("handover-draft", decree.pk),
        *(at("handover-detail", pk) for pk in one.values()), at("session-handovers", PAST),
        at("handover-issue", one["draft"]), at("handover-edit", one["draft"]), at("handover-units", one["draft"]),
        at("handover-delete", one["draft"]), at("handover-earlier-aid", one["draft"]),
        at("handover-reprint", one["issued"]), at("handover-hand-over", one["issued"]),
        *(at("handover-scan", handover.pk) for handover in Handover.objects.filter(**UNCHECKED)),
        *(at("handover-detail", handover.pk) for handover in Handover.objects.filter(**UNCHECKED)),
    ]  # fmt: skip


def pejabat() -> list[str]:
    done = Handover.objects.filter(status=HandoverStatus.COMPLETE)[0]
    return [
        "/", "/laporan/", at("session-report", PAST), at("session-report", OPEN), at("session-history", PAST),
        at("report-rows", PAST, "menerima"),
        at("report-rows", PAST, "peserta"), at("report-units", PAST), at("graduation", ENDED),
        at("realisation"), at("session-match", PAST), at("session-match", OPEN),
        at("graduation-confirm", ENDED), at("year-report", 2025), at("year-report", 2024) + "?peta=lulus",
        at("year-rows", 2025, "lulus") + "?kecamatan=63.72.06", at("year-units", 2025),
        at("attention"), at("attention-rows", "pindaian-belum-diperiksa"),
        at("handover-detail", done.pk), at("handover-history", done.pk), at("handover-void", done.pk), MISSING,
    ]  # fmt: skip


def administrator() -> list[str]:
    person = Participant.objects.order_by("pk")[0]
    return [
        "/", "/naskah/", "/naskah/bast/", "/naskah/statement/ubah/", "/admin/",
        at("admin:participants_registration_changelist"), at("admin:participants_participant_change", person.pk),
        at("admin:participants_participant_history", person.pk), at("admin:accounts_user_add"),
        at("admin:training_trainingsession_history", Meeting.objects.first().session_id),
    ]  # fmt: skip


def lists_of_administration() -> list[str]:
    names = [model._meta.label_lower.replace(".", "_") for model in admin.site._registry]
    return [at(f"admin:{name}_changelist") for name in names]
