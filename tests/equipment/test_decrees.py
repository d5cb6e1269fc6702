"""SK penerima: recorded as issued, amended in order, frozen once a BAST cites it; and the list it carries."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.access import ForbiddenError
from documents.files import FileRefusedError
from documents.models import PaperNumber
from documents.numbers import NumberTakenError
from equipment.decrees import (
    CannotAmendError,
    DecreeData,
    DecreeDayError,
    DecreeInUseError,
    NoTypesError,
    record_decree,
    update_decree,
)
from equipment.enums import DecreeState
from equipment.models import DecreeRecipient, DecreeType, RecipientDecree
from participants.models import Registration
from tests.accounts.factories import UserFactory
from tests.documents.factories import PaperNumberFactory
from tests.documents.samples import pdf
from tests.equipment.factories import (
    DecreeFactory,
    DecreeRecipientFactory,
    EquipmentTypeFactory,
    draft_with_unit,
    issue_by_hand,
)
from tests.equipment.judged import refused_by
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.race import second_while_first_is_open
from tests.training.factories import DAY, NOW
from tkm.lib.errors import StaleError

pytestmark = pytest.mark.django_db
ONCE = UUID("22222222-2222-4222-8222-222222222222")
NEXT = DAY + timedelta(days=1)


def verifier():
    return UserFactory(role="verifikator")


def typed(**changed):
    data = DecreeData(
        number="500.15/41/KEP/2025",
        issued_on=DAY,
        in_force_from=DAY,
        issuer="Wali Kota",
        title="Penetapan Penerima Bantuan",
        types=(EquipmentTypeFactory(),),
    )
    return replace(data, **changed)


def record(scan=None, submission=None, on=DAY, actor=None, **changed):
    return record_decree(
        typed(**changed), scan=scan, submission=submission or uuid4(), on=on, actor=actor or verifier()
    )


def edit(decree, version=None, scan=None, **changed):
    stored = typed(
        number=decree.number.text,
        issued_on=decree.issued_on,
        in_force_from=decree.in_force_from,
        issuer=decree.issuer,
        title=decree.title,
        types=tuple(decree.types.all()),
        amends=decree.amends,
    )
    version = version or RecipientDecree.objects.get(pk=decree.pk).updated_at.isoformat()
    return update_decree(decree.pk, replace(stored, **changed), scan=scan, version=version, at=NOW, actor=verifier())


def test_a_decree_is_recorded_as_issued():
    decree = record(scan=SimpleUploadedFile("sk.pdf", pdf()), in_force_from=NEXT)
    assert (str(decree), decree.number.kind, decree.number.year) == ("SK 500.15/41/KEP/2025", "decree", 2025)
    assert [kind.name for kind in decree.types.all()] == ["Mesin jahit portabel"]
    assert decree.scan.name == "SK-500.15-41-KEP-2025.pdf"
    assert (decree.state(DAY), decree.state(NEXT)) == (DecreeState.NOT_YET, DecreeState.IN_FORCE)


def test_a_decree_sent_twice_is_recorded_once():
    actor = verifier()
    assert record(submission=ONCE, actor=actor) == record(submission=ONCE, actor=actor)
    assert PaperNumber.objects.filter(kind="decree").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decree_sent_twice_at_once_is_one():
    actor, types = verifier(), (EquipmentTypeFactory(),)

    def send():
        return record(submission=ONCE, actor=actor, types=types)

    outcome = second_while_first_is_open(send, send)
    assert outcome == RecipientDecree.objects.get()  # without the lock: the number is taken


def test_a_number_is_used_once_a_year():
    record()
    with pytest.raises(NumberTakenError) as refused:
        record()
    assert refused.value.field == "number"
    last_year = date(2024, 8, 4)
    assert record(issued_on=last_year, in_force_from=last_year).number.year == 2024


@pytest.mark.parametrize(
    ("changed", "error", "field"),
    [
        ({"issued_on": NEXT, "in_force_from": NEXT}, DecreeDayError, "issued_on"),
        ({"in_force_from": DAY - timedelta(days=1)}, DecreeDayError, "in_force_from"),
        ({"types": ()}, NoTypesError, "types"),
        ({"scan": SimpleUploadedFile("sk.pdf", b"bukan pdf")}, FileRefusedError, "scan"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_saved(changed, error, field):
    with pytest.raises(error) as refused:
        record(**changed)
    assert refused.value.field == field
    assert not RecipientDecree.objects.exists()
    assert not PaperNumber.objects.exists()


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifier_records(role):
    with pytest.raises(ForbiddenError):
        record(actor=UserFactory(role=role))


def test_an_amending_decree_begins_with_the_list_it_replaces():
    first = record()
    graduate, gone = DecreeRecipientFactory(decree=first, position=2), RegistrationFactory(accepted=True)
    DecreeRecipientFactory(decree=first, registration=gone, position=1)
    Registration.objects.filter(pk=gone.pk).update(status="dropped_out", left_on=DAY, status_reason="tidak hadir")
    second = record(number="42", issued_on=DAY, in_force_from=NEXT, amends=first)
    assert [(line.registration, line.position) for line in second.recipients.all()] == [(graduate.registration, 1)]
    first = RecipientDecree.objects.get(pk=first.pk)
    assert (first.state(DAY), first.state(NEXT)) == (DecreeState.IN_FORCE, DecreeState.REPLACED)
    for state in DecreeState:
        for day in (DAY, NEXT):
            found = set(RecipientDecree.objects.in_state(state, day))
            assert found == {row for row in RecipientDecree.objects.all() if row.state(day) == state}


def test_a_decree_amends_only_the_last_and_an_earlier_one():
    first = record()
    second = record(number="42", in_force_from=NEXT, amends=first)
    for decree, words in ((first, "sudah diubah oleh SK 42"), (second, "hanya mengubah SK yang lebih dulu")):
        with pytest.raises(CannotAmendError) as refused:
            record(number="43", amends=RecipientDecree.objects.get(pk=decree.pk))
        assert words in refused.value.message
    with pytest.raises(CannotAmendError):
        edit(second, amends=second)
    with pytest.raises(DecreeDayError):
        edit(first, in_force_from=NEXT + timedelta(days=1))


def test_the_database_keeps_amendments_in_order():
    first, second = DecreeFactory(), DecreeFactory()
    older = DecreeFactory(issued_on=date(2025, 7, 1), in_force_from=date(2025, 7, 1))
    with refused_by("decree_amends_an_earlier"):
        RecipientDecree.objects.filter(pk=first.pk).update(amends=second)  # equal dates: only the later row amends
    with refused_by("decree_amends_an_earlier"):
        RecipientDecree.objects.filter(pk=older.pk).update(amends=second)
    with refused_by("decree_amends_another"):
        RecipientDecree.objects.filter(pk=first.pk).update(amends=first)
    RecipientDecree.objects.filter(pk=second.pk).update(amends=first)
    with refused_by("decree_amends_an_earlier"):
        RecipientDecree.objects.filter(pk=first.pk).update(in_force_from=NEXT)


@pytest.mark.django_db(transaction=True)
def test_two_amendments_at_once_are_told_apart():
    first, actor = record(), verifier()
    outcome = second_while_first_is_open(
        lambda: record(number="42", amends=first, actor=actor), lambda: record(number="43", amends=first, actor=actor)
    )
    assert isinstance(outcome, CannotAmendError)  # without the lock: IntegrityError, a page 500


def test_the_number_of_a_decree_is_one_of_its_kind_and_year():
    decree = DecreeFactory()
    for number in (PaperNumberFactory(kind="bast"), PaperNumberFactory(year=2024)):
        with refused_by("decree_number_of_its_year"):
            RecipientDecree.objects.filter(pk=decree.pk).update(number=number)
    RecipientDecree.objects.filter(pk=decree.pk).update(number=PaperNumberFactory())


def test_a_mistyped_number_is_void_and_free_again():
    decree = record(number="14")
    edit(decree, number="41")
    assert PaperNumber.objects.get(text="14").void_reason == "Salah ketik, diganti 41 (2025)"
    other = record(number="14")
    with pytest.raises(NumberTakenError):
        edit(other, number="41")
    assert other.number.voided_at is None


def test_an_edit_changes_what_was_typed_and_keeps_the_scan():
    decree = record(scan=SimpleUploadedFile("sk.pdf", pdf()))
    kind = EquipmentTypeFactory(name="Gunting kain")
    edit(decree, title="Penerima Mesin Jahit", types=(kind,))
    decree.refresh_from_db()
    assert (decree.title, list(decree.types.all())) == ("Penerima Mesin Jahit", [kind])
    assert decree.scan is not None
    edit(decree, scan=SimpleUploadedFile("sk2.pdf", pdf(2)))
    assert RecipientDecree.objects.get().scan_id != decree.scan_id


def test_a_stale_edit_is_refused_and_an_equal_one_passes():
    decree = record()
    version = decree.updated_at.isoformat()
    edit(decree, version, title="Baru")
    with pytest.raises(StaleError):
        edit(decree, version, title="Lain")
    assert edit(decree, version, title="Baru").title == "Baru"


CITED = [
    ("number", "99"),
    ("issued_on", date(2025, 8, 1)),
    ("in_force_from", NEXT),
    ("issuer", "Kepala Dinas Lain"),
    ("title", "Lain"),
    ("types", ()),
]


@pytest.mark.parametrize(("field", "value"), CITED)
def test_what_a_bast_cites_is_frozen(field, value):
    decree = issue_by_hand().recipient.decree
    with pytest.raises(DecreeInUseError) as refused:
        edit(decree, **{field: value})
    assert refused.value.field == field
    edit(decree, scan=SimpleUploadedFile("sk.pdf", pdf()))


@pytest.mark.parametrize(("field", "value"), [pair for pair in CITED if pair[0] not in ("number", "types")])
def test_the_database_freezes_it_too(field, value):
    decree, unused = issue_by_hand().recipient.decree, DecreeFactory(issued_on=date(2025, 7, 1))
    with refused_by("decree_in_use_is_frozen"):
        RecipientDecree.objects.filter(pk=decree.pk).update(**{field: value})
    assert RecipientDecree.objects.filter(pk=unused.pk).update(**{field: value}) == 1


def test_the_kinds_of_aid_freeze_too_also_in_bulk():
    decree, unused, kind = issue_by_hand().recipient.decree, DecreeFactory(), EquipmentTypeFactory(name="Gunting")
    with refused_by("decree_in_use_is_frozen"):
        decree.types.clear()
    with refused_by("decree_in_use_is_frozen"):
        DecreeType.objects.bulk_create([DecreeType(recipientdecree=decree, equipmenttype=kind)])
    with refused_by("decree_in_use_is_frozen"):
        DecreeType.objects.filter(recipientdecree=unused).update(recipientdecree=decree, equipmenttype=kind)
    unused.types.set([kind])
    events = DecreeType._meta.get_field("events").related_model.objects
    assert events.filter(recipientdecree=unused.pk, pgh_label="delete").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decree_is_not_changed_while_a_bast_is_being_issued():
    draft = draft_with_unit()
    decree = draft.recipient.decree
    outcome = second_while_first_is_open(lambda: issue_by_hand(draft), lambda: edit(decree, title="Lain"))
    assert isinstance(outcome, DecreeInUseError)  # without FOR SHARE: the paper cites what no longer stands


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_only_candidates_and_graduates_are_named():
    decree = DecreeFactory()
    lines = [DecreeRecipient(decree=decree, registration=RegistrationFactory(eligible=True), position=1)]
    with refused_by("decree_names_candidates_or_graduates"):
        DecreeRecipient.objects.bulk_create(lines)
    allowed = (RegistrationFactory(accepted=True), graduated_registration())
    DecreeRecipient.objects.bulk_create(
        DecreeRecipient(decree=decree, registration=row, position=place) for place, row in enumerate(allowed, start=1)
    )
    assert decree.recipients.count() == 2


def test_a_line_never_becomes_somebody_else():
    line, other = DecreeRecipientFactory(), graduated_registration()
    with refused_by("decree_line_never_renamed"):
        sql("UPDATE equipment_decreerecipient SET registration_id = %s WHERE id = %s", other.pk, line.pk)
    with refused_by("decree_line_never_renamed"):
        sql("UPDATE equipment_decreerecipient SET decree_id = %s WHERE id = %s", DecreeFactory().pk, line.pk)
    sql("UPDATE equipment_decreerecipient SET position = 9 WHERE id = %s", line.pk)


def test_a_line_with_a_bast_stays_in_its_place():
    line, free = issue_by_hand().recipient, DecreeRecipientFactory()
    with refused_by("decree_position_in_use_is_frozen"):
        DecreeRecipient.objects.filter(pk=line.pk).update(position=99)
    with refused_by("decree_line_with_bast_stays"):
        sql("DELETE FROM equipment_decreerecipient WHERE id = %s", line.pk)
    with refused_by("decree_line_with_bast_stays"):
        sql("DELETE FROM equipment_decreerecipient WHERE id = %s", draft_with_unit().recipient_id)
    sql("DELETE FROM equipment_decreerecipient WHERE id = %s", free.pk)


def test_a_list_has_no_two_at_one_place_and_nobody_twice():
    line = DecreeRecipientFactory()
    with refused_by("decree_names_a_person_once"):
        DecreeRecipientFactory(decree=line.decree, registration=line.registration)
    with refused_by("decree_position_once"):
        DecreeRecipientFactory(decree=line.decree, position=line.position)
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    with refused_by("decree_position_from_one"):
        DecreeRecipient.objects.filter(pk=line.pk).update(position=0)


def test_a_decree_is_not_in_force_before_its_date():
    decree = DecreeFactory()
    with refused_by("decree_not_in_force_before_issued"):
        sql("UPDATE equipment_recipientdecree SET in_force_from = issued_on - 1 WHERE id = %s", decree.pk)
    sql("UPDATE equipment_recipientdecree SET in_force_from = issued_on + 1 WHERE id = %s", decree.pk)
