"""The first version of the words of a BAST: those this system was delivered with."""

from django.db import migrations

from documents.wording import DEFAULT_BAST_WORDING


def write_first_version(apps, schema_editor):
    parts = DEFAULT_BAST_WORDING.texts()
    wordings = apps.get_model("documents", "Wording").objects
    wordings.get_or_create(kind="bast", version=1, defaults={"parts": parts, "note": "Naskah awal"})


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_office")]
    operations = [migrations.RunPython(write_first_version, migrations.RunPython.noop)]
