"""What a rule raises when it refuses or doubts."""

from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """A refusal in one Indonesian sentence; `field` names the form field it belongs to, None the form as a whole."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class StaleError(DomainError):
    """Somebody else changed the row after this form was opened."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} sudah diubah orang lain sejak halaman ini dibuka. Isian Anda masih ada di bawah; "
            "buka halaman ini di tab baru untuk melihat data terbaru, lalu simpan lagi."
        )


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
