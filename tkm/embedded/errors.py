"""What goes wrong with the embedded PostgreSQL, as a sentence for the person at the terminal."""

import pwd
from pathlib import Path


class EmbeddedError(Exception):
    """The embedded server cannot be used; the message says why and what to do."""


class NotOursError(EmbeddedError):
    """`path` belongs to another account: left behind by root, or copied."""

    def __init__(self, path: Path, account: str) -> None:
        super().__init__(
            f"{path} milik akun {owner_of(path)}, sedangkan basis data dijalankan sebagai {account}. Jalankan dengan "
            f"akun yang sama seperti dulu, kembalikan pemiliknya (chown -R), atau pilih folder lain dengan TKM_HOME."
        )


def owner_of(path: Path) -> str:
    """The name of the account that owns `path`, or of the nearest folder above it that can be looked at."""
    for place in (path, *path.parents):
        try:
            return account_name(place.stat().st_uid)
        except OSError:
            continue
    return "lain"


def account_name(uid: int) -> str:
    """The account's name; its number where the machine knows no name."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
