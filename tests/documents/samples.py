"""Small files as people upload them: good ones, broken ones, and ones made to break the reader."""

from functools import cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter


def pdf(pages: int = 1, *, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    made = BytesIO()
    Image.new("RGB", size, "white").save(made, format=form)
    return made.getvalue()


@cache
def photo(
    form: str = "JPEG", size: tuple[int, int] = (600, 800), *, mode: str = "RGB", turned: int = 0, gps: bool = False
) -> bytes:
    """Red above, blue below; `turned` is the orientation that a camera held sideways writes beside the picture."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, size[1] // 2, *size))
    notes = Image.Exif()
    if turned:
        notes[0x0112] = turned
    if gps:
        notes[0x010F] = "KAMERA CONTOH"
        notes.get_ifd(0x8825)[1] = "S"
    made = BytesIO()
    image.convert(mode).save(made, format=form, exif=notes)
    return made.getvalue()


def unfolding_pdf() -> bytes:
    """A page tree in which every level names the one below ten times: a hundred thousand million pages in 2 kB."""
    levels = ["<< /Type /Pages /Count 1 /Kids [" + f"{level + 1} 0 R " * 10 + "] >>" for level in range(2, 13)]
    return pdf_of("<< /Type /Catalog /Pages 2 0 R >>", *levels, "<< /Type /Page /MediaBox [0 0 595 842] >>")


def circling_pdf() -> bytes:
    """A page tree that is its own branch."""
    return pdf_of("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [2 0 R] >>")


def pdf_of(*objects: str) -> bytes:
    body, offsets = "%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def upload(content: bytes, name: str = "pindaian.pdf", media_type: str = "application/pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=media_type)
