"""Addresses of equipment."""

from django.urls import path

from equipment.views import wordings

urlpatterns = [
    path("naskah/pratinjau/", wordings.wording_preview, name="wording-preview"),
]
