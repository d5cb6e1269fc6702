"""The editable words: mistakes are named where they stand, holes are never printed."""

import re
from dataclasses import fields

import pytest

from documents.wording import (
    BAST_TOKENS,
    DEFAULT_BAST_WORDING,
    BastWording,
    BrokenTokenError,
    EmptyTokenError,
    EmptyWordingError,
    UnknownTokenError,
    check,
    fill,
)

VALUES = {name: f"<{name}>" for name in BAST_TOKENS}


def test_default_is_valid_and_reads_back():
    assert BastWording.from_texts(DEFAULT_BAST_WORDING.texts()) == DEFAULT_BAST_WORDING


def test_default_uses_every_token():
    """A token that no paper ever used would be a promise nobody tried."""
    used = set(re.findall(r"\{(\w+)\}", "\n".join(DEFAULT_BAST_WORDING.texts().values())))
    assert used == set(BAST_TOKENS)


def test_filled_wording_has_the_values_and_no_brackets():
    filled = DEFAULT_BAST_WORDING.filled(VALUES)
    text = "\n".join(filled.texts().values())
    assert all(value in text for value in VALUES.values())
    assert "{" not in text
    assert len(filled.obligations) == len(DEFAULT_BAST_WORDING.obligations)
    assert filled.first_party_clause == (
        "bertindak untuk dan atas nama Pemerintah <kota>, selanjutnya disebut <pihak_pertama>;"
    )


def test_what_a_value_brings_is_never_read_again():
    values = {**VALUES, "tempat": "Aula {kota} }{"}
    assert "bertempat di Aula {kota} }{," in DEFAULT_BAST_WORDING.filled(values).opening


def test_a_blank_value_is_refused_by_its_meaning():
    with pytest.raises(EmptyTokenError) as refusal:
        DEFAULT_BAST_WORDING.filled({**VALUES, "kode_rekening": " "})
    assert refusal.value.message == (
        "Naskah menyebut kode rekening belanja pengadaan, tetapi datanya belum diisi. Lengkapi dulu datanya."
    )


def test_a_blank_value_that_nobody_mentions_is_fine():
    assert fill("Hari {hari}", {"hari": "Kamis", "kota": ""}, BAST_TOKENS) == "Hari Kamis"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hari {harii}", "Isian {harii} tidak dikenal. Maksudnya {hari}?"),
        ("Hari {Hari}", "Isian {Hari} tidak dikenal. Maksudnya {hari}?"),
        ("Hari { hari }", "Isian { hari } tidak dikenal. Maksudnya {hari}?"),
        ("Hari {xyz}", "Isian {xyz} tidak dikenal. Pilih dari daftar isian yang tersedia."),
        ("Hari {}", "Isian {} tidak dikenal. Pilih dari daftar isian yang tersedia."),
    ],
)
def test_an_unknown_token_is_named(text, sentence):
    with pytest.raises(UnknownTokenError) as refusal:
        check(text, BAST_TOKENS, "opening")
    assert (refusal.value.message, refusal.value.field) == (sentence, "opening")


@pytest.mark.parametrize("text", ["Hari {hari", "Hari hari}", "{hari} {kota", "Hari {{hari}}", "}{"])
def test_a_broken_bracket_is_refused(text):
    with pytest.raises(BrokenTokenError, match="tidak berpasangan"):
        check(text, BAST_TOKENS)


def test_a_broken_bracket_is_shown_with_what_stands_around_it():
    with pytest.raises(BrokenTokenError) as refusal:
        check("Pada hari ini, {hari}, tanggal {tanggal bulan September tahun ini", BAST_TOKENS)
    assert "{hari}, tanggal {tanggal bulan Septem”" in refusal.value.message


@pytest.mark.parametrize("part", [part.name for part in fields(BastWording)])
def test_every_part_is_needed_and_checked(part):
    texts = DEFAULT_BAST_WORDING.texts()
    with pytest.raises(EmptyWordingError) as empty:
        BastWording.from_texts({**texts, part: " \r\n "})
    with pytest.raises(UnknownTokenError) as unknown:
        BastWording.from_texts({**texts, part: "Kalimat {salah}"})
    assert empty.value.field == unknown.value.field == part


def test_typed_text_is_tidied_line_by_line():
    texts = {**DEFAULT_BAST_WORDING.texts(), "obligations": " merawat  barang;\r\n\r\nmemakai barang.\r\n"}
    assert BastWording.from_texts(texts).obligations == ("merawat barang;", "memakai barang.")
