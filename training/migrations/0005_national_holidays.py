"""The national holidays and cuti bersama of 2025 and 2026, as the file beside this app has them.

Sources: joint decree (SKB) of three ministers 1017/2024 as amended by 933/2025 for 2025, and 1497/2025 for 2026.
"""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "data/hari_libur.csv"


def load_holidays(apps, schema_editor):
    holiday = apps.get_model("training", "Holiday")
    with FILE.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            values = {"name": row["nama"], "kind": row["jenis"], "is_fixed": row["tetap"] == "ya"}
            holiday.objects.get_or_create(day=row["tanggal"], defaults=values)


class Migration(migrations.Migration):
    dependencies = [("training", "0004_holidays")]
    operations = [migrations.RunPython(load_holidays, migrations.RunPython.noop)]
