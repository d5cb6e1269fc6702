"""What a request tells of the browser it comes from, in words and no more of it than needed."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

# The first that is found counts: Edge and Samsung call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "HP Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """`Chrome di Windows`; empty where the browser does not say."""
    told = request.headers.get("User-Agent", "")
    browser = next((name for mark, name in BROWSERS if mark in told), "")
    system = next((name for mark, name in SYSTEMS if mark in told), "")
    return " di ".join(filter(None, (browser, system)))


def address_of(request: HttpRequest) -> str:
    """`10.20.30.•`: enough to know the own office again, too little to find a house."""
    try:
        address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ValueError):
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address).rpartition(".")[0] + ".•"
    return ":".join(address.exploded.split(":")[:3]) + ":•"
