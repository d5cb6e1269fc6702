"""One row for each kind of paper whose size is chosen, the number of a certificate, and the first words of the desk."""

from django.db import migrations

from documents import desk_wording

SIZED = ("bast", "decree_annex", "public_annex", "form", "statement", "proof", "attendance", "recap", "report")
WORDS = {
    "form": desk_wording.DEFAULT_FORM_WORDING,
    "statement": desk_wording.DEFAULT_STATEMENT_WORDING,
    "proof": desk_wording.DEFAULT_PROOF_WORDING,
    "card": desk_wording.DEFAULT_CARD_WORDING,
}


def write_rows(apps, schema_editor):
    formats = apps.get_model("documents", "PaperFormat").objects
    for kind in SIZED:
        formats.get_or_create(kind=kind)
    pattern = "500.15/{nomor:03d}/SERT/DISKOP,UM&NAKER/{bulan_romawi}/{tahun}"
    series = apps.get_model("documents", "NumberSeries").objects
    series.get_or_create(kind="certificate", defaults={"mode": "automatic", "pattern": pattern})
    wordings = apps.get_model("documents", "Wording").objects
    for kind, words in WORDS.items():
        wordings.get_or_create(kind=kind, version=1, defaults={"parts": words.texts(), "note": "Naskah awal"})


class Migration(migrations.Migration):
    dependencies = [("documents", "0007_kinds_of_paper")]
    operations = [migrations.RunPython(write_rows, migrations.RunPython.noop)]
