"""The frame and the parts of the pages: each part is drawn with sample data, nothing comes from elsewhere."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context
from django.template.loader import get_template
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.conftest import INLINE
from tkm.lib.chips import chips
from tkm.lib.icons import UnknownIconError, icon
from tkm.lib.sorting import Column, headings
from tkm.lib.tags import nomor_surat

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
ROW = SimpleNamespace(
    label="Lolos", value="lolos", kind="ok", key="H", note="dari 16", url="/x/", words="barang", verb="Lihat"
)
PERSON = SimpleNamespace(name="Siti Rahmah", nik="6372044708920012", kelurahan=SimpleNamespace(name="Komet"))
STEP = SimpleNamespace(title="Serahkan", words="Setelah ditandatangani", state="now")
CHANGES = [SimpleNamespace(label="Alamat", before="Jl. Lama", after="Jl. Baru")]
TASK = SimpleNamespace(number=4, words="daftar hadir belum dikunci", url="/x/", verb="Kunci")

# What each part is given, and what must then be read on the page.
SAMPLES: dict[str, tuple[dict[str, Any], str]] = {
    "act_changes": ({"changes": CHANGES}, "Jl. Lama → Jl. Baru"),
    "act_lines": ({"act": SimpleNamespace(lines=[SimpleNamespace(words="x", changes=CHANGES)], untold=4)}, "4 baris"),
    "badge": ({"kind": "ok", "label": "Lolos"}, '<span class="badge-s ok">Lolos</span>'),
    "chips": ({"chips": chips(QueryDict("a=1"), {"a": "Status: Lolos"})}, "Status: Lolos"),
    "confirm": (
        {"happens": "BAST dibatalkan.", "consequence": "Nomor tetap terpakai.", "verb": "Batalkan BAST"},
        "btn-danger",
    ),
    "empty": (
        {"sentence": "Belum ada.", "url": "/x/", "verb": "Tambah"},
        '<a class="btn btn-quiet" href="/x/">Tambah</a>',
    ),
    "facts": ({"facts": [ROW]}, '<a href="/x/">lolos</a> <small>dari 16</small>'),
    "filter_search": (
        {"name": "q", "label": "Cari", "value": '"><b>', "placeholder": ""},
        'value="&quot;&gt;&lt;b&gt;"',
    ),
    "filter_select": ({"name": "s", "label": "S", "value": "2", "choices": [(1, "a"), (2, "b")]}, '"2" selected>b<'),
    "messages": ({"messages": [Message(SUCCESS, "Tersimpan.")]}, '<div class="note ok">'),
    "finder": ({"value": '"><b>'}, 'value="&quot;&gt;&lt;b&gt;" placeholder="Cari nama, NIK'),
    "headings": (
        {"headings": headings(QueryDict(), [Column("Nama", "", "z")], "")},
        '<th scope="col" aria-sort="ascending"><a class="sort" href="?urut=z">Nama',
    ),
    "keys": ({}, "<kbd>Ctrl</kbd> + <kbd>Enter</kbd>"),
    "meta": ({}, "includeIndicatorStyles"),
    "note": ({"kind": "bad", "title": "Gagal", "text": "Ulangi."}, "<b>Gagal</b>Ulangi."),
    "pager": ({"page": Paginator(range(1320), 25).page(2)}, "26–50 dari 1.320"),
    "person": ({"participant": PERSON, "url": "/x/"}, "6372 04•• •••• ••12"),
    "places": ({"taken": 31, "quota": 16, "open": True}, "<b>31</b> untuk 16 tempat"),
    "savebar": ({"verb": "Simpan", "back_url": "/x/"}, '<button type="submit" class="btn btn-primary">Simpan</button>'),
    "sheet_header": ({"title": "Barang", "url": "/x/", "verb": "Semua"}, "<h2>Barang</h2>"),
    "steps": ({"steps": [STEP]}, '<li class="now" aria-current="step">'),
    "todo": ({"items": [TASK]}, '<span class="n">4</span>'),
}
COMMON = {"csrf_token": "x" * 64, "kind": "ok", "back_url": "/x/", "danger": True, "all": "Semua"}


def draw(template: str, /, **given: Any) -> str:
    context = Context({**COMMON, **given})
    context.request = RequestFactory().get("/x/?q=siti&page=2")
    context["request"] = context.request
    return get_template(template).template.render(context)


@pytest.mark.parametrize("name", sorted(path.stem for path in (TEMPLATES / "parts").glob("[!_]*.html")))
def test_every_part_is_drawn_from_what_its_comment_promises(name: str):
    given, expected = SAMPLES[name]
    html = draw(f"parts/{name}.html", **given)
    assert expected in html
    assert "{#" not in html  # a comment over two lines would be printed
    assert not INLINE.search(html)


def test_the_pager_keeps_the_search():
    assert "?q=siti&amp;page=3" in draw("parts/pager.html", page=Paginator(range(100), 25).page(2))


def test_a_chip_drops_its_filter_and_the_page_and_keeps_the_rest():
    one, two = chips(QueryDict("q=siti&status=b&page=3"), {"q": "Cari: siti", "status": "Cadangan", "tahun": ""})
    assert (one.url, two.url) == ("?status=b", "?q=siti")


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "413", "429", "500", "503"])
def test_an_error_page_needs_neither_context_nor_database(code: str):
    html = get_template(f"{code}.html").template.render(Context({}))
    assert "Ke Beranda" in html
    assert not INLINE.search(html)


class SampleForm(forms.Form):
    name = forms.CharField(label="Nama")
    phone = forms.CharField(label="Nomor HP", required=False)
    sex = forms.ChoiceField(
        label="Jenis kelamin", choices=[("P", "Perempuan"), ("L", "Laki-laki")], widget=forms.RadioSelect
    )
    version = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("name", "phone", InlineRadios("sex"), "version")


def test_a_refused_form_lists_what_is_wrong_on_top_with_links_to_the_fields():
    form = SampleForm({"name": "<b>"})
    form.add_error("name", "Tulis nama tanpa tanda <.")
    html = render_crispy_form(form)
    assert '<li><a href="#id_name">Nama</a>: Tulis nama tanpa tanda &lt;.</li>' in html
    assert '<a href="#id_sex_0">Jenis kelamin</a>' in html
    assert 'id="id_sex_0"' in html
    assert f"<li>{form.errors['version'][0]}</li>" in html  # a hidden field cannot be shown beside itself
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_error"' in html


def test_a_form_is_judged_by_us_and_says_which_fields_may_stay_empty():
    html = render_crispy_form(SampleForm())
    assert "novalidate" in html
    assert html.count("boleh kosong") == 1
    assert "errors-on-top" not in html


def test_icons_are_words_of_the_package_only():
    assert icon("house").startswith('<svg class="i"')
    for name in ("rumah", "../package", ""):
        with pytest.raises(UnknownIconError):
            icon(name)


def test_every_icon_named_in_a_template_exists():
    named = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert named
    for name in named:
        icon(name)


@pytest.mark.parametrize("path", sorted((ROOT / "static").rglob("*.*")), ids=lambda path: path.name)
def test_our_own_files_call_no_other_host_and_miss_no_file(path: Path):
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?:|//[a-z0-9-]+\.[a-z]", text)
    for url in re.findall(r'url\("\.\./([^"]+)"\)', text):
        assert finders.find(url), url


def test_no_variable_of_the_style_is_misspelt():
    text = "".join(path.read_text() for path in (ROOT / "static/css").glob("*.css"))
    assert (
        set(re.findall(r"var\((--tkm-[a-z-]+)", text)) - set(re.findall(r"^\s*(--tkm-[a-z-]+):", text, re.M)) == set()
    )


def luminance(colour: str) -> float:
    """Relative luminance, 0..1, of `#rrggbb` (WCAG 2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "paper", "least"),
    [(kind, f"{kind}-tint", 4.5) for kind in ("ok", "wait", "bad", "info", "idle")]
    + [(ink, paper, 4.5) for ink in ("ink", "ink-soft", "green") for paper in ("paper", "surface", "green-tint")]
    + [("surface", kind, 4.5) for kind in ("ok", "wait", "bad", "info", "green", "green-deep")]
    + [("line-control", "surface", 3), ("gold-strong", "surface", 3), ("green", "surface", 3)],
)
def test_words_and_edges_can_be_seen(ink: str, paper: str, least: float):
    tokens = dict(re.findall(r"--tkm-([a-z-]+): (#\w+);", (ROOT / "static/css/tokens.css").read_text()))
    light, dark = sorted((luminance(tokens[ink]), luminance(tokens[paper])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_settings_of_htmx_can_be_read_and_let_a_refused_form_be_shown():
    config = json.loads(re.search(r"name=\"htmx-config\" content='([^']+)'", draw("parts/meta.html")).group(1))
    assert not config["allowEval"]
    assert not config["includeIndicatorStyles"]
    assert {"code": "422", "swap": True} in config["responseHandling"]


@pytest.mark.django_db
def test_the_frame_names_the_user_and_lets_out(login: Callable[..., Client]):
    html = login("petugas").get(reverse("profile")).content.decode()
    assert "Petugas pendaftaran" in html
    assert 'href="#isi"' in html
    assert f'<form method="post" action="{reverse("account_logout")}">' in html


@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_only_the_demo_lists_its_people(client: Client, settings: Any, demo: bool):
    settings.DEMO = demo
    settings.DEMO_PASSWORD = "kain-perca"
    html = client.get(reverse("account_login")).content.decode()
    assert ("kain-perca" in html) is demo
    assert "Nama pengguna atau NIP" in html


def test_the_number_of_a_letter_breaks_at_its_slashes_and_hides_no_markup():
    assert nomor_surat("BAST 7/IX & <b>") == "BAST 7/<wbr>IX &amp; &lt;b&gt;"
