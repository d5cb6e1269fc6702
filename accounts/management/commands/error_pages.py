"""The pages that the web server in front shows when it answers by itself: too large, or nobody behind it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.loader import get_template

PAGES = (413, 503)


class Command(BaseCommand):
    help = "Menulis halaman galat untuk nginx ke sebuah folder (docs/operasi.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for status in PAGES:
            (folder / f"{status}.html").write_text(get_template(f"{status}.html").render())
        self.stdout.write(f"Tertulis di {folder}: {', '.join(f'{status}.html' for status in PAGES)}")
