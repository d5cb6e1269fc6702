"""The collected static files: made anew only when a source has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def are_stale() -> bool:
    """Whether a source was changed, added or removed since the last complete collection."""
    return not _stamp().exists() or _stamp().read_text() != _fingerprint()


def collect() -> None:
    """Collect from nothing, so that no file of an earlier version stays behind."""
    _stamp().unlink(missing_ok=True)
    fingerprint = _fingerprint()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(fingerprint)


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _fingerprint() -> str:
    """Path, size and time of every source, and how they are stored."""
    lines = [str(settings.STORAGES["staticfiles"]["BACKEND"])]
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            lines.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
