"""The BAST read back from its PDF: every field as given, whole at any length, never markup."""

import re
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from documents.enums import PaperSize
from documents.parts import LetterheadData, SignerData, crest_svg, issued
from documents.typeset import texts, typeset
from documents.wording import BAST_TOKENS, DEFAULT_BAST_WORDING
from equipment.bast import BastData, BastTerms, ItemData, months_after, official, recipient, totals

AT = datetime(2025, 9, 4, 2, 0, tzinfo=UTC)
DAY = date(2025, 9, 4)
MM = 72 / 25.4
TERMS = BastTerms(
    handed_over_on=DAY,
    place="Kelurahan Landasan Ulin Selatan, Kecamatan Liang Anggang, Kota Banjarbaru",
    city="Kota Banjarbaru",
    decree_issuer="Kepala Dinas",
    decree_number="500.15/41/KEP/DISKOP,UM&NAKER/2025",
    decree_date=date(2025, 9, 2),
    decree_subject="Penetapan Penerima Bantuan Peralatan Kerja",
    budget_year=2025,
    fund_source="APBD",
    account_code="5.1.02.01.01.0039",
    no_transfer_months=24,
    monitoring_months=12,
    waiting_years=5,
    copies=2,
)
LURAH = SignerData(
    ("Mengetahui,", "Lurah Landasan Ulin Selatan,"), "CONTOH LURAH, S.IP.", ("NIP 19800101 200501 1 002",)
)
WITNESSES = (SignerData(("Saksi,",), "SAKSI SATU"), SignerData(("Saksi,",), ""))


LETTERHEAD = LetterheadData(
    "PEMERINTAH KOTA BANJARBARU",
    "DINAS KOPERASI, USAHA MIKRO, DAN TENAGA KERJA",
    ("Jalan Soekarno-Hatta (Trikora), Banjarbaru 70712", "Telepon (0511) 6749523"),
)
OFFICIAL = official(
    name="H. CONTOH PEJABAT, S.Sos., M.M.",
    nip="197001011995031001",
    rank="Pembina Utama Muda (IV/c)",
    position="Kepala Dinas",
    address="Jalan Soekarno-Hatta (Trikora), Banjarbaru",
)


def bast(count=1, name="Mesin jahit portabel, Contoh JM-100", **changed):
    total, words = totals([2_500_000] * count)
    items = tuple(ItemData(name, f"JM100-250731-{147 + n:04}", "1 unit", "baik", "2.500.000") for n in range(count))
    data = BastData(
        paper=PaperSize.A4,
        letterhead=LETTERHEAD,
        issue=issued(
            "500.15/007/BAST/DISKOP,UM&NAKER/IX/2025", code="8K4M2Q7T", base_url="https://contoh.invalid/verifikasi/"
        ),
        wording=DEFAULT_BAST_WORDING.filled(TERMS.values()),
        first_party_label=TERMS.first_party_label,
        second_party_label=TERMS.second_party_label,
        first_party=OFFICIAL,
        second_party=recipient(
            name="SITI RAHMAH",
            nik="6372045708920012",
            occupation="Pekerja informal (penjahit rumahan)",
            address="Jl. Contoh RT 012/RW 003, Kel. Landasan Ulin Selatan, Kec. Liang Anggang",
        ),
        items=items,
        total=total,
        total_in_words=words,
        place_and_date="Banjarbaru, 4 September 2025",
    )
    return replace(data, **changed)


def reader(data):
    return PdfReader(BytesIO(typeset("bast", data, at=AT)))


def pages(data):
    """The text of each page with single blanks, as it is read from top to bottom."""
    return [" ".join(page.extract_text().split()) for page in reader(data).pages]


def squeezed(text):
    """Without blanks: where a line is broken depends on the width of the column."""
    return "".join(text.split())


def heights(page):
    """Distance of each text from the bottom of its page, in points."""
    found = {}

    def visit(text, matrix, text_matrix, font, size):
        if text.strip():
            found[text.strip()] = matrix[5] + text_matrix[5] * matrix[3]

    page.extract_text(visitor_text=visit)
    return found


def missing(data):
    """The texts of `data` that its pages do not show letter for letter; the QR is a picture."""
    printed = squeezed("".join(pages(data)))
    shown = asdict(replace(data, paper="", issue=replace(data.issue, qr="")))
    return [text for text in texts(shown) if squeezed(text) not in printed]


@pytest.mark.parametrize("paper", PaperSize)
def test_every_field_is_on_the_paper(paper):
    again = replace(bast().issue, revision_mark="Cetakan ke-2")
    assert missing(bast(3, paper=paper, issue=again, acknowledged_by=LURAH, witnesses=WITNESSES)) == []


def test_it_reads_as_the_office_writes_it():
    (page,) = pages(bast())
    assert (
        "Pada hari ini, Kamis, tanggal empat bulan September tahun dua ribu dua puluh lima (4-9-2025), bertempat di "
        "Kelurahan Landasan Ulin Selatan, Kecamatan Liang Anggang, Kota Banjarbaru, berdasarkan Keputusan Kepala "
        "Dinas Nomor 500.15/41/KEP/DISKOP,UM&NAKER/2025 tanggal 2 September 2025 tentang Penetapan Penerima Bantuan "
        "Peralatan Kerja, atas beban DPA Tahun Anggaran 2025 (sumber dana APBD, kode rekening 5.1.02.01.01.0039), kami"
    ) in page
    assert "NIP : 19700101 199503 1 001" in page
    assert "NIK : 6372 0457 0892 0012" in page
    assert "untuk dan atas nama Pemerintah Kota Banjarbaru, selanjutnya disebut PIHAK PERTAMA" in page
    assert "Terbilang: dua juta lima ratus ribu rupiah." in page
    assert "b. sampai dengan 4 September 2027 tidak menjual" in page
    assert "selama 5 (lima) tahun" in page
    assert "monitoring dan evaluasi sampai dengan 4 September 2026." in page
    assert "dalam rangkap 2 (dua)" in page
    assert "QR ini untuk pemeriksaan keaslian, bukan tanda tangan elektronik." in page
    assert "Periksa di contoh.invalid/verifikasi/8K4M-2Q7T" in page
    assert page.endswith("Halaman 1 dari 1")


def test_equal_data_gives_equal_bytes():
    assert typeset("bast", bast(), at=AT) == typeset("bast", bast(), at=AT)


def test_title_of_the_document_is_its_number():
    title = "Berita Acara Serah Terima 500.15/007/BAST/DISKOP,UM&NAKER/IX/2025"
    assert reader(bast()).metadata.title == title


@pytest.mark.parametrize(("paper", "size"), [(PaperSize.A4, (210, 297)), (PaperSize.F4, (215, 330))])
def test_paper_has_the_size_that_the_office_uses(paper, size):
    box = reader(bast(paper=paper)).pages[0].mediabox
    assert (round(float(box.width) / MM), round(float(box.height) / MM)) == size


def test_first_party_may_be_called_kesatu():
    terms = replace(TERMS, first_party_label="PIHAK KESATU")
    wording = DEFAULT_BAST_WORDING.filled(terms.values())
    (page,) = pages(bast(wording=wording, first_party_label="PIHAK KESATU"))
    assert "PIHAK PERTAMA" not in page
    assert page.count("PIHAK KESATU") == 5


def test_only_a_reprint_says_which_it_is():
    again = replace(bast().issue, revision_mark="Cetakan ke-2")
    assert "Cetakan ke-" not in pages(bast())[0]
    assert "Cetakan ke-2 Halaman 1 dari 1" in pages(bast(issue=again))[0]


def test_a_preview_has_a_watermark_and_neither_number_nor_qr():
    data = bast(12, issue=None)
    assert all(page.count("PRATINJAU – BELUM TERBIT") == 2 for page in pages(data))
    text = "".join(pages(data))
    assert "Nomor: diberikan saat terbit" in text
    assert not re.search("BAST/|QR|verifikasi", text)
    assert reader(data).metadata.title == "Pratinjau Berita Acara Serah Terima"
    assert "PRATINJAU" not in "".join(pages(bast(12)))


@pytest.mark.parametrize("paper", PaperSize)
@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("name", ["Mesin jahit portabel, Contoh JM-100", "Mesin jahit dan obras serbaguna " * 6])
def test_signatures_stay_whole_with_text_above_them(count, name, paper):
    data = bast(count, name, paper=paper, acknowledged_by=LURAH if count % 2 else None)
    *_, last = printed = pages(data)
    for text in (data.wording.obligations[-1], data.wording.closing, data.place_and_date, data.second_party.name):
        assert text in last
    assert last.count("NIP 19700101 199503 1 001") == 1
    assert [int(page.rpartition("dari ")[2]) for page in printed] == [len(printed)] * len(printed)


@pytest.mark.parametrize("count", range(1, 13))
def test_table_repeats_its_header_and_its_sum_is_never_alone(count):
    printed = pages(bast(count, "Mesin jahit dan obras serbaguna " * 6))
    for page in printed:
        rows = page.count("JM100-250731-")
        assert page.count("Nomor seri") == (1 if rows else 0)
        assert rows or "Terbilang" not in page
    assert sum(page.count("JM100-250731-") for page in printed) == count


def test_hands_have_room_to_sign():
    (page,) = reader(bast()).pages
    at = heights(page)
    assert at["Kepala Dinas,"] - at["H. CONTOH PEJABAT, S.Sos., M.M."] >= 25 * MM


def test_very_long_words_stay_on_the_paper():
    long = "A1B2C3D4E5" * 12
    item = ItemData(long, "SERI" * 10, "1 unit", "baik", "999.999.999")
    party = replace(bast().second_party, name=long, details=(("Alamat", long),))
    document = reader(bast(items=(item,), second_party=party, wording=replace(bast().wording, opening=long)))
    lines = "\n".join(page.extract_text() for page in document.pages).replace("\u200b", "").splitlines()
    assert max(map(len, lines)) < 110
    assert "".join(lines).count(long) == 5  # opening, name, address, item, signature
    assert "SERI" * 10 in "".join(lines)
    assert max(line.count("SERI") for line in lines) < 6  # the column is 37 mm wide


HOSTILE = [
    '#import "x"',
    "*tebal*",
    "$x$",
    "<b>",
    "_m_ `r` // c /* */",
    "= Judul",
    "\\ #panic()",
    "https://a.b @c",
    "{hari}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_taken_for_markup(text):
    wording = DEFAULT_BAST_WORDING.filled(dict.fromkeys(BAST_TOKENS, text))
    data = bast(
        letterhead=LetterheadData(text, text, (text,)),
        issue=issued(text, code="8K4M2Q7T", base_url=f"https://{text}"),
        wording=wording,
        first_party=official(name=text, nip=text, rank=text, position=text, address=text),
        second_party=recipient(name=text, nik="6372045708920012", occupation=text, address=text),
        items=(ItemData(text, text, text, text, text),),
        acknowledged_by=SignerData((text,), text, (text,)),
    )
    assert missing(data) == []


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="#$*_<>`\"'\\/@[]{}()=-+~^&;:.,!?|%aB1 ", min_size=1, max_size=60).filter(str.strip))
def test_names_are_printed_letter_for_letter(name):
    party = replace(bast().second_party, name=name)
    assert squeezed(f"Nama:{name}NIK") in squeezed("".join(pages(bast(second_party=party))))


def test_a_crest_takes_the_place_of_the_box():
    picture = BytesIO()
    Image.new("RGB", (170, 200), "green").save(picture, format="PNG")
    letterhead = replace(bast().letterhead, crest=crest_svg(picture.getvalue()))
    assert "lambang daerah" in pages(bast())[0]
    (page,) = reader(bast(letterhead=letterhead)).pages
    assert "lambang" not in page.extract_text()
    assert [image.image.size for image in page.images] == [(170, 200)]


def test_terms_fill_every_token():
    assert set(TERMS.values()) == set(BAST_TOKENS)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (DAY, 24, date(2027, 9, 4)),
        (DAY, 0, DAY),
        (DAY, 4, date(2026, 1, 4)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
    ],
)
def test_months_later(day, months, later):
    assert months_after(day, months) == later


def test_what_is_unknown_leaves_no_empty_line():
    official_without = official(name="A", nip="", rank="", position="Kepala Dinas", address="")
    assert official_without.details == (("Jabatan", "Kepala Dinas"),)
    assert official_without.below_name == ()
    assert recipient(name="A", nik="6372045708920012", occupation="", address="B").details == (
        ("NIK", "6372 0457 0892 0012"),
        ("Alamat", "B"),
    )


def test_sum_in_figures_and_words():
    assert totals([2_500_000, 85_000]) == ("2.585.000", "dua juta lima ratus delapan puluh lima ribu rupiah")
