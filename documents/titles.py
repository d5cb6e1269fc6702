"""Names of officials with and without their titles."""

import re

BEFORE = re.compile(r"^(?:(?:prof|drs?|dra|drg|drh|ir|apt|ns|k\.?h|hj?)\.? +)+", re.IGNORECASE)
BEHIND = re.compile(r"(?: +[A-Z][A-Za-z]*\.[A-Za-z.]+)+$")  # degrees written without a comma: S.Sos., M.M.


def bare_name(name: str) -> str:
    """`CONTOH PEJABAT` for `H. CONTOH PEJABAT, S.Sos., M.M.`; a name of titles only stays as it is."""
    return BEHIND.sub("", BEFORE.sub("", name.partition(",")[0].strip())) or name
