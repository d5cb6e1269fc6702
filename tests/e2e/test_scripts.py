"""Our scripts in a real browser, on a page of their own: what the keyboard, a hasty finger and a dropped line do."""

from pathlib import Path

from playwright.sync_api import Browser, Page

SCRIPTS = Path(__file__).parent.parent.parent / "static/js"

ROW = """<tr data-mark-row>
  <td><input type="radio" name="m{0}" id="h{0}" data-key="H"{1}></td>
  <td><input type="radio" name="m{0}" id="a{0}" data-key="A"{1}></td>
  <td><input id="menit{0}"></td>
</tr>"""
SAVING = """window.saved = [];
for (const row of document.querySelectorAll("tr"))
  row.addEventListener("change", (event) => saved.push(event.target.id))"""
CLASS = f"<table>{ROW.format(1, '')}{ROW.format(2, ' disabled')}{ROW.format(3, '')}</table>"
FRAME = """<details class="menu"><summary>Menu</summary><a href="#">Beranda</a></details>
<form method="post" data-warn-unsaved><input id="nama"><button id="simpan">Simpan</button></form>
<div id="alarm" role="alert"></div>"""
SENT = "sent = []; addEventListener('submit', (e) => { sent.push(!e.defaultPrevented); e.preventDefault() })"


def page_with(browser: Browser, html: str, script: str) -> Page:
    page = browser.new_page()
    page.set_content(html)
    page.evaluate("window.seen = []; addEventListener('change', (event) => seen.push(event.target.id))")
    page.evaluate(SAVING)
    page.add_script_tag(content=(SCRIPTS / script).read_text())
    return page


def test_a_letter_marks_the_row_once_and_saves_at_once(browser: Browser):
    page = page_with(browser, CLASS, "attendance.js")
    page.focus("#h1")
    for key in ("a", "A", "x"):
        page.keyboard.press(key)
    assert page.evaluate("seen") == ["a1"]
    assert page.is_checked("#a1")


def test_arrows_go_from_row_to_row_past_the_locked_and_mark_nobody(browser: Browser):
    page = page_with(browser, CLASS, "attendance.js")
    page.focus("#h1")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "h3"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "h1"
    assert page.evaluate("seen") == []


def test_letters_typed_into_a_field_stay_letters(browser: Browser):
    page = page_with(browser, CLASS, "attendance.js")
    page.focus("#menit1")
    page.keyboard.type("ha")
    assert page.input_value("#menit1") == "ha"
    assert page.evaluate("seen") == []


def test_a_second_press_sends_nothing_until_the_page_comes_back(browser: Browser):
    page = page_with(browser, FRAME, "app.js")
    page.evaluate(SENT)
    page.click("#simpan")
    page.click("#simpan")
    assert page.evaluate("sent") == [True, False]
    assert page.get_attribute("#simpan", "aria-busy") == "true"
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.get_attribute("#simpan", "aria-busy") is None


def test_escape_closes_the_menu_and_gives_the_focus_back(browser: Browser):
    page = page_with(browser, FRAME, "app.js")
    page.click("summary")
    page.focus("details a")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('details').open")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_form_that_was_typed_into_is_not_left_by_mistake(browser: Browser):
    page = page_with(browser, FRAME, "app.js")
    leave = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert page.evaluate(leave) is False
    page.fill("#nama", "Siti")
    assert page.evaluate(leave) is True


def test_a_dropped_line_is_told(browser: Browser):
    page = page_with(browser, FRAME, "line.js")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('htmx:sendError', { bubbles: true, detail: {} }))")
    assert "sambungan terputus" in page.inner_text("[role=alert]").lower()


def test_a_form_is_not_sent_into_a_dropped_line_and_keeps_what_was_typed(browser: Browser):
    page = page_with(browser, FRAME, "line.js")
    page.evaluate(SENT)
    page.evaluate("heardAt = -1e9; window.fetch = async () => { throw new TypeError('offline') }; 0")
    page.fill("#nama", "Siti")
    page.click("#simpan")
    page.wait_for_selector("[role=alert] .note")
    assert page.inner_text("[role=alert]") == "Sambungan terputus. Yang Anda ketik masih ada; coba kirim lagi."
    assert page.evaluate("sent") == [False]
    assert page.input_value("#nama") == "Siti"
    page.evaluate("window.fetch = async () => ({ status: 200 }); 0")
    page.click("#simpan")
    page.wait_for_function("sent.length === 3")
    assert page.evaluate("sent") == [False, False, True]
    assert page.inner_text("[role=alert]") == ""


def test_a_database_that_is_away_keeps_the_form_too(browser: Browser):
    page = page_with(browser, FRAME, "line.js")
    page.evaluate(SENT)
    page.evaluate("heardAt = -1e9; window.fetch = async () => ({ status: 503 }); 0")
    page.click("#simpan")
    page.wait_for_selector("[role=alert] .note")
    assert "tidak dapat dihubungi" in page.inner_text("[role=alert]")
    assert page.evaluate("sent") == [False]


def test_a_form_is_sent_at_once_where_the_server_was_just_heard(browser: Browser):
    page = page_with(browser, FRAME, "line.js")
    page.evaluate(SENT)
    page.click("#simpan")
    assert page.evaluate("sent") == [True]


def test_ctrl_enter_presses_the_main_button_of_the_form(browser: Browser):
    bar = '<div class="savebar"><button class="btn-primary" type="submit" name="a">Simpan</button></div>'
    page = page_with(browser, f'<form method="post"><input id="nama">{bar}</form>', "keys.js")
    page.evaluate("pressed = []")
    page.evaluate("addEventListener('submit', (e) => { pressed.push(e.submitter.name); e.preventDefault() })")
    page.focus("#nama")
    page.keyboard.press("Control+Enter")
    assert page.evaluate("pressed") == ["a"]


FIRE = (
    "(name) => bagian.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { target: bagian, elt: bagian } }))"
)


def test_a_part_that_is_replaced_gives_the_focus_back_to_the_same_button(browser: Browser):
    buttons = "".join(f'<button name="single" value="ms-{number}">MS</button>' for number in (1, 2))
    page = page_with(browser, f'<div id="bagian">{buttons}</div>', "keys.js")
    page.focus("[value=ms-2]")
    page.evaluate(FIRE, "htmx:beforeSwap")
    page.evaluate("bagian.innerHTML = bagian.innerHTML")
    page.evaluate(FIRE, "htmx:afterSettle")
    assert page.evaluate("document.activeElement.value") == "ms-2"


LATE = """<tr data-mark-row id="row{0}">
  <td><input type="radio" name="m{0}" id="h{0}" value="present" data-key="H"></td>
  <td><input type="radio" name="m{0}" id="t{0}" value="late" data-key="T"></td>
  <td><input data-arrival id="jam{0}"></td>
</tr>"""


def test_who_came_late_is_saved_once_the_hour_is_typed(browser: Browser):
    page = page_with(browser, f"<table>{LATE.format(1)}{LATE.format(2)}</table>", "attendance.js")
    page.focus("#h1")
    page.keyboard.press("t")
    assert page.evaluate("document.activeElement.id") == "jam1"
    page.keyboard.type("08.40")
    assert page.evaluate("saved") == []
    page.keyboard.press("Enter")
    assert page.evaluate("saved") == ["jam1"]
    assert page.evaluate("document.activeElement.id") == "h2"


def test_leaving_the_hour_out_asks_the_server_what_is_missing(browser: Browser):
    page = page_with(browser, f"<table>{LATE.format(1)}{LATE.format(2)}</table>", "attendance.js")
    page.focus("#h1")
    for key in ("t", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("saved") == ["row1"]


def test_one_box_chooses_all_and_the_bar_counts(browser: Browser):
    boxes = '<input type="checkbox" name="registration"><input type="checkbox" name="registration">'
    html = f'<input type="checkbox" data-choose-all hidden>{boxes}<p class="choice"><i data-chosen-count></i></p>'
    page = page_with(browser, html, "choose.js")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow'))")
    page.check("[data-choose-all]")
    assert page.inner_text("[data-chosen-count]") == "2 dipilih:"
    page.uncheck("[name=registration] >> nth=0")
    assert page.inner_text("[data-chosen-count]") == "1 dipilih:"
    assert page.evaluate("document.querySelector('[data-choose-all]').indeterminate")
