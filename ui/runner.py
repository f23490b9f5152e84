"""The door to records: one background thread, one transaction a piece of work, results at home.

Work runs in the order in which it was asked for. Only frozen records and bytes cross the thread.
Each piece of work names its owner; when the owner is gone, its result is dropped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Timer
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from feverclinic.errors import ClinicError, Unavailable

if TYPE_CHECKING:  # the database is imported after the first paint, not before
    from feverclinic.domain.boards import Topic
    from feverclinic.storage.line import Line, LineState
    from feverclinic.storage.store import Store

_T = TypeVar("_T")
# How long the end of the program waits for a server before what is not saved goes to the desk.
PATIENCE_S = 5.0
log = logging.getLogger(__name__)


class Runner(QObject):
    """`open_store` opens one transaction: it commits when the block ends well.

    With a `line` to a server, work that finds the server away is done once more, on the desk's own
    records: nobody who asked hears of it.
    """

    refused = Signal(object)  # ClinicError that its owner did not take
    crashed = Signal(object)  # BaseException: a bug
    changed = Signal(object)  # frozenset[Topic], after the commit
    began = Signal()  # the first piece of work is under way
    rested = Signal()  # none is left
    line_changed = Signal(object)  # LineState: on the server or not, and what waits
    _done = Signal(object)

    def __init__(
        self,
        open_store: Callable[[], AbstractContextManager[Store]],
        line: Line | None = None,
    ) -> None:
        super().__init__()
        self._open_store = open_store
        self._line = line
        self._told: LineState | None = None
        self._records = ThreadPoolExecutor(max_workers=1, thread_name_prefix="records")
        self._waiting = 0
        self._is_closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        owner: QObject,
        work: Callable[[Store], _T],
        then: Callable[[_T], object] | None = None,
        failed: Callable[[ClinicError], object] | None = None,
    ) -> None:
        """Run `work(store)` on the records thread; `then` and `failed` run on the owner's side.

        A ClinicError that nobody takes is emitted as `refused`; anything else is `crashed`.
        """
        if self._is_closed:
            return
        self._waiting += 1
        if self._waiting == 1:
            self.began.emit()
        # Who acts and when is that of the click, also when the disk is slow.
        opening = self._open_store()
        future = self._records.submit(self._transact, opening, work)
        future.add_done_callback(
            lambda done: self._done.emit(partial(self._finish, owner, done, then, failed))
        )
        if self._line is not None:
            self._records.submit(self._follow, self._line)

    def aside(
        self,
        owner: QObject,
        work: Callable[[], _T],
        then: Callable[[_T], object] | None = None,
        failed: Callable[[ClinicError], object] | None = None,
    ) -> None:
        """Run what opens its own transactions between two pieces of work, as delivering does."""
        if self._is_closed:
            return
        self._waiting += 1
        future = self._records.submit(lambda: (work(), frozenset[Any]()))
        future.add_done_callback(
            lambda done: self._done.emit(partial(self._finish, owner, done, then, failed))
        )
        if self._line is not None:
            self._records.submit(self._follow, self._line)

    def _transact(
        self, opening: AbstractContextManager[Store], work: Callable[[Store], _T]
    ) -> tuple[_T, frozenset[Topic]]:
        try:
            return self._once(opening, work)
        except Unavailable as away:
            if self._line is None or not self._line.lost(away):
                raise
        return self._once(opening, work)

    @staticmethod
    def _once(
        opening: AbstractContextManager[Store], work: Callable[[Store], _T]
    ) -> tuple[_T, frozenset[Topic]]:
        with opening as store:
            result = work(store)
        return result, frozenset(store.touched)

    def _follow(self, line: Line) -> None:
        """After the answer is on its way: the desk copies what was written, and tells how it stands."""
        try:
            line.follow()
        except ClinicError as error:
            if not line.lost(error):
                log.warning("the desk could not copy what was saved: %s", error.code)
        before = self._told
        # On the line nothing can wait: what is known of it is looked up only when it changes.
        if line.is_online and before is not None and before.is_online:
            return
        state = line.state()
        if state != before:
            self._told = state
            self.line_changed.emit(state)
        if before is not None and state.is_online is not before.is_online:
            self.changed.emit(line.everything)

    def _deliver(self, finish: Callable[[], None]) -> None:
        self._waiting -= 1
        if self._waiting == 0:
            self.rested.emit()
        finish()

    def _finish(
        self,
        owner: QObject,
        future: Future[tuple[Any, frozenset[Topic]]],
        then: Callable[[Any], object] | None,
        failed: Callable[[ClinicError], object] | None,
    ) -> None:
        is_alive = isValid(owner)
        error = future.exception()
        if isinstance(error, ClinicError):
            if failed is not None and is_alive:
                failed(error)
            else:
                self.refused.emit(error)
        elif error is not None:
            log.error("a piece of work on the records failed", exc_info=error)
            self.crashed.emit(error)
        else:
            result, touched = future.result()
            if then is not None and is_alive:
                then(result)
            if touched:
                self.changed.emit(touched)

    def close(self) -> None:
        """Let all work that was asked for end, and take no more; what was clicked is saved."""
        self._is_closed = True
        with self._patience():
            self._records.shutdown(wait=True)

    @contextmanager
    def _patience(self) -> Generator[None]:
        """Nobody watches the line while the program ends: a server that stands still is hung up."""
        if self._line is None:
            yield
            return
        hanging_up = Timer(PATIENCE_S, self._line.hang_up)
        hanging_up.daemon = True
        hanging_up.start()
        try:
            yield
        finally:
            hanging_up.cancel()
