"""The office this system starts with, how its papers get their numbers, and the first privacy notice. All of it is data."""

from django.db import migrations

NOTICE = """Dinas Koperasi, Usaha Mikro, dan Tenaga Kerja Kota Banjarbaru mencatat data Anda (identitas, alamat, nomor HP, \
pendidikan dan pekerjaan) untuk menjalankan tugas pelayanan publik: memilih peserta pelatihan, mencatat kehadiran dan \
kelulusan, serta menyerahkan bantuan peralatan kerja secara bertanggung jawab (UU Nomor 27 Tahun 2022 Pasal 20 ayat (2) \
huruf e). Data disimpan menurut jadwal retensi arsip dan hanya dibuka oleh petugas yang berwenang. Anda dapat meminta \
melihat dan membetulkan data Anda di kantor dinas."""


def create_office(apps, schema_editor):
    apps.get_model("documents", "Office").objects.get_or_create(
        pk=1,
        defaults={
            "name": "DINAS KOPERASI, USAHA MIKRO DAN TENAGA KERJA",
            "short_name": "Dinas Koperasi, UM & Naker",
            "address": "Jalan Soekarno-Hatta (Trikora), Banjarbaru 70712, Kalimantan Selatan",
            "contact": "Telp./Faks. 0511 6749523",
            "public_address": "tkm.banjarbaru.example",
        },
    )
    series = apps.get_model("documents", "NumberSeries")
    pattern = "500.15/{nomor:03d}/BAST/DISKOP,UM&NAKER/{bulan_romawi}/{tahun}"
    series.objects.get_or_create(kind="bast", defaults={"mode": "automatic", "pattern": pattern})
    series.objects.get_or_create(kind="decree", defaults={"mode": "agenda", "pattern": ""})
    apps.get_model("documents", "PrivacyNotice").objects.get_or_create(version=1, defaults={"text": NOTICE})


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(create_office, migrations.RunPython.noop)]
