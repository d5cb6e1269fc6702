"""The marks of an issued paper, and the crest on its way to Typst."""

from base64 import b64decode
from io import BytesIO

import pytest
from PIL import Image, UnidentifiedImageError

from documents.parts import crest_svg, issued
from documents.qr import qr_svg


def picture(size, kind="PNG"):
    content = BytesIO()
    Image.new("RGB", size, "green").save(content, format=kind)
    return content.getvalue()


def embedded(svg):
    return Image.open(BytesIO(b64decode(svg.partition("base64,")[2].partition('"')[0])))


@pytest.mark.parametrize("base", ["https://contoh.invalid/verifikasi/", "https://contoh.invalid/verifikasi"])
def test_address_is_printed_short_and_scanned_in_full(base):
    marks = issued("7/BAST/2025", code="8K4M2Q7T", base_url=base)
    assert marks.address == "contoh.invalid/verifikasi/8K4M-2Q7T"
    assert marks.qr == qr_svg("https://contoh.invalid/verifikasi/8K4M-2Q7T")


def test_only_a_reprint_is_marked():
    first, second = (issued("7", code="8K4M2Q7T", base_url="https://a.invalid", revision=n) for n in (1, 2))
    assert (first.revision_mark, second.revision_mark) == ("", "Cetakan ke-2")


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_crest_keeps_its_shape(kind):
    svg = crest_svg(picture((170, 200), kind))
    assert 'viewBox="0 0 170 200"' in svg
    assert embedded(svg).size == (170, 200)


def test_a_big_crest_is_made_smaller():
    assert embedded(crest_svg(picture((3400, 4000)))).size == (408, 480)


def test_what_is_no_picture_is_refused():
    with pytest.raises(UnidentifiedImageError):
        crest_svg(b"%PDF-1.7")
