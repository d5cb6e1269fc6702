"""Boleh diserahkan? What must hold before a BAST is issued, each with what is so now and what to do."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from documents.enums import WaitingRule
from documents.wording import EmptyTokenError
from equipment.aid import Aid
from equipment.bast_data import filled_wording
from equipment.cases import Case
from equipment.enums import HandoverStatus, UnitStatus
from participants.enums import RegistrationStatus
from tkm.lib.errors import DomainError
from tkm.lib.formats import tanggal


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of the panel; `code` stays the same, so that a page can add the link that helps."""

    code: str
    is_met: bool
    words: str
    advice: str = ""  # what to do, where it is not met

    @property
    def kind(self) -> str:
        return "ok" if self.is_met else "bad"

    @property
    def answer(self) -> str:
        return "Ya" if self.is_met else "Belum"


class NotAllowedError(DomainError):
    """A BAST that may not be issued (again) now: says the first thing that is missing and what to do."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(f"{condition.words}. {condition.advice}".strip())
        self.condition = condition


def graduated(case: Case, on: date) -> Condition:
    registration = case.handover.registration
    graduation = getattr(registration, "graduation", None)
    if registration.status != RegistrationStatus.COMPLETED or graduation is None:
        return Condition("graduated", False, "Belum lulus", "BAST hanya untuk lulusan: sahkan dulu kelulusannya.")
    return Condition("graduated", True, f"Lulus, disahkan {tanggal(graduation.confirmed_on)}")


def decreed(case: Case, on: date) -> Condition:
    decree, line, day = case.decree, case.handover.recipient, case.handover.dated_on
    later = getattr(decree, "amended_by", None)
    if decree.in_force_from > day:
        words = f"SK {decree.number} baru berlaku {tanggal(decree.in_force_from)}"
        return Condition("decree", False, words, "Ubah tanggal BAST-nya.")
    if later is not None and later.in_force_from <= day:
        words = f"SK {decree.number} sudah diubah oleh SK {later.number}"
        return Condition("decree", False, words, advice_after_amendment(case))
    return Condition("decree", True, f"Tercantum di SK {decree.number}, urutan {line.position}")


def advice_after_amendment(case: Case) -> str:
    """The draft follows the amending decree when it is saved again; an issued BAST cites its own for good."""
    is_draft = case.handover.status == HandoverStatus.DRAFT
    if case.is_named_again:
        if is_draft:
            return "Simpan lagi draf ini agar memakai SK perubahannya."
        return "Minta pejabat membatalkan BAST ini, lalu buat draf menurut SK perubahannya."
    what = "hapus draf ini" if is_draft else "minta pejabat membatalkan BAST ini"
    return f"Namanya tidak lagi tercantum di SK itu: {what}, atau catat SK perubahan yang menyebutnya."


def household_known(case: Case, on: date) -> Condition:
    if not case.participant.kk_number:
        return Condition("household", False, "Nomor KK belum diisi", "Lengkapi data peserta dulu.")
    return Condition("household", True, "Nomor KK tercatat")


def no_aid_yet(case: Case, on: date) -> Condition:
    forbidding = [aid for aid in case.aids if case.override_for(aid.type_id) is None]
    if forbidding:
        return Condition("aid", False, forbidding[0].told(of=case.participant.pk), advice_on(forbidding[0], case))
    if case.aids:
        override = case.override_for(case.aids[0].type_id)
        by = f"pengecualian dari {override.granted_by}" if override and override.granted_by else "dengan alasan"
        return Condition("aid", True, f"{case.aids[0].told(of=case.participant.pk)}; boleh lagi, {by}")
    names = " dan ".join(dict.fromkeys(name.lower() for name in case.type_names)) or "bantuan"
    return Condition("aid", True, f"Belum menerima {names}, termasuk satu KK")


def advice_on(aid: Aid, case: Case) -> str:
    if any(override.type_id == aid.type_id for override in case.overrides):
        return "Pengecualian sudah diminta, menunggu pejabat."
    if case.office.waiting_rule == WaitingRule.REASON:
        return f"Masa tunggu {case.office.waiting_years} tahun: tulis alasannya bila tetap diberikan."
    return f"Masa tunggu {case.office.waiting_years} tahun: minta pengecualian kepada pejabat."


def units_ready(case: Case, on: date) -> Condition:
    if not case.items:
        return Condition("units", False, "Belum ada barang", "Ketik nomor seri atau pilih barang yang siap diserahkan.")
    for item in case.items:
        if item.unit.status != UnitStatus.AVAILABLE:
            state = item.unit.get_status_display().lower()
            return Condition("units", False, f"{item.unit.serial_number} {state}", "Ganti dengan barang lain.")
    if twice := sorted(name for name, count in Counter(case.type_names).items() if count > 1):
        words = f"Lebih dari satu {twice[0].lower()}"
        return Condition("units", False, words, "Satu BAST memuat satu barang sejenis: keluarkan yang lain.")
    if case.foreign_types:
        names = ", ".join(sorted(case.foreign_types))
        return Condition("units", False, f"{names} bukan jenis bantuan dalam SK", "Ganti dengan barang lain.")
    return Condition("units", True, f"{len(case.items)} barang siap diserahkan")


def signatory_valid(case: Case, on: date) -> Condition:
    signatory, day = case.handover.signatory, case.handover.dated_on
    if not signatory.signs_on(day):
        words = f"{signatory.name} tidak berwenang menandatangani pada {tanggal(day)}"
        return Condition("signatory", False, words, "Pilih penanda tangan lain.")
    return Condition("signatory", True, f"Ditandatangani {signatory.printed_position}, berwenang pada tanggal BAST")


def dated_ahead(case: Case, on: date) -> Condition:
    day = case.handover.dated_on
    if day < on:
        advice = "BAST dicetak paling lambat pada hari penyerahan: ubah tanggalnya."
        return Condition("date", False, f"Tanggal BAST {tanggal(day)} sudah lewat", advice)
    return Condition("date", True, f"Tanggal BAST {tanggal(day)}")


def wording_complete(case: Case, on: date) -> Condition:
    if case.items:  # without units the money behind them is not known yet
        try:
            filled_wording(case)
        except EmptyTokenError as error:
            return Condition("wording", False, error.message.rstrip("."))
    return Condition("wording", True, "Isian naskah BAST lengkap")


FOR_ISSUE: tuple[Callable[[Case, date], Condition], ...] = (
    graduated,
    decreed,
    household_known,
    no_aid_yet,
    units_ready,
    signatory_valid,
    dated_ahead,
    wording_complete,
)
FOR_REPRINT = (decreed, signatory_valid, dated_ahead, wording_complete)


def conditions(case: Case, *, on: date) -> list[Condition]:
    """All that must hold on the day `on` before this draft is issued."""
    return [check(case, on) for check in FOR_ISSUE]


def refuse_unmet(case: Case, *, on: date, checks: tuple[Callable[[Case, date], Condition], ...] = FOR_ISSUE) -> None:
    """Raise NotAllowedError for the first condition that does not hold."""
    for check in checks:
        if not (condition := check(case, on)).is_met:
            raise NotAllowedError(condition)
