"""Addresses of equipment."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
