"""One thread for each device on a line: opens its port, listens, says what it hears, goes on.

What the bytes mean is the business of its `Ear`: a thermometer's or a scanner's.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from feverclinic.devices.events import LinkChanged, LinkState, Notice, NoticeCode
from feverclinic.devices.finder import Identity, ListPorts, OtherDevice, Place, locate
from feverclinic.devices.hunter import Counts
from feverclinic.devices.port import FailureReason, Port, PortFailure, listed_ports, open_port

SPEED_MARK = "?baud="
BACK_OFF_S = (0.5, 1.0, 2.0, 4.0, 5.0)
_BLOCKING = frozenset({FailureReason.BUSY, FailureReason.DENIED, FailureReason.SETTINGS})
_LOG = logging.getLogger(__name__)


class OpenPort(Protocol):
    """How a port is opened; tests open one in memory."""

    def __call__(self, url: str, *, baud: int, line_format: str) -> Port: ...


_T = TypeVar("_T")
_T_co = TypeVar("_T_co", covariant=True)


class Ear(Protocol[_T_co]):
    """Makes sense of the bytes of one connection; all times are monotonic seconds."""

    @property
    def link(self) -> LinkState:
        """LISTENING until the device made itself understood, then LIVE, perhaps QUIET."""
        ...

    @property
    def counts(self) -> Counts: ...

    @property
    def has_no_valid_frame(self) -> bool:
        """Whether bytes come that cannot be read at this speed."""
        ...

    @property
    def wants_look_at(self) -> float | None:
        """When `hear` must be called again although no byte came; None: only when bytes come."""
        ...

    def hear(self, data: bytes, now: float) -> tuple[_T_co, ...]:
        """Take bytes (or none: let time pass) and tell what is new."""
        ...

    def close(self, now: float) -> tuple[_T_co, ...]:
        """The line ends: tell what waited for its turn."""
        ...


@dataclass(frozen=True, slots=True)
class Speech(Generic[_T]):
    """How a device is listened to.

    `title` names it in the log, `kind` its thread; `speeds` in baud, tried in turn where
    `may_try_speeds`; `ear` gives a new ear for a connection that began at a monotonic second.
    """

    title: str
    kind: str
    speeds: tuple[int, ...]
    line_format: str
    may_try_speeds: bool
    ear: Callable[[float], Ear[_T]]


class Link(Generic[_T]):
    """Everything between a plug and what was heard, told to `on_event` from the link's own thread.

    `now` gives the host's wall time for the record, `clock` monotonic seconds for ages. Only this
    thread touches the port; `stop` and `retry` may be called from any other.
    """

    def __init__(
        self,
        name: str,
        port: str,
        speech: Speech[_T],
        on_event: Callable[[_T | LinkChanged | Notice], None],
        now: Callable[[], datetime],
        *,
        clock: Callable[[], float] = time.monotonic,
        open_port: OpenPort = open_port,
        list_ports: ListPorts = listed_ports,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
    ) -> None:
        self._name = name
        self._address_set = port
        self._speech = speech
        self._on_event = on_event
        self._now = now
        self._clock = clock
        self._open_port = open_port
        self._list_ports = list_ports
        self._back_off_s = back_off_s
        self._thread: threading.Thread | None = None
        self._woken = threading.Event()
        self._is_stopping = False
        self._is_retry_asked = False
        self._port: Port | None = None
        self._ear: Ear[_T] | None = None
        self._place: Place | None = None
        self._identity: Identity | None = None
        self._state = LinkState.CLOSED
        self._reason = ""
        self._failures = 0
        self._is_other_told = False
        self._baud_index = 0
        self._has_speed = False
        self._try_at: float | None = clock()

    @property
    def state(self) -> LinkState:
        """How it is with the link now."""
        return self._state

    @property
    def counts(self) -> Counts:
        """What came through since the port was last opened."""
        ear = self._ear
        return ear.counts if ear is not None else Counts()

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread = threading.Thread(
            target=self._run, name=f"{self._speech.kind} {self._name}", daemon=True
        )
        self._thread.start()

    def stop(self, timeout_s: float = 2.0) -> None:
        """End: close the port and wait for the thread, at most `timeout_s` seconds."""
        self._is_stopping = True
        self._wake()
        if self._thread is not None:
            self._thread.join(timeout_s)
        elif self._state is not LinkState.CLOSED:
            self._shut()

    def retry(self) -> None:
        """The user says: try again now, with whatever device is there."""
        self._is_retry_asked = True
        self._wake()

    def poll_once(self) -> None:
        """One step without waiting and without a thread: open when due, read what is there."""
        self._step(may_wait=False)

    def _wake(self) -> None:
        self._woken.set()
        port = self._port
        if port is not None:
            port.wake()

    def _run(self) -> None:
        while not self._is_stopping:
            self._step(may_wait=True)
        self._shut()

    def _shut(self) -> None:
        if self._ear is not None:
            self._tell_all(self._ear.close(self._clock()))
        self._close()
        self._change(LinkState.CLOSED)

    def _step(self, *, may_wait: bool) -> None:
        if self._is_retry_asked:
            self._is_retry_asked = False
            self._begin_again()
        if self._port is not None:
            self._listen(self._port, may_wait=may_wait)
            return
        now = self._clock()
        if self._try_at is not None and now >= self._try_at:
            self._open()
        elif may_wait:
            self._woken.wait(None if self._try_at is None else self._try_at - now)
            self._woken.clear()

    def _begin_again(self) -> None:
        self._close()
        self._identity = None
        self._failures = 0
        self._try_at = self._clock()

    # -- opening -------------------------------------------------------------------------------

    def _open(self) -> None:
        if self._state is LinkState.CLOSED:
            self._change(LinkState.OPENING)
        try:
            url, baud = self._address()
            self._place = locate(url, self._identity, self._list_ports)
            port = self._open_port(self._place.url, baud=baud, line_format=self._speech.line_format)
        except PortFailure as failed:
            self._fail(failed)
            return
        # Told only now: a port that stays away would otherwise flicker between two states.
        self._change(LinkState.OPENING)
        if self._place.identity is not None:
            self._identity = self._place.identity
        self._is_other_told = False
        self._port = port
        self._ear = self._speech.ear(self._clock())
        self._change(LinkState.LISTENING)
        if self._is_stopping:
            port.wake()

    def _address(self) -> tuple[str, int]:
        """The port and its speed: as `…?baud=115200` says, else one of the device's speeds."""
        url, has_speed, digits = self._address_set.partition(SPEED_MARK)
        if has_speed and not digits.isdecimal():
            raise PortFailure(FailureReason.SETTINGS, self._address_set, digits)
        speeds = self._speech.speeds
        return url, int(digits) if has_speed else speeds[self._baud_index % len(speeds)]

    def _fail(self, failed: PortFailure) -> None:
        """Wait and try again; what only a person can cure waits for that person."""
        if isinstance(failed, OtherDevice) and not self._is_other_told:
            self._is_other_told = True
            self._notice(NoticeCode.OTHER_DEVICE_ON_PORT)
        is_blocked = failed.reason in _BLOCKING
        self._change(LinkState.BLOCKED if is_blocked else LinkState.WAITING, failed.reason)
        if is_blocked and failed.reason is not FailureReason.BUSY:
            self._try_at = None
            return
        # The other program may end, and Windows says «busy» for a second after an unplug.
        wait_s = self._back_off_s[min(self._failures, len(self._back_off_s) - 1)]
        self._failures += 1
        self._try_at = self._clock() + wait_s

    def _close(self) -> None:
        port, self._port, self._ear = self._port, None, None
        if port is not None:
            port.close()

    # -- listening -----------------------------------------------------------------------------

    def _listen(self, port: Port, *, may_wait: bool) -> None:
        ear = self._ear
        assert ear is not None
        due = ear.wants_look_at
        wait_s = None if due is None else max(0.0, due - self._clock())
        try:
            data = port.read(wait_s if may_wait else 0.0)
        except PortFailure as failed:
            self._lose(failed, ear)
            return
        self._hear(ear, data)
        if ear.has_no_valid_frame and self._may_try_speeds():
            self._try_next_speed(port)

    def _hear(self, ear: Ear[_T], data: bytes) -> None:
        try:
            told = ear.hear(data, self._clock())
        except Exception:  # noqa: BLE001 - nothing that bytes can do may end the link
            # A fault of ours in some bytes must not end the link: say so, drop them, listen on.
            _LOG.exception("frames of %s could not be read", self._speech.title)
            self._notice(NoticeCode.PROGRAM_FAULT)
            self._ear = self._speech.ear(self._clock())
            return
        self._tell_all(told)
        if ear.link is not self._state:
            self._change(ear.link)
        if ear.link is LinkState.LIVE:
            self._failures = 0
            self._has_speed = True

    def _lose(self, failed: PortFailure, ear: Ear[_T]) -> None:
        self._tell_all(ear.close(self._clock()))
        self._close()
        self._change(LinkState.LOST, failed.reason)
        self._fail(PortFailure(FailureReason.GONE, self._address_set))

    def _may_try_speeds(self) -> bool:
        """A device that talks once a measurement may just have said something else before."""
        port = self._address_set
        is_open_question = SPEED_MARK not in port and not self._has_speed
        return is_open_question and "://" not in port and self._speech.may_try_speeds

    def _try_next_speed(self, port: Port) -> None:
        """Only by listening: nothing is ever sent to a device that we do not understand."""
        self._baud_index += 1
        port.close()
        self._port = None
        self._try_at = self._clock()

    # -- telling -------------------------------------------------------------------------------

    def _tell_all(self, told: tuple[_T, ...]) -> None:
        for one in told:
            self._on_event(one)

    def _notice(self, code: NoticeCode) -> None:
        self._on_event(Notice(self._name, code, self._now(), self._clock()))

    def _change(self, state: LinkState, reason: str = "") -> None:
        if (state, reason) == (self._state, self._reason):
            return
        self._state, self._reason = state, reason
        url = self._place.url if self._place is not None else self._address_set
        self._on_event(LinkChanged(self._name, state, self._now(), self._clock(), reason, url))
