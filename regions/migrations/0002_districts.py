"""The districts of Banjarbaru, as the file beside this app has them."""

import csv
from pathlib import Path

from django.db import migrations

FILE = Path(__file__).parent.parent / "data/wilayah.csv"


def load_districts(apps, schema_editor):
    kecamatan, kelurahan = apps.get_model("regions", "Kecamatan"), apps.get_model("regions", "Kelurahan")
    with FILE.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    parents = {}
    for row in rows:
        if len(row["kode"]) == 8:
            parents[row["kode"]], _ = kecamatan.objects.get_or_create(code=row["kode"], defaults={"name": row["nama"]})
    for row in rows:
        if len(row["kode"]) > 8:
            kelurahan.objects.get_or_create(
                code=row["kode"], defaults={"name": row["nama"], "kecamatan": parents[row["kode_induk"]]}
            )


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(load_districts, migrations.RunPython.noop)]
