"""Decrees in /admin/: to look at; number, dates and list change on their pages, where the rules are."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.admin_tools import ReadOnlyAdmin
from equipment.models import DecreeRecipient, DecreeType, RecipientDecree


class LineInline(admin.TabularInline[DecreeRecipient, RecipientDecree]):
    model = DecreeRecipient
    fields = ("position", "registration")
    ordering = ("position",)
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("registration__participant", "registration__session")


@admin.register(RecipientDecree)
class RecipientDecreeAdmin(ReadOnlyAdmin[RecipientDecree]):
    history_links = (DecreeType,)
    list_display = ("number", "issued_on", "in_force_from", "issuer", "title")
    list_filter = ("types", "issued_on", "in_force_from")
    list_select_related = ("number",)
    search_fields = ("number__text", "title", "issuer")
    date_hierarchy = "issued_on"
    inlines = (LineInline,)


@admin.register(DecreeRecipient)
class DecreeRecipientAdmin(ReadOnlyAdmin[DecreeRecipient]):
    list_display = ("decree", "position", "registration")
    list_filter = ("registration__session__program", "registration__session__year")
    list_select_related = ("decree__number", "registration__participant", "registration__session")
    search_fields = ("decree__number__text", "registration__participant__name", "registration__session__code")
