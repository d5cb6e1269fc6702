"""Addresses of documents."""

from django.urls import path

from documents import public, views

urlpatterns = [
    path("verifikasi/", public.verification, name="verification"),
    path("verifikasi/<str:code>/", public.verification_result, name="verification-result"),
    path("naskah/", views.wording_list, name="wording-list"),
    path("naskah/<slug:kind>/", views.wording_versions, name="wording-versions"),
    path("naskah/<slug:kind>/ubah/", views.wording_edit, name="wording-edit"),
]
