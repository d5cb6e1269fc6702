"""What the CHECKs of a person compare with: the rules of `regions.nik` and of the calendar in the database's words."""

from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.functions import Cast

# Day 01–31, for women 41–71, and a month.
WELL_FORMED_NIK = r"^[0-9]{6}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}$"
ONE_DIGIT_ONLY = r"^([0-9])\1*$"
LOCAL_DAY_OF_RECORDING = Cast(
    Func(Value("Asia/Makassar"), F("created_at"), function="timezone", output_field=DateTimeField()), DateField()
)
