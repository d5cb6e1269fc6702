"""Log-ins are tried many times here: a password costs no work."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _cheap_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def no_attempts_yet(db):
    """The limits count from nought."""
    cache.clear()
