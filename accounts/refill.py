"""Fill a form of a finished page with what was typed before: values, ticks, choices; no script needed."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attrs = dict[str, str | None]
Fields = dict[str, list[str]]
NOT_FILLED = ("password", "file", "submit", "button", "image", "reset")
TICKED = ("checkbox", "radio")
CARRIED = ("submission", "version")


@dataclass
class Control:
    """One tag of a form: where it stands in the page, what it is."""

    start: int
    end: int
    tag: str
    attrs: Attrs
    name: str


@dataclass
class Form:
    """A form that is sent by POST, with the paths that its buttons send it to."""

    end_of_tag: int
    paths: set[str]
    controls: list[Control] = field(default_factory=list)
    buttons: set[str] = field(default_factory=set)

    def likeness(self, path: str, fields: Fields) -> int:
        names = {control.name for control in self.controls}
        return len(names & set(fields)) if path in self.paths else 0


@dataclass(frozen=True, slots=True)
class Refilled:
    """`is_found` tells whether the page has that form; `lost` is what was typed and has no place on it."""

    html: str
    is_found: bool
    lost: tuple[str, ...] = ()


def refill(html: str, *, page: str, path: str, fields: Fields) -> Refilled:
    """The page with `fields` in its form for `path`; what the form does not show goes along unseen."""
    reader = _Reader(html, page)
    best = max(reader.forms, key=lambda form: form.likeness(path, fields), default=None)
    if best is None or not best.likeness(path, fields):
        typed = (value for name, values in fields.items() if name not in CARRIED for value in values)
        return Refilled(html, is_found=False, lost=tuple(value for value in typed if value.strip()))
    left = {name: list(values) for name, values in fields.items()}
    edits = [(control.start, control.end, _filled(control, fields, left, html)) for control in best.controls]
    shown = best.buttons | {control.name for control in best.controls}
    unseen = "".join(
        _tag("input", {"type": "hidden", "name": name, "value": value})
        for name, values in fields.items()
        if name not in shown
        for value in values
    )
    edits.append((best.end_of_tag, best.end_of_tag, unseen))
    for start, end, text in sorted(edits, reverse=True):
        html = html[:start] + text + html[end:]
    return Refilled(html, is_found=True)


def _filled(control: Control, fields: Fields, left: Fields, html: str) -> str:
    """The control as it stood when the form was sent."""
    kind = (control.attrs.get("type") or "text").lower()
    values = fields.get(control.name, [])
    if control.tag == "option":
        return _tag("option", _marked(control, "selected", values)) if control.name in fields else _as_is(control, html)
    if control.tag == "input" and kind in TICKED:
        return _tag("input", _marked(control, "checked", values))
    if kind in NOT_FILLED or not left.get(control.name):
        return _as_is(control, html)
    value = left[control.name].pop(0)
    if control.tag == "textarea":
        return "\n" + escape(value)
    return _tag("input", {**control.attrs, "value": value})


def _as_is(control: Control, html: str) -> str:
    return html[control.start : control.end]


def _marked(control: Control, mark: str, values: list[str]) -> Attrs:
    attrs = {name: value for name, value in control.attrs.items() if name != mark}
    return {**attrs, mark: None} if (control.attrs.get("value") or "on" * (mark == "checked")) in values else attrs


def _tag(name: str, attrs: Attrs) -> str:
    told = (key if value is None else f'{key}="{escape(value)}"' for key, value in attrs.items())
    return f"<{' '.join([name, *told])}>"


class _Reader(HTMLParser):
    """Finds the forms of a page and the places of their controls."""

    def __init__(self, html: str, page: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.form: Form | None = None
        self.select: tuple[Form, str] | None = None
        self.textarea: tuple[Form, str, int] | None = None
        self.elsewhere: list[tuple[str, Control]] = []  # controls that name their form
        self.lines = [0]
        for line in html.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.feed(html)
        for form_id, control in self.elsewhere:
            if form_id in self.by_id:
                self.by_id[form_id].controls.append(control)

    @property
    def at(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs, end = dict(pairs), self.at + len(self.get_starttag_text() or "")
        if tag == "form":
            is_post = (attrs.get("method") or "").lower() == "post"
            self.form = Form(end, {self._path(attrs.get("action"))}) if is_post else None
            if self.form:
                self.forms.append(self.form)
                self.by_id[attrs.get("id") or ""] = self.form
        elif tag == "button" and self.form:
            self.form.buttons.add(attrs.get("name") or "")
            self.form.paths |= {self._path(attrs["formaction"])} if attrs.get("formaction") else set()
        elif tag in ("input", "select", "textarea") and attrs.get("name"):
            self._control(tag, attrs, end)
        elif tag == "option" and self.select:
            form, name = self.select
            form.controls.append(Control(self.at, end, tag, attrs, name))

    def _control(self, tag: str, attrs: Attrs, end: int) -> None:
        name = attrs["name"] or ""
        form = self.by_id.get(attrs["form"] or "") if attrs.get("form") else self.form
        if form and tag == "select":
            self.select = form, name
        elif form and tag == "textarea":
            self.textarea = form, name, end
        elif tag == "input":
            control = Control(self.at, end, tag, attrs, name)
            if form:
                form.controls.append(control)
            elif attrs.get("form"):
                self.elsewhere.append((attrs["form"] or "", control))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.textarea:
            form, name, start = self.textarea
            form.controls.append(Control(start, self.at, tag, {}, name))
            self.textarea = None

    def _path(self, action: str | None) -> str:
        return urlsplit(urljoin(self.page, action or "")).path
