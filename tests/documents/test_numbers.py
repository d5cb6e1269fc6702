"""Automatic numbers without gaps, agenda numbers without doubles, patterns that can write."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.transaction import TransactionManagementError

from documents.enums import NumberMode, PaperKind
from documents.models import NumberCounter, NumberSeries, PaperNumber
from documents.numbers import (
    NumberMissingError,
    NumberNotAutomaticError,
    NumberTakenError,
    SequenceTakenError,
    give_number,
    is_automatic,
    record_agenda_number,
    void_number,
)
from documents.patterns import BrokenPatternError, check_pattern, write_number
from tests.race import second_while_first_is_open

DAY = date(2025, 9, 4)
AT = datetime(2025, 9, 5, 2, 0, tzinfo=UTC)
BAST, DECREE = PaperKind.BAST, PaperKind.DECREE


@pytest.mark.django_db
def test_numbers_count_up_per_year_and_follow_the_pattern():
    given = [give_number(BAST, on=day).text for day in (DAY, DAY, date(2026, 1, 2), DAY)]
    assert given == [
        "500.15/001/BAST/DISKOP,UM&NAKER/IX/2025",
        "500.15/002/BAST/DISKOP,UM&NAKER/IX/2025",
        "500.15/001/BAST/DISKOP,UM&NAKER/I/2026",
        "500.15/003/BAST/DISKOP,UM&NAKER/IX/2025",
    ]


@pytest.mark.django_db
def test_a_failure_takes_its_number_back():
    with transaction.atomic():
        give_number(BAST, on=DAY)
        transaction.set_rollback(True)
    assert give_number(BAST, on=DAY).sequence == 1


@pytest.mark.django_db(transaction=True)
def test_number_is_not_given_outside_a_transaction():
    with pytest.raises(TransactionManagementError):
        give_number(BAST, on=DAY)
    assert not PaperNumber.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_in_an_empty_year_get_one_and_two():
    def second():
        with transaction.atomic():
            return give_number(BAST, on=DAY)

    outcome = second_while_first_is_open(lambda: give_number(BAST, on=DAY), second)
    assert outcome.sequence == 2


@pytest.mark.django_db
def test_kind_that_is_numbered_by_the_agenda_has_no_automatic_number():
    assert is_automatic(BAST)
    assert not is_automatic(DECREE)
    with pytest.raises(NumberNotAutomaticError, match="buku agenda"):
        give_number(DECREE, on=DAY)


@pytest.mark.django_db
def test_automatic_number_that_was_typed_before_is_refused_and_leaves_no_gap():
    record_agenda_number(BAST, text="500.15/001/BAST/DISKOP,UM&NAKER/IX/2025", year=2025)
    with pytest.raises(SequenceTakenError, match="mengubah pola nomornya"), transaction.atomic():
        give_number(BAST, on=DAY)
    assert not NumberCounter.objects.exists()


@pytest.mark.django_db
def test_agenda_number_is_tidied_and_taken_once_per_kind_and_year():
    number = record_agenda_number(DECREE, text="  500.15/41/KEP/2025 ", year=2025)
    assert (number.text, number.sequence) == ("500.15/41/KEP/2025", None)
    with pytest.raises(NumberTakenError, match=r"500.15/41/KEP/2025 sudah dipakai SK penerima lain") as refusal:
        record_agenda_number(DECREE, text="500.15/41/KEP/2025", year=2025)
    assert refusal.value.field == "number"
    assert record_agenda_number(DECREE, text="500.15/41/KEP/2025", year=2026).year == 2026
    assert record_agenda_number(BAST, text="500.15/41/KEP/2025", year=2025).kind == BAST


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["", "  ", "x" * 121])
def test_agenda_number_without_or_with_too_many_letters_is_refused(text):
    with pytest.raises(NumberMissingError, match="buku agenda"):
        record_agenda_number(DECREE, text=text, year=2025)


@pytest.mark.django_db
def test_void_number_stays_and_is_never_given_again():
    first = give_number(BAST, on=DAY)
    void_number(first.pk, reason="salah penerima", at=AT)
    assert give_number(BAST, on=DAY).sequence == 2
    kept = void_number(first.pk, reason="lain", at=AT)
    assert (kept.void_reason, kept.voided_at) == ("salah penerima", AT)


@pytest.mark.django_db
def test_database_refuses_a_gap_and_a_repeated_sequence():
    with pytest.raises(IntegrityError, match="bukan lanjutan"), transaction.atomic():
        PaperNumber.objects.bulk_create([PaperNumber(kind=BAST, year=2025, sequence=2, text="2")])
    give_number(BAST, on=DAY)
    with pytest.raises(IntegrityError, match="bukan lanjutan"), transaction.atomic():
        PaperNumber.objects.create(kind=BAST, year=2025, sequence=1, text="lain")


@pytest.mark.django_db
def test_sequence_is_unique_even_without_the_trigger_that_counts():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE documents_papernumber DISABLE TRIGGER USER")
    PaperNumber.objects.create(kind=BAST, year=2025, sequence=1, text="1")
    with pytest.raises(IntegrityError, match="paper_number_sequence_once"):
        PaperNumber.objects.create(kind=BAST, year=2025, sequence=1, text="lain")


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"text": "lain"}, {"year": 2024}, {"sequence": 9}, {"kind": "decree"}])
def test_database_refuses_to_change_a_given_number(change):
    give_number(BAST, on=DAY)
    with pytest.raises(InternalError, match="Cannot update"):
        PaperNumber.objects.update(**change)


@pytest.mark.django_db
def test_database_refuses_to_delete_a_number_or_to_take_a_voiding_back():
    number = give_number(BAST, on=DAY)
    with pytest.raises(InternalError, match="Cannot delete"), transaction.atomic():
        PaperNumber.objects.all().delete()
    void_number(number.pk, reason="salah", at=AT)
    with pytest.raises(InternalError, match="Cannot update"):
        PaperNumber.objects.update(voided_at=None, void_reason="")


@pytest.mark.django_db
@pytest.mark.parametrize("half", [{"voided_at": AT}, {"void_reason": "x"}])
def test_database_refuses_voiding_by_halves(half):
    give_number(BAST, on=DAY)
    with pytest.raises(IntegrityError, match="paper_number_void_has_reason"):
        PaperNumber.objects.update(**half)


@pytest.mark.django_db
def test_database_keeps_one_counter_per_kind_and_year():
    NumberCounter.objects.create(kind=BAST, year=2025)
    with pytest.raises(IntegrityError, match="number_counter_one_per_kind_and_year"):
        NumberCounter.objects.create(kind=BAST, year=2025)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("{nomor}/{bulan}/{tahun}", "7/09/2025"),
        ("500.15/{nomor:03d}/{bulan_romawi}", "500.15/007/IX"),
        ("{{x}} {nomor:05d}", "{x} 00007"),
    ],
)
def test_pattern_writes_what_it_says(pattern, written):
    check_pattern(pattern)
    assert write_number(pattern, 7, DAY) == written


BROKEN = [
    *("", "500.15/{tahun}", "{nomor", "nomor}", "{nomer}", "{nomor.real}", "{nomor!r}", "{nomor:x}", "{nomor:999d}"),
    *("{nomor:5d}", "{nomor:{tahun}d}", "{tahun:>40}{nomor}", "{0}{nomor}", "{}{nomor}", "{nomor}" + "x" * 120),
]


@pytest.mark.parametrize("pattern", BROKEN)
def test_broken_pattern_is_refused_in_words(pattern):
    with pytest.raises(BrokenPatternError, match="Contoh: 500"):
        check_pattern(pattern)


@pytest.mark.django_db
def test_series_refuses_a_broken_pattern_at_its_field_and_a_decree_numbered_by_us():
    series = NumberSeries.objects.get(kind=BAST)
    series.pattern = "{nomer}"
    with pytest.raises(ValidationError, match="tidak dikenal") as refusal:
        series.full_clean()
    assert "pattern" in refusal.value.message_dict
    decree = NumberSeries.objects.get(kind=DECREE)
    decree.mode, decree.pattern = NumberMode.AUTOMATIC, "{nomor}"
    with pytest.raises(ValidationError, match="seperti tertulis"):
        decree.full_clean()


@pytest.mark.django_db
def test_database_refuses_an_automatic_series_without_pattern():
    with pytest.raises(IntegrityError, match="number_series_automatic_has_pattern"):
        NumberSeries.objects.filter(kind=BAST).update(pattern="")
