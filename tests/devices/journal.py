"""Writes down what a station tells, and waits for what matters."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Generic, Self, TypeVar

from feverclinic.devices.events import DeviceEvent, LinkChanged, LinkState, Notice, Sample

NOON = datetime(2020, 2, 25, 4, 0, tzinfo=UTC)
PATIENCE_S = 20.0


_T = TypeVar("_T")


class Gathered(Generic[_T]):
    """All events of a link, and a way to wait for the next one that matters."""

    def __init__(self) -> None:
        self.events: list[_T] = []
        self.threads: set[str] = set()
        self._came = threading.Condition()

    def __call__(self, event: _T) -> None:
        with self._came:
            self.events.append(event)
            self.threads.add(threading.current_thread().name)
            self._came.notify_all()

    def wait_for(self, is_there: Callable[[Self], object]) -> None:
        with self._came:
            assert self._came.wait_for(lambda: is_there(self), PATIENCE_S), self.events

    def wait_for_state(self, *states: LinkState) -> None:
        """Until these states came one after another, whatever came before or between."""
        self.wait_for(lambda journal: _in_order(journal.states, states))

    @property
    def states(self) -> list[LinkState]:
        return [event.state for event in self.events if isinstance(event, LinkChanged)]

    @property
    def reasons(self) -> list[str]:
        return [event.reason for event in self.events if isinstance(event, LinkChanged)]


class Journal(Gathered[DeviceEvent]):
    """All events of a station."""

    @property
    def bodies(self) -> list[str]:
        offered = [event.offered_value for event in self.events if isinstance(event, Sample)]
        return [value.text for value in offered if value is not None]

    @property
    def codes(self) -> list[str]:
        return [event.code for event in self.events if isinstance(event, Notice)]


def _in_order(came: list[LinkState], asked: tuple[LinkState, ...]) -> bool:
    left = iter(came)
    return all(state in left for state in asked)
