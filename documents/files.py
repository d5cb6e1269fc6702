"""Files that come in (scans, a crest) or are made here (papers): looked into, stored once, never changed."""

import logging
import re
import zlib
from hashlib import sha256
from io import BytesIO
from struct import error as StructError
from typing import TYPE_CHECKING, Any

from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from documents.models import HASH_OF_CONTENT, StoredFile
from tkm.lib.errors import DomainError
from tkm.lib.text import tidy

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
ENDINGS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
IMAGES = (JPEG, PNG)
XLSX, CSV = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "text/csv; charset=utf-8"
SAVED = (XLSX, CSV)  # made here to be saved, not shown; never taken in
# How the bytes of each begin: the content decides, never the name or what the browser says.
BEGINNINGS = ((b"%PDF-", PDF), (b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG))
LARGEST = 10 * 1024 * 1024
MOST_PAGES = 100
MOST_NODES = 10 * MOST_PAGES  # of the tree that holds the pages
MOST_PIXELS = 40_000_000  # A4 at 600 dpi; a small file can unfold to far more and eat all memory
# What the two libraries raise for files that are broken or made to break them.
BROKEN = (PyPdfError, UnidentifiedImageError, Image.DecompressionBombError, OSError, EOFError, SyntaxError, StructError,
          zlib.error, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
          NotImplementedError, AssertionError, MemoryError)  # fmt: skip


class FileRefusedError(DomainError):
    """An upload that is not what it should be; the sentence says what to do."""


class TamperedError(DomainError):
    """The stored bytes no longer have the SHA-256 that was taken when they were stored."""

    def __init__(self, stored: StoredFile) -> None:
        super().__init__(
            f"Berkas {stored.name} tidak lagi sama dengan saat disimpan, jadi tidak dibuka. Beri tahu administrator."
        )


def store_upload(
    upload: "UploadedFile[bytes]", *, name: str, kinds: tuple[str, ...] = (PDF, JPEG, PNG), field: str = "scan"
) -> StoredFile:
    """Keep a scan under `name` (its ending follows from what it is). Raises FileRefusedError, as `examine_upload`."""
    content, media_type = examine_upload(upload, kinds=kinds, field=field)
    return store_bytes(content, media_type=media_type, name=f"{bare(name)}.{ENDINGS[media_type]}")


def examine_upload(upload: "UploadedFile[bytes]", *, kinds: tuple[str, ...], field: str) -> tuple[bytes, str]:
    """The bytes and the media type of an upload that has really been opened.

    At most 10 MB; a PDF with pages that open, or a JPEG or PNG that decodes. Raises FileRefusedError for `field`.
    """
    if (upload.size or 0) > LARGEST:
        raise FileRefusedError(
            f"Berkas {megabytes(upload.size or 0)}, paling besar {megabytes(LARGEST)}. "
            "Pindai ulang dengan 200 dpi, atau pilih mutu yang lebih kecil.",
            field,
        )
    upload.seek(0)
    content = upload.read()
    try:
        return content, examined(content, kinds)
    except DomainError as error:
        raise FileRefusedError(error.message, field) from error


def store_bytes(content: bytes, *, media_type: str, name: str) -> StoredFile:
    """Keep bytes made here, with their SHA-256."""
    stored = file_of(content, media_type=media_type, name=name)
    stored.save()
    return stored


def file_of(content: bytes, *, media_type: str, name: str) -> StoredFile:
    """The row that keeps these bytes, not saved yet."""
    return StoredFile(
        content=content, sha256=sha256(content).hexdigest(), size=len(content), media_type=media_type, name=name
    )


def file_hash(upload: "UploadedFile[bytes]") -> str:
    """The SHA-256 of an upload, read piece by piece: tells the same file sent twice."""
    found = sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()


def genuine_bytes(stored: StoredFile) -> bytes:
    """The bytes as they were stored. Raises TamperedError, and logs it, when they are no longer the same."""
    content = bytes(stored.content)
    if sha256(content).hexdigest() != stored.sha256:
        logger.error("stored file %s (%s) no longer has its SHA-256 %s", stored.pk, stored.name, stored.sha256)
        raise TamperedError(stored)
    return content


def refuse_tampered(files: "QuerySet[StoredFile]") -> None:
    """Raise TamperedError, and log it, when one of `files` no longer has its SHA-256; the database reads the bytes."""
    if changed := files.exclude(sha256=HASH_OF_CONTENT).defer("content").first():
        logger.error("stored file %s (%s) no longer has its SHA-256 %s", changed.pk, changed.name, changed.sha256)
        raise TamperedError(changed)


def examined(content: bytes, kinds: tuple[str, ...]) -> str:
    """The media type of `content`, one of `kinds`, after really opening it. Raises FileRefusedError."""
    if not content:
        raise FileRefusedError("Berkas kosong. Pilih berkas lain.")
    found = next((kind for beginning, kind in BEGINNINGS if content.startswith(beginning)), None)
    if found is None or found not in kinds:
        raise FileRefusedError(unwanted(content, kinds))
    if found == PDF:
        open_pdf(content)
    else:
        decode_image(content)
    return found


def open_pdf(content: bytes) -> None:
    """Raise FileRefusedError unless the PDF is whole, has no password, and its pages open."""
    if b"%%EOF" not in content[-2048:]:
        raise FileRefusedError("PDF ini terpotong, bagian akhirnya tidak ada. Pindai atau unggah ulang.")
    try:
        reader = PdfReader(BytesIO(content))
        locked, pages = reader.is_encrypted, 0 if reader.is_encrypted else count_pages(reader)
    except BROKEN as error:
        raise FileRefusedError("PDF ini rusak dan tidak dapat dibuka. Pindai atau simpan ulang.") from error
    if locked:
        raise FileRefusedError("PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi.")
    if not 0 < pages <= MOST_PAGES:
        raise FileRefusedError(f"PDF harus memuat 1 sampai {MOST_PAGES} halaman. Pindai ulang halaman yang perlu saja.")


def count_pages(reader: PdfReader) -> int:
    """How many pages there are, at most MOST_PAGES + 1: a small tree can unfold to millions of them, or into itself."""
    pages, steps = 0, 0
    waiting: list[Any] = [reader.trailer["/Root"]["/Pages"]]  # type: ignore[index]  # pypdf looks indirect objects up
    while waiting and pages <= MOST_PAGES and len(waiting) <= MOST_NODES and steps <= MOST_NODES:
        node, steps = waiting.pop().get_object(), steps + 1
        if "/Kids" in node:
            waiting.extend(node["/Kids"])
        elif node["/Type"] == "/Page":
            pages += 1
    return MOST_PAGES + 1 if waiting else pages


def decode_image(content: bytes) -> None:
    """Raise FileRefusedError unless the picture decodes to its last dot and is not too large to be unfolded."""
    try:
        with Image.open(BytesIO(content), formats=["JPEG", "PNG"]) as image:
            large = image.width * image.height > MOST_PIXELS
            if not large:
                image.load()
    except BROKEN as error:
        raise FileRefusedError("Gambar ini rusak dan tidak dapat dibuka. Foto atau pindai ulang.") from error
    if large:
        raise FileRefusedError("Gambar ini terlalu besar (lebih dari 40 juta titik). Perkecil, lalu unggah lagi.")


def unwanted(content: bytes, kinds: tuple[str, ...]) -> str:
    """The sentence for content that is none of `kinds`."""
    if content[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return "Ini foto iPhone (HEIC). Simpan sebagai JPG, lalu unggah lagi."
    wanted = "PDF, JPG atau PNG" if PDF in kinds else "JPG atau PNG"
    return f"Berkas ini bukan {wanted}, apa pun akhiran namanya. Pilih berkas {wanted}."


def megabytes(size: int) -> str:
    """`12,3 MB`."""
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",").replace(",0 ", " ")


def bare(name: str) -> str:
    """`name` as a file may be called everywhere: letters, digits, dots and hyphens, at most 80."""
    return re.sub(r"[^\w.-]+", "-", tidy(name)).strip("-.")[:80] or "berkas"
