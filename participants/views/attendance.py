"""The attendance list of one meeting: marked line by line, or all at once without scripts; locked, opened again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import Action, requires
from accounts.http import Request
from participants.attendance import (
    check_markable,
    check_unlockable,
    lock_list,
    mark_attendance,
    mark_rest_present,
)
from participants.enums import Mark
from participants.forms.attendance import MarkForm, UnlockForm, changed_entries
from participants.models import Registration
from participants.views.session_page import find_session, head, may_here
from tkm.lib.errors import DomainError, refusal_of
from tkm.lib.formats import hari_tanggal
from tkm.lib.http import wants_part
from training.models import Meeting, TrainingSession

TAB = "attendance-current"


class RenumberedError(DomainError):
    """Numbers follow the dates: while the page was open, another meeting got the number of its address."""

    def __init__(self, now: Meeting | None = None) -> None:
        to_do = "Muat ulang halaman ini, lalu tandai lagi."
        if now:
            to_do = f"Yang Anda tandai sekarang pertemuan {now.number}: periksa, lalu simpan lagi."
        super().__init__(f"Urutan pertemuan sudah diubah orang lain. {to_do}")


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the list; `form` where a mark may be typed today, else `mark` is only shown."""

    registration: Registration
    form: MarkForm | None
    mark: Mark | None


@require_safe
@requires(Action.VIEW)
def attendance_current(request: Request, code: str) -> HttpResponse:
    """To the meeting that wants attention: today's, else the oldest one not locked, else the last or the first."""
    session = find_session(request, code)
    meetings = list(session.meetings.not_cancelled().order_by("number"))
    if meeting := meeting_to_show(meetings, timezone.localdate()):
        return redirect("attendance", code, meeting.number)
    return render(request, "participants/attendance_empty.html", head(request, session, TAB))


@require_safe
@requires(Action.VIEW)
def attendance(request: Request, code: str, number: int) -> HttpResponse:
    session = find_session(request, code)
    meeting, meetings = _meeting(session, number)
    return _page(request, meeting, meetings, _rows(meeting))


@requires(Action.MARK_ATTENDANCE)
def attendance_save(request: Request, code: str, number: int) -> HttpResponse:
    """The whole list at once; then the rest is marked present or the list is locked, as the button says.

    A refusal of any kind leaves what was typed on the page, of the meeting it was typed for.
    """
    session = find_session(request, code, Action.MARK_ATTENDANCE)
    addressed, meetings = _meeting(session, number)
    here = redirect("attendance", code, number)
    if request.method != "POST":
        return here
    meeting = next((one for one in meetings if str(one.pk) == request.POST.get("meeting")), None)
    if meeting is None:
        messages.error(request, RenumberedError().message)
        return here
    entries = changed_entries(_typed(request, meeting, _rows(meeting)).values())
    try:
        if meeting != addressed:
            raise RenumberedError(meeting)
        if entries is not None:
            written = mark_attendance(meeting.pk, entries, on=timezone.localdate(), actor=request.user)
            _then(request, meeting, written)
            return here
    except DomainError as error:
        return _refused_page(request, session, meeting.number, error.message)
    return _refused_page(request, session, meeting.number)


@requires(Action.MARK_ATTENDANCE)
def attendance_mark(request: Request, code: str, number: int, pk: int) -> HttpResponse:
    """One line, saved at once; answers with the state of that line."""
    session = find_session(request, code, Action.MARK_ATTENDANCE)
    meeting, _ = _meeting(session, number)
    rows = session.registrations.for_attendance(meeting)
    registration = get_object_or_404(rows, pk=pk)
    if request.method != "POST" or not wants_part(request):
        return redirect("attendance", code, number)
    form = MarkForm(request.POST, registration=registration, meeting=meeting)
    if form.has_changed() and form.is_valid():
        try:
            if request.POST.get("meeting") != str(meeting.pk):
                raise RenumberedError
            mark_attendance(meeting.pk, {pk: form.entry}, on=timezone.localdate(), actor=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
    everyone = list(rows)
    row = next(one for one in everyone if one.pk == pk)
    line = form if form.errors else MarkForm(None, registration=row, meeting=meeting)
    context = {"line": Line(row, line, _mark(row)), "counts": _counts(everyone)}
    return render(request, "participants/_mark_saved.html", context, status=422 if form.errors else 200)


@requires(Action.CONFIRM_GRADUATION)
def attendance_unlock(request: Request, code: str, number: int) -> HttpResponse:
    session = find_session(request, code, Action.CONFIRM_GRADUATION)
    meeting, _ = _meeting(session, number)
    form = UnlockForm(request.POST or None)
    if form.is_valid() and form.save(meeting, at=timezone.now(), actor=request.user):
        messages.success(request, f"Daftar hadir pertemuan {number} dibuka lagi. Kunci kembali setelah diperbaiki.")
        return redirect("attendance", code, number)
    context = {
        **head(request, session, TAB),
        "meeting": meeting,
        "form": form,
        "happens": f"Daftar hadir pertemuan {number}, {hari_tanggal(meeting.held_on)}, dapat diubah lagi.",
        "back_url": reverse("attendance", args=[code, number]),
    }
    return render(request, "participants/attendance_unlock.html", context, status=422 if form.errors else 200)


def meeting_to_show(meetings: Sequence[Meeting], on: date) -> Meeting | None:
    """Of the meetings that are not cancelled, in their order."""
    today = [meeting for meeting in meetings if meeting.held_on == on]
    past = [meeting for meeting in meetings if meeting.held_on < on]
    waiting = [meeting for meeting in today if not meeting.is_locked] or today
    waiting = waiting or [meeting for meeting in past if not meeting.is_locked] or past[-1:] or list(meetings)
    return waiting[0] if waiting else None


def _meeting(session: TrainingSession, number: int) -> tuple[Meeting, list[Meeting]]:
    """The meeting of that number, and all of the angkatan in order; 404 without it."""
    meetings = list(session.meetings.select_related("locked_by").order_by("number"))
    for meeting in meetings:
        meeting.session = session
        if meeting.number == number:
            return meeting, meetings
    raise Http404


def _rows(meeting: Meeting) -> list[Registration]:
    rows = list(meeting.session.registrations.for_attendance(meeting).with_minutes())
    for row in rows:
        row.session = meeting.session
    return rows


def _typed(request: Request, meeting: Meeting, rows: Sequence[Registration]) -> dict[int, MarkForm]:
    return {row.pk: MarkForm(request.POST, registration=row, meeting=meeting) for row in rows if row.needs_mark}


def _refused_page(request: Request, session: TrainingSession, number: int, refusal: str = "") -> HttpResponse:
    """The list as it is now, with what was typed over it."""
    meeting, meetings = _meeting(session, number)
    rows = _rows(meeting)
    return _page(request, meeting, meetings, rows, _typed(request, meeting, rows), refusal)


def _then(request: Request, meeting: Meeting, written: int) -> None:
    """What the button asks for beyond saving. Raises what the rules raise."""
    wish = request.POST.get("then", "")
    if wish == "rest":
        rest = mark_rest_present(meeting.pk, on=timezone.localdate(), actor=request.user)
        messages.success(request, f"{rest} orang ditandai hadir.")
    elif wish == "lock":
        lock_list(meeting.pk, at=timezone.now(), actor=request.user)
        messages.success(request, f"Daftar hadir pertemuan {meeting.number} dikunci.")
    elif written:
        messages.success(request, f"{written} tanda kehadiran tersimpan.")


def _page(
    request: Request,
    meeting: Meeting,
    meetings: Sequence[Meeting],
    rows: Sequence[Registration],
    lines: dict[int, MarkForm] | None = None,
    refusal: str = "",
) -> HttpResponse:
    """With `lines` what was typed is shown again, even if nobody marks this meeting just now."""
    session = meeting.session
    why_not = refusal_of(check_markable, meeting, timezone.localdate())
    may_mark = may_here(request, session, Action.MARK_ATTENDANCE) and (bool(lines) or not why_not)
    at = meetings.index(meeting)
    context = {
        **head(request, session, TAB),
        "meeting": meeting,
        "previous": meetings[at - 1] if at else None,
        "following": meetings[at + 1] if at + 1 < len(meetings) else None,
        "lines": [_line(row, meeting, lines, may_mark) for row in rows],
        "counts": _counts(rows),
        "may_mark": may_mark,
        "marks": list(Mark),
        "why_not": "" if meeting.is_locked or refusal else why_not,
        "may_unlock": meeting.is_locked and _may_unlock(request, meeting),
        "unlocks": list(meeting.unlocks.select_related("by")),
        "is_overdue": meeting.is_overdue(timezone.localdate()),
        "has_errors": lines is not None,
        "refusal": refusal,
    }
    return render(request, "participants/attendance.html", context, status=200 if lines is None else 422)


def _may_unlock(request: Request, meeting: Meeting) -> bool:
    return may_here(request, meeting.session, Action.CONFIRM_GRADUATION) and not refusal_of(check_unlockable, meeting)


def _line(row: Registration, meeting: Meeting, lines: dict[int, MarkForm] | None, is_open: bool) -> Line:
    if not (is_open and row.needs_mark):
        return Line(row, None, _mark(row))
    typed = lines.get(row.pk) if lines else None
    if typed is None or not typed.has_changed():  # so that what another marked meanwhile is shown, and not undone
        typed = MarkForm(None, registration=row, meeting=meeting)
    return Line(row, typed, _mark(row))


def _mark(row: Registration) -> Mark | None:
    return Mark(row.mark) if row.mark else None


def _counts(rows: Sequence[Registration]) -> tuple[int, int]:
    """How many of those who need a mark have one."""
    needed = [row for row in rows if row.needs_mark]
    return sum(bool(row.mark) for row in needed), len(needed)
