"""What was typed before goes back into the form of a finished page."""

from accounts.refill import Refilled, refill

PAGE = """<form method="get"><input name="q"></form>
<form method="post" action="/barang/1/ubah/"><input name="name" value="lain"></form>
<form method="post" id="isian">
  <input type="hidden" name="csrfmiddlewaretoken" value="segar"><input type="hidden" name="submission" value="s2">
  <input class="form-control" name="name" value="" placeholder="Nama &amp; gelar">
  <input name="line" value="1"><input name="line" value="2">
  <input type="password" name="secret"><input type="file" name="scan">
  <input type="checkbox" name="units" value="7"><input type="checkbox" name="units" value="8" checked>
  <input type="radio" name="sex" value="P" checked><input type="radio" name="sex" value="L">
  <select name="place"><option value="">–</option><option value="3" selected>Komet</option>
  <option value="4">Loktabat</option></select>
  <textarea name="note">
lama</textarea>
  <button name="next" value="1">Lalu</button><button formaction="/barang/baru/nik/">Periksa</button>
</form>
<input name="far" form="isian" value="x">"""


def filled(path: str = "/barang/baru/", **fields: list[str]) -> Refilled:
    return refill(PAGE, page="/barang/baru/", path=path, fields=fields)


def test_each_kind_of_field_is_as_it_was_sent():
    note = ["baris 1\nbaris 2 </x>"]
    chosen = {"units": ["7"], "sex": ["L"], "place": ["4"]}
    html = filled(name=['Siti "Ita" <b>'], line=["a", "b"], note=note, far=["y"], **chosen).html
    assert 'placeholder="Nama &amp; gelar"' in html
    assert 'value="Siti &quot;Ita&quot; &lt;b&gt;"' in html
    assert '<input name="line" value="a"><input name="line" value="b">' in html
    assert 'value="7" checked>' in html
    assert 'value="8">' in html
    assert '<input type="radio" name="sex" value="P"><input type="radio" name="sex" value="L" checked>' in html
    assert '<option value="3">Komet</option>\n  <option value="4" selected>Loktabat</option>' in html
    assert "baris 1\nbaris 2 &lt;/x&gt;</textarea>" in html
    assert '<input name="far" form="isian" value="y">' in html
    assert 'name="csrfmiddlewaretoken" value="segar"' in html


def test_only_the_form_that_was_sent_is_filled():
    html = filled(name=["Siti"]).html
    assert '<input name="name" value="lain">' in html
    assert '<input name="q">' in html


def test_a_button_pressed_before_is_not_pressed_again():
    assert filled(name=["Siti"], next=["1"]).html.count('name="next"') == 1


def test_secrets_and_files_are_left_to_the_person():
    html = filled(name=["Siti"], secret=["x"], scan=["y"]).html
    assert '<input type="password" name="secret"><input type="file" name="scan">' in html


def test_what_the_form_does_not_show_goes_along_unseen():
    assert (
        '<input type="hidden" name="nik_reason" value="dukcapil">'
        in filled(name=["Siti"], nik_reason=["dukcapil"]).html
    )


def test_a_second_button_sends_the_same_form():
    assert 'value="Siti"' in filled(path="/barang/baru/nik/", name=["Siti"]).html


def test_without_the_form_the_words_are_told():
    answer = filled(path="/lain/", name=["Siti"], submission=["s1"], note=["", "hujan"])
    assert answer == Refilled(PAGE, is_found=False, lost=("Siti", "hujan"))
