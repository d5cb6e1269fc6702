"""One applicant as the papers of the desk show the person: from a registration, blank, or invented for a preview."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.enums import PaperKind
from documents.models import Office
from documents.paper_rules import RULES
from documents.qr import qr_svg
from documents.working import FootData
from participants.enums import Education, Occupation, Origin, Sex
from participants.models import Registration
from participants.papers.codes import registration_code
from tkm.lib.formats import tanggal, telepon
from training.models import TrainingSession

TO_FILL_IN = "." * 32
Choices = tuple[tuple[str, str], ...]  # value and label, in the order of the boxes to tick
# `str` of the enums, since templates compare plain text.
SEXES: Choices = tuple((value, label) for value, label in Sex.choices)
EDUCATIONS: Choices = tuple((value, str(label)) for value, label in Education.choices)
OCCUPATIONS: Choices = tuple((value, str(label)) for value, label in Occupation.choices)
ORIGINS: Choices = tuple((value, str(label)) for value, label in Origin.choices)
EMPTY_BOXES = " " * 16


NO_FOOT = FootData(())


@dataclass(frozen=True, slots=True)
class ApplicantData:
    """Empty texts are lines and boxes to fill in by hand; `nik` and `kk` are sixteen characters, one a box."""

    queue: str = ""
    name: str = ""
    nik: str = EMPTY_BOXES
    shown_nik: str = ""  # in one piece, where there are no boxes
    kk: str = EMPTY_BOXES
    birth: str = ""
    sex: str = ""
    address: str = ""
    kelurahan: str = ""
    kecamatan: str = ""
    phone: str = ""
    education: str = ""
    occupation: str = ""
    occupation_label: str = ""
    origin: str = ""
    origin_label: str = ""
    origin_letter: str = ""
    photo_consent: str = ""  # "yes", "no"
    registered_on: str = ""
    place_and_date: str = ""
    clerk: str = ""
    notice: str = ""
    qr: str = ""  # on the proof only: to draw one costs more than all the rest of a sheet
    foot: FootData = NO_FOOT


def blank(office: Office, notice: str) -> ApplicantData:
    """For somebody who fills everything in by hand."""
    return ApplicantData(place_and_date=f"{office.place}, {TO_FILL_IN}", notice=notice)


def invented(office: Office, notice: str) -> ApplicantData:
    """Nobody, to look at a change of the words with."""
    return ApplicantData(
        queue="12",
        name="SITI CONTOH",
        nik="637204        12",
        shown_nik="6372 04•• •••• ••12",
        kk="637204        07",
        birth="Banjarbaru, 17 Agustus 1992",
        sex=Sex.FEMALE.value,
        address="Jl. Contoh RT 012/RW 003",
        kelurahan="Landasan Ulin Selatan",
        kecamatan="Liang Anggang",
        phone="0812-0000-0000",
        education=Education.SMA.value,
        occupation=Occupation.INFORMAL.value,
        occupation_label=Occupation.INFORMAL.label,
        origin=Origin.SELF.value,
        origin_label=Origin.SELF.label,
        photo_consent="no",
        registered_on="15 Juli 2025",
        place_and_date=f"{office.place}, 15 Juli 2025",
        clerk="Petugas Contoh",
        notice=notice,
        foot=FootData(("Pratinjau naskah untuk orang rekaan.",)),
    )


def applicant(registration: Registration, kind: PaperKind, *, office: Office, queue: int) -> ApplicantData:
    """The person of a registration from `for_desk_papers()`, as far as a paper of that kind may show it."""
    person, rule = registration.participant, RULES[kind]
    born = tanggal(person.birth_date)
    return ApplicantData(
        queue=str(queue),
        name=person.name,
        nik=_boxes(rule.nik_of(person.nik)),
        shown_nik=rule.nik_of(person.nik),
        kk=_boxes(rule.nik_of(person.kk_number)),
        birth=f"{person.birth_place}, {born}" if person.birth_place else born,
        sex=person.sex,
        address=person.address,
        kelurahan=person.kelurahan.name,
        kecamatan=person.kelurahan.kecamatan.name,
        phone=telepon(person.phone) if person.phone else "",
        education=person.education,
        occupation=person.occupation,
        occupation_label=person.get_occupation_display() if person.occupation else "",
        origin=registration.origin,
        origin_label=registration.get_origin_display(),
        origin_letter=registration.origin_letter,
        photo_consent="yes" if registration.photo_consent else "no",
        registered_on=tanggal(registration.registered_on),
        place_and_date=f"{office.place}, {tanggal(registration.registered_on)}",
        clerk=str(registration.registered_by),
        notice=registration.privacy_notice.text,
        qr=qr_svg(registration_code(office, registration)) if kind == PaperKind.PROOF else "",
    )


def with_foot(person: ApplicantData, *lines: str) -> ApplicantData:
    return replace(person, foot=FootData(lines))


def queue_numbers(session: TrainingSession, rows: Sequence[Registration]) -> dict[int, int]:
    """The place of each in the order in which all of the angkatan registered; one query."""
    everybody = session.registrations.order_by("registered_on", "pk").values_list("pk", flat=True)
    wanted = {row.pk for row in rows}
    return {pk: number for number, pk in enumerate(everybody, start=1) if pk in wanted}


def _boxes(shown: str) -> str:
    """A NIK or KK as it may be shown, a character a box; what is hidden stays empty."""
    return shown.replace(" ", "").replace("•", " ") or EMPTY_BOXES
