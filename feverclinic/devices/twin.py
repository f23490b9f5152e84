"""A simulated device on a pseudo terminal or a TCP port, for tests, training and trying faults."""

import os
import select
import socket
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from feverclinic.devices.script import Act, Replug, Send, Unplug, Wait
from feverclinic.errors import Unavailable

# A line on which nobody reads loses its bytes, like a real one: so long a write may wait.
_WRITE_S = 1.0


class Line(Protocol):
    """Where a simulated device speaks."""

    @property
    def where(self) -> str:
        """What to write as `port` in the settings."""
        ...

    def plug(self) -> None: ...

    def unplug(self) -> None: ...

    def send(self, data: bytes) -> None: ...


class PtyLine:
    """A pseudo terminal (POSIX); with `link`, a symbolic link leads to whatever name it has now."""

    def __init__(self, link: Path | None = None) -> None:
        if sys.platform == "win32":
            raise Unavailable("device.twin_unavailable", where="pty", problem=sys.platform)
        self._link = link
        self._master = self._slave = -1
        self._name = ""
        self.plug()

    @property
    def where(self) -> str:
        return str(self._link) if self._link is not None else self._name

    @property
    def name(self) -> str:
        """The name of the pseudo terminal now, such as /dev/pts/7."""
        return self._name

    def plug(self) -> None:
        if self._master >= 0:
            return
        # Kept open here as well: a terminal that nobody has open would answer with errors.
        self._master, self._slave = os.openpty()
        _make_raw(self._slave)
        os.set_blocking(self._master, False)
        self._name = os.ttyname(self._slave)
        self._point_link()

    def _point_link(self) -> None:
        if self._link is None:
            return
        fresh = self._link.with_name(f".{self._link.name}.new")
        try:
            if self._link.exists() and not self._link.is_symlink():
                raise FileExistsError(self._link)
            fresh.unlink(missing_ok=True)
            fresh.symlink_to(self._name)
            fresh.replace(self._link)
        except OSError as failed:
            self._close()
            raise Unavailable(
                "device.twin_unavailable", where=str(self._link), problem=str(failed)
            ) from failed

    def unplug(self) -> None:
        if self._link is not None:
            self._link.unlink(missing_ok=True)
        self._close()

    def _close(self) -> None:
        for end in (self._master, self._slave):
            if end >= 0:
                os.close(end)
        self._master = self._slave = -1

    def send(self, data: bytes) -> None:
        if self._master < 0:
            return
        left = memoryview(data)
        while left:
            if not select.select([], [self._master], [], _WRITE_S)[1]:
                return
            with suppress(BlockingIOError):
                left = left[os.write(self._master, left) :]


def _make_raw(terminal: int) -> None:
    import tty  # noqa: PLC0415 - not on Windows

    tty.setraw(terminal)


class TcpLine:
    """A TCP port of this computer; one listener at a time, like a serial server in a hospital."""

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        self._host = host
        self._port = port
        self._server: socket.socket | None = None
        self._guest: socket.socket | None = None
        self._changed = threading.Condition()
        self.plug()

    @property
    def where(self) -> str:
        return f"socket://{self._host}:{self._port}"

    def plug(self) -> None:
        if self._server is not None:
            return
        try:
            self._server = socket.create_server((self._host, self._port))
        except (OSError, OverflowError) as failed:
            where = f"{self._host}:{self._port}"
            raise Unavailable(
                "device.twin_unavailable", where=where, problem=str(failed)
            ) from failed
        self._port = self._server.getsockname()[1]
        threading.Thread(target=self._welcome, args=(self._server,), daemon=True).start()

    def _welcome(self, server: socket.socket) -> None:
        while True:
            try:
                guest, _ = server.accept()
            except OSError:  # unplugged
                return
            guest.settimeout(_WRITE_S)
            with self._changed:
                is_late = self._server is not server
                before = guest if is_late else self._guest
                if not is_late:
                    self._guest = guest
                    self._changed.notify_all()
            if before is not None:
                before.close()

    def wait_for_guest(self, timeout_s: float) -> bool:
        """Whether somebody is connected, at the latest after `timeout_s` seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self._guest is not None, timeout_s)

    def unplug(self) -> None:
        with self._changed:
            server, self._server = self._server, None
            guest, self._guest = self._guest, None
        for end in (server, guest):
            if end is not None:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def send(self, data: bytes) -> None:
        with self._changed:
            guest = self._guest
        if guest is None:
            return
        try:
            guest.sendall(data)
        except OSError:  # the listener has gone
            with self._changed:
                if self._guest is guest:
                    self._guest = None
            guest.close()


def play(line: Line, acts: Iterable[Act], pause: Callable[[float], bool]) -> None:
    """Do the acts of a script on a line; `pause(seconds)` waits and says whether to stop."""
    for act in acts:
        match act:
            case Send(data):
                line.send(data)
            case Wait(seconds):
                if pause(seconds):
                    return
            case Unplug():
                line.unplug()
            case Replug():
                line.plug()
