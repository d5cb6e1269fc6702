"""What a rule raises when it refuses or doubts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec

P = ParamSpec("P")


class DomainError(Exception):
    """A refusal in one Indonesian sentence; `field` names the form field it belongs to, None the form as a whole."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleError(DomainError):
    """Somebody else changed the row after this form was opened.

    The sentence promises that what was typed is still there; `keeps_input=False` where nothing was typed.
    """

    def __init__(self, what: str, *, keeps_input: bool = True) -> None:
        changed = f"{what} sudah diubah orang lain sejak halaman ini dibuka."
        typed = (
            "Isian Anda masih ada di bawah; buka halaman ini di tab baru untuk melihat data terbaru, lalu simpan lagi."
        )
        super().__init__(f"{changed} {typed if keeps_input else 'Di bawah ini data terbaru; periksa, lalu ulangi.'}")


@dataclass(frozen=True, slots=True)
class Warn:
    """One doubt: a stable `code`, the sentence, and the field it stands beside."""

    code: str
    message: str
    field: str


class UnansweredError(DomainError):
    """The rule only doubts: each warning needs a reason, then the same call passes."""

    def __init__(self, warnings: Sequence[Warn]) -> None:
        super().__init__(" ".join(warning.message for warning in warnings), field=warnings[0].field)
        self.warnings = tuple(warnings)


def refusal_of(check: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> str:
    """The sentence with which `check` refuses, for a page that tells it beforehand; empty if it does not refuse."""
    try:
        check(*args, **kwargs)
    except DomainError as refusal:
        return refusal.message
    return ""
