"""The open connections of an engine on a server, so that one that answers no more can be hung up."""

import socket
from contextlib import suppress
from threading import Lock
from weakref import WeakSet

from psycopg import Connection as Wire
from psycopg import Error
from sqlalchemy import Engine, event


class Wires:
    """A server that stands still keeps its connections alive: no time-out of TCP ever notices it."""

    def __init__(self, engine: Engine) -> None:
        self._lock = Lock()
        self._open: WeakSet[Wire[object]] = WeakSet()
        event.listen(engine, "connect", self._on_connect)

    def hang_up(self) -> None:
        """Break every connection from any thread: whoever waits for an answer finds the server away."""
        with self._lock:
            broken = tuple(self._open)
        for wire in broken:
            with suppress(Error, OSError):
                own = socket.socket(fileno=wire.fileno())
                try:
                    own.shutdown(socket.SHUT_RDWR)
                finally:
                    # The descriptor stays the driver's, which closes it.
                    own.detach()

    def _on_connect(self, wire: Wire[object], _record: object) -> None:
        with self._lock:
            self._open.add(wire)
