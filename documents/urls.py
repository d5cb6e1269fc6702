"""Addresses of documents."""

from django.urls import path

from documents import views

urlpatterns = [
    path("verifikasi/", views.verification, name="verification"),
    path("verifikasi/<str:code>/", views.verification_result, name="verification-result"),
    path("naskah/", views.wording_list, name="wording-list"),
    path("naskah/ubah/", views.wording_edit, name="wording-edit"),
]
