"""Words as papers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.words import angka_dan_huruf, nip_terformat, tanggal_terbilang, terbilang

ONES = ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
SCALES = {"triliun": 10**12, "miliar": 10**9, "juta": 10**6, "ribu": 10**3, "ratus": 100, "puluh": 10}


def value_of(words):
    """What a listener writes down on hearing `words`; also refuses forms that nobody says."""
    total = part = 0
    for word in words.replace("sepuluh", "satu puluh").replace("sebelas", "satu belas").split():
        if word in ("seratus", "seribu"):
            part, word = part + 1, word.removeprefix("se")
        if word in ONES:
            part += ONES.index(word)
        elif word == "belas":
            part += 10
        elif SCALES[word] <= 100:
            part = part // 10 * 10 + part % 10 * SCALES[word] if word == "puluh" else part * 100
        else:
            total, part = total + part * SCALES[word], 0
    return total + part


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_words_say_the_number(number):
    assert value_of(terbilang(number)) == number


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (22, "dua puluh dua"),
        (100, "seratus"),
        (1000, "seribu"),
        (21_000, "dua puluh satu ribu"),
        (1_001_000, "satu juta seribu"),
        (2_585_000, "dua juta lima ratus delapan puluh lima ribu"),
        (1_000_001_001, "satu miliar seribu satu"),
    ],
)
def test_words_are_those_of_the_language(number, words):
    assert terbilang(number) == words


def test_words_can_begin_with_capitals():
    assert terbilang(25, capitalised=True) == "Dua Puluh Lima"


def test_number_and_words_together():
    assert angka_dan_huruf(5) == "5 (lima)"


def test_date_in_words():
    assert tanggal_terbilang(date(2025, 9, 4)) == ("Kamis", "empat", "September", "dua ribu dua puluh lima")


@pytest.mark.parametrize(
    ("nip", "printed"), [("197001011995031001", "19700101 199503 1 001"), ("", ""), ("12", "12"), ("x" * 18, "x" * 18)]
)
def test_nip_is_grouped_when_it_is_one(nip, printed):
    assert nip_terformat(nip) == printed
