"""Workbooks: opened in one way, so that no cell that somebody typed is ever a formula or a link."""

from datetime import datetime
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def open_workbook(target: BytesIO, *, title: str, created: datetime | None = None) -> Workbook:
    """An empty workbook that is written to `target` when it is closed; equal content and `created` give equal bytes."""
    book = xlsxwriter.Workbook(target, OPTIONS)
    book.set_properties(
        {"title": title} if created is None else {"title": title, "created": created.replace(tzinfo=None)}
    )
    return book
