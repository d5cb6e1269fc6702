"""The forms of a page as a browser would send them: read from its HTML, changed field by field."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

Attrs = dict[str, str | None]
UNSET = ("checkbox", "radio", "file", "submit")  # not sent as long as nobody ticks, chooses or presses


@dataclass
class Form:
    """Where a form is sent, and what stands in it when the page opens."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def with_typed(self, name: str, value: str) -> dict[str, list[str]]:
        return {**self.fields, name: [value]}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.by_id: dict[str, Form] = {}
        self.elsewhere: list[tuple[str, str, str]] = []  # fields that name their form: its id, name, value
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        if tag == "form" and (attrs.get("method") or "").lower() == "post":
            self.form = Form(attrs.get("action") or "")
            self.forms.append(self.form)
            self.by_id[attrs.get("id") or ""] = self.form
        elif attrs.get("form") and attrs.get("name"):
            is_set = attrs.get("type") not in UNSET or "checked" in attrs
            self.elsewhere.append(
                (str(attrs["form"]), str(attrs["name"]), (attrs.get("value") or "") if is_set else "")
            )
        elif self.form is not None and attrs.get("name"):
            self._field(tag, attrs, str(attrs["name"]))
        elif self.form is not None and tag == "option" and "selected" in attrs and self.select:
            self.form.fields[self.select].append(attrs.get("value") or "")

    def _field(self, tag: str, attrs: Attrs, name: str) -> None:
        assert self.form is not None
        values = self.form.fields.setdefault(name, [])
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
        elif attrs.get("type") not in UNSET or "checked" in attrs:
            values.append(attrs.get("value") or ("on" if "checked" in attrs else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        self.select = "" if tag == "select" else self.select
        self.textarea = "" if tag == "textarea" else self.textarea

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.textarea:
            self.form.fields[self.textarea].append(data.lstrip("\n"))


def forms_in(html: str, url: str) -> Iterator[Form]:
    """The forms of the page at `url` that are sent by POST, without logging out."""
    reader = _Reader()
    reader.feed(html)
    for form_id, name, value in reader.elsewhere:
        if form_id in reader.by_id:
            values = reader.by_id[form_id].fields.setdefault(name, [])
            values += [value] if value else []
    for form in reader.forms:
        form.action = urljoin(url, form.action)
        form.fields.pop("csrfmiddlewaretoken", None)
        if "/keluar/" not in form.action:
            yield form
