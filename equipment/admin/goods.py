"""Goods in /admin/: kinds and contracts are corrected here through the same rules; units are looked at."""

from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from accounts.access import Action
from accounts.admin_tools import HistoryAdmin, ReadOnlyAdmin, VersionedForm, acting, allowed, run_rule
from equipment.enums import UnitStatus
from equipment.inspection import inspect
from equipment.models import EquipmentType, EquipmentUnit, Procurement
from equipment.receiving import COLUMNS, ProcurementData, create_procurement, update_procurement
from tkm.lib.forms import RupiahField


@admin.register(EquipmentType)
class EquipmentTypeAdmin(HistoryAdmin[EquipmentType]):
    list_display = ("name", "unit_word")
    search_fields = ("name",)


class ProcurementAdminForm(VersionedForm[Procurement]):
    unit_price = RupiahField(label="Harga satuan (rupiah)")

    class Meta:
        model = Procurement
        fields = COLUMNS

    def procurement_data(self) -> ProcurementData:
        return ProcurementData(**{name: self.cleaned_data[name] for name in COLUMNS})


@admin.register(Procurement)
class ProcurementAdmin(HistoryAdmin[Procurement]):
    """What a BAST says of a contract is frozen here too: the rule refuses it at its field."""

    form = ProcurementAdminForm
    list_display = ("contract_number", "contract_date", "type", "model_name", "supplier", "quantity")
    list_filter = ("type", "funding_source", "contract_date")
    list_select_related = ("type",)
    search_fields = ("contract_number", "supplier", "model_name")
    date_hierarchy = "contract_date"
    autocomplete_fields = ("type", "funding_source", "session")
    fieldsets = (
        (None, {"fields": ("version", "contract_number", "contract_date", "supplier")}),
        ("Barang", {"fields": ("type", "model_name", "quantity", "unit_price")}),
        ("Dana", {"fields": ("funding_source", "budget_account", "session", "notes")}),
    )

    def save_model(self, request: HttpRequest, obj: Procurement, form: Any, change: bool) -> None:
        """Through the rule: its refusals come back to the form."""
        actor, data, today = acting(request), form.procurement_data(), timezone.localdate()
        if change:
            update_procurement(obj.pk, data, version=form.cleaned_data["version"], on=today, actor=actor)
        else:
            obj.pk = create_procurement(data, submission=uuid4(), on=today, actor=actor).pk
        obj.refresh_from_db()


@admin.register(EquipmentUnit)
class EquipmentUnitAdmin(ReadOnlyAdmin[EquipmentUnit]):
    """Received, inspected and handed over by rules only: on the pages, or by the action."""

    list_display = ("serial_number", "procurement", "status", "received_on", "inspected_on")
    list_filter = ("status", "procurement__type", "received_on")
    list_select_related = ("procurement__type",)
    search_fields = ("serial_number", "serial_key", "procurement__contract_number")
    date_hierarchy = "received_on"
    actions = ("inspect_selected",)
    has_inspect_permission = allowed(Action.MANAGE_EQUIPMENT)

    @admin.action(description="Catat pemeriksaan hari ini: baik, siap diserahkan", permissions=["inspect"])
    def inspect_selected(self, request: HttpRequest, queryset: QuerySet[EquipmentUnit]) -> None:
        actor, today = acting(request), timezone.localdate()

        def fit(unit: EquipmentUnit) -> object:
            words = {"seen": UnitStatus.RECEIVED.value, "outcome": UnitStatus.AVAILABLE.value, "note": ""}
            return inspect([unit.pk], **words, inspected_on=today, on=today, actor=actor)

        run_rule(request, queryset, fit, "Pemeriksaan tercatat")
