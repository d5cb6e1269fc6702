"""A person's photo as papers carry it: upright, 3 × 4, small, and without what a camera writes beside the picture."""

from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from documents.files import BROKEN, JPEG, LARGEST, MOST_PIXELS, FileRefusedError, megabytes, store_bytes
from documents.models import StoredFile

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

pillow_heif.register_heif_opener()

LARGEST_SIZE = (600, 800)
SMALLEST_SIZE = (240, 320)  # 3 × 4 cm at 200 dots an inch; less is a stamp, not a face
FORMATS = ["JPEG", "PNG", "HEIF"]
JPEG_START, PNG_START = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
REDUCIBLE = ("RGB", "RGBA", "L", "CMYK")
WANTED = "JPG, PNG atau HEIC"


def portrait(upload: "UploadedFile[bytes]", *, field: str) -> bytes:
    """The upload as a JPEG of 3 × 4 with at most 600 × 800 dots, turned upright, cut around its middle.

    Of the file nothing but the picture goes on. At most 10 MB of JPG, PNG or HEIC that decodes to its last dot.
    Raises FileRefusedError for `field`.
    """
    size = upload.size or 0
    if size > LARGEST:
        raise FileRefusedError(
            f"Foto {megabytes(size)}, paling besar {megabytes(LARGEST)}. Pilih foto yang lebih kecil.", field
        )
    upload.seek(0)
    try:
        return portrait_of(upload.read())
    except FileRefusedError as error:
        raise FileRefusedError(error.message, field) from error


def portrait_of(content: bytes) -> bytes:
    """The same of bytes. Raises FileRefusedError."""
    if not content:
        raise FileRefusedError("Berkas kosong. Pilih foto lain.")
    if not is_picture(content):
        raise FileRefusedError(f"Berkas ini bukan {WANTED}, apa pun akhiran namanya. Pilih berkas {WANTED}.")
    try:
        image = decoded(content)
    except BROKEN as error:
        raise FileRefusedError("Foto ini rusak atau terpotong, jadi tidak dapat dibuka. Pilih foto lain.") from error
    if image.width < SMALLEST_SIZE[0] or image.height < SMALLEST_SIZE[1]:
        raise FileRefusedError(
            f"Foto ini terlalu kecil ({image.width} × {image.height} titik sesudah dipotong 3 × 4). "
            f"Pilih foto dengan sedikitnya {SMALLEST_SIZE[0]} × {SMALLEST_SIZE[1]} titik."
        )
    made = BytesIO()
    image.save(made, format="JPEG", quality=88, optimize=True)
    return made.getvalue()


def is_picture(content: bytes) -> bool:
    """Whether the bytes begin as a JPEG, PNG or HEIC does, whatever the file is called."""
    return content.startswith((JPEG_START, PNG_START)) or (content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS)


def decoded(content: bytes) -> Image.Image:
    """The picture itself: upright, plain colours on white, cut to 3 × 4. Raises what Pillow does for broken files."""
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            opened.load()
            upright = ImageOps.exif_transpose(cut_down(opened))
            return fitted(plain(upright, opened.info.get("icc_profile")))
    except Image.DecompressionBombError as error:
        raise FileRefusedError(
            "Foto ini terlalu besar (lebih dari 40 juta titik). Perkecil, lalu unggah lagi."
        ) from error


def cut_down(image: Image.Image) -> Image.Image:
    """Not more dots than any turn and cut can use: the steps after it then cost little."""
    factor = min(image.size) // (2 * LARGEST_SIZE[0])
    return image.reduce(factor) if factor > 1 and image.mode in REDUCIBLE else image


def plain(image: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every screen and printer takes for granted; what is see-through becomes white."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        return Image.alpha_composite(white, seen).convert("RGB")
    if profile and image.mode == "RGB":
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB")) or image
        except (ImageCms.PyCMSError, OSError):
            return image  # a profile that nobody can read says nothing about the picture
    if image.mode.startswith("I"):  # sixteen bits of grey, which would be cut off at the first eight
        image = image.convert("I").point(lambda level: level / 256)
    return image.convert("RGB")


def fitted(image: Image.Image) -> Image.Image:
    """The largest 3 × 4 around the middle, scaled down to what a paper needs, never up; nothing else rides along."""
    width = min(image.width, image.height * 3 // 4)
    wanted = (min(width, LARGEST_SIZE[0]), min(width * 4 // 3, LARGEST_SIZE[1]))
    cut = ImageOps.fit(image, wanted, Image.Resampling.LANCZOS)
    bare = Image.new("RGB", cut.size)
    bare.paste(cut)
    return bare


def store_portrait(content: bytes, *, name: str, unless: StoredFile | None = None) -> StoredFile:
    """Keep a photo that `portrait` made; `unless` it is that one already."""
    if unless is not None and unless.sha256 == sha256(content).hexdigest():
        return unless
    return store_bytes(content, media_type=JPEG, name=f"{name}.jpg")
