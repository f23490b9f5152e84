"""A disk that is as slow as a test wants it: each piece of work on the records waits for leave."""

from threading import Semaphore

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from sqlalchemy import event

from tests.stories.workplace import WorkPlace

STANDS_STILL_S = 20


class SlowDisk:
    """Between the records thread of a work place and its database."""

    def __init__(self, place: WorkPlace) -> None:
        self._runner = place.runner
        self._leave, self._ended = Semaphore(0), Semaphore(0)
        self.is_slow = False
        event.listen(place.clinic.engine, "checkout", self._on_checkout)
        # From the records thread itself: the answer is on its way home by then.
        self._runner._done.connect(self._on_done, Qt.ConnectionType.DirectConnection)

    @property
    def waiting(self) -> int:
        """How many pieces of work have not come home yet."""
        return self._runner._waiting

    def go_slow(self) -> None:
        """From now on nothing is read or written unless `do_next` says so."""
        self.settle()
        self._leave, self._ended = Semaphore(0), Semaphore(0)
        self.is_slow = True

    def do_next(self) -> None:
        """One piece of work is done and its answer comes home; the others wait."""
        if self.waiting:
            self._leave.release()
            assert self._ended.acquire(timeout=STANDS_STILL_S)
            QCoreApplication.processEvents()

    def settle(self) -> None:
        """Everything that was asked for is done, and what follows from it."""
        self.is_slow = False
        self._leave.release()
        while self.waiting:
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def _on_checkout(self, *_: object) -> None:
        if self.is_slow:
            assert self._leave.acquire(timeout=STANDS_STILL_S)

    def _on_done(self, _: object) -> None:
        self._ended.release()
