"""What was done, and beside it the opposite act, for a mistake that is noticed at once."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def or_else(done: str, url: str, verb: str) -> SafeString:
    """The sentence of a success message with a link to what takes it back."""
    return format_html('{} Keliru? <a href="{}">{}</a>.', done, url, verb)
