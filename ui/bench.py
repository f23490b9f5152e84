"""The door to paper, printers, ports and the network: a few threads beside the records.

Nothing here may touch the records; a paper is gathered there and made here.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from feverclinic.errors import ClinicError

_T = TypeVar("_T")
WORKERS = 3
log = logging.getLogger(__name__)


class Bench(QObject):
    """Slow work off the window's thread; results come home queued, as the runner's do."""

    refused = Signal(object)  # ClinicError that its owner did not take
    crashed = Signal(object)  # BaseException: a bug
    _done = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = ThreadPoolExecutor(max_workers=WORKERS, thread_name_prefix="bench")
        self._is_closed = False
        self._done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def do(
        self,
        owner: QObject,
        work: Callable[[], _T],
        then: Callable[[_T], object] | None = None,
        failed: Callable[[ClinicError], object] | None = None,
    ) -> None:
        """Run `work` on a thread of the pool; order between two pieces of work is not kept."""
        if self._is_closed:
            return
        future = self._pool.submit(work)
        future.add_done_callback(
            lambda done: self._done.emit(partial(self._finish, owner, done, then, failed))
        )

    def post(self, owner: QObject, news: object, then: Callable[[Any], object]) -> None:
        """Bring a frozen record home from a thread that is not the pool's (a device's)."""
        self._done.emit(partial(self._hand_over, owner, news, then))

    @staticmethod
    def _hand_over(owner: QObject, news: object, then: Callable[[Any], object]) -> None:
        if isValid(owner):
            then(news)

    @staticmethod
    def _deliver(finish: Callable[[], None]) -> None:
        finish()

    def _finish(
        self,
        owner: QObject,
        future: Future[Any],
        then: Callable[[Any], object] | None,
        failed: Callable[[ClinicError], object] | None,
    ) -> None:
        if future.cancelled():  # the bench closed before it began
            return
        is_alive = isValid(owner)
        error = future.exception()
        if isinstance(error, ClinicError):
            if failed is not None and is_alive:
                failed(error)
            else:
                self.refused.emit(error)
        elif error is not None:
            log.error("a piece of work on the bench failed", exc_info=error)
            self.crashed.emit(error)
        elif then is not None and is_alive:
            then(future.result())

    def close(self) -> None:
        """Wait for what runs; what has not begun is dropped."""
        self._is_closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)
