"""What a certificate shows, all of it as printed; `papers/certificate.typ` sees this and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from documents.enums import PaperKind
from documents.files import JPEG, genuine_bytes
from documents.models import Office, Signatory, StoredFile
from documents.paper_rules import RULES
from documents.parts import IssueData, crest_svg, whole_photo_svg
from documents.typeset import typeset
from documents.words import angka_dan_huruf, nip_terformat
from participants.models import Registration
from tkm.lib.formats import romawi, tanggal
from training.curriculum import UnitData
from training.enums import MeetingStatus
from training.models import TrainingSession

TEMPLATE = "certificate"
RULE = RULES[PaperKind.CERTIFICATE]
AT_ONCE = 4  # Typst works outside Python's lock: more than one at a time uses the other cores


@dataclass(frozen=True, slots=True)
class CertificateData:
    """One certificate, front and back. A picture is named by the row of its stored file, which never changes."""

    government: str  # "PEMERINTAH KOTA BANJARBARU"
    office: str  # "DINAS KOPERASI, USAHA MIKRO DAN TENAGA KERJA"
    crest: str  # "12"; empty without one
    issue: IssueData | None  # None: a preview
    holder: str
    birth: str  # "lahir di Banjarbaru, 17 Agustus 1992"
    programme: str  # "Pelatihan Menjahit Dasar"
    details: tuple[str, ...]  # one line each
    photo: str  # "340"; empty: an empty box
    place_and_date: str
    position: str  # "Plt. Kepala Dinas"
    signer: str  # without titles
    signer_number: str  # "NIP 19700101 199503 1 001"
    replaces: str  # a sentence, or nothing
    units: tuple[tuple[str, str, str], ...]  # kode, judul, JP
    hours: str  # "120"
    hours_note: str


@dataclass(frozen=True, slots=True)
class CertificateBook:
    """What is set at once: one certificate, or those of an angkatan, with the pictures that they name."""

    title: str
    papers: tuple[CertificateData | Mapping[str, Any], ...]
    pictures: Mapping[str, str]  # SVG text


@dataclass(frozen=True, slots=True)
class Occasion:
    """When the certificates are dated, and who signs them."""

    dated_on: date
    signatory: Signatory


@dataclass(frozen=True, slots=True)
class Course:
    """What all certificates of an angkatan say alike; `held_hours` are the JP of the meetings that were held."""

    session: TrainingSession
    units: tuple[UnitData, ...]
    held_hours: int

    @property
    def unit_hours(self) -> int:
        return sum(unit.lesson_hours for unit in self.units)


def course_of(session: TrainingSession) -> Course:
    """What the paper says of the angkatan, as it stands now; two queries."""
    held = session.meetings.filter(status=MeetingStatus.HELD).values_list("lesson_hours", flat=True)
    units = session.program.units.order_by("position").values_list("code", "title", "lesson_hours")
    return Course(session, tuple(UnitData(*unit) for unit in units), sum(held))


def certificate_data(
    registration: Registration,
    course: Course,
    occasion: Occasion,
    office: Office,
    *,
    issue: IssueData | None,
    replaces: str,
) -> CertificateData:
    """What the certificate of one graduate says; `replaces` is the number of the one it takes the place of."""
    person, signatory = registration.participant, occasion.signatory
    return CertificateData(
        government=office.government,
        office=office.name,
        crest=str(office.logo_id or ""),
        issue=issue,
        holder=person.name,
        birth=f"lahir di {person.birth_place}, {tanggal(person.birth_date)}",
        programme=f"Pelatihan {course.session.program.name}",
        details=details(course, office.city),
        photo=str(person.photo_id or ""),
        place_and_date=f"{office.place}, {tanggal(occasion.dated_on)}",
        position=signatory.printed_position,
        signer=signatory.name if RULE.has_titles else signatory.plain_name,
        signer_number=f"NIP {nip_terformat(signatory.nip)}",
        replaces=f"Menggantikan sertifikat nomor {replaces}, yang dicabut." if replaces else "",
        units=tuple((unit.code, unit.title, str(unit.lesson_hours)) for unit in course.units),
        hours=str(course.unit_hours),
        hours_note="1 JP (jam pelajaran) = 45 menit.",
    )


def details(course: Course, city: str) -> tuple[str, ...]:
    """Which angkatan, when, how long and where; one line each."""
    session, place = course.session, course.session.kelurahan
    first, last = tanggal(session.starts_on), tanggal(session.ends_on)
    days = f"tanggal {first}" if first == last else f"tanggal {first} sampai dengan {last}"
    return (
        f"Angkatan {romawi(session.number)} Tahun {session.year}, yang diselenggarakan {days}",
        f"selama {angka_dan_huruf(course.held_hours)} jam pelajaran di {session.venue},",
        f"Kelurahan {place.name}, Kecamatan {place.kecamatan.name}, {city}",
    )


def pictures_of(papers: Iterable[CertificateData | Mapping[str, Any]]) -> dict[str, str]:
    """The pictures that the papers name, as Typst takes them. Raises TamperedError for one that was changed."""
    named = {name for paper in papers for name in _named_by(paper) if name}
    files = StoredFile.objects.filter(pk__in=named)
    return {str(file.pk): _as_svg(genuine_bytes(file), file.media_type) for file in files}


def _named_by(paper: CertificateData | Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(paper, CertificateData):
        return paper.crest, paper.photo
    return paper["crest"], paper["photo"]


def _as_svg(content: bytes, media_type: str) -> str:
    return whole_photo_svg(content) if media_type == JPEG else crest_svg(content)


def set_one(paper: CertificateData, pictures: Mapping[str, str], *, at: datetime) -> bytes:
    """One certificate as it is archived. Raises UnprintableError."""
    number = paper.issue.number if paper.issue else "pratinjau"
    shown = {name: pictures[name] for name in _named_by(paper) if name}
    return typeset(TEMPLATE, CertificateBook(f"Sertifikat {number}", (paper,), shown), at=at)


def set_each(papers: Sequence[CertificateData], *, at: datetime) -> list[bytes]:
    """Each certificate as a file of its own, in order. Raises UnprintableError, TamperedError."""
    pictures = pictures_of(papers)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda paper: set_one(paper, pictures, at=at), papers))


def set_book(title: str, papers: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
    """One file for the printer from what the archive keeps of each certificate. Raises TamperedError."""
    book = CertificateBook(title, tuple(papers), pictures_of(papers))
    return typeset(TEMPLATE, book, at=at, is_tagged=False)
