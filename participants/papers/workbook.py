"""The rekap kehadiran as a workbook: the same object as the paper."""

from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from documents.workbooks import open_workbook
from participants import rates
from participants.papers.recap import LEGEND, Line, Recap
from training.models import MINUTES_PER_LESSON_HOUR

SUMS = ("JP hadir", "JP terlaksana", "Kehadiran")
FIRST = 2  # the column of the first meeting; before it number and name
TOP = 2  # the row of the first person; above it numbers and days of the meetings


def workbook(recap: Recap) -> bytes:
    """The XLSX bytes of `recap`; equal rows give equal bytes. A name beginning with "=" stays a name."""
    target = BytesIO()
    book = open_workbook(target, title=f"Rekap kehadiran {recap.known.session.code}", created=recap.at)
    sheet = book.add_worksheet("Rekap")
    _heads(book, sheet, recap)
    formats = {left: _row_formats(book, left) for left in (False, True)}
    for row, line in enumerate(recap.lines, start=TOP):
        _person(sheet, row, line, *formats[line.has_left])
    _notes(book, recap)
    book.close()
    return target.getvalue()


def _heads(book: Workbook, sheet: Worksheet, recap: Recap) -> None:
    """The two rows above the people, and below them how many came to each meeting that was held."""
    bold, last = book.add_format({"bold": True, "bottom": 1}), TOP + len(recap.lines)
    sheet.set_column(1, 1, 34)
    sheet.set_column(FIRST, FIRST + len(recap.columns) - 1, 6)
    sheet.set_column(FIRST + len(recap.columns), FIRST + len(recap.columns) + len(SUMS) - 1, 12)
    sheet.freeze_panes(TOP, FIRST)
    sheet.write_row(0, 0, ("No. urut", "Nama", *(one.number for one in recap.columns), *SUMS), bold)
    sheet.write_string(1, 1, "Tanggal")
    sheet.write_string(last, 1, "Hadir (orang)", bold)
    for column, one in enumerate(recap.columns, start=FIRST):
        sheet.write_string(1, column, one.day)
        if one.came is not None:
            sheet.write_number(last, column, one.came, bold)


def _row_formats(book: Workbook, has_left: bool) -> tuple[Format, Format]:
    """For words and numbers, and for a share; grey for who left."""
    colour = {"font_color": "#808080"} if has_left else {}
    return book.add_format(colour), book.add_format({**colour, "num_format": "0.0%"})


def _person(sheet: Worksheet, row: int, line: Line, plain: Format, share: Format) -> None:
    end = FIRST + len(line.marks)
    sheet.write(row, 0, line.number if line.number is not None else "–", plain)
    sheet.write_string(row, 1, line.name, plain)
    for column, mark in enumerate(line.marks, start=FIRST):
        sheet.write_string(row, column, mark, plain)
    for column, minutes in enumerate((line.present_minutes, line.held_minutes), start=end):
        sheet.write_number(row, column, minutes / MINUTES_PER_LESSON_HOUR, plain)
    if line.rate is None:
        sheet.write_string(row, end + 2, "belum ada", plain)
    else:
        sheet.write_number(row, end + 2, float(line.rate), share)


def _notes(book: Workbook, recap: Recap) -> None:
    sheet = book.add_worksheet("Keterangan")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
    sheet.write_column(0, 0, (recap.known.training, recap.known.session.dates, LEGEND, rates.DEFINITION))
