"""The province's machines: contracts of a hundred, a decree per angkatan, 80,000 of them handed over."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID

from bench.copying import copy, count_on
from bench.shape import (
    MEETINGS,
    SESSIONS,
    SITTING,
    day_of_meeting,
    has_ended,
    nik_of,
    person_of,
    registration_id,
    year_of,
)
from demo.staff import Office
from documents.enums import PaperKind
from documents.models import NumberCounter, Paper, PaperNumber, StoredFile
from equipment.enums import HandoverStatus, UnitStatus
from equipment.models import (
    DecreeRecipient,
    DecreeType,
    EquipmentUnit,
    Handover,
    HandoverItem,
    Procurement,
    RecipientDecree,
)

GRADUATES = SITTING - 2
HANDOVERS = 80_000
PER_CONTRACT = 100
SPARE = 3_000  # units in the store
SCAN = 1  # the file that stands for every signed paper


def load_goods(office: Office) -> None:
    load_units(office)
    load_decrees(office)
    load_handovers(office)
    count_on(Procurement, EquipmentUnit, RecipientDecree, DecreeRecipient, PaperNumber, Paper, StoredFile, Handover)


def receivers() -> Iterator[tuple[int, int, int]]:
    """Number, angkatan and place in its queue of each who got a machine, in order of time."""
    n = 0
    for s in range(1, SESSIONS + 1):
        for k in range(GRADUATES if has_ended(s) else 0):
            n += 1
            if n > HANDOVERS:
                return
            yield n, s, k


def load_units(office: Office) -> None:
    contracts = (HANDOVERS + SPARE) // PER_CONTRACT
    columns = (
        "id contract_number contract_date supplier funding_source_id type_id model_name quantity unit_price submission"
    )
    copy(Procurement, columns, (contract(c, office) for c in range(1, contracts + 1)))
    columns = (
        "id procurement_id serial_number status received_on "
        "received_by_id inspected_on inspected_by_id condition_note submission"
    )
    copy(EquipmentUnit, columns, (unit(n, office.storekeeper.pk) for n in range(1, HANDOVERS + SPARE + 1)))


def contract(c: int, office: Office) -> tuple[object, ...]:
    day = received_on(c * PER_CONTRACT) - timedelta(days=30)
    return (c, f"027/{c:04d}/SPK/{day.year}", day, f"CV Contoh {c % 40}", office.funding.pk, office.machine.pk,
            "Jahit JH-8190", PER_CONTRACT, 2_500_000, UUID(int=c))  # fmt: skip


def received_on(n: int) -> date:
    s = min((n - 1) // GRADUATES + 1, SESSIONS)
    return day_of_meeting(max(s - 4, 1), 1) - timedelta(days=400)


def unit(n: int, keeper: int) -> tuple[object, ...]:
    status = UnitStatus.HANDED_OVER if n <= HANDOVERS else (UnitStatus.AVAILABLE if n % 10 else UnitStatus.DEFECTIVE)
    note = "jarum patah" if status == UnitStatus.DEFECTIVE else ""
    day = received_on(n)
    return n, (n - 1) // PER_CONTRACT + 1, f"JH{n:07d}", status, day, keeper, day, keeper, note, UUID(int=n)


def load_decrees(office: Office) -> None:
    ended = [s for s in range(1, SESSIONS + 1) if has_ended(s)]
    numbers = ((s, PaperKind.DECREE, year_of(s), None, f"{s}/KUM/{year_of(s)}") for s in ended)
    copy(PaperNumber, "id kind year sequence text", numbers)
    columns = "id number_id issued_on in_force_from issuer title recorded_by_id submission"
    rows = ((s, s, decreed_on(s), decreed_on(s), "Wali Kota", "Penerima bantuan mesin jahit", office.verifier.pk,
             UUID(int=s)) for s in ended)  # fmt: skip
    copy(RecipientDecree, columns, rows)
    copy(DecreeType, "recipientdecree_id equipmenttype_id", ((s, office.machine.pk) for s in ended))
    lines = ((registration_id(s, k), s, registration_id(s, k), k + 1) for s in ended for k in range(GRADUATES))
    copy(DecreeRecipient, "id decree_id registration_id position", lines)


def decreed_on(s: int) -> date:
    return day_of_meeting(s, MEETINGS) - timedelta(days=3)


def load_handovers(office: Office) -> None:
    people = list(receivers())
    copy(StoredFile, "id content sha256 size media_type name", files(people))
    copy(PaperNumber, "id kind year sequence text", bast_numbers(people))
    columns = "id kind number_id dated_on data file_id code created_by_id"
    copy(Paper, columns, (paper(n, s, office.storekeeper.pk) for n, s, _ in people))
    columns = (
        "id recipient_id registration_id status place dated_on signatory_id number_id paper_id "
        "kk_number issued_at handed_over_on scan_id scan_uploaded_at scan_uploaded_by_id checked_at checked_by_id "
        "created_by_id submission"
    )
    copy(Handover, columns, (handover(n, s, k, office) for n, s, k in people))
    copy(HandoverItem, "handover_id unit_id is_binding", ((n, n, True) for n, _, _ in people))


def given_on(s: int) -> date:
    return day_of_meeting(s, MEETINGS) + timedelta(days=5)


def files(people: list[tuple[int, int, int]]) -> Iterator[tuple[object, ...]]:
    for n in range(1, len(people) + 2):
        content = b"%PDF-1.7 " + str(n).encode()
        yield n, content, hashlib.sha256(content).hexdigest(), len(content), "application/pdf", f"BAST {n}.pdf"


def bast_numbers(people: list[tuple[int, int, int]]) -> Iterator[tuple[object, ...]]:
    last: dict[int, int] = {}
    for n, s, _ in people:
        year = given_on(s).year
        last[year] = last.get(year, 0) + 1
        yield SESSIONS + n, PaperKind.BAST, year, last[year], f"500.15/{last[year]:05d}/BAST/{year}"
    copy(NumberCounter, "kind year last", ((PaperKind.BAST, year, count) for year, count in last.items()))


def paper(n: int, s: int, keeper: int) -> tuple[object, ...]:
    return n, PaperKind.BAST, SESSIONS + n, given_on(s), "{}", n + SCAN, code(n), keeper


ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def code(n: int) -> str:
    """Eight letters that no other paper has."""
    letters = []
    for _ in range(8):
        n, rest = divmod(n, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


def handover(n: int, s: int, k: int, office: Office) -> tuple[object, ...]:
    day, keeper, checker = given_on(s), office.storekeeper.pk, office.verifier.pk
    at = datetime.combine(day, time(10)).astimezone()
    is_checked = n % 40 > 0
    scan = (SCAN, at, keeper) if is_checked else (None, None, None)
    checked = (at, checker) if is_checked else (None, None)
    status = HandoverStatus.COMPLETE if is_checked else HandoverStatus.HANDED_OVER
    household = f"6372040101{nik_of(person_of(s, k))[0][-6:]}"
    return (n, registration_id(s, k), registration_id(s, k), status, "Aula", day, office.signatory.pk, SESSIONS + n, n,
            household, at, day, *scan, *checked, keeper, UUID(int=n))  # fmt: skip
