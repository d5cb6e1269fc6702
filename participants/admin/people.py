"""People in /admin/, corrected through the same rule as on the pages; and the log of looks at full NIKs."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.admin_tools import HistoryAdmin, ReadOnlyAdmin, VersionedForm, acting
from participants.forms.fields import KkField, NikField, PhoneField
from participants.forms.people import PersonChecks
from participants.models import NikLook, Participant
from participants.people import PersonData, add_participant, update_participant
from participants.querysets import number_typed
from tkm.lib.formats import nik_samar

NUMBERS_ELSEWHERE = "NIK dan nomor HP dicari di halaman Peserta."


class ParticipantAdminForm(PersonChecks, VersionedForm[Participant]):
    """The recorded NIK is masked: who administers may correct it, by typing a new one, but not read it."""

    nik = NikField(label="NIK")
    kk_number = KkField(label="Nomor KK", required=False)
    phone = PhoneField(label="Nomor HP", required=False)

    class Meta:
        model = Participant
        fields = tuple(PersonData.__dataclass_fields__)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = timezone.localdate()
        if self.instance.pk:
            self.initial["nik"] = ""
            self.fields["nik"].required = False
            self.fields["nik"].label = "NIK baru"
            self.fields["nik"].help_text = "Kosongkan bila NIK yang tercatat sudah benar."

    def clean_nik(self) -> str:
        return str(self.cleaned_data["nik"] or self.instance.nik)

    def clean(self) -> Any:
        cleaned = super().clean()
        self.check_birth(self.cleaned_data)
        return cleaned


@admin.register(Participant)
class ParticipantAdmin(HistoryAdmin[Participant]):
    """Searched by name only: what is searched for stands in the address, where no NIK or phone number may be."""

    form = ParticipantAdminForm
    list_display = ("name", "masked_nik", "kelurahan", "birth_date", "updated_at")
    list_filter = ("kelurahan__kecamatan", "sex", "education", "occupation")
    list_select_related = ("kelurahan",)
    search_fields = ("name",)
    search_help_text = f"Awal kata dalam nama. {NUMBERS_ELSEWHERE}"
    autocomplete_fields = ("kelurahan",)
    readonly_fields = ("masked_nik", "photo", "created_at", "updated_at")
    fieldsets = (
        ("Dari KTP", {"fields": ("version", "masked_nik", "nik", "name", "birth_place", "birth_date", "sex")}),
        ("Berbeda dari NIK", {"fields": ("nik_reason",)}),
        ("Tempat tinggal dan kontak", {"fields": ("kk_number", "kelurahan", "address", "phone")}),
        ("Pekerjaan", {"fields": ("occupation", "education")}),
        ("Dicatat", {"fields": ("photo", "created_at", "updated_at")}),
    )

    @admin.display(description="NIK tercatat")
    def masked_nik(self, person: Participant) -> str:
        return nik_samar(person.nik) or "belum ada"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A number leads back to an address without it."""
        if number_typed(request.GET.get("q", "")) is not None:
            self.message_user(request, f"Di sini dicari nama. {NUMBERS_ELSEWHERE}", messages.INFO)
            return redirect(request.path)
        page: HttpResponse = super().changelist_view(request, extra_context)
        return page

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[QuerySet[Any], bool]:
        """As on the page: by the beginnings of words, and never more than it would show."""
        if not search_term.strip():
            return queryset, False
        if number_typed(search_term) is not None:
            return queryset.none(), False
        found, _, _ = Participant.objects.matching(search_term).capped()
        return queryset.filter(pk__in=found.order_by().values("pk")), False

    def save_model(self, request: HttpRequest, obj: Participant, form: Any, change: bool) -> None:
        """Through the rule: its refusals come back to the form."""
        data, today, actor = form.person_data(), timezone.localdate(), acting(request)
        if change:
            version = form.cleaned_data["version"]
            update_participant(obj.pk, data, version=version, on=today, actor=actor)
        else:
            obj.pk = add_participant(data, on=today, actor=actor).pk
        obj.refresh_from_db()


@admin.register(NikLook)
class NikLookAdmin(ReadOnlyAdmin[NikLook]):
    list_display = ("at", "user", "participant", "place", "reason")
    list_filter = ("at", "user")
    list_select_related = ("user", "participant")
    search_fields = ("participant__name", "user__username", "user__first_name", "user__last_name", "reason", "place")
    date_hierarchy = "at"
