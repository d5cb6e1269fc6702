"""Certificates of the invented graduates, with drawn figures for photos: nobody's face is in the demo."""

from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from demo.classroom import noon
from demo.staff import Office, acting
from documents.photos import portrait
from participants.certificate_paper import Occasion
from participants.certificates import issue, plan, revoke, waiting_in
from participants.models import Certificate
from participants.photos import put_photo
from training.curriculum import UnitData, set_units, units_of, version_of
from training.models import TrainingSession

# Together the 120 JP of twenty meetings.
UNITS = (
    UnitData("GAR.CM01.001.01", "Mengikuti prosedur kesehatan, keselamatan dan keamanan kerja", 6),
    UnitData("GAR.CM02.002.01", "Mengukur tubuh pelanggan sesuai desain", 12),
    UnitData("GAR.CM02.003.01", "Membuat pola busana dengan teknik konstruksi", 30),
    UnitData("GAR.CM02.008.01", "Menjahit dengan mesin", 60),
    UnitData("GAR.CM02.012.01", "Menghitung harga jual", 12),
)
CLOTHES = ("#0b5d4e", "#7a3b5d", "#31527e", "#8a5a18", "#4b5c54")


def write_units(office: Office) -> None:
    """The units of the one programme, unless somebody wrote other ones."""
    if not office.program.units.exists():
        shown = version_of(units_of(office.program))
        set_units(office.program.pk, UNITS, version=shown, actor=acting(office.verifier))


def photograph(session: TrainingSession, *, without: tuple[int, ...], office: Office) -> None:
    """A drawn figure for each graduate but those with a seat number in `without`."""
    for row in session.registrations.passed().order_by("seat_number"):
        if row.seat_number not in without:
            picture = portrait(SimpleUploadedFile("foto.png", _figure(row.pk)), field="photo")
            put_photo(row.participant_id, picture, actor=acting(office.clerk))


def certify(session: TrainingSession, *, on: date, office: Office) -> list[Certificate]:
    """A certificate for every graduate who waits for one, dated and issued on the day `on`."""
    occasion = Occasion(on, office.signatory)
    waiting = list(waiting_in(session))
    return issue(
        session.pk,
        [row.pk for row in waiting],
        occasion,
        version=plan(waiting, occasion).version,
        on=on,
        at=noon(on),
        actor=acting(office.official),
    )


def replace_one(certificate: Certificate, *, on: date, office: Office) -> None:
    """Revoke a certificate, and issue another to the same person."""
    reason = "Tempat lahir salah ketik saat pendaftaran, diganti setelah dicocokkan dengan KTP"
    revoke(certificate.pk, reason=reason, at=noon(on), actor=acting(office.official))
    certify(certificate.registration.session, on=on, office=office)


def _figure(number: int) -> bytes:
    """A PNG of head and shoulders, in one of a few colours."""
    image = Image.new("RGB", (600, 800), "#c9d8d2")
    draw = ImageDraw.Draw(image)
    cloth = CLOTHES[number % len(CLOTHES)]
    draw.ellipse((60, 520, 540, 1180), fill=cloth)
    draw.ellipse((165, 130, 435, 600), fill=cloth)
    draw.ellipse((215, 210, 385, 470), fill="#e3bd9a")
    made = BytesIO()
    image.save(made, format="PNG")
    return made.getvalue()
