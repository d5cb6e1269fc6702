"""Equal input gives equal bytes, with the typefaces we chose; what cannot be printed is named."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from documents import typeset as module
from documents.typeset import UnprintableError, typeset

AT = datetime(2025, 9, 4, 2, 0, tzinfo=UTC)
TEMPLATE = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Contoh")
#set text(font: data.font)
#data.name
#for line in data.lines [#parbreak()#line]
"""


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    font: str = "Libertinus Serif"
    lines: tuple[str, ...] = ()


@pytest.fixture(scope="module", autouse=True)
def _sample_template(tmp_path_factory):
    folder = tmp_path_factory.mktemp("papers")
    (folder / "sample.typ").write_text(TEMPLATE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PAPERS", folder)
        yield


def read(content):
    return PdfReader(BytesIO(content))


def fonts(content):
    found = read(content).pages[0]["/Resources"]["/Font"].values()
    return {font.get_object()["/BaseFont"].split("+")[-1] for font in found}


def test_text_and_title_are_in_the_pdf():
    content = typeset("sample", Sample("Siti Rahmah", lines=("Ñandú É Łódź ’kutip’",)), at=AT)
    assert read(content).pages[0].extract_text().split("\n") == ["Siti Rahmah", "Ñandú É Łódź ’kutip’"]
    assert read(content).metadata.title == "Contoh"


def test_it_says_that_it_is_pdf_a_2b():
    xmp = read(typeset("sample", Sample("Siti"), at=AT)).trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp


def test_equal_data_and_time_give_equal_bytes_and_others_do_not():
    first = typeset("sample", Sample("Siti"), at=AT)
    assert typeset("sample", Sample("Siti"), at=AT) == first
    assert typeset("sample", Sample("Siti"), at=AT.replace(minute=1)) != first
    assert typeset("sample", Sample("Sita"), at=AT) != first


def test_paper_uses_typst_own_serif():
    (name,) = fonts(typeset("sample", Sample("Siti"), at=AT))
    assert name.startswith("LibertinusSerif-Regular")


def test_reports_use_the_packaged_sans():
    """A typeface that Typst does not find is replaced in silence."""
    (name,) = fonts(typeset("sample", Sample("Siti", font="Plus Jakarta Sans"), at=AT))
    assert name.startswith("PlusJakartaSans")


def test_fonts_of_the_machine_are_not_used():
    assert set(module.FONTS.families()) == {
        "DejaVu Sans Mono",
        "Libertinus Serif",
        "New Computer Modern",
        "New Computer Modern Math",
        "Plus Jakarta Sans",
    }


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("Siti 😀", "Huruf “😀” pada “Siti 😀” tidak dapat dicetak. Ganti dengan huruf lain."),
        ("漢字", "Huruf “漢” pada “漢字” tidak dapat dicetak. Ganti dengan huruf lain."),
        ("Si\x00ti", "Ada huruf yang tidak terlihat pada “Si ti”. Hapus, lalu ketik ulang bagian itu."),
        ("Si\ud83dti", "Ada huruf yang tidak terlihat pada “Si ti”. Hapus, lalu ketik ulang bagian itu."),
        ("x" * 100 + "😀", f"Huruf “😀” pada “{'x' * 57}…” tidak dapat dicetak. Ganti dengan huruf lain."),
    ],
)
def test_what_no_typeface_has_is_named_with_the_text_it_stands_in(name, sentence):
    with pytest.raises(UnprintableError) as refusal:
        typeset("sample", Sample("Baik", lines=("juga baik", name)), at=AT)
    assert refusal.value.message == sentence


def test_a_mistake_in_a_template_is_not_blamed_on_the_data(tmp_path, monkeypatch):
    (tmp_path / "broken.typ").write_text("#nothing-of-that-name")
    monkeypatch.setattr(module, "PAPERS", tmp_path)
    with pytest.raises(RuntimeError, match="unknown variable"):
        typeset("broken", Sample("Siti"), at=AT)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#$*_<>`\"'\\/@[]{}()=-+~^&;:.,!?|%aB1 ", min_size=1, max_size=30))
def test_data_is_never_read_as_markup(text):
    content = typeset("sample", Sample("x", lines=(text,)), at=AT)
    assert "".join(read(content).pages[0].extract_text().split()) == "x" + "".join(text.split())
