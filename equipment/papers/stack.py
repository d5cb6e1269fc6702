"""The BASTs of an angkatan in one print file: first the list to be signed, then each archived paper in its copies."""

from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader, PdfWriter

from documents.enums import PaperKind
from documents.files import genuine_bytes
from documents.letterhead import letterhead, office_for
from documents.models import Office
from documents.parts import LetterheadData
from documents.working import FootData, NothingToPrintError, WorkingPaper, as_of
from equipment.enums import LIVE, HandoverStatus
from equipment.models import Handover
from tkm.lib.formats import tanggal
from training.models import TrainingSession

# Which of the BASTs, as the address calls them.
WHICH = {"terbit": (HandoverStatus.ISSUED,), "semua": LIVE}


class NoBastError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Belum ada BAST yang terbit untuk dicetak. Buat drafnya, lalu terbitkan di sini.")


@dataclass(frozen=True, slots=True)
class RowData:
    number: str
    name: str
    kelurahan: str
    bast: str  # number and day
    goods: str  # with the serial numbers


@dataclass(frozen=True, slots=True)
class HandoverListData:
    title: str
    paper: str
    letterhead: LetterheadData
    facts: tuple[tuple[str, str], ...]
    rows: tuple[RowData, ...]
    foot: FootData


@dataclass(frozen=True, slots=True)
class Stack:
    """The BASTs of one angkatan in the order of its numbers, each with its last printing."""

    session: TrainingSession
    office: Office
    handovers: tuple[Handover, ...]

    @property
    def list_paper(self) -> WorkingPaper:
        """The list, with a place for each to sign that BAST and goods were received. Raises TamperedError."""
        at = max(handover.updated_at for handover in self.handovers)
        session, title = self.session, f"Daftar serah terima {self.session.code}"
        facts = (("Pelatihan", f"{session} ({session.code})"), ("Tempat pelatihan", session.place),
                 ("Penerima", f"{len(self.handovers)} orang"))  # fmt: skip
        rows = tuple(_row(at, handover) for at, handover in enumerate(self.handovers, start=1))
        data = HandoverListData(
            title, self.office.size, letterhead(self.office), facts, rows, FootData((title, as_of(at)))
        )
        return WorkingPaper("handover_list", data, at=at, name=f"daftar-serah-terima-{session.code}")

    def pdf(self) -> bytes:
        """List and papers in one file, each BAST as often as the office signs it. Raises TamperedError."""
        writer = PdfWriter()
        writer.append(BytesIO(self.list_paper.pdf()), import_outline=False)
        for handover in self.handovers:
            if handover.paper is None:  # the database lets none be issued without
                continue
            paper = PdfReader(BytesIO(genuine_bytes(handover.paper.file)))
            for _ in range(self.office.copies):
                for page in paper.pages:
                    writer.add_page(page)
        target = BytesIO()
        writer.write(target)
        return target.getvalue()


def stack_of(session: TrainingSession, which: str) -> Stack:
    """The issued BASTs of the angkatan, `terbit` (to be signed) or `semua`. Raises NoBastError."""
    found = Handover.objects.filter(registration__session=session, status__in=WHICH[which]).for_stack()
    handovers = tuple(found)
    if not handovers:
        raise NoBastError
    return Stack(session, office_for(PaperKind.BAST).get(), handovers)


def _row(at: int, handover: Handover) -> RowData:
    person = handover.registration.participant
    return RowData(
        number=str(at),
        name=person.name,
        kelurahan=person.kelurahan.name,
        bast=f"{handover.number}\n{tanggal(handover.dated_on)}",
        goods=", ".join(handover.serials.split("\n")),
    )
