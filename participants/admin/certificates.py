"""Certificates in /admin/: looked at here; issued and revoked on their pages."""

from django.contrib import admin
from django.utils.safestring import SafeString

from accounts.admin_tools import ReadOnlyAdmin
from participants.admin.classroom import page_link
from participants.models import Certificate


@admin.register(Certificate)
class CertificateAdmin(ReadOnlyAdmin[Certificate]):
    list_display = ("number", "registration", "dated_on", "signatory", "issued_at", "revoked_at")
    list_filter = (("revoked_at", admin.EmptyFieldListFilter), "registration__session__program", "dated_on")
    list_select_related = ("number", "registration__participant", "registration__session", "signatory")
    search_fields = ("number__text", "registration__participant__name", "registration__session__code")
    date_hierarchy = "dated_on"
    readonly_fields = ("page",)

    @admin.display(description="halaman")
    def page(self, certificate: Certificate) -> SafeString:
        return page_link(certificate.get_absolute_url())
