"""Kartu peserta, eight to a sheet with marks to cut along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.desk_wording import CardWording
from documents.enums import PaperKind
from documents.files import genuine_bytes
from documents.letterhead import letterhead, office_for
from documents.models import Office
from documents.parts import LetterheadData, photo_svg
from documents.qr import qr_svg
from documents.typeset import typeset
from documents.working import FootData, NothingToPrintError, WorkingPaper, as_of
from participants.models import Participant, Registration
from participants.papers.codes import registration_code
from participants.papers.desk import FILE_NAMES, newest_change, sample_values, values
from training.models import TrainingSession

KIND = PaperKind.CARD
TEMPLATE = "participant_card"


@dataclass(frozen=True, slots=True)
class CardData:
    number: str  # nomor urut
    name: str
    photo: str  # SVG text; empty: a box to paste one into
    qr: str


@dataclass(frozen=True, slots=True)
class CardSheetData:
    paper: str
    letterhead: LetterheadData
    wording: CardWording  # filled in
    training: tuple[str, ...]  # the lines that name it: programme and angkatan, dates
    cards: tuple[CardData, ...]
    foot: FootData


class NobodyWithNumberError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Kartu dicetak untuk peserta yang lolos. Belum ada yang lolos di antara yang dipilih.")


def card_paper(session: TrainingSession, rows: Sequence[Registration]) -> WorkingPaper:
    """A card for each of `rows`, which come from `for_cards()`. Raises NobodyWithNumberError, TamperedError."""
    if not rows:
        raise NobodyWithNumberError
    office = office_for(KIND).get()
    for row in rows:
        row.session = session
    changed_at = newest_change(session, rows)
    data = CardSheetData(
        paper=office.size,
        letterhead=letterhead(office),
        wording=CardWording.from_texts(office.words).filled(values(session, office)),
        training=(str(session), session.dates),
        cards=tuple(_card(row, office) for row in rows),
        foot=FootData((f"{KIND.label} {session.code}, {len(rows)} orang", as_of(changed_at))),
    )
    part = f"-{rows[0].seat_number}" if len(rows) == 1 else ""
    return WorkingPaper(TEMPLATE, data, at=changed_at, name=f"{FILE_NAMES[KIND]}-{session.code}{part}")


def sample_pdf(words: CardWording, office: Office, at: datetime) -> bytes:
    """The card of an invented participant with these words. Raises UnprintableError, TamperedError."""
    facts = sample_values(office)
    data = CardSheetData(
        paper=office.size,
        letterhead=letterhead(office),
        wording=words.filled(facts),
        training=(f"{facts['program']}, {facts['angkatan']}", facts["tanggal_pelatihan"]),
        cards=(CardData("7", "SITI CONTOH", "", qr_svg("https://contoh.invalid/")),),
        foot=FootData(("Pratinjau naskah untuk orang rekaan.",)),
    )
    return typeset(TEMPLATE, data, at=at)


def _card(registration: Registration, office: Office) -> CardData:
    return CardData(
        number=str(registration.seat_number or "–"),
        name=registration.participant.name,
        photo=printed_photo(registration.participant),
        qr=qr_svg(registration_code(office, registration)),
    )


def printed_photo(person: Participant) -> str:
    """The photo as SVG text; empty without one. Raises TamperedError when it is no longer what was stored."""
    return photo_svg(genuine_bytes(person.photo)) if person.photo else ""
