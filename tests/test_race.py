"""The race itself: what goes wrong in the second caller is told, and no thread is left behind."""

import threading

import pytest

from tests import race


@pytest.mark.django_db(transaction=True)
def test_a_second_caller_that_cannot_connect_says_why(monkeypatch):
    here, real = threading.current_thread(), race.connection.cursor

    def cursor():
        if threading.current_thread() is not here:
            raise OSError("no way to the server")
        return real()

    monkeypatch.setattr(race, "connection", type("Broken", (), {"cursor": staticmethod(cursor)}))
    with pytest.raises(RuntimeError) as failed:
        race.second_while_first_is_open(lambda: None, lambda: None)
    assert str(failed.value.__cause__) == "no way to the server"


@pytest.mark.django_db(transaction=True)
def test_a_second_caller_that_hangs_is_waited_for(monkeypatch):
    monkeypatch.setattr(race, "PATIENCE", 0.2)
    never, before = threading.Event(), threading.active_count()
    with pytest.raises(AssertionError, match="neither waits nor ends"):
        race.second_while_first_is_open(lambda: None, lambda: never.wait(0.35))
    assert threading.active_count() == before
