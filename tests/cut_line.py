"""A line to a PostgreSQL server that can be cut: a relay between a socket of its own and the server's."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import make_url

NAME = ".s.PGSQL.5432"
MOST = 65536


class CutLine:
    """`url` leads through the relay; it is whole until it is cut."""

    def __init__(self, url: str, folder: Path) -> None:
        address = make_url(url)
        self._server = Path(str(address.query["host"])) / NAME
        self._own = folder / NAME
        self.url = address.update_query_dict({"host": str(folder)}).render_as_string(
            hide_password=False
        )
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None
        self._lose_answer = False
        self._cut_before = False
        self._flows = threading.Event()
        self._flows.set()
        self.mend()

    def mend(self) -> None:
        """The server can be reached again."""
        self._own.unlink(missing_ok=True)
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self._own))
        listener.listen()
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks and none is made any more."""
        with self._lock:
            listener, self._listener = self._listener, None
            broken, self._open = self._open, []
        self._own.unlink(missing_ok=True)
        for one in ([listener] if listener else []) + broken:
            _break(one)

    def stand_still(self) -> None:
        """Connections stay and can be made, and nothing that is said reaches the server."""
        self._flows.clear()

    def go_on(self) -> None:
        """What was said meanwhile reaches the server."""
        self._flows.set()

    def lose_the_next_answer(self) -> None:
        """The next COMMIT reaches the server, its answer does not come back."""
        self._lose_answer = True

    def cut_before_the_next_commit(self) -> None:
        self._cut_before = True

    def forget(self) -> None:
        """Nothing more is planned to happen."""
        self._lose_answer = self._cut_before = False

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                desk, _ = listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self._server))
            with self._lock:
                self._open += [desk, server]
            threading.Thread(target=self._up, args=(desk, server), daemon=True).start()
            threading.Thread(target=self._down, args=(server, desk), daemon=True).start()

    def _up(self, desk: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while sent := desk.recv(MOST):
                self._flows.wait()
                if b"COMMIT" in sent and self._cut_before:
                    self._cut_before = False
                    self.cut()
                    return
                server.sendall(sent)
            _break(server)

    def _down(self, server: socket.socket, desk: socket.socket) -> None:
        with suppress(OSError):
            while answered := server.recv(MOST):
                if b"COMMIT\0" in answered and self._lose_answer:
                    self._lose_answer = False
                    self.cut()
                    return
                desk.sendall(answered)
            _break(desk)


def _break(one: socket.socket) -> None:
    """Shut down first: while another thread reads from it, closing alone tells the far end nothing."""
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()


@contextmanager
def cut_line(url: str, folder: Path) -> Generator[CutLine]:
    """`folder` must have a short path: names of sockets are short."""
    folder.mkdir(exist_ok=True)
    line = CutLine(url, folder)
    try:
        yield line
    finally:
        line.cut()
