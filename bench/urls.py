"""The product's addresses and one more: a page with nothing in it, through the same middleware and frame."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.access import Action, requires
from accounts.http import Request
from tkm.urls import urlpatterns as product


@requires(Action.VIEW)
def empty_page(request: Request) -> HttpResponse:
    return render(request, "base.html")


urlpatterns = [*product, path("kosong/", empty_page, name="bench-empty")]
