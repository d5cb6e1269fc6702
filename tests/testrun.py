"""Loaded by pytest before the settings are read: this process is a test run, with a throw-away cluster of its own."""

import os

os.environ["TKM_TEST_RUN"] = "1"
# Synchronous Playwright leaves an event loop in the main thread; without this every later query of the run is refused.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# Our widest reads join twenty tables, and planning them takes fifty times as long as running them on a test's few rows.
os.environ["PGOPTIONS"] = f"{os.environ.get('PGOPTIONS', '')} -c join_collapse_limit=1".strip()
