"""Certificates: one valid per graduate, numbered without a gap, archived as printed, revoked and replaced."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.access import ForbiddenError
from documents.enums import PaperKind
from documents.files import TamperedError, genuine_bytes
from documents.models import NumberCounter, Paper, PaperNumber
from documents.photos import store_portrait
from participants.certificate_paper import Occasion
from participants.certificates import (
    BeforeConfirmationError,
    NoPlainNameError,
    NothingToIssueError,
    NothingToPrintError,
    NoUnitsError,
    SignatoryOutOfOfficeError,
    TooFarAheadError,
    issue,
    plan,
    print_file,
    revoke,
    waiting_in,
)
from participants.enums import Outcome
from participants.models import Certificate
from participants.transitions import ReasonMissingError
from tests.accounts.factories import UserFactory
from tests.documents.factories import SignatoryFactory
from tests.documents.samples import photo
from tests.documents.test_files import tamper
from tests.participants.factories import RegistrationFactory, graduate
from tests.participants.graduates import AT, certify, class_of
from tests.race import second_while_first_is_open
from tests.training.factories import DAY
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db


def text_of(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def revoked(certificate: Certificate, reason: str = "nama salah ketik") -> Certificate:
    return revoke(certificate.pk, reason=reason, at=AT, actor=UserFactory(role="pejabat"))


def test_a_whole_angkatan_gets_numbers_without_a_gap_in_the_order_of_the_class():
    session = class_of(3)
    made = certify(session)
    assert [str(one)[:10] for one in made] == ["500.15/001", "500.15/002", "500.15/003"]
    seats = [one.registration.seat_number for one in made]
    assert seats == sorted(seats)
    assert NumberCounter.objects.get(kind=PaperKind.CERTIFICATE).last == 3


def test_what_is_printed_is_what_the_rows_say():
    session = class_of(1)
    person = session.registrations.get().participant
    certificate = certify(session)[0]
    content = genuine_bytes(certificate.paper.file)
    told = text_of(content)
    for words in (
        person.name,
        "lahir di Banjarbaru, 17 Agustus 1992",
        f"Pelatihan {session.program}",
        "selama 6 (enam) jam pelajaran",
        str(certificate),
        "GAR.CM02.001.01",
        "CONTOH PEJABAT",
        "NIP 19700101 199503 1 001",
        "QR ini untuk pemeriksaan keaslian, bukan tanda tangan elektronik",
    ):
        assert words in told, words
    for words in ("S.Sos", "H. CONTOH", "redikat", person.nik, person.kk_number):
        assert words not in told, words
    assert len(PdfReader(BytesIO(content)).pages) == 2
    assert certificate.paper.code[:4] in told


def test_the_photo_is_on_the_paper_and_an_empty_box_without_one():
    session = class_of(2)
    first, second = (row.participant for row in session.registrations.order_by("seat_number"))
    first.photo = store_portrait(photo(), name="foto")
    first.save(update_fields=["photo"])
    made = certify(session)
    pictures = [len(PdfReader(BytesIO(genuine_bytes(one.paper.file))).pages[0].images) for one in made]
    assert pictures == [1, 0]
    assert "foto" in text_of(genuine_bytes(made[1].paper.file))
    assert second.photo_id is None


def test_opened_again_it_is_the_same_to_the_last_byte_whatever_became_of_the_person():
    certificate = certify(class_of(1))[0]
    before = genuine_bytes(certificate.paper.file)
    person = certificate.registration.participant
    person.name = "Nama Lain"
    person.save(update_fields=["name"])
    again = Certificate.objects.get(pk=certificate.pk)
    assert genuine_bytes(again.paper.file) == before
    assert again.paper.data["holder"] != "Nama Lain"


def test_who_has_one_is_not_given_another_and_the_same_form_twice_is_once():
    session = class_of(2)
    chosen, occasion = [row.pk for row in session.registrations.all()], Occasion(DAY, SignatoryFactory())
    version = plan(list(waiting_in(session)), occasion).version
    actor = UserFactory(role="verifikator")
    for expected in (2, 0):
        made = issue(session.pk, chosen, occasion, version=version, on=DAY, at=AT, actor=actor)
        assert len(made) == expected
    assert PaperNumber.objects.filter(kind=PaperKind.CERTIFICATE).count() == 2


def test_who_lacks_a_birth_place_is_skipped_and_named():
    session = class_of(2)
    person = session.registrations.order_by("seat_number")[0].participant
    person.birth_place = ""
    person.save(update_fields=["birth_place"])
    found = plan(list(waiting_in(session)), Occasion(DAY, SignatoryFactory()))
    assert [(row.participant, why) for row, why in found.lacking] == [(person, "tempat lahir belum dicatat")]
    made = certify(session)
    assert [one.registration.participant_id for one in made] == [found.ready[0].participant_id]
    with pytest.raises(NothingToIssueError):
        certify(session)


def test_who_did_not_pass_or_waits_for_the_decision_is_no_graduate():
    session = class_of(1)
    graduate(RegistrationFactory(session=session, accepted=True), outcome=Outcome.NOT_COMPLETED)
    RegistrationFactory(session=session, accepted=True)
    assert len(waiting_in(session)) == 1


REFUSED = [
    ({"dated_on": DAY - timedelta(days=1)}, BeforeConfirmationError),
    ({"dated_on": DAY + timedelta(days=32)}, TooFarAheadError),
    ({"plain_name": ""}, NoPlainNameError),
    ({"valid_until": DAY - timedelta(days=1)}, SignatoryOutOfOfficeError),
    ({"valid_from": DAY + timedelta(days=1)}, SignatoryOutOfOfficeError),
]


@pytest.mark.parametrize(("change", "error"), REFUSED)
def test_day_and_signatory_must_fit(change, error):
    session = class_of(1)
    signer = SignatoryFactory(**{name: value for name, value in change.items() if name != "dated_on"})
    with pytest.raises(error):
        certify(session, dated_on=change.get("dated_on", DAY), signatory=signer)
    assert not PaperNumber.objects.filter(kind=PaperKind.CERTIFICATE).exists()


def test_without_units_there_is_nothing_for_the_back():
    session = class_of(1)
    session.program.units.all().delete()
    with pytest.raises(NoUnitsError):
        certify(session)


def test_a_plan_that_no_longer_holds_is_shown_again_first():
    session = class_of(2)
    occasion, actor = Occasion(DAY, SignatoryFactory()), UserFactory(role="verifikator")
    rows = list(waiting_in(session))
    version = plan(rows, occasion).version
    certify(class_of(1))
    with pytest.raises(StaleError):
        issue(session.pk, [row.pk for row in rows], occasion, version=version, on=DAY, at=AT, actor=actor)
    assert not session.registrations.with_valid_certificate().exists()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "administrator"])
def test_only_who_may_confirm_graduation_issues_and_revokes(role):
    session, actor = class_of(1), UserFactory(role=role)
    with pytest.raises(ForbiddenError):
        certify(session, actor=actor)
    certificate = certify(session)[0]
    with pytest.raises(ForbiddenError):
        revoke(certificate.pk, reason="x", at=AT, actor=actor)


def test_revoked_it_stays_and_a_new_one_says_which_it_replaces():
    session = class_of(1)
    first = certify(session)[0]
    gone = revoked(first)
    assert (gone.is_valid, gone.revoke_reason, gone.number.voided_at) == (False, "nama salah ketik", AT)
    second = certify(session)[0]
    assert second.replaces == first
    assert f"Menggantikan sertifikat nomor {first}, yang dicabut." in text_of(genuine_bytes(second.paper.file))
    assert str(second).startswith("500.15/002")
    third = (revoked(second), certify(session)[0])[1]
    assert third.replaces == second
    assert Certificate.objects.count() == 3


def test_revoking_needs_a_reason_and_happens_once():
    certificate = certify(class_of(1))[0]
    with pytest.raises(ReasonMissingError):
        revoked(certificate, " ")
    revoked(certificate)
    assert revoked(certificate, "alasan lain").revoke_reason == "nama salah ketik"


def test_the_print_file_has_all_valid_ones_and_is_the_same_each_time():
    session = class_of(3)
    made = certify(session)
    revoked(made[1])
    content = print_file(session)
    told = text_of(content)
    assert len(PdfReader(BytesIO(content)).pages) == 4
    assert str(made[0]) in told
    assert str(made[1]) not in told
    assert print_file(session) == content


def test_without_certificates_there_is_nothing_to_print():
    with pytest.raises(NothingToPrintError):
        print_file(class_of(1))


def test_a_changed_byte_in_the_archive_is_noticed_on_opening_and_on_printing():
    session = class_of(2)
    certificate = certify(session)[0]
    tamper(certificate.paper.file)
    again = Paper.objects.get(pk=certificate.paper_id)
    with pytest.raises(TamperedError):
        genuine_bytes(again.file)
    with pytest.raises(TamperedError):
        print_file(session)


def test_long_names_and_forty_units_stay_on_front_and_back():
    session = class_of(1, units=40)
    person = session.registrations.get().participant
    person.name = "Muhammad Nur Hidayatullah Syarifuddin bin Haji Abdurrahman Al Banjari Kusumawardhana " + "Abdul " * 5
    person.save(update_fields=["name"])
    session.program.name = "Pembuatan Busana Wanita dan Pengelolaan Usaha Rumahan Tingkat Lanjutan Terpadu"
    session.program.save(update_fields=["name"])
    certificate = certify(session)[0]
    assert len(PdfReader(BytesIO(genuine_bytes(certificate.paper.file))).pages) == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_give_one_certificate_and_one_number():
    session = class_of(1)
    occasion = Occasion(DAY, SignatoryFactory())
    rows = list(waiting_in(session))
    version, actor = plan(rows, occasion).version, UserFactory(role="verifikator")

    def press():
        return issue(session.pk, [rows[0].pk], occasion, version=version, on=DAY, at=AT, actor=actor)

    assert second_while_first_is_open(press, press) == []
    assert Certificate.objects.count() == 1
    assert PaperNumber.objects.filter(kind=PaperKind.CERTIFICATE).count() == 1


def test_a_failure_takes_the_numbers_back(monkeypatch):
    session = class_of(2)
    monkeypatch.setattr("participants.certificates.archive_all", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        certify(session)
    monkeypatch.undo()
    assert str(certify(session)[0]).startswith("500.15/001")


def test_numbers_count_per_year_of_the_date():
    certify(class_of(1))
    session = class_of(1, confirmed_on=date(2026, 1, 5))
    made = certify(session, dated_on=date(2026, 1, 6), on=date(2026, 1, 6))
    assert str(made[0]) == "500.15/001/SERT/DISKOP,UM&NAKER/I/2026"
