"""Bytes in and out: serial ports, network ports, recordings and memory behind one small interface.

The only file that imports pyserial. Everything that can go wrong is a `PortFailure` with one of five
reasons, because pyserial, termios and sockets have a dozen different ways to say «gone».
"""

import errno
import os
import select
import threading
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

import serial
from serial.tools import list_ports as _list_ports

from feverclinic.errors import Unavailable

_CHUNK = 4096
_IS_POSIX = os.name == "posix"
# Where no descriptor can be waited for (Windows, RFC 2217): how long one read may block.
_FALLBACK_READ_S = 0.05


class FailureReason(StrEnum):
    """Why a port cannot be used; each has its remedy in words (`device.remedy.<reason>`)."""

    GONE = "gone"
    BUSY = "busy"
    DENIED = "denied"
    MISSING = "missing"
    SETTINGS = "settings"


class PortFailure(Unavailable):
    """A port that cannot be opened or has just failed; code `device.<reason>`, fact `port`."""

    def __init__(self, reason: FailureReason, port: str, detail: str = "") -> None:
        super().__init__(f"device.{reason}", port=port, detail=detail)
        self.reason = reason


class Port(Protocol):
    """One thread opens, reads, writes and closes; only `wake` may be called from another."""

    def read(self, timeout: float | None) -> bytes:
        """Wait until bytes come, `wake` is called or `timeout` seconds passed (None: for ever)."""
        ...

    def write(self, data: bytes) -> None: ...

    def wake(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class PortFacts:
    """A serial port as the system lists it; `location` is the USB place for devices without number."""

    device: str
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str = ""
    location: str = ""
    manufacturer: str = ""


def listed_ports() -> tuple[PortFacts, ...]:
    """Serial ports that the system knows now (pseudo terminals are not among them)."""
    try:
        found = sorted(_list_ports.comports())
    except OSError:  # a port that went away while it was being described
        return ()
    return tuple(
        PortFacts(
            device=port.device,
            description=port.description or "",
            vid=port.vid,
            pid=port.pid,
            serial_number=port.serial_number or "",
            location=port.location or "",
            manufacturer=port.manufacturer or "",
        )
        for port in found
    )


_BY_ERRNO = {
    errno.EACCES: FailureReason.DENIED,
    errno.EPERM: FailureReason.DENIED,
    errno.EBUSY: FailureReason.BUSY,
    errno.EAGAIN: FailureReason.BUSY,
    errno.ENOENT: FailureReason.MISSING,
    errno.ENODEV: FailureReason.MISSING,
    errno.ENXIO: FailureReason.MISSING,
    errno.EIO: FailureReason.MISSING,
    errno.ECONNREFUSED: FailureReason.MISSING,
    errno.EHOSTUNREACH: FailureReason.MISSING,
    errno.ENETUNREACH: FailureReason.MISSING,
    errno.ETIMEDOUT: FailureReason.MISSING,
}
# Windows errors come as text without a number.
_BY_TEXT = (
    ("exclusively lock", FailureReason.BUSY),
    ("PermissionError(13", FailureReason.BUSY),
    ("FileNotFoundError(2", FailureReason.MISSING),
    ("timed out", FailureReason.MISSING),
    ("getaddrinfo", FailureReason.MISSING),
    ("Name or service not known", FailureReason.MISSING),
    ("name resolution", FailureReason.MISSING),
)


def reason_of(error: BaseException) -> FailureReason:
    """Why opening failed; looks behind pyserial's own error for the one of the system."""
    seen: BaseException | None = error
    while seen is not None:
        for text, reason in _BY_TEXT:
            if text in str(seen):
                return reason
        number = getattr(seen, "errno", None)
        if number in _BY_ERRNO:
            return _BY_ERRNO[number]
        seen = seen.__cause__ or seen.__context__
    return FailureReason.SETTINGS


@contextmanager
def _gone_when_it_fails(name: str) -> Generator[None]:
    """One `gone` for every way in which a line that was open can end.

    `termios.error` is no OSError, and a port closed under a read says TypeError.
    """
    try:
        yield
    except PortFailure:
        raise
    except Exception as lost:
        if not isinstance(lost, (OSError, TypeError, ValueError)) and type(lost).__module__ != (
            "termios"
        ):
            raise
        raise PortFailure(FailureReason.GONE, name, str(lost)) from lost


class _Line(Protocol):
    """What we use of pyserial's ports, which have one class a system and one a kind of address."""

    @property
    def in_waiting(self) -> int: ...

    def read(self, size: int = 1, /) -> bytes: ...

    def write(self, b: bytes, /) -> int | None: ...

    def close(self) -> None: ...

    def fileno(self) -> int: ...


class DescriptorPort:
    """A port with a descriptor (POSIX): blocks in poll() until bytes come or the pipe wakes it.

    An idle port costs no processor time, and a byte is read the moment it comes.
    """

    def __init__(self, line: _Line, descriptor: int, name: str) -> None:
        self._line = line
        self._descriptor = descriptor
        self._name = name
        self._wake_out, self._wake_in = os.pipe()
        self._closing = threading.Lock()
        self._is_open = True
        os.set_blocking(self._wake_in, False)
        os.set_blocking(self._wake_out, False)
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)
        self._poll.register(self._wake_out, select.POLLIN)

    def read(self, timeout: float | None) -> bytes:
        with _gone_when_it_fails(self._name):
            ready = dict(self._poll.poll(None if timeout is None else max(0.0, timeout) * 1000))
            if self._wake_out in ready:
                with suppress(BlockingIOError):
                    os.read(self._wake_out, _CHUNK)
            if self._descriptor not in ready:
                return b""
            try:
                data = os.read(self._descriptor, _CHUNK)
            except BlockingIOError:  # another program took the bytes between poll and read
                return b""
            if not data:
                raise PortFailure(FailureReason.GONE, self._name, "end of the line")
            return data

    def write(self, data: bytes) -> None:
        with _gone_when_it_fails(self._name):
            self._line.write(data)

    def wake(self) -> None:
        # Another thread calls this: the pipe must not be closed, and its number given away, under it.
        with self._closing, suppress(BlockingIOError):
            if self._is_open:
                os.write(self._wake_in, b"!")

    def close(self) -> None:
        with suppress(Exception):
            self._line.close()
        with self._closing:
            if self._is_open:
                self._is_open = False
                os.close(self._wake_out)
                os.close(self._wake_in)


class TimedPort:
    """A port without a descriptor to wait for (Windows, RFC 2217): short reads, one after another."""

    def __init__(self, line: _Line, name: str) -> None:
        self._line = line
        self._name = name
        self._woken = threading.Event()

    def read(self, timeout: float | None) -> bytes:
        left = timeout
        while not self._woken.is_set():
            data = self._read_once()
            if data:
                return data
            if left is not None:
                left -= _FALLBACK_READ_S
                if left <= 0:
                    return b""
        self._woken.clear()
        return b""

    def _read_once(self) -> bytes:
        with _gone_when_it_fails(self._name):
            first = self._line.read(1)
            waiting = min(_CHUNK, self._line.in_waiting) if first else 0
            return first + (self._line.read(waiting) if waiting else b"")

    def write(self, data: bytes) -> None:
        with _gone_when_it_fails(self._name):
            self._line.write(data)

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        with suppress(Exception):
            self._line.close()


class MemoryPort:
    """A port in memory: what `put` gives is read, `lose` ends it, `written` is what was sent."""

    def __init__(self, name: str = "memory:") -> None:
        self._name = name
        self._chunks: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._is_lost = False
        self._is_woken = False
        self.written = bytearray()

    def put(self, data: bytes) -> None:
        with self._changed:
            self._chunks.append(data)
            self._changed.notify_all()

    def lose(self) -> None:
        """The plug is pulled; bytes that were put before are still read."""
        with self._changed:
            self._is_lost = True
            self._changed.notify_all()

    def read(self, timeout: float | None) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._chunks or self._is_lost or self._is_woken, timeout)
            self._is_woken = False
            if self._chunks:
                return self._chunks.popleft()
            if self._is_lost:
                raise PortFailure(FailureReason.GONE, self._name)
            return b""

    def write(self, data: bytes) -> None:
        if self._is_lost:
            raise PortFailure(FailureReason.GONE, self._name)
        self.written += data

    def wake(self) -> None:
        with self._changed:
            self._is_woken = True
            self._changed.notify_all()

    def close(self) -> None:
        self.lose()


class ReplayPort:
    """Plays a recording back in its own rhythm; at its end the line is gone.

    A recording has one line a chunk: seconds since its start, `<` (from the device) or `>`, hex.
    """

    def __init__(self, path: Path) -> None:
        self._name = f"replay:{path}"
        self._chunks = deque(_read_recording(path))
        self._at = 0.0
        self._woken = threading.Event()

    def read(self, timeout: float | None) -> bytes:
        if not self._chunks:
            raise PortFailure(FailureReason.GONE, self._name, "end of the recording")
        due_s = max(0.0, self._chunks[0][0] - self._at)
        wait_s = due_s if timeout is None else min(due_s, max(0.0, timeout))
        if self._woken.wait(wait_s):
            self._woken.clear()
            return b""
        self._at += wait_s
        return self._chunks.popleft()[1] if wait_s >= due_s else b""

    def write(self, data: bytes) -> None:
        """A recording does not listen."""

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        self._chunks.clear()


def _read_recording(path: Path) -> Iterator[tuple[float, bytes]]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except FileNotFoundError as missing:
        raise PortFailure(FailureReason.MISSING, f"replay:{path}") from missing
    except (OSError, UnicodeDecodeError) as unreadable:
        reason = reason_of(unreadable)
        raise PortFailure(reason, f"replay:{path}", str(unreadable)) from unreadable
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            seconds, direction, text = line.split(maxsplit=2)
            chunk = (float(seconds), bytes.fromhex(text))
        except ValueError as wrong:
            detail = f"line {number}"
            raise PortFailure(FailureReason.SETTINGS, f"replay:{path}", detail) from wrong
        if direction == "<":
            yield chunk


def open_port(url: str, *, baud: int = 9600, line_format: str = "8N1") -> Port:
    """Open a port for us alone; anything wrong is a PortFailure with its reason.

    `url`: a device path or symlink, `COM3`, `socket://host:port`, `rfc2217://host:port`,
    `replay:FILE`. Speed in baud, format as data bits, parity, stop bits.
    """
    if url.startswith("replay:"):
        return ReplayPort(Path(url.removeprefix("replay:")))
    if not url.strip():
        raise PortFailure(FailureReason.SETTINGS, url)
    is_device = "://" not in url
    has_descriptor = _IS_POSIX and not url.startswith(("rfc2217:", "loop:"))
    try:
        line: _Line = serial.serial_for_url(
            url,
            baudrate=baud,
            bytesize=int(line_format[0]),
            parity=line_format[1],
            stopbits=int(line_format[2]),
            timeout=0 if has_descriptor else _FALLBACK_READ_S,
            write_timeout=1,
            **({"exclusive": True} if is_device else {}),
        )
    except Exception as failed:
        # pyserial raises its own error, OSError, ValueError, and termios its own as well.
        raise PortFailure(reason_of(failed), url, str(failed)) from failed
    if has_descriptor:
        return DescriptorPort(line, line.fileno(), url)
    return TimedPort(line, url)
