"""What the forms of this app lay out alike."""

from crispy_forms.layout import HTML, Column, Row

SAVEBAR = HTML('{% include "parts/savebar.html" %}')


def row(*names: str) -> Row:
    """The fields side by side, of one width."""
    return Row(*(Column(name, css_class=f"col-md-{12 // len(names)}") for name in names), css_class="gx-3")
