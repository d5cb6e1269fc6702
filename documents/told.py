"""The history of papers, their numbers and the office in words."""

from documents.models import (
    NumberSeries,
    Office,
    Paper,
    PaperFormat,
    PaperNumber,
    PrivacyNotice,
    Signatory,
    StoredFile,
    Wording,
)
from tkm.lib.told import Now, Told, Turn, tell

PAPERS, OFFICE = "Surat dan nomor", "Kantor"

tell(StoredFile, Told.of(PAPERS, "berkas {name}", "berkas", made="menyimpan"))
tell(Office, Told.of(OFFICE, "identitas kantor", "identitas kantor", name="{short_name}"))
tell(Signatory, Told.of(OFFICE, "penanda tangan {name}", "penanda tangan", name="{name}, {position}"))
tell(NumberSeries, Told.of(OFFICE, "pola nomor {kind:kecil}", "pola nomor", name="{kind}"))
tell(PaperFormat, Told.of(OFFICE, "ukuran kertas {kind:kecil}", "ukuran kertas", name="{kind}"))
tell(Wording, Told.of(OFFICE, "naskah {kind:kecil} versi {version}", "naskah", name="versi {version}"))
tell(
    PrivacyNotice,
    Told.of(OFFICE, "pemberitahuan data pribadi versi {version}", "pemberitahuan", name="versi {version}"),
)
tell(
    PaperNumber,
    Told.of(
        PAPERS,
        "nomor {text}",
        "nomor",
        made="memberi",
        name="{text}",
        turns=(Turn("voided_at", Now.FILLED, ("membatalkan nomor {text}: {void_reason}", "membatalkan {n} nomor")),),
    ),
)
tell(
    Paper,
    Told.of(
        PAPERS,
        "{number}, cetakan ke-{revision}",
        "surat",
        made="mencetak",
        name="{number__text}, cetakan ke-{revision}",
    ),
)
