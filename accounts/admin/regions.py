"""The districts of this city in /admin/."""

from typing import Any

from django import forms
from django.contrib import admin

from accounts.admin_tools import HistoryAdmin
from regions.models import Kecamatan, Kelurahan


@admin.register(Kecamatan)
class KecamatanAdmin(HistoryAdmin[Kecamatan]):
    list_display = ("name", "code")
    search_fields = ("name", "code")
    ordering = ("code",)


class KelurahanForm(forms.ModelForm[Kelurahan]):
    """The code of a kelurahan begins with that of its kecamatan."""

    class Meta:
        model = Kelurahan
        fields = ("kecamatan", "code", "name")

    def clean(self) -> dict[str, Any]:
        kecamatan, code = self.cleaned_data.get("kecamatan"), self.cleaned_data.get("code", "")
        if kecamatan and code and not code.startswith(f"{kecamatan.code}."):
            self.add_error("code", f"Kode kelurahan di Kec. {kecamatan} dimulai dengan {kecamatan.code}.")
        return self.cleaned_data


@admin.register(Kelurahan)
class KelurahanAdmin(HistoryAdmin[Kelurahan]):
    form = KelurahanForm
    list_display = ("name", "kecamatan", "code")
    list_filter = ("kecamatan",)
    list_select_related = ("kecamatan",)
    search_fields = ("name", "code", "kecamatan__name")
    autocomplete_fields = ("kecamatan",)
    ordering = ("code",)
