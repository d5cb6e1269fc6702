"""The code by which anybody can check that a paper is genuine: eight characters, written `8K4M-2Q7T`."""

import re
import secrets

# Without I, L, O, S, Z, B and U, which are taken for 1, 1, 0, 5, 2, 8 and V; 29 to the eighth is 500 thousand million.
ALPHABET = "0123456789ACDEFGHJKMNPQRTVWXY"
LENGTH = 8
MEANT = str.maketrans("ILOSZBU", "110528V")


def new_code() -> str:
    """A code nobody can guess, as it is stored: `8K4M2Q7T`."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def read_code(typed: str) -> str | None:
    """The stored code meant by `typed`, however it was copied from paper; None when it cannot be one."""
    letters = re.sub(r"[\s._‐-―−-]", "", typed[:100])
    letters = letters.upper().translate(MEANT) if letters.isascii() else ""
    return letters if re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", letters) else None


def written(code: str) -> str:
    """`8K4M-2Q7T`, as paper and pages show the stored code."""
    return f"{code[:4]}-{code[4:]}"
