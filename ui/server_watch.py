"""Watching the line to the server: notices that it is away, reaches it again, delivers what waits.

A door: besides ui/opening.py the only file of the window that knows the line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.bench import Bench
from ui.notices import sentence_of
from ui.opening import Records, desk_accidents, reach
from ui.runner import Runner
from ui.settings_keeper import SettingsKeeper
from ui.widgets.device_chip import ServerKind, ServerState

if TYPE_CHECKING:  # the database is imported after the first paint, not before
    from feverclinic.services.delivering import Progress
    from feverclinic.storage.line import Line, LineState
    from feverclinic.storage.station_lock import StationLock

LOOK_AGAIN_MS = 3000
AWAY = "database.unreachable"
FOLLOWS = "journal.follows"
NOBODYS = "—"
IN_USE = "station.in_use"
# A question is answered at once, also while records are delivered; that takes longer, but goes on.
LOOKS_FOR_AN_ANSWER, LOOKS_FOR_A_ROUND = 2, 10
# A server takes a minute to notice that a line was cut, and holds the station meanwhile.
OWN_SHADOW_LOOKS = 25


class ServerWatch(QObject):
    """Asks on the bench, delivers on the records thread; between two rounds the desk works on."""

    state_changed = Signal(object)  # ServerState
    said = Signal(str, str, object)  # kind of notice, key of its words, its facts
    looked = Signal()  # a look is over, with whatever came of it

    def __init__(
        self,
        runner: Runner,
        bench: Bench,
        line: Line,
        reach: Callable[[], StationLock],
        now: Callable[[], datetime],
        parent: QObject,
        *,
        accidents: Sequence[str] = (),
        look_again_ms: int = LOOK_AGAIN_MS,
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._bench = bench
        self._line = line
        self._reach = reach
        self._now = now
        self._accidents = accidents
        self.state = ServerState(ServerKind.ONLINE)
        self._delivered = 0
        self._is_busy = False
        self._is_asking = False
        self._waited = 0
        self._looks = 0
        self._said = ""
        self._timer = QTimer(self, interval=look_again_ms)
        self._timer.timeout.connect(self._on_timer)
        runner.line_changed.connect(self._on_line)
        # A bug in one look is told elsewhere; it must not be the last look.
        bench.crashed.connect(lambda _: self._rest())
        runner.crashed.connect(lambda _: self._rest())

    def start(self) -> None:
        """Look at once, and then again and again; what the desk lost is said at every start."""
        for file in self._accidents:
            self.said.emit("error", "journal.accident", {"file": file})
        self._timer.start()
        self.look()

    def stop(self) -> None:
        self._timer.stop()

    def look(self) -> None:
        """Ask the server on the line whether it is there; reach for one that was away."""
        if self._is_busy:
            return
        self._is_busy, self._waited = True, 0
        place = self._line.place
        if self._line.is_online and place is not None:
            self._bench.do(self, lambda: self._ask(place), self._on_there, self._on_lost)
        else:
            self._bench.do(self, self._reach, self._on_reached, self._on_away)

    def _ask(self, place: StationLock) -> None:
        """On a thread of the bench: patience begins when it does, not while it waits for a thread."""
        self._is_asking = True
        try:
            place.ask()
        finally:
            self._is_asking = False

    def _on_timer(self) -> None:
        """A server that stands still says nothing for ever; nobody shall wait for it so long."""
        if not self._is_busy:
            self.look()
            return
        self._waited += 1
        if self._waited >= (LOOKS_FOR_AN_ANSWER if self._is_asking else LOOKS_FOR_A_ROUND):
            self._waited = 0
            self._line.hang_up()

    def _on_there(self, _: object) -> None:
        self._rest()

    def _rest(self) -> None:
        self._is_busy = False
        self.looked.emit()

    def _on_lost(self, error: ClinicError) -> None:
        line = self._line
        self._runner.aside(self, lambda: line.lost(error), self._on_there)

    def _on_reached(self, place: StationLock) -> None:
        self._looks = 0
        self._line.place = place
        self._deliver()

    def _deliver(self) -> None:
        from feverclinic.services.delivering import deliver_some  # noqa: PLC0415 - after the paint

        line, at = self._line, self._now()
        self._runner.aside(
            self, lambda: deliver_some(line, at), self._on_progress, self._on_stopped
        )

    def _on_progress(self, progress: Progress) -> None:
        self._waited = 0
        self._delivered += progress.delivered
        for one in progress.not_taken:
            if one.error.code != FOLLOWS:
                key = "journal.not_taken" if one.has_form else "journal.not_taken_without_form"
                self.said.emit("error", key, {"name": one.name or NOBODYS, "why": one.error})
        if not progress.is_done:
            self._deliver()
            return
        self._said = ""
        self._rest()

    def _on_stopped(self, error: ClinicError) -> None:
        line = self._line
        self._runner.aside(self, line.go_offline, lambda _: self._on_away(error))

    def _on_away(self, error: ClinicError) -> None:
        """Away is no news; anything else is said once, until something else is so."""
        self._looks += 1
        self._rest()
        is_own_shadow = error.code == IN_USE and self._looks < OWN_SHADOW_LOOKS
        if error.code in (AWAY, self._said) or is_own_shadow:
            return
        self._said = error.code
        self.said.emit("warning", "journal.held", {"why": error})

    def _on_line(self, state: LineState) -> None:
        kind = ServerKind.ONLINE if state.is_online else ServerKind.AWAY
        before, self.state = self.state, ServerState(kind, state.waiting)
        self.state_changed.emit(self.state)
        if kind is before.kind:
            return
        if kind is ServerKind.AWAY:
            self._delivered = 0
            self.said.emit("warning", "journal.gone", {})
        else:
            self.said.emit("ok", "journal.back", {"count": self._delivered})


def watch_server(
    records: Records,
    runner: Runner,
    bench: Bench,
    keeper: SettingsKeeper,
    now: Callable[[], datetime],
    parent: QObject,
) -> ServerWatch | None:
    """The watch over the server of these records; None where they are on this computer."""
    line = records.line
    if line is None:
        return None
    lost = desk_accidents(keeper.now)

    def reach_now() -> StationLock:
        return reach(line, keeper.now, now())

    return ServerWatch(runner, bench, line, reach_now, now, parent, accidents=lost)


def told(words: Wording, key: str, facts: Mapping[str, object]) -> str:
    """What the watch says, in words; an error among the facts is told by its sentence."""
    said = {
        name: sentence_of(fact, words) if isinstance(fact, ClinicError) else fact
        for name, fact in facts.items()
    }
    return words.say(key, **said)
