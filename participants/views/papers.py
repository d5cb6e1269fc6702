"""Printing: the daftar hadir, the rekap, and what the desk hands out; one by one, for a selection, for all."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.access import Action, may, requires
from accounts.http import Request
from documents.enums import PaperKind
from documents.files import XLSX
from documents.serving import file_response, printed
from documents.working import WorkingPaper
from participants.class_list import Asked, Overview, asked_rows, filter_chips, overview
from participants.enums import GRADUATING, RegistrationStatus
from participants.models import Registration
from participants.papers.attendance_list import MeetingCancelledError, meeting_lists, week_lists
from participants.papers.cards import card_paper
from participants.papers.desk import blank_paper, desk_paper
from participants.papers.recap import build_recap, recap_paper
from participants.papers.weeks import weeks_of
from participants.papers.workbook import workbook
from participants.querysets import RegistrationQuerySet
from participants.views.session_page import find_session, head
from tkm.lib.db import one_reading
from tkm.lib.errors import DomainError
from training.enums import MeetingStatus
from training.models import TrainingSession

PAGE = "session-papers"
# What an address calls the papers of the desk.
DESK: Mapping[str, PaperKind] = {
    "formulir": PaperKind.REGISTRATION_FORM,
    "pernyataan": PaperKind.STATEMENT,
    "bukti": PaperKind.PROOF,
    "kartu": PaperKind.CARD,
}
BLANK = ("formulir", "pernyataan")


@dataclass(frozen=True, slots=True)
class Link:
    verb: str
    url: str


@dataclass(frozen=True, slots=True)
class Printable:
    """One line of the page: what is printed, for whom, and the links that print it."""

    label: str
    words: str
    links: tuple[Link, ...]


@require_safe
@requires(Action.VIEW)
def session_papers(request: Request, code: str) -> HttpResponse:
    """All that is printed for an angkatan; the filters of the list of people narrow the papers of the desk."""
    session = find_session(request, code)
    seen = overview(session)
    asked = Asked.of(request.GET, seen)
    meetings = list(session.meetings.not_cancelled().order_by("number"))
    context = {
        **head(request, session, PAGE),
        "lists": _lists(session, len(meetings)),
        "weeks": weeks_of(meetings),
        "desk": _desk_lines(session, seen, asked) if may(request.user, Action.REGISTER) else [],
        "chips": filter_chips(request.GET, asked, seen),
    }
    return render(request, "participants/session_papers.html", context)


@require_safe
@requires(Action.VIEW)
def attendance_list(request: Request, code: str, number: int) -> HttpResponse:
    """The list of one meeting, to be signed."""

    def made() -> WorkingPaper:
        session = find_session(request, code)
        meeting = get_object_or_404(session.meetings, number=number)
        meeting.session = session
        if meeting.status == MeetingStatus.CANCELLED:
            raise MeetingCancelledError(meeting)
        return meeting_lists(session, [meeting])

    return printed(request, made, back=reverse("meeting-list", args=[code]))


@require_safe
@requires(Action.VIEW)
def attendance_lists(request: Request, code: str, by: str) -> HttpResponse:
    """All lists in one file, by meeting or by week; of one week with `?minggu=`."""

    def made() -> WorkingPaper:
        session = find_session(request, code)
        meetings = list(session.meetings.not_cancelled().order_by("number"))
        for meeting in meetings:
            meeting.session = session
        if by == "pertemuan":
            return meeting_lists(session, meetings)
        week = request.GET.get("minggu")
        return week_lists(session, [one for one in weeks_of(meetings) if week in (None, str(one.number))])

    if by not in ("pertemuan", "minggu"):
        raise Http404
    return printed(request, made, back=reverse(PAGE, args=[code]))


@require_safe
@requires(Action.VIEW)
def attendance_recap(request: Request, code: str, form: str) -> HttpResponse:
    """The rekap as PDF or XLSX, of one object."""
    if form == "pdf":
        return printed(
            request, lambda: recap_paper(build_recap(find_session(request, code))), back=reverse(PAGE, args=[code])
        )
    if form != "xlsx":
        raise Http404
    try:
        with one_reading():
            recap = build_recap(find_session(request, code))
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(PAGE, code)
    return file_response(workbook(recap), media_type=XLSX, name=f"rekap-kehadiran-{code}.xlsx")


@require_safe
@requires(Action.REGISTER)
def desk_papers(request: Request, code: str, paper: str) -> HttpResponse:
    """One of the papers of the desk for all, or for those whom the filters leave."""
    kind = _kind(paper)

    def made() -> WorkingPaper:
        session = find_session(request, code, Action.REGISTER)
        return _paper_for(kind, session, _chosen(session, Asked.of(request.GET, overview(session))))

    back = f"{reverse(PAGE, args=[code])}?{urlencode(request.GET)}".rstrip("?")
    return printed(request, made, back=back)


@require_safe
@requires(Action.REGISTER)
def desk_paper_blank(request: Request, code: str, paper: str) -> HttpResponse:
    """To be filled in by hand."""
    if paper not in BLANK:
        raise Http404
    back = reverse(PAGE, args=[code])
    return printed(request, lambda: blank_paper(DESK[paper], find_session(request, code, Action.REGISTER)), back=back)


@require_safe
@requires(Action.REGISTER)
def registration_paper(request: Request, code: str, paper: str, pk: int) -> HttpResponse:
    """One of the papers of the desk for one registration."""
    kind = _kind(paper)

    def made() -> WorkingPaper:
        session = find_session(request, code, Action.REGISTER)
        get_object_or_404(session.registrations, pk=pk)
        return _paper_for(kind, session, session.registrations.filter(pk=pk))

    return printed(request, made, back=reverse("registration-detail", args=[code, pk]))


def papers_of_registration(registration: Registration) -> list[Link]:
    """What can be printed for a registration; a card only for who sits in the class."""
    verbs = {"formulir": "Formulir pendaftaran", "pernyataan": "Surat pernyataan", "bukti": "Bukti pendaftaran"}
    if registration.status in GRADUATING:
        verbs["kartu"] = "Kartu peserta"
    code, pk = registration.session.code, registration.pk
    return [Link(verb, reverse("registration-paper", args=[code, paper, pk])) for paper, verb in verbs.items()]


def _kind(paper: str) -> PaperKind:
    if paper not in DESK:
        raise Http404
    return DESK[paper]


def _paper_for(kind: PaperKind, session: TrainingSession, rows: RegistrationQuerySet) -> WorkingPaper:
    if kind == PaperKind.CARD:
        return card_paper(session, list(rows.for_cards()))
    return desk_paper(kind, session, list(rows.for_desk_papers()))


def _chosen(session: TrainingSession, asked: Asked) -> RegistrationQuerySet:
    """Whom the filters leave; who withdrew only if asked for."""
    rows = asked_rows(session, asked)
    return rows if asked.status else rows.exclude(status=RegistrationStatus.WITHDRAWN)


def _lists(session: TrainingSession, meetings: int) -> list[Printable]:
    """The daftar hadir and the rekap as a whole."""
    by_meeting, by_week = (reverse("attendance-lists", args=[session.code, by]) for by in ("pertemuan", "minggu"))
    pdf, xlsx = (reverse("attendance-recap", args=[session.code, form]) for form in ("pdf", "xlsx"))
    return [
        Printable(
            "Daftar hadir tiap pertemuan",
            f"{meetings} pertemuan, selembar untuk tiap pertemuan",
            (Link("Cetak", by_meeting),),
        ),
        Printable("Daftar hadir mingguan", "pertemuan dalam satu minggu berdampingan", (Link("Cetak", by_week),)),
        Printable(
            "Rekap kehadiran", "semua peserta dan pertemuan, JP dan persentase", (Link("PDF", pdf), Link("XLSX", xlsx))
        ),
    ]


def _desk_lines(session: TrainingSession, seen: Overview, asked: Asked) -> list[Printable]:
    statuses = list(_chosen(session, asked).order_by("pk").values_list("status", flat=True))
    in_class = sum(status in GRADUATING for status in statuses)
    lines = []
    for paper, kind in DESK.items():
        count, who = (in_class, "peserta yang lolos") if kind == PaperKind.CARD else (len(statuses), "pendaftar")
        links = [Link("Cetak", reverse("desk-papers", args=[session.code, paper]) + asked.query)] if count else []
        if paper in BLANK:
            links.append(Link("Cetak kosong", reverse("desk-paper-blank", args=[session.code, paper])))
        lines.append(Printable(kind.label, f"{count} {who}", tuple(links)))
    return lines
