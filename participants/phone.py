"""One spelling for a phone number, so that equal numbers are equal: `081250112233`."""

import re

import phonenumbers
from django.core.exceptions import ValidationError

# What people type around the digits: groups, brackets, a plus in front.
TYPED = re.compile(r"^\+?[\d\s().\-]+$", re.ASCII)
WRONG = "Nomor HP tidak lengkap atau kelebihan angka. Contoh: 0812-5011-2233, atau 0511-6749523 untuk telepon rumah."


def normalise_phone(typed: str) -> str:
    """`typed` (08…, 62…, +62…, with or without groups; a landline too) as digits that begin with 0; empty stays empty.

    Raises ValidationError for what is not one Indonesian number.
    """
    typed = typed.strip()
    if not typed:
        return ""
    if not TYPED.match(typed):
        raise ValidationError("Tulis satu nomor dengan angka saja, misalnya 0812-5011-2233.", code="phone_digits")
    try:
        number = phonenumbers.parse(re.sub(r"^00|^(?=62)", "+", typed), "ID")
    except phonenumbers.NumberParseException as error:
        raise ValidationError(WRONG, code="phone") from error
    if number.country_code != 62:
        raise ValidationError("Tulis nomor Indonesia, diawali 0 atau +62.", code="phone_country")
    if not phonenumbers.is_valid_number(number):
        raise ValidationError(WRONG, code="phone")
    return f"0{number.national_number}"
