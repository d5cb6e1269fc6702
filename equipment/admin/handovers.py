"""BASTs in /admin/: to look at; drafts are issued and exceptions granted by the same rules as on the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Action
from accounts.admin_tools import HistoryAdmin, ReadOnlyAdmin, VersionedForm, acting, allowed, run_rule
from equipment.aid import refuse_aid_in_future
from equipment.handover import hand_over, issue
from equipment.handover_locks import version_of
from equipment.models import EarlierAid, Handover, HandoverItem, WaitingOverride
from equipment.overrides import grant_override
from tkm.lib.errors import DomainError
from tkm.lib.forms import show_error


class ItemInline(admin.TabularInline[HandoverItem, Handover]):
    model = HandoverItem
    fields = ("position", "unit", "is_binding")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[HandoverItem]:
        return super().get_queryset(request).select_related("unit__procurement__type")


@admin.register(Handover)
class HandoverAdmin(ReadOnlyAdmin[Handover]):
    """Scans are checked and BASTs voided on their pages, where one sees what one decides."""

    list_display = ("__str__", "registration", "status", "dated_on", "handed_over_on", "signatory")
    list_filter = ("status", "dated_on", "registration__session__program", "registration__session__year")
    list_select_related = ("number", "registration__participant", "registration__session", "signatory")
    search_fields = ("number__text", "registration__participant__name", "items__unit__serial_number")
    date_hierarchy = "dated_on"
    inlines = (ItemInline,)
    actions = ("issue_selected", "hand_over_selected")
    has_issue_permission = allowed(Action.MANAGE_EQUIPMENT)

    @admin.action(description="Terbitkan draf yang dipilih", permissions=["issue"])
    def issue_selected(self, request: HttpRequest, queryset: QuerySet[Handover]) -> None:
        today, now, actor = timezone.localdate(), timezone.now(), acting(request)
        run_rule(
            request,
            queryset,
            lambda draft: issue(draft.pk, version=version_of(draft), on=today, at=now, actor=actor),
            "BAST terbit",
        )

    @admin.action(description="Catat penyerahan pada tanggal BAST", permissions=["issue"])
    def hand_over_selected(self, request: HttpRequest, queryset: QuerySet[Handover]) -> None:
        today, actor = timezone.localdate(), acting(request)
        run_rule(
            request,
            queryset,
            lambda bast: hand_over(
                bast.pk, handed_over_on=bast.dated_on, version=version_of(bast), on=today, actor=actor
            ),
            "Penyerahan tercatat",
        )


@admin.register(WaitingOverride)
class WaitingOverrideAdmin(ReadOnlyAdmin[WaitingOverride]):
    """Asked for on the page of a draft; granted there or here, by another person."""

    list_display = ("registration", "type", "reason", "asked_by", "granted_by", "granted_at", "handover")
    list_filter = ("type", ("granted_at", admin.EmptyFieldListFilter))
    list_select_related = (
        "registration__participant",
        "registration__session",
        "type",
        "asked_by",
        "granted_by",
        "handover__number",
    )
    search_fields = ("registration__participant__name", "reason")
    actions = ("grant_selected",)
    has_grant_permission = allowed(Action.VOID_BAST)

    @admin.action(description="Beri pengecualian yang dipilih", permissions=["grant"])
    def grant_selected(self, request: HttpRequest, queryset: QuerySet[WaitingOverride]) -> None:
        now, actor = timezone.now(), acting(request)
        run_rule(
            request,
            queryset,
            lambda asked: grant_override(asked.pk, version=asked.version, at=now, actor=actor),
            "Pengecualian diberikan",
        )


class EarlierAidForm(VersionedForm[EarlierAid]):
    class Meta:
        model = EarlierAid
        fields = ("participant", "type", "given_on", "source")

    def clean(self) -> Any:
        cleaned = super().clean()
        if given_on := self.cleaned_data.get("given_on"):
            try:
                refuse_aid_in_future(given_on, on=timezone.localdate())
            except DomainError as error:
                show_error(self, error)
        return cleaned


@admin.register(EarlierAid)
class EarlierAidAdmin(HistoryAdmin[EarlierAid]):
    """What came from elsewhere is data: it is corrected here, and counts from then on."""

    form = EarlierAidForm
    list_display = ("participant", "type", "given_on", "source", "recorded_by")
    list_filter = ("type", "given_on")
    list_select_related = ("participant", "type", "recorded_by")
    search_fields = ("participant__name", "source")
    autocomplete_fields = ("participant", "type")
    date_hierarchy = "given_on"

    def save_model(self, request: HttpRequest, obj: EarlierAid, form: Any, change: bool) -> None:
        if not change:
            obj.recorded_by = acting(request)
        super().save_model(request, obj, form, change)
