"""A photo comes out upright, 3 × 4 and bare, whatever camera it came from; what is none is refused in words."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from documents import photos
from documents.files import FileRefusedError
from documents.photos import portrait, portrait_of
from tests.documents.samples import pdf, photo, picture, upload

RED, BLUE, WHITE = (254, 0, 0), (0, 0, 254), (255, 255, 255)


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content), formats=["JPEG"])
    image.load()
    return image


def edges(image: Image.Image) -> dict[str, tuple[int, ...]]:
    """The colours in the middle of each side."""
    width, height = image.size
    spots = {"top": (width // 2, 4), "foot": (width // 2, height - 4), "left": (4, height // 2 - 20)}
    return {side: image.getpixel(spot) for side, spot in spots.items()}


def is_near(seen: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(seen, wanted, strict=True))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "HEIF"])
def test_each_kind_becomes_an_upright_jpeg_of_three_by_four(form):
    made = opened(portrait_of(photo(form, (600, 800))))
    assert (made.size, made.mode) == ((600, 800), "RGB")
    assert is_near(edges(made)["top"], RED)
    assert is_near(edges(made)["foot"], BLUE)


@pytest.mark.parametrize("size", [(800, 600), (3200, 2400)])
@pytest.mark.parametrize(("turned", "left"), [(6, BLUE), (8, RED)])
def test_a_photo_taken_sideways_is_turned(size, turned, left):
    made = opened(portrait_of(photo("JPEG", size, turned=turned)))
    assert made.size == (600, 800)
    assert is_near(edges(made)["left"], left)


def test_what_the_camera_wrote_beside_the_picture_is_gone():
    sent = photo(gps=True, turned=1)
    assert b"KAMERA CONTOH" in sent
    made = portrait_of(sent)
    assert b"KAMERA" not in made
    assert b"Exif" not in made
    assert dict(opened(made).getexif()) == {}


@pytest.mark.parametrize(
    ("size", "cut"), [((800, 600), (450, 600)), ((600, 1200), (600, 800)), ((300, 400), (300, 400))]
)
def test_the_middle_is_cut_and_nothing_is_blown_up(size, cut):
    assert opened(portrait_of(photo("PNG", size))).size == cut


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "LA", "1", "I;16"])
def test_every_kind_of_png_opens(mode):
    assert opened(portrait_of(photo("PNG", mode=mode))).mode == "RGB"


def test_a_jpeg_for_the_press_opens():
    assert is_near(edges(opened(portrait_of(photo("JPEG", mode="CMYK"))))["top"], RED)


def test_what_is_see_through_becomes_white():
    clear = BytesIO()
    Image.new("RGBA", (300, 400), (0, 0, 0, 0)).save(clear, format="PNG")
    assert opened(portrait_of(clear.getvalue())).getpixel((100, 100)) == WHITE


@pytest.mark.parametrize("profile", [ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), b"rusak"])
def test_a_colour_profile_is_used_or_passed_over_and_left_out(profile):
    sent = BytesIO()
    Image.new("RGB", (300, 400), "red").save(sent, format="JPEG", icc_profile=profile)
    made = opened(portrait_of(sent.getvalue()))
    assert is_near(made.getpixel((100, 100)), RED)
    assert "icc_profile" not in made.info


REFUSED = {
    "empty": (b"", "kosong"),
    "a document called foto.jpg": (pdf(), "bukan JPG, PNG atau HEIC"),
    "a web page": (b"<html><script>alert(1)</script>", "bukan JPG"),
    "gif": (picture("GIF"), "bukan JPG"),
    "only a beginning": (b"\xff\xd8\xff\xe0", "rusak atau terpotong"),
    "half a jpeg": (photo()[:-900], "rusak atau terpotong"),
    "half a png": (photo("PNG")[:-60], "rusak atau terpotong"),
    "half a heic": (photo("HEIF")[:-900], "rusak atau terpotong"),
    "no picture in it": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "rusak atau terpotong"),
    "a stamp": (photo("PNG", (200, 300)), "terlalu kecil"),
    "a strip": (photo("PNG", (4000, 200)), "terlalu kecil"),
    "unfolds to 400 million dots": (picture("PNG", (20_000, 20_000)), "terlalu besar"),
    "unfolds to 81 million dots": (picture("PNG", (9_000, 9_000)), "terlalu besar"),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_photo_is_refused_in_words(content, sentence):
    with pytest.raises(FileRefusedError) as refusal:
        portrait(upload(content, "foto.jpg", "image/jpeg"), field="photo")
    assert sentence in refusal.value.message
    assert refusal.value.field == "photo"


def test_a_heic_that_says_it_is_enormous_is_never_decoded(monkeypatch):
    content = bytearray(photo("HEIF"))
    at = content.find(b"ispe") + 8
    content[at : at + 8] = (60_000).to_bytes(4) * 2
    with pytest.raises(FileRefusedError, match="terlalu besar"):
        portrait_of(bytes(content))


def test_more_than_ten_megabytes_is_refused_before_reading():
    with pytest.raises(FileRefusedError, match=r"10,1 MB, paling besar 10 MB"):
        portrait(upload(b"\xff\xd8\xff" + b"\0" * 10_600_000), field="photo")


@settings(max_examples=40, deadline=None)
@given(at=st.integers(0, 900), junk=st.binary(min_size=1, max_size=40), form=st.sampled_from(["PNG", "JPEG", "HEIF"]))
def test_damaged_photos_are_accepted_or_refused_but_never_an_error(at, junk, form):
    content = photo(form, (240, 320))
    with suppress(FileRefusedError):
        assert portrait_of(content[:at] + junk + content[at + len(junk) :]).startswith(photos.JPEG_START)
