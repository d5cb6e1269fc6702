"""Addresses of training."""

from django.urls import path

from training import views

urlpatterns = [
    path("pelatihan/", views.session_list, name="session-list"),
    path("pelatihan/<slug:code>/", views.session_detail, name="session-detail"),
]
