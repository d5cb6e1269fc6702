"""Making an angkatan, changing it, and moving it along its life."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.access import ForbiddenError
from tests.accounts.factories import UserFactory
from tests.participants.factories import RegistrationFactory, graduated_registration
from tests.race import second_while_first_is_open
from tests.regions.factories import kecamatan, kelurahan
from tests.training.factories import (
    DAY,
    NOW,
    InstructorFactory,
    MeetingFactory,
    ProgramFactory,
    TrainingSessionFactory,
    data_of,
    session_data,
)
from tkm.lib.errors import DomainError, StaleError, UnansweredError
from training import sessions
from training.enums import MeetingStatus, SessionStatus
from training.models import TrainingSession

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor():
    return UserFactory(role="verifikator")


def create(actor, **changes) -> TrainingSession:
    return sessions.create_session(session_data(**changes), submission=uuid4(), actor=actor)


def update(session, actor, **changes) -> TrainingSession:
    session.refresh_from_db()
    version = session.updated_at.isoformat()
    return sessions.update_session(session.pk, data_of(session, **changes), version=version, actor=actor)


def test_a_new_angkatan_is_a_draft_with_all_that_was_typed(actor):
    teachers = tuple(InstructorFactory.create_batch(2))
    session = create(actor, instructors=teachers, opened_by="Wakil Wali Kota")
    session.refresh_from_db()
    assert session.status == SessionStatus.DRAFT
    assert data_of(session) == session_data(
        instructors=teachers, opened_by="Wakil Wali Kota", number=1, code="TKM-2025-01"
    )


def test_empty_number_and_code_become_the_next_free(actor):
    TrainingSessionFactory(number=4, code="TKM-2025-07")
    TrainingSessionFactory(program=ProgramFactory(name="Bordir"), number=9, code="BORDIR-9")
    session = create(actor)
    assert (session.number, session.code) == (5, "TKM-2025-08")


def test_a_new_year_begins_at_one(actor):
    TrainingSessionFactory(number=4, code="TKM-2025-07")
    typed = {"registration_opens_on": date(2026, 1, 5), "registration_closes_on": date(2026, 1, 9)}
    session = create(actor, year=2026, starts_on=date(2026, 2, 2), ends_on=date(2026, 3, 2), **typed)
    assert (session.number, session.code) == (1, "TKM-2026-01")


def test_a_number_that_is_taken_is_refused_with_the_next_free(actor):
    TrainingSessionFactory(number=3)
    with pytest.raises(sessions.NumberTakenError) as refusal:
        create(actor, number=3)
    assert refusal.value.field == "number"
    assert "Angkatan III Tahun 2025 sudah ada. Nomor berikutnya yang bebas: 4 (IV)." in refusal.value.message


def test_a_code_that_is_taken_is_refused_with_the_next_free(actor):
    TrainingSessionFactory(code="TKM-2025-03", number=3)
    with pytest.raises(sessions.CodeTakenError) as refusal:
        create(actor, code="TKM-2025-03")
    assert refusal.value.field == "code"
    assert "TKM-2025-04" in refusal.value.message


def test_there_is_no_hundredth_angkatan(actor):
    TrainingSessionFactory(number=99)
    with pytest.raises(sessions.NoFreeNumberError):
        create(actor)


def test_the_same_form_sent_twice_makes_one(actor):
    data, submission = session_data(), uuid4()
    first = sessions.create_session(data, submission=submission, actor=actor)
    assert sessions.create_session(data, submission=submission, actor=actor) == first
    assert TrainingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"registration_closes_on": DAY - timedelta(days=6)}, "registration_closes_on"),
        ({"starts_on": DAY + timedelta(days=4)}, "starts_on"),
        ({"ends_on": DAY + timedelta(days=9)}, "ends_on"),
    ],
)
def test_dates_out_of_order_are_refused_at_the_later_one(actor, changes, field):
    with pytest.raises(DomainError, match="Perbaiki salah satunya") as refusal:
        create(actor, **changes)
    assert refusal.value.field == field
    assert not TrainingSession.objects.exists()


def test_leaving_the_budget_year_needs_a_reason(actor):
    late = {"ends_on": date(2026, 1, 9)}
    with pytest.raises(UnansweredError, match="keluar dari tahun anggaran 2025") as doubt:
        create(actor, **late)
    assert doubt.value.field == "outside_year_reason"
    assert create(actor, **late, outside_year_reason="Luncuran").outside_year_reason == "Luncuran"


def test_a_reason_that_nothing_asks_for_is_not_kept(actor):
    assert create(actor, outside_year_reason="tidak perlu").outside_year_reason == ""


def test_a_limited_user_makes_none_elsewhere():
    limited = UserFactory(role="verifikator", limited_to=[kecamatan("Cempaka")])
    with pytest.raises(sessions.OutsideReachError):
        create(limited)
    assert create(limited, kelurahan=kelurahan("Palam")).pk


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat"])
def test_only_the_verifikator_and_the_administrator_change_data(role):
    other, session = UserFactory(role=role), TrainingSessionFactory()
    for call in (lambda: create(other), lambda: update(session, other)):
        with pytest.raises(ForbiddenError):
            call()


def test_the_administrator_corrects_also_what_is_over():
    corrector = UserFactory(role="administrator")
    session = TrainingSessionFactory(status=SessionStatus.FINISHED)
    assert update(session, corrector, venue="Balai").venue == "Balai"


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "pejabat", "administrator"])
def test_only_the_verifikator_moves_angkatan(role):
    other, session = UserFactory(role=role), TrainingSessionFactory()
    calls = (
        lambda: sessions.publish(session.pk, on=DAY, actor=other),
        lambda: sessions.close_registration(session.pk, at=NOW, actor=other),
        lambda: sessions.reopen_registration(session.pk, on=DAY, actor=other),
        lambda: sessions.cancel_session(session.pk, reason="banjir", actor=other),
    )
    for call in calls:
        with pytest.raises(ForbiddenError):
            call()


def test_quota_goes_down_to_the_highest_number_given_and_no_further(actor):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, accepted=True, seat_number=14)
    with pytest.raises(sessions.QuotaBelowNumbersError, match="Nomor urut 14 sudah diberikan") as refusal:
        update(session, actor, quota=13)
    assert refusal.value.field == "quota"
    assert update(session, actor, quota=14).quota == 14


def test_the_window_stands_still_once_selection_has_begun(actor):
    session = TrainingSessionFactory(closed=True)
    RegistrationFactory(session=session, accepted=True)
    later = session.registration_closes_on + timedelta(days=1)
    with pytest.raises(sessions.SelectionBegunError) as refusal:
        update(session, actor, registration_closes_on=later)
    assert refusal.value.field == "registration_closes_on"


def test_dates_do_not_leave_meetings_outside(actor):
    session = TrainingSessionFactory(running=True)
    MeetingFactory(session=session, held_on=session.starts_on)
    MeetingFactory(session=session, held_on=session.ends_on)
    with pytest.raises(sessions.MeetingsOutsideError) as refusal:
        update(session, actor, ends_on=session.ends_on - timedelta(days=1))
    assert refusal.value.field == "ends_on"
    with pytest.raises(sessions.MeetingsOutsideError) as refusal:
        update(session, actor, starts_on=session.starts_on + timedelta(days=1))
    assert refusal.value.field == "starts_on"


def test_the_minimum_stands_still_once_graduation_is_proposed(actor):
    session = graduated_registration().session
    with pytest.raises(sessions.GraduationProposedError):
        update(session, actor, min_attendance=70)


def test_a_stale_form_is_refused_and_changes_nothing(actor):
    session = TrainingSessionFactory()
    opened = session.updated_at.isoformat()
    update(session, actor, venue="Aula Kelurahan")
    with pytest.raises(StaleError):
        sessions.update_session(session.pk, data_of(session, venue="Balai"), version=opened, actor=actor)
    session.refresh_from_db()
    assert session.venue == "Aula Kelurahan"


@pytest.mark.parametrize("status", [SessionStatus.FINISHED, SessionStatus.CANCELLED])
def test_what_is_over_is_not_edited(actor, status):
    session = TrainingSessionFactory(status=status, cancel_reason="x" if status == SessionStatus.CANCELLED else "")
    with pytest.raises(sessions.NotEditableError):
        update(session, actor, venue="Balai")
    with pytest.raises(sessions.NotEditableError):
        sessions.publish(session.pk, on=DAY, actor=actor)


def test_publishing_opens_registration_and_twice_is_once(actor):
    session = TrainingSessionFactory(draft=True)
    published = sessions.publish(session.pk, on=DAY, actor=actor)
    assert published.is_registration_open(DAY)
    assert sessions.publish(session.pk, on=DAY, actor=actor).updated_at == published.updated_at


def test_nothing_is_published_after_its_window(actor):
    session = TrainingSessionFactory(draft=True)
    with pytest.raises(sessions.WindowOverError):
        sessions.publish(session.pk, on=session.registration_closes_on + timedelta(days=1), actor=actor)


def test_closing_by_hand_acts_at_once_and_keeps_the_first_hand(actor):
    session = TrainingSessionFactory()
    closed = sessions.close_registration(session.pk, at=NOW, actor=actor)
    assert not closed.is_registration_open(DAY)
    assert closed.registration_closed_by == actor
    again = sessions.close_registration(session.pk, at=NOW, actor=UserFactory(role="verifikator"))
    assert again.registration_closed_by == actor


@pytest.mark.parametrize("days", [-30, 6])
def test_what_is_not_open_is_not_closed_by_hand(actor, days):
    session = TrainingSessionFactory()
    at = NOW + timedelta(days=days)
    if days < 0:
        with pytest.raises(sessions.RegistrationNotOpenError, match="belum dibuka"):
            sessions.close_registration(session.pk, at=at, actor=actor)
    else:
        assert sessions.close_registration(session.pk, at=at, actor=actor).registration_closed_at is None


def test_a_closing_is_taken_back_within_the_window(actor):
    session = TrainingSessionFactory(closed=True)
    assert sessions.reopen_registration(session.pk, on=DAY, actor=actor).is_registration_open(DAY)


def test_a_closing_is_not_taken_back_after_the_window_or_once_somebody_is_selected(actor):
    session = TrainingSessionFactory(closed=True)
    with pytest.raises(sessions.WindowOverError):
        sessions.reopen_registration(session.pk, on=session.registration_closes_on + timedelta(days=1), actor=actor)
    RegistrationFactory(session=session, accepted=True)
    with pytest.raises(sessions.SelectionBegunError):
        sessions.reopen_registration(session.pk, on=DAY, actor=actor)


def test_a_cancelled_angkatan_takes_its_planned_meetings_with_it(actor):
    session = TrainingSessionFactory(running=True)
    held, planned = MeetingFactory(session=session, held=True), MeetingFactory(session=session)
    with pytest.raises(sessions.ReasonMissingError):
        sessions.cancel_session(session.pk, reason="", actor=actor)
    sessions.cancel_session(session.pk, reason="Banjir", actor=actor)
    assert sessions.cancel_session(session.pk, reason="Lain", actor=actor).cancel_reason == "Banjir"
    held.refresh_from_db()
    planned.refresh_from_db()
    assert held.status == MeetingStatus.HELD
    assert (planned.status, planned.reason) == (MeetingStatus.CANCELLED, "Banjir")


def test_confirmed_graduates_keep_their_angkatan(actor):
    session = graduated_registration().session
    with pytest.raises(sessions.GraduatesConfirmedError):
        sessions.cancel_session(session.pk, reason="Banjir", actor=actor)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_get_two_numbers():
    actor, data = UserFactory(role="verifikator"), session_data()

    def send():
        return sessions.create_session(data, submission=uuid4(), actor=actor)

    assert second_while_first_is_open(send, send).code == "TKM-2025-02"


@pytest.mark.django_db(transaction=True)
def test_the_same_form_twice_at_once_makes_one():
    actor, data, submission = UserFactory(role="verifikator"), session_data(), uuid4()

    def send():
        return sessions.create_session(data, submission=submission, actor=actor)

    assert second_while_first_is_open(send, send) == TrainingSession.objects.get()
