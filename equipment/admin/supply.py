"""Papers and payments of contracts in /admin/: looked at; recorded, corrected and made void by rules on the pages."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.admin_tools import ReadOnlyAdmin
from equipment.models import Payment, SupplyLine, SupplyPaper


class SupplyLineInline(admin.TabularInline[SupplyLine, SupplyPaper]):
    model = SupplyLine
    fields = ("procurement", "quantity", "defective")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupplyLine]:
        return super().get_queryset(request).select_related("procurement__type")


@admin.register(SupplyPaper)
class SupplyPaperAdmin(ReadOnlyAdmin[SupplyPaper]):
    list_display = ("number", "kind", "dated_on", "from_whom", "to_whom", "voided_at")
    list_filter = ("kind", ("voided_at", admin.EmptyFieldListFilter), "dated_on")
    search_fields = ("number", "from_whom", "to_whom", "examiners")
    date_hierarchy = "dated_on"
    inlines = (SupplyLineInline,)


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin[Payment]):
    list_display = ("sp2d_number", "paid_on", "amount", "procurement", "voided_at")
    list_filter = (("voided_at", admin.EmptyFieldListFilter), "procurement__funding_source", "paid_on")
    list_select_related = ("procurement__type",)
    search_fields = ("sp2d_number", "procurement__contract_number", "note")
    date_hierarchy = "paid_on"
