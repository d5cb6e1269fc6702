"""The annex of a decree, for paper and workbook: the archive's copy with NIK and street, the public's without.

What hangs on a board names no NIK, no KK and no street (docs/decisions/0006).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.enums import PaperKind
from documents.letterhead import office_for
from documents.models import Office
from documents.paper_rules import RULES, NikShown
from documents.parts import SignerData
from documents.working import FootData, NothingToPrintError, WorkingPaper, as_of
from equipment.models import DecreeRecipient, RecipientDecree
from participants.enums import RegistrationStatus
from tkm.lib.formats import tanggal

CONDITIONAL = "Calon penerima; berlaku setelah dinyatakan lulus."
PUBLIC_NOTE = "Daftar ini untuk umum: tanpa NIK, nomor KK dan alamat lengkap."


class EmptyListError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Daftar penerima SK ini masih kosong. Susun dulu daftarnya, lalu cetak lampirannya.")


@dataclass(frozen=True, slots=True)
class AnnexData:
    """What the template sees; `heads` and `rows` have as many columns, the first is the number in the list."""

    title: str
    paper: str
    decree: tuple[tuple[str, str], ...]  # label and value, top right
    subject: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    signer: SignerData
    foot: FootData


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex of one decree, of either kind."""

    kind: PaperKind
    decree: RecipientDecree
    office: Office
    lines: tuple[DecreeRecipient, ...]

    @property
    def name(self) -> str:
        """Of its file, without the ending."""
        public = "-umum" if self.kind == PaperKind.PUBLIC_ANNEX else ""
        return f"lampiran-sk-{self.decree.pk}{public}"

    @property
    def at(self) -> datetime:
        """The newest change of the decree and of the people on its list."""
        people = (line.registration.participant.updated_at for line in self.lines)
        return max(self.decree.updated_at, *people)

    @property
    def heads(self) -> tuple[str, ...]:
        private = ("NIK", "Alamat") if self._with_nik else ("Kelurahan, kecamatan",)
        return ("No", "Nama", *private, "Pelatihan")

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._row(line) for line in self.lines)

    @property
    def notes(self) -> tuple[str, ...]:
        waiting = any(line.registration.status != RegistrationStatus.COMPLETED for line in self.lines)
        public = self.kind == PaperKind.PUBLIC_ANNEX
        return (*((f"*) {CONDITIONAL}",) if waiting else ()), *((PUBLIC_NOTE,) if public else ()))

    @property
    def _with_nik(self) -> bool:
        return RULES[self.kind].nik == NikShown.FULL

    def _row(self, line: DecreeRecipient) -> tuple[str, ...]:
        row, person = line.registration, line.registration.participant
        place = f"Kel. {person.kelurahan.name}, Kec. {person.kelurahan.kecamatan.name}"
        address = f"{person.address}, {place}" if person.address else place
        private = (RULES[self.kind].nik_of(person.nik), address) if self._with_nik else (place,)
        mark = "" if row.status == RegistrationStatus.COMPLETED else " *)"
        return (str(line.position), f"{person.name}{mark}", *private, row.session.short_name)


def annex_of(decree: RecipientDecree, kind: PaperKind, lines: Sequence[DecreeRecipient]) -> Annex:
    """The annex with `lines` (loaded by `for_annex`). Raises EmptyListError."""
    if not lines:
        raise EmptyListError
    return Annex(kind, decree, office_for(kind).get(), tuple(lines))


def annex_paper(annex: Annex) -> WorkingPaper:
    decree = annex.decree
    types = ", ".join(decree.types.order_by("name").values_list("name", flat=True))
    facts = (("Lampiran", f"Keputusan {decree.issuer}"), ("Nomor", str(decree.number)),
             ("Tanggal", tanggal(decree.issued_on)), ("Jenis bantuan", types))  # fmt: skip
    data = AnnexData(
        title=f"{annex.kind.label} {decree.number}",
        paper=annex.office.size,
        decree=facts,
        subject=decree.title,
        heads=annex.heads,
        rows=annex.rows,
        notes=annex.notes,
        signer=SignerData((f"{annex.office.place}, {tanggal(decree.issued_on)}", f"{decree.issuer},"), ""),
        foot=FootData((f"{annex.kind.label} {decree.number}", as_of(annex.at))),
    )
    return WorkingPaper("decree_annex", data, at=annex.at, name=annex.name)
