"""Training in /admin/: reference data; angkatan and meetings through the same rules as on the pages."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Action
from accounts.admin_tools import HistoryAdmin, VersionedForm, acting, allowed, run_rule
from tkm.lib.forms import show_error
from training.enums import MeetingStatus
from training.forms.sessions import CodeField
from training.meetings import add_meeting, change_meeting
from training.models import (
    CODE,
    FundingSource,
    Holiday,
    Instructor,
    Meeting,
    Program,
    ProgramUnit,
    SessionInstructor,
    TrainingSession,
)
from training.schedule import MeetingData
from training.sessions import (
    COLUMNS,
    SessionData,
    close_registration,
    create_session,
    date_refusals,
    publish,
    reopen_registration,
    update_session,
)


@admin.register(Program)
class ProgramAdmin(HistoryAdmin[Program]):
    list_display = ("name", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name", "description")


@admin.register(ProgramUnit)
class ProgramUnitAdmin(HistoryAdmin[ProgramUnit]):
    list_display = ("title", "code", "program", "position", "lesson_hours")
    list_filter = ("program",)
    list_select_related = ("program",)
    search_fields = ("code", "title", "program__name")
    autocomplete_fields = ("program",)


@admin.register(FundingSource)
class FundingSourceAdmin(HistoryAdmin[FundingSource]):
    search_fields = ("name",)


@admin.register(Holiday)
class HolidayAdmin(HistoryAdmin[Holiday]):
    list_display = ("day", "name", "kind", "is_fixed")
    list_filter = ("kind", "is_fixed")
    search_fields = ("name",)
    date_hierarchy = "day"


@admin.register(Instructor)
class InstructorAdmin(HistoryAdmin[Instructor]):
    list_display = ("name", "expertise", "phone", "user")
    list_filter = ("sessions__program",)
    list_select_related = ("user",)
    search_fields = ("name", "expertise", "phone", "user__username")
    autocomplete_fields = ("user",)


class SessionAdminForm(VersionedForm[TrainingSession]):
    """Shows every pair of dates that stands the wrong way round, each at its field, as the page does."""

    code = CodeField(label="Kode", max_length=20, validators=[CODE])

    class Meta:
        model = TrainingSession
        fields = (*COLUMNS, "instructors")

    def clean(self) -> Any:
        cleaned = super().clean()
        names = ("registration_opens_on", "registration_closes_on", "starts_on", "ends_on")
        dates = [self.cleaned_data[name] for name in names if name in self.cleaned_data]
        if len(dates) == len(names):
            for refusal in date_refusals(*dates):
                show_error(self, refusal)
        return cleaned

    def session_data(self) -> SessionData:
        typed = {name: self.cleaned_data[name] for name in COLUMNS}
        return SessionData(**typed, instructors=tuple(self.cleaned_data["instructors"]))


@admin.register(TrainingSession)
class TrainingSessionAdmin(HistoryAdmin[TrainingSession]):
    """Data are corrected here; the status moves by the actions, for those who hold the right, or on its page."""

    form = SessionAdminForm
    history_links = (SessionInstructor,)
    list_display = ("__str__", "code", "phase_today", "starts_on", "ends_on", "quota")
    list_filter = ("status", "year", "program", "kelurahan__kecamatan")
    list_select_related = ("program",)
    search_fields = ("code", "program__name", "venue", "kelurahan__name")
    date_hierarchy = "starts_on"
    autocomplete_fields = ("program", "kelurahan", "funding_source", "instructors")
    readonly_fields = ("status", "cancel_reason", "registration_closed_at", "registration_closed_by")
    fieldsets = (
        (None, {"fields": ("version", "program", "year", "number", "code", "instructors")}),
        ("Tempat", {"fields": ("venue", "venue_address", "kelurahan")}),
        (
            "Waktu",
            {
                "fields": (
                    ("registration_opens_on", "registration_closes_on"),
                    ("starts_on", "ends_on"),
                    "outside_year_reason",
                )
            },
        ),
        ("Peserta", {"fields": ("quota", "min_attendance")}),
        ("Pendanaan", {"fields": ("funding_source", "budget", "budget_account")}),
        ("Keterangan", {"fields": ("opened_by", "notes")}),
        ("Diatur lewat halamannya", {"fields": readonly_fields}),
    )
    actions = ("publish_selected", "close_selected", "reopen_selected")
    has_manage_permission = allowed(Action.MANAGE_TRAINING)
    has_select_permission = allowed(Action.SELECT)

    @admin.display(description="tahap")
    def phase_today(self, session: TrainingSession) -> str:
        return session.phase(timezone.localdate()).label

    def has_delete_permission(self, request: HttpRequest, obj: TrainingSession | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: TrainingSession, form: Any, change: bool) -> None:
        """Through the rule: its refusals come back to the form."""
        actor = acting(request)
        data = form.session_data()
        if change:
            update_session(obj.pk, data, version=form.cleaned_data["version"], actor=actor)
        else:
            obj.pk = create_session(data, submission=uuid4(), actor=actor).pk
        obj.refresh_from_db()

    @admin.action(description="Buka angkatan yang dipilih", permissions=["manage"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[TrainingSession]) -> None:
        actor, today = acting(request), timezone.localdate()
        run_rule(request, queryset, lambda row: publish(row.pk, on=today, actor=actor), "Angkatan dibuka")

    @admin.action(description="Tutup pendaftaran yang dipilih", permissions=["select"])
    def close_selected(self, request: HttpRequest, queryset: QuerySet[TrainingSession]) -> None:
        actor, now = acting(request), timezone.now()
        run_rule(request, queryset, lambda row: close_registration(row.pk, at=now, actor=actor), "Pendaftaran ditutup")

    @admin.action(description="Buka lagi pendaftaran yang dipilih", permissions=["select"])
    def reopen_selected(self, request: HttpRequest, queryset: QuerySet[TrainingSession]) -> None:
        actor, today = acting(request), timezone.localdate()
        run_rule(
            request, queryset, lambda row: reopen_registration(row.pk, on=today, actor=actor), "Pendaftaran dibuka lagi"
        )


class MeetingAdminForm(VersionedForm[Meeting]):
    confirmed = forms.BooleanField(
        label="Tanda kehadiran ikut pindah", required=False, help_text="Bila sudah ada tanda kehadiran."
    )

    class Meta:
        model = Meeting
        fields = ("session", "held_on", "starts_at", "lesson_hours", "topic", "reason")

    def meeting_data(self) -> MeetingData:
        return MeetingData(
            **{name: self.cleaned_data[name] for name in ("held_on", "starts_at", "lesson_hours", "topic")}
        )


@admin.register(Meeting)
class MeetingAdmin(HistoryAdmin[Meeting]):
    """What is planned is corrected here; what is held or cancelled is looked at."""

    form = MeetingAdminForm
    list_display = ("__str__", "session", "held_on", "starts_at", "lesson_hours", "status")
    list_filter = ("status", "session__year", "session__program")
    list_select_related = ("session__program",)
    search_fields = ("session__code", "session__program__name", "topic")
    date_hierarchy = "held_on"
    autocomplete_fields = ("session",)
    guarded = ("number", "status", "locked_at", "locked_by")
    fieldsets = (
        (None, {"fields": ("version", "session", "held_on", "starts_at", "lesson_hours", "topic")}),
        ("Bila dipindah", {"fields": ("reason", "confirmed")}),
        ("Diatur lewat halamannya", {"fields": guarded}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Meeting | None = None) -> Any:
        """A new meeting is not moved, and has nothing that was set elsewhere."""
        shown = super().get_fieldsets(request, obj)
        return shown if obj else shown[:1]

    def get_readonly_fields(self, request: HttpRequest, obj: Meeting | None = None) -> tuple[str, ...]:
        return (*self.guarded, "session") if obj else self.guarded

    def has_change_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        is_guarded = obj is not None and obj.status != MeetingStatus.PLANNED
        return not is_guarded and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Meeting | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:
        """Through the rule: its refusals come back to the form."""
        actor = acting(request)
        typed = form.cleaned_data
        if change:
            answers = {name: typed[name] for name in ("reason", "confirmed", "version")}
            change_meeting(obj.pk, form.meeting_data(), **answers, on=timezone.localdate(), actor=actor)
        else:
            obj.pk = add_meeting(typed["session"].pk, form.meeting_data(), actor=actor).pk
        obj.refresh_from_db()
