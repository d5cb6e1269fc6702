"""What every paper of the office shares: letterhead, number, the way to check it, and those who sign."""

from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from documents.codes import written
from documents.qr import qr_svg

# The crest is printed 20 mm high: more dots than this only make every paper heavier.
CREST_PIXELS = 480
# A photo of 20 × 27 mm at 300 dots an inch.
PHOTO_SIZE = (240, 320)


@dataclass(frozen=True, slots=True)
class LetterheadData:
    """The head of a paper, as printed."""

    government: str  # "PEMERINTAH KOTA BANJARBARU"
    office: str  # "DINAS KOPERASI, USAHA MIKRO, DAN TENAGA KERJA"; broken into lines of like length
    contact: tuple[str, ...]  # address, telephone, site: one line each
    crest: str = ""  # SVG text; without it a neutral box keeps the place


@dataclass(frozen=True, slots=True)
class IssueData:
    """What a paper carries once it is issued; a paper without it is a preview and says so."""

    number: str  # "500.15/007/BAST/DISKOP,UM&NAKER/IX/2025"
    revision_mark: str  # "Cetakan ke-2", empty on the first print
    address: str  # "contoh.invalid/verifikasi/8K4M-2Q7T"
    qr: str  # SVG text of the full address


@dataclass(frozen=True, slots=True)
class SignerData:
    """Somebody who signs below the parties: a lurah who knows of it, or a witness."""

    role: tuple[str, ...]  # "Mengetahui,", "Lurah Landasan Ulin Selatan,"
    name: str  # empty: a dotted line to be filled in by hand
    below_name: tuple[str, ...] = ()  # "NIP 19700101 199503 1 001"


def issued(number: str, *, code: str, base_url: str, revision: int = 1) -> IssueData:
    """The marks of an issued paper; `base_url` is the public page that checks codes, `code` as it is stored."""
    url = f"{base_url.rstrip('/')}/{written(code)}"
    mark = f"Cetakan ke-{revision}" if revision > 1 else ""
    return IssueData(number=number, revision_mark=mark, address=url.partition("://")[2] or url, qr=qr_svg(url))


def whole_photo_svg(picture: bytes) -> str:
    """A stored photo as SVG text, byte for byte: only its head is read, which is quick for hundreds of them."""
    with Image.open(BytesIO(picture), formats=["JPEG"]) as image:
        width, height = image.size
    return _svg(width, height, "jpeg", picture)


def crest_svg(picture: bytes) -> str:
    """A PNG or JPEG as SVG text, which can travel to Typst as a string; Pillow's errors pass through."""
    with Image.open(BytesIO(picture)) as image:
        small = image.convert("RGBA")
    small.thumbnail((CREST_PIXELS, CREST_PIXELS))
    return _svg_around(small, "PNG")


def photo_svg(picture: bytes, size: tuple[int, int] = PHOTO_SIZE) -> str:
    """A stored photo as SVG text, with no more dots than its place on the paper shows; Pillow's errors pass through."""
    with Image.open(BytesIO(picture)) as image:
        small = image.convert("RGB")
    small.thumbnail(size)
    return _svg_around(small, "JPEG")


def _svg_around(image: Image.Image, form: str) -> str:
    made = BytesIO()
    image.save(made, format=form, optimize=True)
    return _svg(*image.size, form.lower(), made.getvalue())


def _svg(width: int, height: int, kind: str, picture: bytes) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'xlink:href="data:image/{kind};base64,{b64encode(picture).decode()}"/></svg>'
    )
