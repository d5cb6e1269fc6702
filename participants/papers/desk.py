"""Formulir, surat pernyataan and bukti pendaftaran: for one registration, for many, or blank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.enums import PaperKind
from documents.letterhead import letterhead, office_for
from documents.models import Office, PrivacyNotice
from documents.parts import LetterheadData
from documents.typeset import typeset
from documents.wording import PaperWords
from documents.wordings import WORDINGS
from documents.words import angka_dan_huruf
from documents.working import NothingToPrintError, WorkingPaper, as_of
from participants.models import Registration
from participants.papers import applicants
from participants.papers.applicants import ApplicantData, Choices, applicant, queue_numbers, with_foot
from tkm.lib.formats import romawi
from training.models import TrainingSession

TEMPLATES: Mapping[PaperKind, str] = {
    PaperKind.REGISTRATION_FORM: "registration_form",
    PaperKind.STATEMENT: "statement",
    PaperKind.PROOF: "registration_proof",
}
FILE_NAMES: Mapping[PaperKind, str] = {
    PaperKind.REGISTRATION_FORM: "formulir",
    PaperKind.STATEMENT: "surat-pernyataan",
    PaperKind.PROOF: "bukti-pendaftaran",
    PaperKind.CARD: "kartu-peserta",
}


@dataclass(frozen=True, slots=True)
class DeskData:
    """A sheet for each applicant, all with the same words."""

    title: str
    paper: str
    letterhead: LetterheadData
    wording: PaperWords  # filled in
    sexes: Choices
    educations: Choices
    occupations: Choices
    origins: Choices
    applicants: tuple[ApplicantData, ...]


class NobodyRegisteredError(NothingToPrintError):
    def __init__(self) -> None:
        super().__init__("Tidak ada pendaftar yang cocok, jadi tidak ada yang dicetak. Ubah dulu saringannya.")


def desk_paper(kind: PaperKind, session: TrainingSession, rows: Sequence[Registration]) -> WorkingPaper:
    """A sheet for each of `rows`, which come from `for_desk_papers()`. Raises NobodyRegisteredError, TamperedError."""
    if not rows:
        raise NobodyRegisteredError
    office = office_for(kind).get()
    numbers = queue_numbers(session, rows)
    changed_at = newest_change(session, rows)
    people = []
    for row in rows:
        row.session = session
        words = f"{kind.label} {session.code}, {row.participant.name}"
        told = applicant(row, kind, office=office, queue=numbers[row.pk])
        people.append(with_foot(told, words, as_of(newest_change(session, [row]))))
    part = f"-{numbers[rows[0].pk]}" if len(rows) == 1 else ""
    data = _data(kind, office, values(session, office), people)
    return WorkingPaper(TEMPLATES[kind], data, at=changed_at, name=f"{FILE_NAMES[kind]}-{session.code}{part}")


def blank_paper(kind: PaperKind, session: TrainingSession) -> WorkingPaper:
    """One sheet to be filled in by hand. Raises TamperedError."""
    office = office_for(kind).get()
    notice = PrivacyNotice.objects.latest("version").text
    person = with_foot(applicants.blank(office, notice), f"{kind.label} {session.code}", as_of(session.updated_at))
    data = _data(kind, office, values(session, office), [person])
    return WorkingPaper(TEMPLATES[kind], data, at=session.updated_at, name=f"{FILE_NAMES[kind]}-{session.code}-kosong")


def sample_pdf(kind: PaperKind, words: PaperWords, office: Office, at: datetime) -> bytes:
    """The paper of an invented applicant with these words. Raises UnprintableError, TamperedError."""
    notice = PrivacyNotice.objects.latest("version").text
    data = _data(kind, office, sample_values(office), [applicants.invented(office, notice)], words)
    return typeset(TEMPLATES[kind], data, at=at)


def newest_change(session: TrainingSession, rows: Sequence[Registration]) -> datetime:
    """When the angkatan, one of the registrations or one of the people changed last."""
    changed = (one.updated_at for row in rows for one in (row, row.participant))
    return max([session.updated_at, *changed])


def values(session: TrainingSession, office: Office) -> dict[str, str]:
    """What each name of DESK_TOKENS becomes."""
    return {
        "program": session.program.name,
        "angkatan": f"Angkatan {romawi(session.number)} Tahun {session.year}",
        "tempat": session.place,
        "tanggal_pelatihan": session.dates,
        "masa_pendaftaran": session.registration_dates,
        "kuota": angka_dan_huruf(session.quota),
        "batas_kehadiran": f"{session.min_attendance}%",
        **_of_the_office(office),
    }


def sample_values(office: Office) -> dict[str, str]:
    """The same of an invented angkatan."""
    return {
        "program": "Menjahit Dasar",
        "angkatan": "Angkatan III Tahun 2025",
        "tempat": "Gang Keruing 2, Kel. Landasan Ulin Selatan, Kec. Liang Anggang",
        "tanggal_pelatihan": "4 Agustus – 1 September 2025",
        "masa_pendaftaran": "14 – 25 Juli 2025",
        "kuota": angka_dan_huruf(16),
        "batas_kehadiran": "80%",
        **_of_the_office(office),
    }


def _of_the_office(office: Office) -> dict[str, str]:
    waiting = f"{angka_dan_huruf(office.waiting_years)} tahun"
    return {"masa_tunggu": waiting, "kantor": office.short_name, "kota": office.city}


def _data(
    kind: PaperKind,
    office: Office,
    facts: Mapping[str, str],
    people: Sequence[ApplicantData],
    words: PaperWords | None = None,
) -> DeskData:
    wording = words or WORDINGS[kind].from_texts(office.words)
    return DeskData(
        title=kind.label,
        paper=office.size,
        letterhead=letterhead(office),
        wording=wording.filled(facts),
        sexes=applicants.SEXES,
        educations=applicants.EDUCATIONS,
        occupations=applicants.OCCUPATIONS,
        origins=applicants.ORIGINS,
        applicants=tuple(people),
    )
