"""The head and tabs that all pages of an angkatan share."""

import pytest

from tests.accounts.factories import UserFactory
from tests.training.factories import DAY, TrainingSessionFactory
from training.enums import Phase
from training.tabs import session_head, session_tabs

pytestmark = pytest.mark.django_db


def test_the_tab_of_the_page_is_the_current_one():
    session = TrainingSessionFactory(code="TKM-2025-03")
    tabs = session_tabs(session, "session-detail", UserFactory(role="petugas"))
    assert [(tab.label, tab.url) for tab in tabs if tab.is_current] == [("Ringkasan", "/pelatihan/TKM-2025-03/")]


def test_who_may_not_read_reports_sees_no_such_tab():
    session = TrainingSessionFactory()
    labels = [tab.label for tab in session_tabs(session, "session-detail", UserFactory(role="administrator"))]
    assert "Laporan" not in labels
    assert "Ringkasan" in labels


def test_the_head_costs_no_query(django_assert_num_queries):
    session = type(TrainingSessionFactory()).objects.for_list().get()
    user = UserFactory(role="petugas")
    assert user.roles
    with django_assert_num_queries(0):
        head = session_head(session, "session-detail", user, DAY)
        assert head["phase"] == Phase.OPEN
        assert session.place
