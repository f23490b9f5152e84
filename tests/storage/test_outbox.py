"""What must leave the house is written with the fact, tried again with patience, and delivered once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feverclinic.errors import Refused
from feverclinic.storage.outbox import pause_after
from feverclinic.storage.store import Store
from tests.builders import NOON, a_patient

Open = Callable[..., AbstractContextManager[Store]]
SECOND = timedelta(seconds=1)


def test_a_message_is_due_as_soon_as_its_fact_is_saved(work: Open) -> None:
    with work() as store:
        message = store.outbox.put("card", "cdc", '{"a":1}')

    with work() as store:
        assert store.outbox.due(NOON) == (message,)


def test_a_message_goes_with_its_fact_when_that_is_rolled_back(work: Open) -> None:
    def put_and_refuse() -> None:
        with work() as store:
            store.patients.add(a_patient())
            store.outbox.put("card", "cdc", "{}")
            raise Refused("visit.has_ended")

    with pytest.raises(Refused):
        put_and_refuse()

    with work() as store:
        assert store.outbox.due(NOON) == ()


def test_a_failed_message_waits_and_keeps_its_id(work: Open) -> None:
    with work() as store:
        message = store.outbox.put("card", "cdc", "{}")
        store.outbox.tried(message.id)
        store.outbox.failed(message.id, "line.cut")

    with work() as store:
        early = store.outbox.due(NOON + 14 * SECOND)
        (again,) = store.outbox.due(NOON + 15 * SECOND)
    assert early == ()
    assert (again.id, again.tries, again.problem) == (message.id, 1, "line.cut")


def test_a_try_that_never_answered_is_tried_again(work: Open) -> None:
    with work() as store:
        message = store.outbox.put("card", "cdc", "{}")
        store.outbox.tried(message.id)

    with work() as store:
        assert [one.id for one in store.outbox.due(NOON + 15 * SECOND)] == [message.id]


def test_a_delivered_message_is_never_due_again(work: Open) -> None:
    with work() as store:
        message = store.outbox.put("card", "cdc", "{}")
        store.outbox.tried(message.id)
        store.outbox.delivered(message.id)
        store.outbox.failed(message.id, "late.answer")

    with work() as store:
        assert store.outbox.due(NOON + timedelta(days=1)) == ()
        assert store.outbox.get(message.id).problem == ""


def test_a_clock_set_back_keeps_no_message_waiting(work: Open) -> None:
    with work() as store:
        message = store.outbox.put("card", "cdc", "{}")
        store.outbox.tried(message.id)

    with work() as store:
        assert [one.id for one in store.outbox.due(NOON - timedelta(hours=1))] == [message.id]


def test_the_oldest_message_comes_first(work: Open) -> None:
    with work() as store:
        ids = [store.outbox.put("card", "cdc", str(number)).id for number in range(5)]

    with work() as store:
        assert [one.id for one in store.outbox.due(NOON, 3)] == ids[:3]


def test_an_unknown_message_is_refused(work: Open) -> None:
    with work() as store, pytest.raises(Refused, match=r"record\.missing"):
        store.outbox.get(7)


@given(st.integers(1, 10_000))
def test_pauses_never_shrink_and_never_pass_half_an_hour(tries: int) -> None:
    assert timedelta(seconds=15) <= pause_after(tries) <= pause_after(tries + 1)
    assert pause_after(tries) <= timedelta(minutes=30)
