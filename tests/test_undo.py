"""What is not final names its way back in the message that tells it was done."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.equipment.factories import draft_with_unit
from tests.participants.factories import RegistrationFactory
from tests.training.factories import DAY, MeetingFactory, TrainingSessionFactory
from tkm.lib.undo import or_else

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: DAY)


def said(client, url: str, **typed: str) -> str:
    """The page after the act."""
    return client.post(url, typed, follow=True).content.decode()


def test_closing_and_opening_again_lead_to_each_other(login):
    session, client = TrainingSessionFactory(), login("verifikator")
    close, reopen = (reverse(f"session-{name}", args=[session.code]) for name in ("close", "reopen"))
    assert f'Keliru? <a href="{reopen}">Buka lagi pendaftaran</a>' in said(client, close)
    assert f'Keliru? <a href="{close}">Tutup pendaftaran</a>' in said(client, reopen)


def test_a_cancelled_meeting_leads_to_another_one(login):
    meeting = MeetingFactory(session=TrainingSessionFactory(running=True), held_on=DAY)
    url = reverse("meeting-cancel", args=[meeting.session.code, meeting.pk])
    assert reverse("meeting-create", args=[meeting.session.code]) in said(login("verifikator"), url, reason="Banjir")


@pytest.mark.parametrize("is_open", [True, False])
def test_who_withdrew_can_be_registered_again_while_registration_is_open(login, is_open: bool):
    session = TrainingSessionFactory(**({} if is_open else {"closed": True}))
    registration = RegistrationFactory(session=session, registered_on=session.registration_opens_on)
    url = reverse("registration-withdraw", args=[session.code, registration.pk])
    page = said(login("petugas"), url, left_on=f"{DAY:%d-%m-%Y}", reason="pindah kota")
    assert (f"/pendaftaran/?peserta={registration.participant_id}" in page) is is_open


def test_a_deleted_draft_can_be_made_again(login):
    draft = draft_with_unit()
    page = said(login("pengurus_barang"), reverse("handover-delete", args=[draft.pk]))
    assert f"{reverse('handover-draft', args=[draft.recipient.decree_id])}?penerima={draft.recipient_id}" in page


def test_a_name_in_the_sentence_is_no_markup():
    assert or_else("<b>", "/x/", "Kembali") == '&lt;b&gt; Keliru? <a href="/x/">Kembali</a>.'
