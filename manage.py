#!/usr/bin/env python
"""Django's command line for this project."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from tkm.embedded import EmbeddedError

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tkm.settings")
    if not (os.environ.get("DATABASE_URL") or os.environ.get("SECRET_KEY")):
        os.environ.setdefault("DEMO", "1")  # as `make run` does, whose database this is
    try:
        execute_from_command_line(sys.argv)
    except (EmbeddedError, ImproperlyConfigured) as refusal:
        sys.exit(str(refusal))
