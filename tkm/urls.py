"""Every address of the product; the parts stand in each app's urls.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("documents.urls")),
    path("", include("training.urls")),
    path("", include("participants.urls")),
    path("", include("equipment.urls")),
    path("", include("reports.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "accounts.errors.bad_request"
handler500 = "accounts.errors.server_error"
