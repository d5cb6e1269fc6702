"""Reading a NIK: every date and sex comes back, what is malformed is refused in a sentence, the rest is a doubt."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from regions.nik import FEMALE, MALE, check_kk, check_nik, digits_only, issuers, read_nik

ON = date(2025, 8, 4)
CENTURY_AGO = date(1925, 8, 5)  # the oldest whose two-digit year means one person only on ON


def made(born: date, sex: str, *, district: str = "637204", serial: int = 1) -> str:
    day = born.day + (40 if sex == FEMALE else 0)
    return f"{district}{day:02d}{born:%m%y}{serial:04d}"


def code_of(nik: str, check=check_nik) -> str:
    """The code of the refusal; empty when it passes. Every refusal is one sentence."""
    try:
        check(nik)
    except ValidationError as error:
        (message,) = error.messages
        assert message.endswith(".")
        return error.code
    return ""


@given(born=st.dates(CENTURY_AGO, ON), sex=st.sampled_from([FEMALE, MALE]), serial=st.integers(0, 9999))
def test_every_date_and_sex_comes_back(born, sex, serial):
    nik = made(born, sex, serial=serial)
    assert code_of(nik) == ""
    reading = read_nik(nik, on=ON)
    assert (reading.born_on, reading.sex) == (born, sex)


@given(born=st.dates(date(1900, 1, 1), date(2099, 12, 31)), sex=st.sampled_from([FEMALE, MALE]))
def test_the_century_is_the_latest_that_is_not_in_the_future(born, sex):
    reading = read_nik(made(born, sex), on=ON)
    if reading.born_on is not None:
        assert reading.born_on <= ON
        assert (reading.born_on.month, reading.born_on.day) == (born.month, born.day)
        assert (reading.born_on.year - born.year) % 100 == 0
        assert reading.born_on.year + 100 >= ON.year


@pytest.mark.parametrize(
    ("digits", "on", "born"),
    [
        ("040825", ON, date(2025, 8, 4)),
        ("050825", ON, date(1925, 8, 5)),
        ("010100", ON, date(2000, 1, 1)),
        ("311299", ON, date(1999, 12, 31)),
        ("290224", ON, date(2024, 2, 29)),
        ("290200", ON, date(2000, 2, 29)),
        ("290228", ON, date(1928, 2, 29)),
        ("290200", date(2101, 1, 1), date(2000, 2, 29)),
        ("290226", ON, None),
        ("310499", ON, None),
        ("300299", ON, None),
    ],
)
def test_what_the_calendar_lacks_is_read_as_no_date(digits, on, born):
    nik = f"637204{digits}0001"
    assert code_of(nik) == ""
    assert read_nik(nik, on=on).born_on == born


@given(typed=st.text(max_size=40))
def test_anything_typed_is_accepted_or_refused_in_a_sentence(typed):
    if code_of(typed) == "":
        assert len(typed) == 16
        assert read_nik(typed, on=ON).sex in (FEMALE, MALE)


@given(digits=st.text("0123456789", min_size=16, max_size=16))
def test_sixteen_digits_are_read_whenever_they_pass(digits):
    day, month = int(digits[6:8]), int(digits[8:10])
    is_possible = (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12 and len(set(digits)) > 1
    assert (code_of(digits) == "") is is_possible


@pytest.mark.parametrize(
    ("nik", "code"),
    [
        ("", "nik_digits"),
        ("637204170892000A", "nik_digits"),
        ("٦٣٧٢٠٤١٧٠٨٩٢٠٠٠١", "nik_digits"),
        ("637204170892001²", "nik_digits"),
        ("63720417089200", "nik_length"),
        ("63720417089200011", "nik_length"),
        ("1" * 16, "nik_same"),
        ("6372040008920001", "nik_day"),
        ("6372043208920001", "nik_day"),
        ("6372044008920001", "nik_day"),
        ("6372047208920001", "nik_day"),
        ("6372048508920001", "nik_day"),
        ("6372041700920001", "nik_month"),
        ("6372041713920001", "nik_month"),
        ("6372047108920001", ""),
        ("6372043112920000", ""),
    ],
)
def test_what_is_malformed_is_refused_by_what_is_wrong(nik, code):
    assert code_of(nik) == code


def test_the_length_is_said():
    with pytest.raises(ValidationError, match="yang diketik 14 digit"):
        check_nik("63720417089200")


@pytest.mark.parametrize(
    ("district", "issued_in"),
    [
        ("637204", "Kec. Banjarbaru Utara, Kota Banjarbaru"),
        ("637201", "Kec. Banjarbaru, Kota Banjarbaru"),
        ("630301", "Kec. Aluh Aluh, Kabupaten Banjar"),
        ("999999", None),
        ("637299", None),
    ],
)
def test_the_district_of_issue_is_known_withdrawn_or_unknown(district, issued_in):
    nik = made(date(1992, 8, 17), FEMALE, district=district)
    assert code_of(nik) == ""
    assert read_nik(nik, on=ON).issued_in == issued_in


def test_all_districts_of_today_are_known_and_some_of_yesterday():
    assert len(issuers()) >= 7285 + 1
    assert all(len(district) == 6 and district.isdecimal() for district in issuers())


@given(nik=st.text("0123456789", min_size=16, max_size=16), blanks=st.sampled_from([" ", ".", "-", "\u00a0", "\u2009"]))
def test_blanks_between_groups_are_dropped(nik, blanks):
    typed = blanks.join(nik[at : at + 4] for at in range(0, 16, 4))
    assert digits_only(typed) == nik


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("6372040405150001", ""),
        ("637204040515000", "kk_length"),
        ("637204040515000A", "kk_length"),
        ("0" * 16, "kk_same"),
    ],
)
def test_a_kk_number_has_sixteen_digits_that_differ(number, code):
    assert code_of(number, check_kk) == code


def test_tomorrow_is_a_hundred_years_ago():
    tomorrow = ON + timedelta(days=1)
    assert read_nik(made(tomorrow, MALE), on=ON).born_on == date(tomorrow.year - 100, tomorrow.month, tomorrow.day)
