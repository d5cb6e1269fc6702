"""The annex of a decree as a workbook: the same object as the paper."""

from io import BytesIO

from documents.workbooks import open_workbook
from equipment.papers.annex import Annex

WIDTHS = {"No": 6, "Nama": 34, "NIK": 22, "Alamat": 60, "Kelurahan, kecamatan": 44, "Pelatihan": 26}


def annex_book(annex: Annex) -> bytes:
    """The XLSX bytes; a NIK is a text there, and a name beginning with "=" stays a name. Equal rows, equal bytes."""
    target = BytesIO()
    book = open_workbook(target, title=f"{annex.kind.label} {annex.decree.number}", created=annex.at)
    sheet, bold = book.add_worksheet("Penerima"), book.add_format({"bold": True, "bottom": 1})
    for column, head in enumerate(annex.heads):
        sheet.set_column(column, column, WIDTHS[head])
        sheet.write_string(0, column, head, bold)
    for at, row in enumerate(annex.rows, start=1):
        sheet.write_number(at, 0, int(row[0]))
        for column, text in enumerate(row[1:], start=1):
            sheet.write_string(at, column, text)
    for at, note in enumerate(annex.notes, start=len(annex.rows) + 2):
        sheet.write_string(at, 1, note)
    sheet.freeze_panes(1, 2)
    book.close()
    return target.getvalue()
