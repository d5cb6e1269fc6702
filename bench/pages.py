"""What is measured: each page that people open often, as who opens it, over rows from all of the years."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import uuid4

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from bench.goods import HANDOVERS
from bench.measuring import WARM_UPS
from bench.shape import OPEN, PEOPLE, RUNNING, SESSIONS, THIS_DAY, has_ended, registration_id, year_of
from documents.models import PrivacyNotice
from equipment.models import EquipmentType
from participants.models import Participant
from regions.models import Kelurahan

Ask = Callable[[], HttpResponseBase]
EMPTY = "Halaman kosong (pembanding)"
OPEN_SESSION, RUNNING_SESSION = SESSIONS, SESSIONS - OPEN


@dataclass(frozen=True, slots=True)
class Page:
    """One line of the table: `urls` are visited in turn by a person of `role`."""

    name: str
    role: str
    urls: Sequence[str]


def code(s: int) -> str:
    return f"B-{year_of(s)}-{(s - 1) % 250 + 1:03d}"


ENDED = [s for s in range(7, SESSIONS, 97) if has_ended(s)]


def of_session(name: str, *args: object) -> list[str]:
    return [reverse(name, args=[code(s), *args]) for s in ENDED]


def of_rows(name: str, up_to: int) -> list[str]:
    return [reverse(name, args=[pk]) for pk in range(11, up_to, up_to // 31)]


def asked(name: str, *queries: str) -> list[str]:
    return [f"{reverse(name)}?{query}" for query in queries]


def pages() -> Iterator[Page]:
    yield Page(EMPTY, "verifikator", [reverse("bench-empty")])
    for role in ("petugas", "verifikator", "pengurus_barang", "pejabat"):
        yield Page(f"Beranda {role.replace('_', ' ')}", role, [reverse("home")])
    yield from training_pages()
    yield from people_pages()
    yield from goods_pages()
    yield from report_pages()


def training_pages() -> Iterator[Page]:
    yield Page("Daftar pelatihan", "verifikator", asked("session-list", "", "page=2", "page=60"))
    yield Page("Ringkasan angkatan", "verifikator", of_session("session-detail"))
    yield Page("Peserta angkatan", "verifikator", of_session("session-registrations"))
    yield Page("Pertemuan", "verifikator", of_session("meeting-list"))
    grid = [reverse("attendance", args=[code(s), 5]) for s in range(RUNNING_SESSION - RUNNING + 1, RUNNING_SESSION + 1)]
    yield Page("Lembar kehadiran (30 orang)", "verifikator", grid)
    yield Page("Kelulusan", "verifikator", of_session("graduation"))
    yield Page("Sertifikat angkatan", "verifikator", of_session("session-certificates"))
    yield Page("Serah terima angkatan", "pengurus_barang", of_session("session-handovers"))
    yield Page("Riwayat angkatan", "verifikator", of_session("session-history"))


def people_pages() -> Iterator[Page]:
    yield Page("Daftar peserta", "petugas", asked("participant-list", "", "page=2", "page=30"))
    yield Page("Cari nama yang sering", "petugas", asked("participant-list", "q=siti", "q=muhammad", "q=nur"))
    rare = asked("participant-list", "q=siti+rahmah+hasanah", "q=kip+zul", "q=effendi+noor", "q=tidakada")
    yield Page("Cari nama yang jarang", "petugas", rare)
    yield Page("Data peserta", "petugas", of_rows("participant-detail", PEOPLE))
    details = [reverse("registration-detail", args=[code(s), registration_id(s, s % 40)]) for s in ENDED]
    yield Page("Pendaftaran seorang", "verifikator", details)
    yield Page("Riwayat peserta", "verifikator", of_rows("participant-history", PEOPLE))
    everywhere = asked("search", "q=siti", "q=norhayati+contoh", "q=JH0041", "q=500.15/00041", f"q={code(ENDED[3])}")
    yield Page("Cari di semua", "verifikator", everywhere)
    yield Page("Formulir pendaftaran", "petugas", [reverse("registration-create", args=[code(OPEN_SESSION)])])


def goods_pages() -> Iterator[Page]:
    yield Page("Daftar barang", "pengurus_barang", asked("unit-list", "", "page=2", "status=available", "page=900"))
    yield Page("Kartu barang", "pengurus_barang", of_rows("unit-detail", HANDOVERS))
    yield Page("Daftar pengadaan", "pengurus_barang", asked("procurement-list", "", "page=3"))
    yield Page("Pengadaan", "pengurus_barang", of_rows("procurement-detail", 800))
    yield Page("Daftar SK", "verifikator", asked("decree-list", "", "page=3"))
    yield Page("SK penerima", "verifikator", of_rows("decree-detail", 2_900))
    yield Page("Daftar serah terima", "pengurus_barang", asked("handover-list", "", "page=2", "page=900"))
    yield Page("Cari serah terima", "pengurus_barang", asked("handover-list", "cari=siti+rahmah", "cari=JH0041"))
    yield Page("BAST", "pengurus_barang", of_rows("handover-detail", HANDOVERS))
    yield Page("Riwayat BAST", "pengurus_barang", of_rows("handover-history", HANDOVERS))
    yield Page("Persediaan", "pengurus_barang", [reverse("stock-list")])
    card = reverse("stock-card", args=[EquipmentType.objects.order_by("pk")[0].pk])
    yield Page("Kartu persediaan", "pengurus_barang", [card])


def report_pages() -> Iterator[Page]:
    yield Page("Daftar laporan", "pejabat", asked("report-list", "", "page=2"))
    yield Page("Laporan angkatan", "pejabat", of_session("session-report"))
    years = [reverse("year-report", args=[year]) for year in range(THIS_DAY.year - 3, THIS_DAY.year + 1)]
    yield Page("Laporan tahunan", "pejabat", years)
    yield Page("Perlu ditindaklanjuti", "pejabat", [reverse("attention")])
    yield Page("Pencocokan angkatan", "pejabat", of_session("session-match"))
    yield Page("Laporan angkatan, PDF", "pejabat", of_session("session-report-pdf"))


def registrations(client: Client, times: int) -> list[Ask]:
    """`times` new people, each registered by one POST as the form sends it."""
    highest = Participant.objects.order_by("-pk").values_list("pk", flat=True)[0]
    fields = {
        "name": "Norhayati Contoh", "birth_place": "Banjarbaru", "sex": "P", "address": "Jl. Contoh RT 001/RW 002",
        "kelurahan": Kelurahan.objects.order_by("pk")[0].pk, "phone": "081250112233", "education": "sma",
        "occupation": "informal", "origin": "self", "notice": PrivacyNotice.objects.order_by("-version")[0].version,
    }  # fmt: skip
    url = reverse("registration-create", args=[code(OPEN_SESSION)])
    return [partial(client.post, url, {**fields, **somebody(highest + n)}) for n in range(1, times + WARM_UPS + 1)]


def somebody(n: int) -> dict[str, object]:
    """What differs from form to form; no two have the same NIK."""
    born = THIS_DAY - timedelta(days=9_000 + n % 5_000)
    nik = f"637101{born.day + 40:02d}{born:%m%y}{n // 5_000 + 1:04d}"
    return {"nik": nik, "birth_date": f"{born:%d-%m-%Y}", "submission": uuid4()}
