"""Registrations, attendance and graduation in /admin/: looked at here, changed by the rules alone."""

from datetime import date

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.access import Action
from accounts.admin_tools import ReadOnlyAdmin, acting, allowed, run_rule
from participants.decisions import DECISIONS
from participants.models import Attendance, AttendanceUnlock, Graduation, Registration
from participants.rates import attendance_rate
from tkm.lib.formats import persen


def page_link(url: str) -> SafeString:
    return format_html('<a href="{}">Buka halamannya</a>', url)


@admin.register(Registration)
class RegistrationAdmin(ReadOnlyAdmin[Registration]):
    """Statuses move by the actions, for those who hold the right; what needs a reason is decided on its page."""

    list_display = ("participant", "session", "status", "seat_number", "waitlist_rank", "registered_on", "page")
    list_filter = ("status", "origin", "session__year", "session__program", "participant__kelurahan__kecamatan")
    list_select_related = ("participant", "session__program")
    search_fields = ("participant__name", "session__code", "session__program__name")
    date_hierarchy = "registered_on"
    exclude = ("submission",)
    actions = ("verify_selected", "accept_selected", "waitlist_selected", "refuse_selected", "return_selected")
    has_select_permission = allowed(Action.SELECT)

    @admin.display(description="halaman")
    def page(self, registration: Registration) -> SafeString:
        return page_link(registration.get_absolute_url())

    @admin.action(description="Tetapkan memenuhi syarat (MS)", permissions=["select"])
    def verify_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._decide(request, queryset, "ms")

    @admin.action(description="Terima yang dipilih", permissions=["select"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._decide(request, queryset, "terima")

    @admin.action(description="Masukkan ke cadangan", permissions=["select"])
    def waitlist_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._decide(request, queryset, "cadangan")

    @admin.action(description="Tetapkan tidak lolos", permissions=["select"])
    def refuse_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._decide(request, queryset, "tidak-lolos")

    @admin.action(description="Kembalikan ke MS", permissions=["select"])
    def return_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        self._decide(request, queryset, "kembalikan")

    def _decide(self, request: HttpRequest, queryset: QuerySet[Registration], code: str) -> None:
        decision, actor, today = DECISIONS[code], acting(request), timezone.localdate()
        done = f"Pendaftar {decision.done}"
        run_rule(request, queryset, lambda row: decision.rule(row.pk, "", today, actor), done)


@admin.register(Attendance)
class AttendanceAdmin(ReadOnlyAdmin[Attendance]):
    """Marks are made on the list of their meeting."""

    list_display = ("person", "session", "meeting", "held_on", "mark", "late_minutes", "note", "marked_by", "page")
    list_filter = ("mark", "meeting__session__year", "meeting__session__program")
    list_select_related = ("registration__participant", "meeting__session__program", "marked_by")
    search_fields = ("registration__participant__name", "meeting__session__code", "note")
    date_hierarchy = "meeting__held_on"

    @admin.display(description="peserta", ordering="registration__participant__name")
    def person(self, mark: Attendance) -> str:
        return mark.registration.participant.name

    @admin.display(description="angkatan", ordering="meeting__session__code")
    def session(self, mark: Attendance) -> str:
        return mark.meeting.session.code

    @admin.display(description="tanggal", ordering="meeting__held_on")
    def held_on(self, mark: Attendance) -> date:
        return mark.meeting.held_on

    @admin.display(description="halaman")
    def page(self, mark: Attendance) -> SafeString:
        return page_link(mark.meeting.get_absolute_url())


@admin.register(AttendanceUnlock)
class AttendanceUnlockAdmin(ReadOnlyAdmin[AttendanceUnlock]):
    list_display = ("meeting", "session", "at", "by", "reason")
    list_filter = ("meeting__session__year", "meeting__session__program")
    list_select_related = ("meeting__session__program", "by")
    search_fields = ("meeting__session__code", "reason", "by__username")
    date_hierarchy = "at"

    @admin.display(description="angkatan", ordering="meeting__session__code")
    def session(self, unlock: AttendanceUnlock) -> str:
        return unlock.meeting.session.code


@admin.register(Graduation)
class GraduationAdmin(ReadOnlyAdmin[Graduation]):
    """Proposed and confirmed on the page of the angkatan, all people at once."""

    list_display = ("person", "session", "outcome", "rate", "proposed_by", "confirmed_by", "confirmed_on", "page")
    list_filter = ("outcome", "registration__session__year", "registration__session__program")
    list_select_related = ("registration__participant", "registration__session__program", "proposed_by", "confirmed_by")
    search_fields = ("registration__participant__name", "registration__session__code", "reason")
    date_hierarchy = "confirmed_on"

    @admin.display(description="peserta", ordering="registration__participant__name")
    def person(self, decision: Graduation) -> str:
        return decision.registration.participant.name

    @admin.display(description="angkatan", ordering="registration__session__code")
    def session(self, decision: Graduation) -> str:
        return decision.registration.session.code

    @admin.display(description="kehadiran")
    def rate(self, decision: Graduation) -> str:
        rate = attendance_rate(present_minutes=decision.present_minutes, held_minutes=decision.held_minutes)
        return persen(rate) if rate is not None else "belum ada"

    @admin.display(description="halaman")
    def page(self, decision: Graduation) -> SafeString:
        return page_link(reverse("graduation", args=[decision.registration.session.code]))
