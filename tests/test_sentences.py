"""What Django's own fields say when they refuse."""

from uuid import uuid4

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator

from tests.naughty import english

REFUSED = [
    (forms.CharField(), "", "Belum diisi."),
    (forms.ChoiceField(choices=[("a", "A")]), "b", "tidak ada di daftar"),
    (forms.MultipleChoiceField(choices=[("a", "A")]), ["b"], "tidak ada di daftar"),
    (forms.IntegerField(), "x", "angka saja"),
    (forms.IntegerField(min_value=1), "0", "Paling sedikit 1."),
    (forms.IntegerField(max_value=5), "6", "Paling banyak 5."),
    (forms.CharField(max_length=3), "empat", "Paling banyak 3 huruf; sekarang 5."),
    (forms.UUIDField(), "x", "Muat ulang halaman"),
    (forms.DateField(), "x", "17-08-1992"),
    (forms.CharField(), "\0", "tidak terlihat"),
    (forms.FileField(), "x", "tidak ikut terkirim"),
]


@pytest.mark.parametrize(("field", "value", "words"), REFUSED, ids=lambda value: getattr(type(value), "__name__", ""))
def test_a_field_refuses_in_our_words(field: forms.Field, value: object, words: str):
    with pytest.raises(ValidationError) as refusal:
        field.clean(value)
    assert words in refusal.value.messages[0]
    assert english(refusal.value.messages) == []


def test_a_field_with_a_sentence_of_its_own_keeps_it():
    field = forms.UUIDField(error_messages={"invalid": "Bukan kiriman kami."})
    with pytest.raises(ValidationError, match="Bukan kiriman kami"):
        field.clean("x")
    assert field.clean(str(uuid := uuid4())) == uuid
    for validator in (MinValueValidator(1, "Sedikitnya satu."), MaxValueValidator(1), MaxLengthValidator(1)):
        assert validator.message
    assert MinValueValidator(1, "Sedikitnya satu.").message == "Sedikitnya satu."
