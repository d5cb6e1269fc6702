"""What every answer obeys: parts of a page at the log-in wall, and privacy at a shared desk."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
PART = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/pelatihan/TKM-1/kehadiran/3/?urut=nama"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_leaves_the_page_and_asks_for_the_log_in_over_it(client, method: str):
    answer = getattr(client, method)(reverse("participant-list"), **PART)
    assert (answer.status_code, answer.content) == (401, b"")
    assert "terkunci" in answer["HX-Trigger"]
    assert not answer.has_header("HX-Redirect")


def test_a_whole_page_leads_to_the_log_in(client):
    answer = client.get(reverse("participant-list"))
    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=/peserta/")


def test_what_was_shown_to_somebody_is_never_shown_again_from_memory(login):
    client = login("petugas")
    for name in ("home", "participant-list", "session-list"):
        assert client.get(reverse(name))["Cache-Control"] == "private, no-store"


def test_the_public_check_is_kept_by_no_cache_either(client):
    assert client.get(reverse("verification"))["Cache-Control"] == "private, no-store"
