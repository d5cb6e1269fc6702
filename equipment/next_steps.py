"""What is next with a BAST, in a word or two for lists and pages: one place that knows the order of the steps."""

from dataclasses import dataclass
from datetime import date, timedelta

from equipment.enums import HandoverStatus
from equipment.models import Handover
from tkm.lib.formats import tanggal


@dataclass(frozen=True, slots=True)
class NextStep:
    """`kind` is that of a badge: "bad" is late or was refused."""

    words: str
    kind: str = "wait"


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps on the page; `state` is done, now or later."""

    title: str
    words: str
    state: str


NOTHING = NextStep("–", "idle")
TITLES = ("Penerima", "Barang", "Terbitkan BAST", "Serahkan", "Unggah BAST bertanda tangan")
# How many of the five steps are done in each state; a void one stopped where it was.
DONE = {HandoverStatus.ISSUED: 3, HandoverStatus.HANDED_OVER: 4, HandoverStatus.COMPLETE: 5}


def scan_due_on(handover: Handover, due_days: int) -> date:
    """The last day for the scan of a BAST that was handed over."""
    return (handover.handed_over_on or handover.dated_on) + timedelta(days=due_days)


def next_step(handover: Handover, *, on: date, due_days: int) -> NextStep:
    """What somebody has to do now."""
    if handover.status == HandoverStatus.DRAFT:
        return NextStep("Terbitkan BAST")
    if handover.status == HandoverStatus.ISSUED:
        return after_issue(handover, on)
    if handover.status == HandoverStatus.HANDED_OVER:
        return after_handing_over(handover, on, due_days)
    return NOTHING


def next_of(handover: Handover, on: date) -> NextStep:
    """The same for a row of `HandoverQuerySet.for_list()`, which brings the office's days along."""
    return next_step(handover, on=on, due_days=handover.due_days)  # type: ignore[attr-defined]


def after_issue(handover: Handover, on: date) -> NextStep:
    if handover.dated_on < on:
        return NextStep(f"Serahkan; BAST bertanggal {tanggal(handover.dated_on)} sudah lewat", "bad")
    return NextStep(f"Serahkan pada {tanggal(handover.dated_on)}")


def after_handing_over(handover: Handover, on: date, due_days: int) -> NextStep:
    if handover.awaits_check:
        return NextStep("Pindaian menunggu diperiksa")
    if handover.scan_refusal:
        return NextStep(f"Unggah lagi: {handover.scan_refusal}", "bad")
    late = (on - scan_due_on(handover, due_days)).days
    if late > 0:
        return NextStep(f"Unggah BAST, terlambat {late} hari", "bad")
    return NextStep(f"Unggah BAST, paling lambat {tanggal(scan_due_on(handover, due_days))}")


def steps(handover: Handover, kinds: list[str], *, on: date, due_days: int) -> list[Step]:
    """The five steps; `kinds` are the kinds of the units on the BAST."""
    units = f"{kinds[0]}, {len(kinds)} unit" if len(set(kinds)) == 1 else f"{len(kinds)} barang"
    words = [
        handover.registration.participant.name,
        units if kinds else "Belum dipilih",
        handover.number.text if handover.number else "Nomor diberikan, barang dialokasikan",
        tanggal(handover.handed_over_on) if handover.handed_over_on else "Setelah ditandatangani",
        last_words(handover, on, due_days),
    ]
    if handover.status == HandoverStatus.VOIDED:
        words[3:] = [tanggal(handover.handed_over_on) if handover.handed_over_on else "", ""]
    done = done_steps(handover, bool(kinds))
    now = None if handover.status == HandoverStatus.VOIDED else done
    states = ["done" if at < done else "now" if at == now else "later" for at in range(len(TITLES))]
    return [Step(*step) for step in zip(TITLES, words, states, strict=True)]


def done_steps(handover: Handover, has_units: bool) -> int:
    if handover.status == HandoverStatus.DRAFT:
        return 2 if has_units else 1
    if handover.status == HandoverStatus.VOIDED:
        return 4 if handover.handed_over_on else 3
    return DONE[HandoverStatus(handover.status)]


def last_words(handover: Handover, on: date, due_days: int) -> str:
    if handover.status == HandoverStatus.COMPLETE:
        return "Sudah diperiksa"
    if handover.status == HandoverStatus.HANDED_OVER:
        return after_handing_over(handover, on, due_days).words
    return f"Paling lambat {due_days} hari"
