"""Serial numbers: what looks alike is the same, and nothing reaches the database that it would refuse."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from equipment.serials import LONGEST, SERIAL, SerialRefusedError, clean_serial, serial_key

LETTERS = st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
SERIALS = st.text(LETTERS, min_size=1, max_size=LONGEST // 2)
DATABASE_KEY = r"[A-HJ-KM-NP-Z0-9]+"


@pytest.mark.parametrize(
    "typed",
    ["JM100-1", "jm100-1", "JM1OO-1", "JMl00-I", " JM 100 - 1 ", "JM100–1", "J.M.100/1", "JM100_1", "ＪＭ１００－１"],
)
def test_look_alikes_share_one_key(typed):
    assert serial_key(typed) == "JM1001"


def test_different_numbers_keep_different_keys():
    assert len({serial_key(f"JM100-250731-{n:04}") for n in range(300)}) == 300
    assert serial_key("JM100-S") != serial_key("JM100-5")


def test_the_number_is_kept_as_printed_on_the_plate():
    assert clean_serial("  jm1OO –  250731/a. ") == "JM1OO - 250731/A"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "tidak memuat huruf atau angka"),
        (" - / ", "tidak memuat huruf atau angka"),
        ("JM100é", "“JM100é” memuat é. Pakai huruf A–Z, angka, spasi, titik, garis miring atau tanda hubung."),
        ("JM\x00100", "memuat huruf yang tidak terlihat"),
        ("JM🙂", "memuat 🙂"),
        ("9" * 61, "lebih dari 60 huruf. Satu baris untuk satu nomor seri."),
    ],
)
def test_what_cannot_be_a_serial_number_is_refused_in_a_sentence(typed, said):
    with pytest.raises(SerialRefusedError) as refusal:
        serial_key(typed)
    assert said in refusal.value.message
    assert "\x00" not in refusal.value.message


def outcome(typed):
    """The sentence of refusal, or what would be stored and its key."""
    try:
        return "", clean_serial(typed), serial_key(typed)
    except SerialRefusedError as refusal:
        return refusal.message, "", ""


@given(st.text(max_size=80))
def test_any_text_gives_what_the_database_takes_or_a_sentence(typed):
    refusal, stored, key = outcome(typed)
    if refusal:
        assert refusal.endswith(".")
        return
    assert re.fullmatch(SERIAL, stored)
    assert len(stored) <= LONGEST
    assert re.fullmatch(DATABASE_KEY, key)
    assert (clean_serial(stored), serial_key(stored), serial_key(key)) == (stored, key, key)


@given(SERIALS, st.data())
def test_a_number_typed_with_other_letters_blanks_and_hyphens_is_the_same(number, data):
    alike = {"0": "0Oo", "O": "0Oo", "1": "1IiLl", "I": "1IiLl", "L": "1IiLl"}
    letters = [
        data.draw(st.sampled_from(alike.get(letter.upper(), letter.upper() + letter.lower()))) for letter in number
    ]
    between = data.draw(st.lists(st.sampled_from(["", " ", "-", "."]), min_size=len(number), max_size=len(number)))
    assert serial_key("".join(map("".join, zip(letters, between, strict=True)))[:LONGEST]) == serial_key(
        "".join(map("".join, zip(number, between, strict=True)))[:LONGEST]
    )
