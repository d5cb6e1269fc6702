"""Papers in /admin/: the office, who signs, how numbers look; and, to look at only, what was given and printed."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.admin_tools import HistoryAdmin, ReadOnlyAdmin
from documents.files import IMAGES, FileRefusedError, examine_upload, store_upload
from documents.models import (
    NumberCounter,
    NumberSeries,
    Office,
    Paper,
    PaperFormat,
    PaperNumber,
    PrivacyNotice,
    Signatory,
    StoredFile,
    Wording,
)
from documents.patterns import NUMBER_TOKENS


class OfficeForm(forms.ModelForm[Office]):
    """The crest is uploaded here; a former one stays stored, since papers were printed with it."""

    crest = forms.FileField(
        label="Lambang baru", required=False, help_text="JPG atau PNG, paling besar 10 MB. Kosong: tidak diganti."
    )

    class Meta:
        model = Office
        fields = (
            "government", "name", "address", "contact", "paper_size", "short_name", "city", "place", "public_address",
            "first_party", "copies", "no_transfer_months", "monitoring_months", "scan_due_days", "waiting_years",
            "waiting_rule", "backdating_days", "verification_days", "goods_days",
        )  # fmt: skip

    def clean_crest(self) -> "UploadedFile[bytes] | None":
        upload: UploadedFile[bytes] | None = self.cleaned_data["crest"]
        try:
            if upload:
                examine_upload(upload, kinds=IMAGES, field="crest")
        except FileRefusedError as error:
            raise forms.ValidationError(error.message) from error
        return upload

    def save(self, commit: bool = True) -> Office:
        """The crest is stored only now, when all the rest is right: what is stored is never deleted."""
        if crest := self.cleaned_data["crest"]:
            self.instance.logo = store_upload(crest, name="lambang", kinds=IMAGES, field="crest")
        return super().save(commit)


@admin.register(Office)
class OfficeAdmin(HistoryAdmin[Office]):
    """There is one office: it is changed, never added or deleted."""

    form = OfficeForm
    readonly_fields = ("logo",)
    fieldsets = (
        ("Kop surat", {"fields": ("government", "name", "address", "contact", "logo", "crest", "paper_size")}),
        ("Kantor", {"fields": ("short_name", "city", "place", "public_address")}),
        ("BAST", {"fields": ("first_party", "copies", "no_transfer_months", "monitoring_months", "scan_due_days")}),
        ("Bantuan sejenis", {"fields": ("waiting_years", "waiting_rule")}),
        ("Perlu ditindaklanjuti", {"fields": ("backdating_days", "verification_days", "goods_days")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False


@admin.register(Signatory)
class SignatoryAdmin(HistoryAdmin[Signatory]):
    list_display = ("name", "plain_name", "printed_position", "nip", "valid_from", "valid_until")
    list_filter = ("capacity",)
    search_fields = ("name", "plain_name", "nip", "position")
    date_hierarchy = "valid_from"

    @admin.display(description="jabatan", ordering="position")
    def printed_position(self, signatory: Signatory) -> str:
        return signatory.printed_position


@admin.register(PaperFormat)
class PaperFormatAdmin(HistoryAdmin[PaperFormat]):
    """One row per kind of paper whose size is not fixed, made by the migrations."""

    list_display = ("kind", "size_in_use")
    list_filter = ("size",)
    search_fields = ("kind",)
    readonly_fields = ("kind",)
    fields = ("kind", "size")

    @admin.display(description="ukuran kertas", ordering="size")
    def size_in_use(self, row: PaperFormat) -> str:
        return row.get_size_display() if row.size else "seperti pada identitas kantor"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PaperFormat | None = None) -> bool:
        return False


@admin.register(NumberSeries)
class NumberSeriesAdmin(HistoryAdmin[NumberSeries]):
    """One row per kind of paper, made by the migrations."""

    list_display = ("kind", "mode", "pattern")
    readonly_fields = ("kind", "tokens")
    fields = ("kind", "mode", "pattern", "tokens")

    @admin.display(description="isian yang tersedia")
    def tokens(self, series: NumberSeries) -> SafeString:
        return format_html_join("\n", "<div><code>{{{}}}</code> {}</div>", NUMBER_TOKENS.items())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NumberSeries | None = None) -> bool:
        return False


@admin.register(NumberCounter)
class NumberCounterAdmin(ReadOnlyAdmin[NumberCounter]):
    list_display = ("kind", "year", "last")
    list_filter = ("kind", "year")


@admin.register(PaperNumber)
class PaperNumberAdmin(ReadOnlyAdmin[PaperNumber]):
    list_display = ("text", "kind", "year", "sequence", "given_at", "voided_at")
    list_filter = ("kind", "year", ("voided_at", admin.EmptyFieldListFilter))
    search_fields = ("text",)


@admin.register(Wording)
class WordingAdmin(ReadOnlyAdmin[Wording]):
    """Written on its own page, where it can be tried out before it is saved."""

    list_display = ("kind", "version", "note", "created_at", "created_by")
    list_filter = ("kind",)
    list_select_related = ("created_by",)
    search_fields = ("note",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return redirect("wording-list")


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ReadOnlyAdmin[PrivacyNotice]):
    """A new text is a new version; registrations keep the one that was shown."""

    list_display = ("version", "created_at")
    search_fields = ("text",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return admin.ModelAdmin.has_add_permission(self, request)

    def get_fields(self, request: HttpRequest, obj: PrivacyNotice | None = None) -> tuple[str, ...]:
        return ("version", "text", "created_at") if obj else ("text",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        newest = PrivacyNotice.objects.order_by("-version").first()
        return {"text": newest.text if newest else ""}

    def save_model(self, request: HttpRequest, obj: PrivacyNotice, form: Any, change: bool) -> None:
        newest = PrivacyNotice.objects.aggregate(newest=Max("version"))["newest"]
        obj.version = (newest or 0) + 1
        super().save_model(request, obj, form, change)


@admin.register(Paper)
class PaperAdmin(ReadOnlyAdmin[Paper]):
    """Without its data, which holds a full NIK: the paper is opened from its own page, where that is logged."""

    list_display = ("number", "kind", "revision", "dated_on", "code", "created_at", "created_by")
    list_filter = ("kind", "dated_on")
    list_select_related = ("number", "created_by")
    search_fields = ("number__text", "code")
    exclude = ("data",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Paper]:
        return super().get_queryset(request).defer("data")


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnlyAdmin[StoredFile]):
    """Name, size and SHA-256; the bytes are opened from the page they belong to."""

    list_display = ("name", "media_type", "size", "sha256", "created_at")
    list_filter = ("media_type",)
    search_fields = ("name", "sha256")
    exclude = ("content",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoredFile]:
        return super().get_queryset(request).defer("content")
