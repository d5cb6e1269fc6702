"""What Django's own fields say when they refuse, in the office's words: what is wrong and what to do."""

from django import forms
from django.core import validators
from django.db import models

NOT_OFFERED = "Pilihan itu tidak ada di daftar. Pilih salah satu yang tersedia."
SEVERAL = "Pilih dari daftar yang tersedia."
A_NUMBER = "Tulis dengan angka saja."
A_DATE = "Tulis tanggal seperti 17-08-1992 (tanggal-bulan-tahun)."
AN_HOUR = "Tulis jam seperti 08.00."
NOT_READ = "Isian ini tidak terbaca. Muat ulang halaman, lalu coba sekali lagi."
NO_FILE = "Berkasnya tidak ikut terkirim. Pilih berkasnya, lalu kirim sekali lagi."

FIELDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "Belum diisi."},
    forms.ChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.MultipleChoiceField: {"invalid_choice": NOT_OFFERED, "invalid_list": SEVERAL},
    forms.ModelChoiceField: {"invalid_choice": NOT_OFFERED},
    forms.ModelMultipleChoiceField: {
        "invalid_choice": NOT_OFFERED,
        "invalid_list": SEVERAL,
        "invalid_pk_value": NOT_OFFERED,
    },
    forms.IntegerField: {"invalid": A_NUMBER},
    forms.FloatField: {"invalid": A_NUMBER},
    forms.DecimalField: {"invalid": A_NUMBER},
    forms.DateField: {"invalid": A_DATE},
    forms.DateTimeField: {"invalid": f"{A_DATE[:-1]}, lalu jamnya seperti 08:00."},
    forms.TimeField: {"invalid": AN_HOUR},
    forms.SplitDateTimeField: {"invalid_date": A_DATE, "invalid_time": AN_HOUR},
    forms.UUIDField: {"invalid": NOT_READ},
    forms.JSONField: {"invalid": NOT_READ},
    forms.FileField: {
        "invalid": NO_FILE,
        "missing": NO_FILE,
        "empty": "Berkas itu kosong. Pilih berkas yang ada isinya.",
        "contradiction": "Pilih salah satu: mengirim berkas baru, atau menghapus yang lama.",
    },
    forms.ImageField: {"invalid_image": "Berkas itu bukan gambar, atau rusak. Pilih berkas JPG atau PNG yang lain."},
}
VALIDATORS: dict[type[object], str] = {
    validators.MinValueValidator: "Paling sedikit %(limit_value)s.",
    validators.MaxValueValidator: "Paling banyak %(limit_value)s.",
    validators.MinLengthValidator: "Paling sedikit %(limit_value)d huruf; sekarang %(show_value)d.",
    validators.MaxLengthValidator: "Paling banyak %(limit_value)d huruf; sekarang %(show_value)d. Persingkatlah.",
    validators.StepValueValidator: "Tulis kelipatan dari %(limit_value)s.",
    validators.ProhibitNullCharactersValidator: "Ada huruf yang tidak terlihat. Hapus, lalu ketik ulang bagian itu.",
    validators.EmailValidator: "Tulis alamat surel seperti nama@contoh.go.id.",
    validators.RegexValidator: "Bentuk isian ini tidak sesuai. Periksa ketikannya.",
}
COLUMNS = {
    "invalid_choice": NOT_OFFERED,
    "null": "Belum diisi.",
    "blank": "Belum diisi.",
    "unique": "%(field_label)s ini sudah ada di data lain.",
}


def say_it_our_way() -> None:
    """Give Django's fields and validators our sentences; called once, before any form is made."""
    for field, sentences in FIELDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **sentences}
    for validator, sentence in VALIDATORS.items():
        validator.message = sentence  # type: ignore[attr-defined]  # each of them has one
    models.Field.default_error_messages = {**models.Field.default_error_messages, **COLUMNS}
