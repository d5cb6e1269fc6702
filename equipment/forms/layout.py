"""How the forms of equipment are drawn."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Layout, Row


def sheet(*layout: Any) -> FormHelper:
    """A form drawn as one sheet with its save bar (context: verb, back_url)."""
    helper = FormHelper()
    helper.form_class = "sheet"
    helper.attrs = {"data-warn-unsaved": ""}
    helper.layout = Layout(Div(*layout, css_class="in"), HTML('{% include "parts/savebar.html" %}'))
    return helper


def row(*fields: str) -> Row:
    return Row(*(Column(name, css_class=f"col-md-{12 // len(fields)}") for name in fields), css_class="gx-3")
