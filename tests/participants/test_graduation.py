"""Proposed by one, confirmed by another, all at once; then the angkatan is finished."""

from datetime import timedelta

import pytest

from accounts.access import ForbiddenError
from participants.attendance import lock_list, unlock_list
from participants.enums import Mark, Outcome
from participants.enums import RegistrationStatus as S
from participants.graduation import (
    AttendanceChangedError,
    ListsOpenError,
    NobodyToGraduateError,
    NotFinishableError,
    NotProposedError,
    OutcomeReasonError,
    Proposal,
    ProposalReturnedError,
    SamePersonError,
    TrainingNotOverError,
    candidates_of,
    confirm,
    finish,
    propose,
    send_back,
    version_of,
)
from participants.leaving import withdraw
from participants.models import Graduation
from participants.selection import turn_down
from participants.transitions import ReasonMissingError, SessionNotRunningError
from tests.accounts.factories import UserFactory
from tests.participants.factories import AttendanceFactory, RegistrationFactory
from tests.training.factories import DAY, NOW, InstructorFactory, MeetingFactory, TrainingSessionFactory
from tkm.lib.errors import StaleError
from training.enums import MeetingStatus, SessionStatus
from training.sessions import cancel_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return UserFactory(role="instruktur")


@pytest.fixture
def official():
    return UserFactory(role="pejabat")


@pytest.fixture
def session(teacher):
    """Over today; two meetings of 6 JP held; one person was at both, one at the first only."""
    made = TrainingSessionFactory(running=True, ends_on=DAY, instructors=[InstructorFactory(user=teacher)])
    good, weak = RegistrationFactory.create_batch(2, session=made, accepted=True)
    for number in (1, 2):
        meeting = MeetingFactory(session=made, number=number, held_on=DAY - timedelta(3 - number))
        AttendanceFactory(registration=good, meeting=meeting)
        AttendanceFactory(registration=weak, meeting=meeting, mark=Mark.PRESENT if number == 1 else Mark.SICK)
        lock_list(meeting.pk, at=NOW, actor=teacher)
    return made


def people(session):
    return list(session.registrations.order_by("seat_number"))


def shown(session):
    return version_of(candidates_of(session))


def outcomes(session):
    return list(Graduation.objects.order_by("registration__seat_number").values_list("outcome", "present_minutes"))


def test_the_rate_proposes(session, teacher):
    assert propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher) == 2
    assert outcomes(session) == [(Outcome.COMPLETED, 540), (Outcome.NOT_COMPLETED, 270)]
    assert [person.status for person in people(session)] == [S.ACCEPTED, S.ACCEPTED]


def test_another_outcome_needs_a_reason(session, teacher):
    weak = people(session)[1]
    with pytest.raises(OutcomeReasonError) as refused:
        propose(session.pk, {weak.pk: Proposal(Outcome.COMPLETED, "  ")}, version=shown(session), at=NOW, actor=teacher)
    assert refused.value.registration_id == weak.pk
    assert not Graduation.objects.exists()
    propose(
        session.pk,
        {weak.pk: Proposal(Outcome.COMPLETED, "sakit, ujian susulan")},
        version=shown(session),
        at=NOW,
        actor=teacher,
    )
    assert Graduation.objects.get(registration=weak).reason == "sakit, ujian susulan"


def test_an_open_list_holds_it_up_by_name(session, teacher):
    MeetingFactory(session=session, number=3, held_on=DAY)
    with pytest.raises(ListsOpenError, match=r"pertemuan 3 \(4 Agustus 2025\)"):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)


def test_a_meeting_to_come_holds_it_up(session, teacher):
    MeetingFactory(session=session, number=3, held_on=DAY + timedelta(1))
    with pytest.raises(TrainingNotOverError, match="5 Agustus 2025"):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)


def test_a_cancelled_meeting_does_not(session, teacher):
    MeetingFactory(session=session, number=3, held_on=DAY, status=MeetingStatus.CANCELLED, reason="hujan")
    assert propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher) == 2


def test_training_lasts_to_its_last_day(session, teacher):
    with pytest.raises(TrainingNotOverError, match="sampai 4 Agustus 2025"):
        propose(session.pk, {}, version=shown(session), at=NOW - timedelta(1), actor=teacher)


def test_without_any_meeting_nothing_is_proposed(teacher):
    made = TrainingSessionFactory(running=True, ends_on=DAY, instructors=[InstructorFactory(user=teacher)])
    RegistrationFactory(session=made, accepted=True)
    with pytest.raises(TrainingNotOverError, match="Belum ada pertemuan"):
        propose(made.pk, {}, version=shown(made), at=NOW, actor=teacher)


def test_who_left_is_left_out(session, teacher):
    RegistrationFactory(session=session, dropped_out=True)
    RegistrationFactory(session=session, withdrawn=True)
    assert propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher) == 2


def test_an_instructor_proposes_only_in_the_own_angkatan(session):
    stranger = UserFactory(role="instruktur")
    with pytest.raises(ForbiddenError):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=stranger)


@pytest.mark.parametrize("role", ["petugas", "pengurus_barang", "pejabat", "administrator"])
def test_others_do_not_propose(session, role):
    with pytest.raises(ForbiddenError):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=UserFactory(role=role))


def test_confirming_writes_it_to_the_registrations(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    assert confirm(session.pk, version=shown(session), at=NOW, actor=official) == 2
    assert [person.status for person in people(session)] == [S.COMPLETED, S.NOT_COMPLETED]
    decided = Graduation.objects.values_list("confirmed_by", "confirmed_on", "confirmed_at").distinct()
    assert list(decided) == [(official.pk, DAY, NOW)]


def test_confirming_twice_is_once(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    version = shown(session)
    confirm(session.pk, version=version, at=NOW, actor=official)
    assert confirm(session.pk, version=version, at=NOW + timedelta(1), actor=official) == 0
    assert Graduation.objects.filter(confirmed_at=NOW).count() == 2


def test_another_person_confirms(session):
    both = UserFactory(roles=["verifikator", "pejabat"])
    propose(session.pk, {}, version=shown(session), at=NOW, actor=both)
    with pytest.raises(SamePersonError):
        confirm(session.pk, version=shown(session), at=NOW, actor=both)


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pengurus_barang", "administrator"])
def test_others_do_not_confirm(session, teacher, role):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    with pytest.raises(ForbiddenError):
        confirm(session.pk, version=shown(session), at=NOW, actor=UserFactory(role=role))


def test_only_what_was_shown_is_confirmed(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    version = shown(session)
    weak = people(session)[1]
    propose(
        session.pk,
        {weak.pk: Proposal(Outcome.COMPLETED, "susulan")},
        version=shown(session),
        at=NOW + timedelta(1),
        actor=teacher,
    )
    with pytest.raises(StaleError):
        confirm(session.pk, version=version, at=NOW, actor=official)


def test_nothing_is_confirmed_that_was_not_proposed(session, teacher, official):
    with pytest.raises(NotProposedError):
        confirm(session.pk, version=shown(session), at=NOW, actor=official)
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    version = shown(session)
    newcomer = RegistrationFactory(session=session, accepted=True)
    with pytest.raises(NotProposedError, match=newcomer.participant.name):
        confirm(session.pk, version=version, at=NOW, actor=official)


def test_attendance_mended_after_the_proposal_asks_for_a_new_one(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    meeting = session.meetings.get(number=2)
    unlock_list(meeting.pk, reason="salah", at=NOW, actor=official)
    with pytest.raises(ListsOpenError):
        confirm(session.pk, version=shown(session), at=NOW, actor=official)
    meeting.attendances.filter(mark=Mark.SICK).update(mark=Mark.PRESENT)
    lock_list(meeting.pk, at=NOW, actor=teacher)
    with pytest.raises(AttendanceChangedError, match=people(session)[1].participant.name):
        confirm(session.pk, version=shown(session), at=NOW, actor=official)


def test_a_returned_proposal_waits_for_a_new_one(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    version = shown(session)
    assert send_back(session.pk, reason="cek No. 2", version=version, at=NOW, actor=official) == 2
    assert send_back(session.pk, reason="lagi", version=version, at=NOW, actor=official) == 0
    with pytest.raises(ProposalReturnedError):
        confirm(session.pk, version=version, at=NOW, actor=official)
    propose(session.pk, {}, version=shown(session), at=NOW + timedelta(1), actor=teacher)
    assert confirm(session.pk, version=shown(session), at=NOW, actor=official) == 2


def test_returning_needs_a_reason_and_something_proposed(session, teacher, official):
    with pytest.raises(NotProposedError):
        send_back(session.pk, reason="cek", version=shown(session), at=NOW, actor=official)
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    with pytest.raises(ReasonMissingError):
        send_back(session.pk, reason="", version=shown(session), at=NOW, actor=official)


def test_who_withdraws_is_no_candidate_any_more(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    withdraw(people(session)[1].pk, reason="pindah", left_on=DAY, on=DAY, actor=UserFactory(role="petugas"))
    assert Graduation.objects.count() == 1
    assert confirm(session.pk, version=shown(session), at=NOW, actor=official) == 1


def test_nobody_in_class_is_nobody_to_graduate(session, teacher):
    session.registrations.update(status=S.ELIGIBLE, seat_number=None)
    with pytest.raises(NobodyToGraduateError):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)


def test_an_angkatan_is_finished_after_graduation(session, teacher, official):
    clerk = UserFactory(role="verifikator")
    with pytest.raises(NotFinishableError, match="Kelulusan belum disahkan"):
        finish(session.pk, on=DAY, actor=clerk)
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    confirm(session.pk, version=shown(session), at=NOW, actor=official)
    assert finish(session.pk, on=DAY, actor=clerk).status == SessionStatus.FINISHED
    assert finish(session.pk, on=DAY, actor=clerk).status == SessionStatus.FINISHED


def test_an_angkatan_that_runs_is_not_finished():
    running = TrainingSessionFactory(running=True)
    with pytest.raises(NotFinishableError):
        finish(running.pk, on=DAY, actor=UserFactory(role="verifikator"))


@pytest.mark.parametrize("role", ["petugas", "instruktur", "pejabat", "administrator"])
def test_only_the_verifikator_finishes(session, role):
    with pytest.raises(ForbiddenError):
        finish(session.pk, on=DAY, actor=UserFactory(role=role))


def test_nobody_graduates_from_a_cancelled_angkatan(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    cancel_session(session.pk, reason="dana ditarik", actor=UserFactory(role="verifikator"))
    with pytest.raises(SessionNotRunningError, match="dibatalkan"):
        propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    with pytest.raises(SessionNotRunningError):
        confirm(session.pk, version=shown(session), at=NOW, actor=official)


def test_a_decision_made_meanwhile_is_not_overwritten_unseen(session, teacher):
    old, weak = shown(session), people(session)[1]
    cheated = {people(session)[0].pk: Proposal(Outcome.NOT_COMPLETED, "menyontek")}
    propose(session.pk, cheated, version=old, at=NOW, actor=teacher)
    with pytest.raises(StaleError, match="Isian Anda masih ada"):
        propose(session.pk, {}, version=old, at=NOW + timedelta(1), actor=UserFactory(role="verifikator"))
    assert outcomes(session)[0][0] == Outcome.NOT_COMPLETED
    assert Graduation.objects.get(registration=weak).proposed_at == NOW


def test_the_same_proposal_again_leaves_the_confirmers_page_as_it_is(session, teacher, official):
    old = shown(session)
    propose(session.pk, {}, version=old, at=NOW, actor=teacher)
    seen = shown(session)
    assert propose(session.pk, {}, version=old, at=NOW + timedelta(1), actor=UserFactory(role="verifikator")) == 2
    assert confirm(session.pk, version=seen, at=NOW, actor=official) == 2


def test_a_proposal_sent_back_meanwhile_is_not_overwritten_unseen(session, teacher, official):
    propose(session.pk, {}, version=shown(session), at=NOW, actor=teacher)
    seen = shown(session)
    send_back(session.pk, reason="cek No. 2", version=seen, at=NOW + timedelta(1), actor=official)
    with pytest.raises(StaleError):
        propose(session.pk, {}, version=seen, at=NOW + timedelta(2), actor=teacher)


def test_an_angkatan_without_any_graduate_is_not_finished():
    session = TrainingSessionFactory(ended=True)
    RegistrationFactory(session=session)
    with pytest.raises(NotFinishableError, match="dibatalkan, di Ringkasan"):
        finish(session.pk, on=DAY, actor=UserFactory(role="verifikator"))


def test_nobody_waits_for_an_answer_when_the_angkatan_is_finished():
    session, clerk = TrainingSessionFactory(ended=True), UserFactory(role="verifikator")
    RegistrationFactory(session=session, dropped_out=True)
    asked = RegistrationFactory(session=session, participant__name="Norhayati", eligible=True)
    RegistrationFactory(session=session, participant__name="Rusdiana")
    with pytest.raises(NotFinishableError, match="belum mendapat jawaban: Norhayati, Rusdiana"):
        finish(session.pk, on=DAY, actor=clerk)
    turn_down(asked.pk, on=DAY, actor=clerk)
    with pytest.raises(NotFinishableError, match="jawaban: Rusdiana"):
        finish(session.pk, on=DAY, actor=clerk)


def test_a_class_of_which_everybody_dropped_out_can_be_finished():
    session = TrainingSessionFactory(ended=True)
    RegistrationFactory(session=session, dropped_out=True)
    RegistrationFactory(session=session, waitlisted=True)
    assert finish(session.pk, on=DAY, actor=UserFactory(role="verifikator")).status == SessionStatus.FINISHED
